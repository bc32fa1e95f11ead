"""Requests for the hall hold their time until a deadline; then it is free by itself."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete

from booking.errors import NotAllowedNow
from booking.house.calendar import close
from booking.house.models import Closure, Room, RoomKind
from booking.reservations import finding
from booking.reservations.approving import decide_request, expire_requests, open_requests
from booking.reservations.deciding import Choice, DatesTaken
from booking.reservations.models import Reservation
from booking.reservations.scope import Scope
from booking.reservations.wishes import OnClosure, OnConflict
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests.reservations.scene import TUESDAY, Scene, weekly

TOO_LATE = timedelta(days=3, minutes=1)


def decided(scene: Scene, made: str, *numbers: int, reason: str | None = None) -> None:
    with scene.changing(made) as (session, reservation):
        yes = {reservation.occurrences[number].id for number in numbers}
        decide_request(session, reservation, yes, reason=reason, now=scene.desk.now)


def test_a_request_holds_its_time_as_pending(scene: Scene) -> None:
    made = scene.reserve(as_request=True)
    assert scene.told(made) == ["24.11. 14:00-16:00 buero-1 pending"]
    with pytest.raises(DatesTaken):
        scene.reserve()
    with scene.database.reading() as session:
        (waiting,) = open_requests(session, now=scene.desk.now)
        assert waiting.decide_by == at_wall(TUESDAY, 14)  # the date itself comes before three days are over


def test_the_house_decides_date_by_date(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3), as_request=True)
    decided(scene, made, 0, 2, reason="Am 1. Dezember ist Stadtfest.")
    assert [line.split()[-1] for line in scene.told(made)] == ["confirmed", "cancelled", "confirmed"]
    assert scene.events()[-1] == (
        "ReservationDecided",
        {"reservation_id": made, "confirmed": 2, "declined": 1},
    )
    scene.reserve(day=TUESDAY + timedelta(weeks=1))
    with pytest.raises(NotAllowedNow):
        decided(scene, made, 0)


def test_after_the_deadline_the_time_is_free_before_anybody_tidies(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3), as_request=True)
    later = scene.at(scene.desk.now + TOO_LATE)
    with scene.database.reading() as session:
        week = Interval(later.desk.now, later.desk.now + timedelta(days=14))
        assert finding.dates_in(session, week, now=later.desk.now) == []
    other = later.reserve(day=TUESDAY + timedelta(weeks=1))
    assert scene.told(other)[0].endswith("confirmed")
    with pytest.raises(NotAllowedNow):
        decided(later, made, 0, 1, 2)


def test_expired_requests_are_closed_once(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3), as_request=True)
    later = scene.desk.now + TOO_LATE
    for expected in (1, 0):
        with scene.database.writing() as session:
            assert expire_requests(session, now=later) == expected
    assert [line.split()[-1] for line in scene.told(made)] == ["cancelled"] * 3
    assert [name for name, _ in scene.events()] == ["ReservationRequested", "ReservationExpired"]
    assert scene.claims() == 0
    with scene.database.reading() as session:
        assert session.get_one(Reservation, made).decide_by is None


def test_a_request_in_time_is_not_touched_by_the_sweeper(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3), as_request=True)
    with scene.database.writing() as session:
        assert expire_requests(session, now=scene.desk.now) == 0
    assert scene.told(made)[0].endswith("pending")


def test_a_date_taken_up_in_a_request_is_asked_for_too(scene: Scene) -> None:
    day = TUESDAY + timedelta(weeks=1)
    other = scene.reserve(day=day)
    made = scene.reserve(rule=weekly(3), as_request=True, on_conflict=OnConflict.SKIP)
    scene.cancel(other)
    again = Choice(Interval(at_wall(day, 16), at_wall(day, 18)), scene.room(1))
    scene.move(made, at=time(16), choices={scene.ids(made)[1][1]: again})
    assert [line.split()[-1] for line in scene.told(made)] == ["pending"] * 3


@pytest.fixture
def hall(scene: Scene) -> Scene:
    """Room 1 is a hall, and closed for a day in the middle of the series."""
    with scene.database.writing() as session:
        session.get_one(Room, 1).kind = RoomKind.HALL
        day = TUESDAY + timedelta(weeks=1)
        close(session, Interval(at_wall(day, 0), at_wall(day, 23)), reason="Maler")
    return scene


def asked_for(hall: Scene) -> str:
    made = hall.reserve(rule=weekly(3), may_decide=False, on_closure=OnClosure.KEEP)
    assert [line.split()[-1] for line in hall.told(made)] == ["pending", "asleep", "pending"]
    return made


def test_who_may_not_decide_asks(hall: Scene) -> None:
    asked_for(hall)
    assert hall.events()[-1][0] == "ReservationRequested"


def test_what_sleeps_goes_with_a_request_that_is_refused(hall: Scene) -> None:
    made = asked_for(hall)
    decided(hall, made, reason="Der Saal wird gebraucht.")
    assert [line.split()[-1] for line in hall.told(made)] == ["cancelled"] * 3


def test_what_sleeps_goes_with_a_request_that_ran_out(hall: Scene) -> None:
    made = asked_for(hall)
    with hall.database.writing() as session:
        expire_requests(session, now=hall.desk.now + TOO_LATE)
    assert [line.split()[-1] for line in hall.told(made)] == ["cancelled"] * 3


def test_nobody_takes_up_a_sleeping_date_in_the_hall_without_asking(hall: Scene) -> None:
    made = asked_for(hall)
    decided(hall, made, 0, reason="Nur einmal.")
    with hall.database.writing() as session:
        session.execute(delete(Closure))
    with pytest.raises(NotAllowedNow):
        hall.move(made, Scope.ONE, 1, at=time(14))
    assert hall.told(made)[1].endswith("asleep")


def test_a_closed_house_is_closed_on_holidays_too(scene: Scene) -> None:
    christmas = date(2026, 12, 25)
    with scene.database.writing() as session:
        close(session, Interval(at_wall(christmas, 8), at_wall(christmas, 20)), reason="Maler")
    fridays = {"day": date(2026, 12, 18), "rule": weekly(3, weekday=4)}
    kept = scene.reserve(**fridays, on_closure=OnClosure.KEEP)
    assert [line.split()[-1] for line in scene.told(kept)] == ["confirmed", "asleep", "confirmed"]
