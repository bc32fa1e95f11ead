"""An open door on Monday morning in a small house, with two seats."""

from __future__ import annotations

import pytest

from booking.appointments.models import ConsultationHours, HoursMode
from booking.db import Database
from tests import house
from tests.house import NOW, SmallHouse


@pytest.fixture
def small(database: Database) -> SmallHouse:
    with database.writing() as session:
        return house.build(session, advisers=2)


@pytest.fixture
def door(database: Database, small: SmallHouse) -> ConsultationHours:
    """From nine to twelve today; it is eight."""
    with database.writing() as session:
        return house.hours_on(
            session, small, NOW.date(), room=small.rooms[0], mode=HoursMode.OPEN_DOOR, seats=2
        )
