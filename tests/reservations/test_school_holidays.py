"""Series and school holidays: they take place or fall out, as their reservation says, and people may differ by date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from booking.db import Database
from booking.house.school_holidays import HolidaysOverlap, add_school_holiday, school_days_off
from booking.reservations import reserving
from booking.reservations.deciding import Choice
from booking.reservations.models import Reservation
from booking.reservations.reserving import rank_rooms
from booking.reservations.school_terms import touched_series
from booking.reservations.scope import Scope
from booking.reservations.wishes import OnClosure, OnSchoolHoliday
from booking.reservations.world import DateState
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.reservations.scene import TUESDAY, Scene, weekly

FIRST, LAST = date(2026, 12, 7), date(2026, 12, 11)
IN_THEM = date(2026, 12, 8)  # the third of the Tuesdays
SKIP, KEEP = OnSchoolHoliday.SKIP, OnSchoolHoliday.KEEP


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    with database.writing() as session:
        house = small.build(session)
        add_school_holiday(session, FIRST, LAST, "Testferien")
    return Scene(database, house)


def states(scene: Scene, made: str) -> list[str]:
    return [line.split()[-1] for line in scene.told(made)]


def test_dates_fall_out_only_if_the_series_says_so(scene: Scene) -> None:
    kept = scene.reserve(1, rule=weekly(4))
    skips = scene.reserve(2, rule=weekly(4), on_school_holiday=SKIP)
    assert states(scene, kept) == ["confirmed"] * 4
    assert states(scene, skips) == ["confirmed", "confirmed", "skipped_closure", "confirmed"]
    with scene.database.reading() as session:
        reasons = [each.reason for each in session.get_one(Reservation, skips).occurrences]
    assert reasons == [None, None, "Schulferien: Testferien", None]


def test_a_closed_day_that_would_sleep_falls_out_in_school_holidays_only_when_the_house_is_open(
    scene: Scene,
) -> None:
    made = scene.reserve(rule=weekly(4), on_school_holiday=SKIP, on_closure=OnClosure.KEEP)
    assert states(scene, made)[2] == "skipped_closure"


def test_somebody_may_let_one_date_take_place_all_the_same(scene: Scene) -> None:
    start = at_wall(IN_THEM, 14)
    choice = Choice(Interval(start, at_wall(IN_THEM, 16)), scene.room(1))
    made = scene.reserve(rule=weekly(4), on_school_holiday=SKIP, choices={start: choice})
    assert states(scene, made) == ["confirmed"] * 4
    scene.move(made, at=time(15))
    assert scene.told(made)[2] == "08.12. 15:00-17:00 buero-1 confirmed"


def test_a_series_that_moves_into_them_falls_out_there(scene: Scene) -> None:
    made = scene.reserve(day=date(2026, 12, 2), rule=weekly(2, weekday=2), on_school_holiday=SKIP)
    assert states(scene, made) == ["confirmed", "skipped_closure"]
    scene.move(made, day=date(2026, 12, 3))
    assert [line[:6] + line.split()[-1] for line in scene.told(made)] == [
        "03.12.confirmed",
        "10.12.skipped_closure",
    ]


def test_the_preview_tells_whether_the_room_would_be_free(scene: Scene) -> None:
    scene.reserve(day=IN_THEM)
    with scene.database.reading() as session:
        for number, free in ((1, False), (2, True)):
            wish = scene.wish(number, rule=weekly(4), on_school_holiday=SKIP)
            plan = reserving.preview(session, wish, now=scene.desk.now)[2]
            assert (plan.state, plan.has_room, plan.may_take_place) == (DateState.SCHOOL_HOLIDAY, free, free)
            assert plan.proposals == ()


def test_rooms_are_ranked_without_the_dates_that_fall_out(scene: Scene) -> None:
    scene.reserve(day=IN_THEM)
    with scene.database.reading() as session:
        wish = scene.wish(rule=weekly(4), on_school_holiday=SKIP)
        first = rank_rooms(session, wish, now=scene.desk.now)[0]
    assert (first.room.slug, first.free, first.dates) == ("buero-1", 3, 3)


def test_an_existing_series_changes_its_mind_and_back(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4))
    scene.change_terms(made, SKIP)
    assert states(scene, made) == ["confirmed", "confirmed", "skipped_closure", "confirmed"]
    assert scene.claims() == 3
    scene.change_terms(made, KEEP)
    assert states(scene, made) == ["confirmed"] * 4
    assert scene.claims() == 4


def test_moving_one_date_into_them_is_what_somebody_wanted(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4), on_school_holiday=SKIP)
    scene.move(made, Scope.ONE, 1, day=date(2026, 12, 9))
    assert scene.told(made)[1] == "09.12. 14:00-16:00 buero-1 confirmed"


def test_the_list_knows_which_series_it_touches(scene: Scene) -> None:
    before = scene.reserve(1, day=date(2027, 1, 5), rule=weekly(3), on_school_holiday=SKIP)
    scene.reserve(2, day=date(2027, 1, 5), rule=weekly(3))
    with scene.database.reading() as session:
        found = touched_series(session, date(2027, 1, 4), date(2027, 1, 12), now=scene.desk.now)
        assert [(each.reservation.id, each.taking_place, each.left_out) for each in found] == [(before, 2, 0)]


def test_no_day_lies_in_two_school_holidays(scene: Scene) -> None:
    with scene.database.writing() as session:
        with pytest.raises(HolidaysOverlap):
            add_school_holiday(session, LAST, date(2026, 12, 20), "Noch welche")
        add_school_holiday(session, date(2026, 12, 12), date(2026, 12, 12), "Ein Tag")
        assert set(school_days_off(session, TUESDAY, date(2026, 12, 8))) == {FIRST, IN_THEM}
