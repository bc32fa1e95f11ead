"""A date that sleeps is moved, taken up or called off by its provider: the Sprechstunde in it goes along."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from booking.appointments import adjusting, rearranging
from booking.appointments.guests import Answer, Fate, GuestsChanged
from booking.appointments.models import SlotSettings, Status
from booking.disruptions import overtaking
from booking.disruptions.models import State
from booking.errors import RulesBroken
from booking.events import Event
from booking.house.models import Room
from booking.outbox import EventRow, Happened
from booking.reservations.courses import Change
from booking.reservations.deciding import Choice
from booking.reservations.drafting import Move
from booking.reservations.models import OccurrenceStatus
from booking.reservations.scope import Scope, date_of, for_change
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, from_wall_or_next
from tests.disruptions.scene import (
    ADA,
    ROOM_1,
    ROOM_3,
    TUESDAY,
    Scene,
    absence,
    closed_house,
    closed_room,
    span,
)

NINE = at_wall(TUESDAY, 9)
NEXT_MONDAY = TUESDAY + timedelta(days=6)


def test_in_another_room_everything_is_awake_at_its_time(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(closed_room())
    _moves(scene, room=ROOM_3)
    appointment, hours, date = scene.appointment(made), scene.hours(1), scene.date_of(1)
    assert (date.status, date.asleep_by, date.reason) == (OccurrenceStatus.CONFIRMED, None, None)
    assert (hours.is_open, hours.room_id) == (True, ROOM_3)
    assert (appointment.asleep_by, appointment.room_id, appointment.starts_at) == (None, ROOM_3, NINE)
    assert "09:30" in scene.free(TUESDAY, adviser=ADA)


def test_on_another_day_nobody_is_forgotten(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(closed_house())
    with pytest.raises(GuestsChanged):
        _moves(scene, day=NEXT_MONDAY)
    _moves(scene, day=NEXT_MONDAY, answers={made: Answer(Fate.CANCEL)})
    assert scene.hours(1).is_open
    assert scene.appointment(made).status == Status.CANCELLED


def test_whoever_is_away_stays_away_in_another_room(scene: Scene) -> None:
    made = scene.books(NINE)
    cause = scene.enters(absence())
    _moves(scene, room=ROOM_3)
    assert scene.date_of(1).status == OccurrenceStatus.CONFIRMED, "somebody else may use it"
    assert scene.hours(1).asleep_by == scene.appointment(made).asleep_by == cause
    scene.withdraws(cause)
    assert (scene.hours(1).is_open, scene.appointment(made).room_id) == (True, ROOM_3)


def test_later_that_day_whoever_is_away_is_still_away(scene: Scene) -> None:
    made = scene.books(at_wall(TUESDAY, 10))
    cause = scene.enters(absence())
    _moves(scene, at=time(9, 30))
    assert scene.date_of(1).starts_at == at_wall(TUESDAY, 9) + timedelta(minutes=30)
    assert scene.hours(1).asleep_by == scene.appointment(made).asleep_by == cause
    assert scene.free(TUESDAY, adviser=ADA) == []
    scene.withdraws(cause)
    assert (scene.hours(1).is_open, scene.appointment(made).asleep_by) == (True, None)


def test_partly_after_an_absence_only_what_lies_after_it_wakes(scene: Scene) -> None:
    within, after = scene.books(at_wall(TUESDAY, 10)), scene.books(at_wall(TUESDAY, 11))
    cause = scene.enters(closed_room(ROOM_1, TUESDAY))
    away = scene.enters(absence(TUESDAY, 9, 11))
    _moves(scene, at=time(10), room=ROOM_3)
    assert scene.hours(1).is_open
    assert scene.appointment(after).asleep_by is None
    assert cause != scene.appointment(within).asleep_by == away, "the closed room is behind them"
    assert "10:30" not in scene.free(TUESDAY, adviser=ADA)
    scene.withdraws(cause)
    assert scene.appointment(within).asleep_by == away
    scene.withdraws(away)
    assert scene.appointment(within).asleep_by is None
    assert scene.offer(within).state == State.WITHDRAWN


def test_in_another_room_a_second_cause_goes_on(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(closed_room())
    away = scene.enters(absence())
    _moves(scene, room=ROOM_3)
    assert (scene.date_of(1).status, scene.hours(1).asleep_by) == (OccurrenceStatus.CONFIRMED, away)
    assert scene.appointment(made).asleep_by == away
    with scene.database.writing() as session:
        changed = session.scalars(select(EventRow).where(EventRow.type == "ReservationChanged")).all()[-1]
        event = Event.revive(changed.type, changed.payload)
        overtaking.follow_cause(session, Happened(changed.id, event, scene.now))
    assert scene.offer(made).cause == away, "and so does the offer: mails and lists name what it is about"
    scene.withdraws(away)
    appointment = scene.appointment(made)
    assert (scene.hours(1).is_open, appointment.asleep_by, appointment.room_id) == (True, None, ROOM_3)
    assert scene.offer(made).state == State.WITHDRAWN


def test_what_is_awake_does_not_go_into_an_absence(scene: Scene) -> None:
    """At another time it is refused; what sleeps for it goes along."""
    scene.enters(absence(TUESDAY, 13, 15))
    assert scene.hours(1).is_open
    with pytest.raises(RulesBroken) as refused:
        _moves(scene, at=time(13))
    assert [code for code, _facts in refused.value.violations] == ["adviser_absent"]
    assert scene.date_of(1).starts_at == NINE, "nothing was moved"
    _moves(scene, at=time(15))
    assert scene.hours(1).starts_at == at_wall(TUESDAY, 15)


def test_a_part_that_sleeps_wakes_with_the_room_it_leaves(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(closed_room(ROOM_1, TUESDAY, 9, 10))
    assert scene.hours(1).is_open, "only shortened"
    _moves(scene, room=ROOM_3)
    assert (scene.appointment(made).asleep_by, scene.appointment(made).room_id) == (None, ROOM_3)


def test_other_settings_do_not_wake_a_part_that_sleeps(scene: Scene) -> None:
    made = scene.books(NINE)
    cause = scene.enters(absence(TUESDAY, 9, 10))
    with scene.database.writing() as session:
        hours = adjusting.hours_for_change(session, 1)
        settings = SlotSettings(slot_minutes=20)
        wanted = adjusting.Adjustment(interval=span(TUESDAY, 9, 12), settings=settings)
        adjusting.adjust(session, scene.desk(), hours, wanted)
    assert (scene.appointment(made).asleep_by, scene.appointment(made).sequence) == (cause, 1)


def test_called_off_while_it_sleeps_it_does_not_come_back(scene: Scene) -> None:
    made = scene.books(NINE)
    cause = scene.enters(closed_house())
    with scene.database.writing() as session:
        reservation = for_change(session, scene.date_of(1).reservation_id)
        answers = {made: Answer(Fate.CANCEL)}
        rearranging.cancel(session, scene.desk(), reservation, Scope.ALL, answers=answers)
    returns = scene.withdraws(cause)
    assert (returns.dates, returns.hours, returns.appointments) == ([], [], [])
    assert scene.date_of(1).status == OccurrenceStatus.CANCELLED


def _moves(
    scene: Scene,
    *,
    answers: dict[str, Answer] | None = None,
    room: int = ROOM_1,
    day: date = TUESDAY,
    at: time = time(9),
) -> None:
    """Somebody takes the date up, there."""
    with scene.database.writing() as session:
        picked = scene.date_of(1)
        reservation = for_change(session, picked.reservation_id)
        there = session.get_one(Room, room)
        wanted = Move(
            change=Change(day=day, at=at, room=there),
            scope=Scope.ONE,
            picked=date_of(reservation, picked.id),
        )
        asleep = picked.status == OccurrenceStatus.ASLEEP
        start = from_wall_or_next(day, at)
        there_then = Choice(Interval(start, start + timedelta(hours=3)), there)
        choices = {picked.recurrence_id: there_then} if asleep else {}
        rearranging.move(session, scene.desk(), reservation, wanted, choices, answers=answers or {})
