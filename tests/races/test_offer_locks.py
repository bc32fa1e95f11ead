"""Answers to an offer and a second closure lock in one order: rows by id, then rooms and advisers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy.orm import Session

from booking.appointments import changes
from booking.appointments.models import Appointment
from booking.db import Database
from booking.disruptions import answering, lapsing, overtaking
from booking.disruptions.declaring import declare
from booking.disruptions.locking import lock_house, lock_rows
from booking.disruptions.models import Replacement
from booking.disruptions.previewing import preview
from booking.scheduling.walltime import at_wall
from tests.disruptions.scene import TUESDAY, absence, answers_to
from tests.races.test_disruptions import MUCH_LATER, _book, weeks
from tests.races.test_one_slot import DESK

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]
Verb = Callable[[Session, Replacement], object]


def accepts(session: Session, offer: Replacement) -> None:
    answering.accept(session, DESK, offer, offer.choices[0], by="resident")


def declines(session: Session, offer: Replacement) -> None:
    answering.decline(session, DESK, offer, by="resident")


def lapses(session: Session, _offer: Replacement) -> None:
    assert lapsing.lapse(session, MUCH_LATER) == 1


def follows(session: Session, offer: Replacement) -> None:
    overtaking.settle_overtaken(session, session.get_one(Appointment, offer.appointment_id), DESK.now)


@pytest.mark.parametrize("verb", [accepts, declines, lapses, follows])
def test_nobody_is_turned_away_by_a_closure_of_the_offered_times(database: Database, verb: Verb) -> None:
    """The closure has the rows of the held times already, and wants their rooms; the answer comes meanwhile."""
    offer_id, choices = _offer(database)
    if verb is follows:
        _move_away(database, offer_id)
    locked, closed = threading.Event(), []

    def closes() -> None:
        with database.writing() as session:
            lock_rows(session, dates=(), hours=(), appointments=choices)
            locked.set()
            sleep(0.6)
            lock_house(session, choices)
        closed.append(True)

    other = threading.Thread(target=closes)
    other.start()
    assert locked.wait(10)
    try:
        with database.writing() as session:
            verb(session, answering.replacement_by_id(session, offer_id))
    finally:
        other.join()
    assert closed == [True]


def _offer(database: Database) -> tuple[str, list[str]]:
    weeks(database)
    _book(database, at_wall(TUESDAY, 9))
    with database.writing() as session:
        answers = answers_to(preview(session, DESK, absence()))
        cause = declare(session, DESK, absence(), answers, account_id=1).cause
        (offer,) = answering.open_for(session, list(answers))
        assert offer.cause == cause
        return offer.id, list(offer.choices)


def _move_away(database: Database, offer_id: str) -> None:
    with database.writing() as session:
        appointment = answering.replacement_by_id(session, offer_id).appointment
        changes.move(session, DESK, appointment, at_wall(TUESDAY + timedelta(days=1), 11))
