from __future__ import annotations

import pytest

from booking.db import Database
from tests import house as small
from tests.reservations.scene import Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.writing() as session:
        return Scene(database, small.build(session, offices=3))
