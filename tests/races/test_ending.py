"""A provider or an adviser ends while somebody promises something for them: it is counted, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Account, Provider, Role
from booking.appointments import hours
from booking.db import Database
from booking.errors import DomainError
from booking.house.models import Room
from booking.offers import editing
from booking.offers.facts import Facts, Words
from booking.offers.models import Adviser, OfferClass, OfferMode
from booking.providers.advisers import end_adviser
from booking.providers.ending import end_provider
from booking.reservations import reserving
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.house import NOW
from tests.servers.waiting import wait_until

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]

WEDNESDAY: date = small.TUESDAY + timedelta(days=1)
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
Act = Callable[[Session], Any]


class Scene:
    """A provider with nothing but a name, an adviser without Sprechstunden, and an admin."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            self.house = small.build(session)
            admin = Account(email="alex@example.org", name="Alex", role=Role.ADMIN, password_hash="!")
            bare = Provider(slug="neu", name="Neuer Verein")
            session.add_all([admin, bare])
            session.flush()
            self.actor, self.provider_id = Actor.of(admin), bare.id

    def reserve(self, session: Session) -> None:
        room = session.scalars(select(Room)).first()
        assert room is not None
        span = Interval(at_wall(WEDNESDAY, 9), at_wall(WEDNESDAY, 10))
        small.reserve(session, room, span, provider_id=self.provider_id, title="Treffen")

    def offer(self, session: Session) -> None:
        facts = Facts(offer_class=OfferClass.ADVICE, mode=OfferMode.OPEN)
        editing.add_offer(session, self.provider_id, facts, Words(title="Tee", summary="Tee."), now=NOW)

    def end_provider(self, session: Session) -> None:
        end_provider(session, self.actor, self.provider_id, now=NOW)

    def open_hours(self, session: Session) -> None:
        adviser = session.get_one(Adviser, self.house.advisers[0].id)
        small.hours_on(
            session, self.house, WEDNESDAY, adviser=adviser, offer=session.merge(self.house.advice)
        )

    def end_adviser(self, session: Session) -> None:
        adviser = session.get_one(Adviser, self.house.advisers[0].id)
        end_adviser(session, self.actor, adviser, now=NOW)

    def second_after_first(self, first: Act, second: Act) -> str:
        """The second begins while the first is not committed: what becomes of the second."""
        with ThreadPoolExecutor(1) as pool:
            with self.database.writing() as session:
                first(session)
                late = pool.submit(self._told, second)
                if self.database.is_postgresql:
                    wait_until(lambda: session.scalar(WAITING), 10, "the second to wait for the first")
                else:
                    sleep(0.2)
            return late.result(30)

    def _told(self, act: Act) -> str:
        try:
            with self.database.writing() as session:
                act(session)
        except DomainError as refused:
            return type(refused).__name__
        return "done"


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


def test_who_reserves_first_keeps_the_provider(scene: Scene) -> None:
    assert scene.second_after_first(scene.reserve, scene.end_provider) == "StillPromised"


def test_who_reserves_for_a_provider_that_ends_is_refused(scene: Scene) -> None:
    assert scene.second_after_first(scene.end_provider, scene.reserve) == "ProviderEnded"


def test_who_adds_an_offer_first_keeps_the_provider(scene: Scene) -> None:
    assert scene.second_after_first(scene.offer, scene.end_provider) == "StillPromised"


def test_who_adds_an_offer_for_a_provider_that_ends_is_refused(scene: Scene) -> None:
    assert scene.second_after_first(scene.end_provider, scene.offer) == "ProviderOver"


def test_who_opens_a_sprechstunde_first_keeps_the_adviser(scene: Scene) -> None:
    assert scene.second_after_first(scene.open_hours, scene.end_adviser) == "StillExpected"


def test_who_opens_one_for_an_adviser_that_ends_is_refused(scene: Scene) -> None:
    assert scene.second_after_first(scene.end_adviser, scene.open_hours) == "RulesBroken"


def test_red_control_without_a_second_look_both_succeed(scene: Scene) -> None:
    with (
        mock.patch.object(reserving, "_hold_provider", return_value=None),
        mock.patch.object(hours, "_refuse_ended", return_value=None),
    ):
        assert scene.second_after_first(scene.end_provider, scene.reserve) == "done"
        assert scene.second_after_first(scene.end_adviser, scene.open_hours) == "done"


def test_red_control_without_holding_the_provider_its_offer_is_given_after_its_end(scene: Scene) -> None:
    with mock.patch.object(editing, "_hold_provider", return_value=None):
        assert scene.second_after_first(scene.end_provider, scene.offer) == "done"
