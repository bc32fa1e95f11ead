"""A house with one Sprechstunde on Tuesday, 9 to 12, in room 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from booking.appointments.slots import Wish
from booking.db import Database
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.vault import Vault
from tests import house as small


@dataclass
class Scene:
    database: Database
    house: small.SmallHouse
    vault: Vault

    def desk(self, now: datetime = small.NOW) -> Desk:
        return Desk(self.vault, "test.example", now)

    def wish(self, session: object, **more: object) -> Wish:
        return Wish(session.get_one(Offer, self.house.advice.id), **more)


@pytest.fixture
def scene(database_url: str) -> Scene:
    database = Database(database_url)
    with database.writing() as session:
        house = small.build(session, advisers=2)
        small.hours_on(session, house, room=house.rooms[0])
    yield Scene(database, house, Vault("k" * 32))
    database.dispose()
