"""It is withdrawn: what still has its place wakes as it stood; what has not is named, with the reason."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from booking.appointments import booking
from booking.appointments.models import Appointment, ConsultationHours, Status
from booking.appointments.slots import Wish, find_slots
from booking.disruptions import declaring, withdrawing
from booking.disruptions.effects import Way
from booking.disruptions.models import State
from booking.disruptions.returning import Return, Why
from booking.disruptions.wanted import Wanted
from booking.errors import SlotTaken, SlotUnknown
from booking.house.models import Room, RoomAccess
from booking.offers.models import Offer
from booking.reservations import cancelling, reserving
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.reservations.scope import Scope, for_change
from booking.reservations.wishes import OnClosure, When
from booking.reservations.wishes import Wish as RoomWish
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import at_wall, to_wall
from tests import house as small
from tests.disruptions.scene import (
    ADA,
    BEA,
    BY_MAIL,
    BY_PHONE,
    ROOM_1,
    ROOM_2,
    ROOM_3,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    answers_to,
    broken_lift,
    closed_house,
    closed_room,
    row_of,
    span,
)

NINE = at_wall(TUESDAY, 9)
WHEELCHAIR = replace(BY_MAIL, needs=("wheelchair",))
CHANGES_ANYWAY = {"sequence", "changed_at"}


def test_everything_wakes_as_it_stood(scene: Scene) -> None:
    made = scene.books(NINE)
    before = scene.claims()
    cause = scene.enters(absence())
    returns = scene.withdraws(cause)
    assert [len(each) for each in (returns.dates, returns.hours, returns.appointments)] == [1, 1, 1]
    assert returns.stays == []
    appointment = scene.appointment(made)
    assert (appointment.asleep_by, appointment.sequence) == (None, 2)
    assert (scene.date_of(1).status, scene.date_of(1).asleep_by) == (OccurrenceStatus.CONFIRMED, None)
    assert scene.offer(made).state == State.WITHDRAWN
    assert scene.claims() == before
    assert [each["sequence"] for each in scene.events("AppointmentWoken")] == [2]
    assert [(each["asleep"], each["woken"]) for each in scene.events("ReservationChanged")] == [
        (1, 0),
        (0, 1),
    ]


def test_withdrawing_twice_changes_nothing(scene: Scene) -> None:
    cause = scene.enters(absence())
    scene.withdraws(cause)
    assert scene.withdraws(cause) == Return()
    assert len(scene.events("AbsenceWithdrawn")) == 1


def test_the_preview_says_the_same_and_changes_nothing(scene: Scene) -> None:
    scene.books(NINE)
    cause = scene.enters(closed_house())
    with scene.database.reading() as session:
        said = withdrawing.preview_withdrawal(session, row_of(session, cause), scene.now)
    done = scene.withdraws(cause)
    assert [each.owner for each in said.wakes] == [each.owner for each in done.wakes]


def test_a_room_that_is_taken_meanwhile_keeps_all_of_it_asleep(scene: Scene) -> None:
    made = scene.books(NINE)
    cause = scene.enters(absence())
    with scene.database.writing() as session:
        small.reserve(
            session, session.get_one(Room, ROOM_1), span(TUESDAY, 11, 12), provider_id=1, title="Team"
        )
    returns = scene.withdraws(cause)
    assert returns.wakes == []
    assert {why for _, why in returns.stays} == {Why.ROOM_TAKEN}
    assert len(returns.stays) == 3
    assert scene.offer(made).state == State.OPEN, "the times stay held"
    scene.accepts(made)


def test_an_adviser_who_sits_elsewhere_now_keeps_it_asleep(scene: Scene) -> None:
    scene.books(NINE)
    cause = scene.enters(closed_room())
    scene.opens(TUESDAY, room=ROOM_3)
    returns = scene.withdraws(cause)
    assert len(returns.dates) == 1, "the room is theirs again"
    assert {(type(each), why) for each, why in returns.stays} == {
        (ConsultationHours, Why.ADVISER_TAKEN),
        (Appointment, Why.ADVISER_TAKEN),
    }


def test_tried_again_it_wakes_once_the_room_is_free(scene: Scene) -> None:
    made = scene.books(NINE)
    cause = scene.enters(absence())
    with scene.database.writing() as session:
        room = session.get_one(Room, ROOM_1)
        team = small.reserve(session, room, span(TUESDAY, 11, 12), provider_id=1, title="Team").reservation_id
    scene.withdraws(cause)
    assert _may_try_again(scene, cause)
    assert scene.withdraws(cause).wakes == [], "the room is still taken"
    with scene.database.writing() as session:
        cancelling.cancel(session, for_change(session, team), Scope.ALL, now=scene.now)
    returns = scene.withdraws(cause)
    assert [len(each) for each in (returns.dates, returns.hours, returns.appointments)] == [1, 1, 1]
    assert (scene.appointment(made).asleep_by, scene.offer(made).state) == (None, State.WITHDRAWN)
    assert len(scene.events("AbsenceWithdrawn")) == 1
    assert not _may_try_again(scene, cause)


def test_nobody_wakes_in_two_places_at_once(scene: Scene) -> None:
    """Two Sprechstunden of hers were put at the same time while they slept."""
    other = scene.opens(TUESDAY, room=ROOM_3, start=14, end=16)
    cause = scene.enters(closed_house())
    with scene.database.writing() as session:
        hours = session.get_one(ConsultationHours, other)
        hours.starts_at, hours.ends_at = at_wall(TUESDAY, 10), at_wall(TUESDAY, 12)
        date_ = session.get_one(Occurrence, hours.occurrence_id)
        date_.starts_at, date_.ends_at = hours.starts_at, hours.ends_at
    returns = scene.withdraws(cause)
    assert [each.id for each in returns.hours] == [1]
    assert [(each.owner, why) for each, why in returns.stays] == [(f"hours:{other}", Why.ADVISER_TAKEN)]
    assert not scene.hours(other).is_open


def test_what_something_else_keeps_closed_sleeps_on_because_of_that(scene: Scene) -> None:
    made = scene.books(NINE)
    first = scene.enters(absence())
    second = scene.enters(closed_house())
    returns = scene.withdraws(first)
    assert {why for _, why in returns.stays} == {Why.STILL_CLOSED}
    assert (
        scene.appointment(made).asleep_by == scene.hours(1).asleep_by == scene.date_of(1).asleep_by == second
    )
    assert scene.offer(made).cause == second
    scene.withdraws(second)
    assert scene.appointment(made).asleep_by is None
    assert scene.date_of(1).status == OccurrenceStatus.CONFIRMED
    assert scene.hours(1).is_open


def test_a_second_absence_in_a_closure_goes_on_when_the_house_opens(scene: Scene) -> None:
    first = scene.enters(closed_house())
    second = scene.enters(absence())
    scene.withdraws(first)
    assert (scene.date_of(1).asleep_by, scene.hours(1).asleep_by) == (second, second)
    scene.withdraws(second)
    assert scene.date_of(1).status == OccurrenceStatus.CONFIRMED


def test_a_broken_lift_goes_on_for_whom_it_concerns(scene: Scene) -> None:
    wheels, walks = scene.books(NINE, WHEELCHAIR), scene.books(at_wall(TUESDAY, 10))
    house = scene.enters(closed_house())
    with scene.database.writing() as session:
        for number in (ROOM_1, ROOM_2, ROOM_3):
            session.get_one(Room, number).access = RoomAccess.STAIR_LIFT
    lift = scene.enters(broken_lift())
    scene.withdraws(house)
    assert (scene.appointment(wheels).asleep_by, scene.appointment(walks).asleep_by) == (lift, None)
    scene.withdraws(lift)
    assert scene.appointment(wheels).asleep_by is None


def test_what_was_cancelled_or_taken_elsewhere_does_not_come_back(scene: Scene) -> None:
    moved, gone = scene.books(NINE), scene.books(at_wall(TUESDAY, 10))
    cause = scene.enters(absence())
    scene.accepts(moved)
    scene.declines(gone)
    scene.withdraws(cause)
    assert scene.appointment(moved).starts_at == at_wall(WEDNESDAY, 9)
    assert scene.appointment(gone).status == Status.CANCELLED
    assert "09:00" in scene.free(TUESDAY)


def test_what_is_past_stays_what_it_was(scene: Scene) -> None:
    past, coming = scene.books(NINE), scene.books(at_wall(TUESDAY, 11))
    cause = scene.enters(closed_house())
    scene.now = at_wall(TUESDAY, 10)
    returns = scene.withdraws(cause)
    assert [(each.owner, why) for each, why in returns.stays] == [(f"appointment:{past}", Why.PAST)]
    assert scene.appointment(coming).asleep_by is None


def test_a_date_that_was_reserved_into_a_closure_wakes_too(scene: Scene) -> None:
    cause = scene.enters(closed_house(WEDNESDAY))
    with scene.database.writing() as session:
        daily = Rule(frequency=Frequency.DAILY, interval=1, count=3)
        when = When(first_day=TUESDAY, at=to_wall(NINE).time(), minutes=60, rule=daily)
        room = session.get_one(Room, ROOM_3)
        wish = RoomWish(provider_id=1, title="Team", room=room, when=when, on_closure=OnClosure.KEEP)
        made = reserving.reserve(session, scene.desk(), wish)
        asleep = made.occurrences[1]
        assert (asleep.status, asleep.reason) == (OccurrenceStatus.ASLEEP, "Wasserschaden")
        date_id = asleep.id
    scene.withdraws(cause)
    with scene.database.reading() as session:
        woken = session.get_one(Occurrence, date_id)
        assert (woken.status, woken.reason) == (OccurrenceStatus.CONFIRMED, None)
    assert f"occurrence:{date_id}" in {owner for owner, *_ in scene.claims()}


@pytest.mark.parametrize("seed", range(12))
def test_declaring_and_withdrawing_leaves_everything_as_it_was(scene: Scene, seed: int) -> None:
    """Any closure or absence in a busy week, taken back at once: all but the sequences is as before."""
    dice = random.Random(seed)
    _fill(scene, dice)
    before = _told(scene)
    chosen = _any_of(dice)
    effect = scene.previews(chosen)
    assert {hit.way for hit in effect.guests} <= {Way.OFFER}, "what is cancelled or moved does not come back"
    with scene.database.writing() as session:
        answers = answers_to(effect)
        cause = declaring.declare(session, scene.desk(), chosen, answers, account_id=1).cause
    asleep = [each for each in effect.dates if each.becomes == "asleep"]
    assert (_told(scene) != before) == bool(effect.guests or asleep)
    scene.withdraws(cause)
    scene.now += timedelta(minutes=30)
    assert _told(scene) == before


def _may_try_again(scene: Scene, cause: str) -> bool:
    with scene.database.reading() as session:
        return withdrawing.may_try_again(session, row_of(session, cause), scene.now)


def _fill(scene: Scene, dice: random.Random) -> None:
    days = [TUESDAY + timedelta(days=ahead) for ahead in (7, 8, 9, 10)]
    for day in days:
        for adviser, room in ((ADA, ROOM_1), (BEA, ROOM_2)):
            scene.opens(
                day, adviser=adviser, room=room, start=8 + dice.randrange(3), end=12 + dice.randrange(6)
            )
        with scene.database.writing() as session:
            room = session.get_one(Room, ROOM_3)
            small.reserve(session, room, span(day, 9, 11 + dice.randrange(6)), provider_id=1, title="Team")
    for _ in range(8):
        _book_somewhere(scene, dice, days[0])


def _book_somewhere(scene: Scene, dice: random.Random, last: date) -> None:
    with scene.database.writing() as session:
        wish = Wish(session.get_one(Offer, 1))
        within = Interval(scene.now, at_wall(last, 23))
        slot = dice.choice(find_slots(session, wish, within, now=scene.now))
        try:
            booking.book(session, scene.desk(), wish, slot.start, dice.choice([BY_MAIL, BY_PHONE]))
        except (SlotTaken, SlotUnknown):
            return


def _any_of(dice: random.Random) -> Wanted:
    day = TUESDAY + timedelta(days=dice.choice([0, 1, 2, 7]))
    start = dice.choice([0, 8, 9, 10])
    end = start + dice.choice([1, 2, 4, 13])
    return dice.choice(
        [
            absence(day, start, end),
            absence(day, start, end, adviser=BEA),
            closed_house(day, start, end),
            closed_room(ROOM_1, day, start, end),
            closed_room(ROOM_2, day, start, end),
        ]
    )


def _told(scene: Scene) -> dict[str, Any]:
    with scene.database.reading() as session:
        return {
            "dates": _rows(session, Occurrence),
            "hours": _rows(session, ConsultationHours),
            "appointments": [row for row in _rows(session, Appointment) if row["status"] != Status.HELD],
            "claims": [row for row in scene.claims() if row[-1] == "None"],
        }


def _rows(session: Session, table: type[Any]) -> list[dict[str, Any]]:
    columns: Sequence[str] = [each.key for each in inspect(table).column_attrs]
    found = session.query(table).order_by(table.id).all()
    return [{name: getattr(row, name) for name in columns if name not in CHANGES_ANYWAY} for row in found]
