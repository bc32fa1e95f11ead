"""A Sprechstunde on terms of its own: length of a slot, buffer, notice, horizon, cap; and one called off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.finding import alternatives, why_empty
from booking.appointments.models import ConsultationHours
from booking.appointments.slots import find_slots
from booking.appointments.terms import widest_span
from booking.errors import SlotTaken, SlotUnknown
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds, to_wall
from tests import house as small

NINE = at_wall(small.TUESDAY, 9)
TUESDAY = day_bounds(small.TUESDAY)
DECEMBER = date(2026, 12, 15)
FAR = date(2027, 3, 2)  # beyond the offer's sixty days
ANYBODY = Contact(name="A")


def on_terms(scene, day: date | None = None, **terms) -> None:
    """The Sprechstunde of Tuesday, or a new one on `day`, with these terms of its own."""
    with scene.database.writing() as session:
        hours = session.get_one(ConsultationHours, 1)
        if day is not None:
            hours = small.hours_on(session, scene.house, day, room=scene.house.rooms[0])
        for name, value in terms.items():
            setattr(hours, name, value)


def free(scene, within: Interval = TUESDAY) -> list[str]:
    with scene.database.reading() as session:
        slots = find_slots(session, scene.wish(session), within, now=small.NOW)
        return [f"{to_wall(slot.start):%H:%M}" for slot in slots]


def reason(scene, within: Interval = TUESDAY) -> str:
    with scene.database.reading() as session:
        return why_empty(session, scene.wish(session), within, now=small.NOW).code


def book(scene, start) -> str:
    """Book; "booked", or why not."""
    try:
        with scene.database.writing() as session:
            booking.book(session, scene.desk(), scene.wish(session), start, ANYBODY)
    except SlotUnknown as unknown:
        return unknown.reason
    except SlotTaken:
        return "taken"
    return "booked"


def test_its_own_grid(scene) -> None:
    on_terms(scene, slot_minutes=50, buffer_minutes=10)
    assert free(scene) == ["09:00", "10:00", "11:00"]
    assert book(scene, at_wall(small.TUESDAY, 9, 30)) == "no_such_slot"
    assert book(scene, at_wall(small.TUESDAY, 10)) == "booked"
    assert free(scene) == ["09:00", "11:00"]


def test_its_own_notice(scene) -> None:
    on_terms(scene, notice_minutes=26 * 60)
    assert free(scene) == ["10:00", "10:30", "11:00", "11:30"]
    assert book(scene, NINE) == "too_soon"
    assert book(scene, at_wall(small.TUESDAY, 10)) == "booked"
    on_terms(scene, notice_minutes=3 * 24 * 60)
    assert free(scene) == []
    assert reason(scene) == "too_soon"


def test_a_shorter_notice_than_the_offers_opens_this_morning(scene) -> None:
    monday = small.NOW.date()
    on_terms(scene, monday, notice_minutes=0)
    assert free(scene, day_bounds(monday))[0] == "09:00"
    assert book(scene, at_wall(monday, 9)) == "booked"


def test_its_own_horizon_may_be_longer_or_shorter(scene) -> None:
    on_terms(scene, horizon_days=1)
    assert free(scene) == []
    assert reason(scene) == "beyond_horizon"
    assert book(scene, NINE) == "beyond_horizon"
    on_terms(scene, FAR, horizon_days=120)
    assert len(free(scene, day_bounds(FAR))) == 6
    assert book(scene, at_wall(FAR, 9)) == "booked"
    with scene.database.reading() as session:
        wish = scene.wish(session)
        assert widest_span(session, wish.offer, small.NOW).includes(at_wall(FAR, 9))
        assert alternatives(session, wish, NINE, now=small.NOW)[0].start == at_wall(FAR, 9, 30)


def test_its_own_cap(scene) -> None:
    on_terms(scene, daily_cap=1)
    on_terms(scene, DECEMBER)  # on the offer's terms, without a cap
    assert book(scene, NINE) == "booked"
    assert free(scene) == []
    assert reason(scene) == "fully_booked"
    assert len(free(scene, day_bounds(DECEMBER))) == 6


def test_one_that_was_called_off_has_no_slots(scene) -> None:
    on_terms(scene, closed_at=small.NOW)
    assert free(scene) == []
    assert reason(scene) == "no_hours"
    assert book(scene, NINE) == "no_such_slot"


def test_more_sprechstunden_need_no_more_queries(scene) -> None:
    asked = []

    def search() -> int:
        asked.clear()
        free(scene, Interval(TUESDAY.start, TUESDAY.end + timedelta(days=14)))
        return len(asked)

    event.listen(scene.database.engine, "before_cursor_execute", lambda *_: asked.append(1))
    on_terms(scene, daily_cap=5)
    few = search()
    for day in (small.TUESDAY + timedelta(days=ahead) for ahead in (1, 2, 7, 8)):
        on_terms(scene, day, daily_cap=3, slot_minutes=20)
    assert search() == few


def test_a_hold_that_began_in_time_is_confirmed_after_the_notice(scene) -> None:
    on_terms(scene, notice_minutes=25 * 60)
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), NINE)
        booking.keep(session, scene.desk(), held, contact=ANYBODY)
    with scene.database.writing() as session:
        mine = session.merge(held)
        booking.confirm(session, scene.desk(small.later(30)), mine)
        assert mine.status == "confirmed"
    with pytest.raises(SlotUnknown), scene.database.writing() as session:
        booking.book(session, scene.desk(small.later(30)), scene.wish(session), NINE, ANYBODY)
