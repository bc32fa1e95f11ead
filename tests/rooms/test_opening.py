"""The opening hours change by weekday; what is booked stays."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from booking.appointments.outside_hours import outside
from booking.house.calendar import opening_hours
from booking.house.opening import change_opening_hours, changed_weekdays, hours_for_change
from booking.outbox import EventRow
from tests import house as small
from tests.reservations.scene import Scene, weekly

WORKDAY = (time(8), time(20))


def test_one_event_for_all_that_changed_and_none_for_nothing(scene: Scene) -> None:
    week = {0: (time(9), time(20)), 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 5: (time(10), time(12))}
    with scene.database.writing() as session:
        hours_for_change(session)
        assert change_opening_hours(session, week, now=small.NOW) == [0, 4, 5]
        assert change_opening_hours(session, week, now=small.NOW) == []
    with scene.database.reading() as session:
        assert opening_hours(session) == week
        rows = session.scalars(select(EventRow).where(EventRow.type == "OpeningHoursChanged")).all()
        assert [(row.subject, row.payload) for row in rows] == [
            ("opening_hours:house", {"weekdays": [0, 4, 5]})
        ]


def test_which_weekdays_differ() -> None:
    assert changed_weekdays({}, {}) == []
    assert changed_weekdays({0: WORKDAY}, {6: WORKDAY}) == [0, 6]


def test_only_what_was_inside_before_is_told_and_all_of_it_stays(scene: Scene) -> None:
    """A series on Tuesdays until seven, and one date that reached past eight already."""
    series = scene.reserve(1, rule=weekly(3), at=time(17))
    late = scene.reserve(2, at=time(19))
    skipped = scene.reserve(3, at=time(17), day=small.TUESDAY + timedelta(days=1))
    before = {name: scene.told(name) for name in (series, late, skipped)}
    with scene.database.writing() as session:
        earlier = {**opening_hours(session), 1: (time(8), time(18))}
        effect = outside(session, earlier, now=small.NOW)
        assert [(each.reservation.id, len(each.dates)) for each in effect.reserved] == [(series, 3)]
        change_opening_hours(session, earlier, now=small.NOW)
        assert outside(session, earlier, now=small.NOW).is_empty
    assert {name: scene.told(name) for name in (series, late, skipped)} == before


def test_on_the_phone_the_house_may_be_closed(scene: Scene) -> None:
    with scene.database.writing() as session:
        house = scene.house
        small.hours_on(session, house, start=17, end=19, channel="phone")
        effect = outside(session, {1: (time(8), time(12))}, now=small.NOW)
        assert effect.is_empty
