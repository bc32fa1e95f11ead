"""Ada on Tuesday and Thursday in Büro 1, Bea on Wednesday in Büro 2; each from nine to twelve."""

from __future__ import annotations

import pytest

from booking.db import Database
from tests import house as small
from tests.disruptions.scene import BEA, ROOM_2, THURSDAY, TUESDAY, WEDNESDAY, Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.writing() as session:
        house = small.build(session, advisers=2)
    made = Scene(database, house)
    made.opens(TUESDAY)
    made.opens(WEDNESDAY, adviser=BEA, room=ROOM_2)
    made.opens(THURSDAY)
    return made
