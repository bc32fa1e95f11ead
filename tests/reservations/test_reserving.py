"""A wish becomes dates: what is saved is what was accepted, all of it or nothing."""

from __future__ import annotations

from datetime import date, time

import pytest

from booking.house.calendar import close
from booking.reservations import reserving
from booking.reservations.deciding import LEAVE_OUT, Choice, DatesTaken, NothingLeft
from booking.reservations.wishes import Need, OnClosure, OnConflict
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import NonexistentTime, at_wall, to_wall
from tests import house as small
from tests.reservations.scene import TUESDAY, Scene, proposed, weekly

TAKEN = date(2026, 12, 8)  # the third Tuesday of the series


def test_one_date_is_reserved_and_the_room_is_taken(scene: Scene) -> None:
    made = scene.reserve()
    assert scene.told(made) == ["24.11. 14:00-16:00 buero-1 confirmed"]
    assert scene.events() == [("ReservationMade", {"reservation_id": made})]
    with pytest.raises(DatesTaken) as refused:
        scene.reserve()
    assert [each.state for each in refused.value.conflicts] == ["conflict"]
    assert scene.claims() == 1


def test_back_to_back_is_no_conflict_but_set_up_and_clean_up_are_taken_too(scene: Scene) -> None:
    scene.reserve()
    scene.reserve(at=time(16))
    scene.reserve(at=time(9), minutes=60, setup_minutes=30, cleanup_minutes=60)
    with pytest.raises(DatesTaken):
        scene.reserve(at=time(10, 30), minutes=30)
    scene.reserve(at=time(11), minutes=30)


def test_a_series_keeps_its_hour_across_both_changes_of_the_clocks(scene: Scene) -> None:
    march = scene.reserve(day=date(2027, 3, 23), rule=weekly(2))
    october = scene.reserve(2, day=date(2027, 10, 26), rule=weekly(2))
    assert scene.told(march) == [
        "23.03. 14:00-16:00 buero-1 confirmed",
        "30.03. 14:00-16:00 buero-1 confirmed",
    ]
    assert [to_wall(start).hour for _, start in scene.ids(october)] == [14, 14]
    assert {start.hour for _, start in scene.ids(october)} == {12, 13}


def test_a_time_that_the_clocks_skip_is_refused(scene: Scene) -> None:
    sundays = weekly(3, weekday=6)
    with pytest.raises(NonexistentTime):
        scene.reserve(day=date(2027, 3, 21), at=time(2, 30), minutes=60, rule=sundays)
    assert scene.claims() == 0


def test_the_preview_offers_a_way_out_for_each_blocked_date(scene: Scene) -> None:
    scene.reserve(day=TAKEN)
    with scene.database.reading() as session:
        plans = reserving.preview(session, scene.wish(rule=weekly()), now=scene.desk.now)
    assert [plan.state for plan in plans] == ["free", "free", "conflict", "free", "free", "free"]
    assert [
        (each.kind, each.room.slug, to_wall(each.interval.start).strftime("%a %H:%M"))
        for each in plans[2].proposals
    ] == [
        ("other_room", "buero-2", "Tue 14:00"),
        ("other_room", "buero-3", "Tue 14:00"),
        ("other_time", "buero-1", "Tue 12:00"),
        ("other_day", "buero-1", "Wed 14:00"),
    ]


def test_accepted_date_by_date_it_stays_one_series(scene: Scene) -> None:
    scene.reserve(day=TAKEN)
    with scene.database.reading() as session:
        plan = reserving.preview(session, scene.wish(rule=weekly()), now=scene.desk.now)[2]
    made = scene.reserve(rule=weekly(), choices={plan.recurrence_id: proposed(plan, "other_room")})
    assert scene.told(made)[1:4] == [
        "01.12. 14:00-16:00 buero-1 confirmed",
        "08.12. 14:00-16:00 buero-2 confirmed",
        "15.12. 14:00-16:00 buero-1 confirmed",
    ]
    assert len(scene.series(made)) == 1


def test_nothing_is_saved_when_the_world_changed_in_between(scene: Scene) -> None:
    accepted = {at_wall(TAKEN, 14): Choice(Interval(at_wall(TAKEN, 14), at_wall(TAKEN, 16)), scene.room(1))}
    scene.reserve(day=TAKEN)
    with pytest.raises(DatesTaken) as refused:
        scene.reserve(rule=weekly(), choices=accepted)
    assert len(refused.value.plans) == 6
    assert [each.recurrence_id for each in refused.value.conflicts] == [at_wall(TAKEN, 14)]
    assert scene.claims() == 1


def test_two_dates_of_a_series_cannot_take_the_same_way_out(scene: Scene) -> None:
    same = Choice(Interval(at_wall(TAKEN, 9), at_wall(TAKEN, 11)), scene.room(1))
    with pytest.raises(DatesTaken):
        scene.reserve(rule=weekly(), choices={at_wall(TUESDAY, 14): same, at_wall(TAKEN, 14): same})


def test_left_out_for_a_conflict_for_a_closed_day_and_by_choice_are_told_apart(scene: Scene) -> None:
    scene.reserve(day=TAKEN)
    with scene.database.writing() as session:
        day = date(2026, 12, 15)
        close(session, Interval(at_wall(day, 0), at_wall(day, 23)), reason="Betriebsausflug")
    made = scene.reserve(
        rule=weekly(), on_conflict=OnConflict.SKIP, choices={at_wall(TUESDAY, 14): LEAVE_OUT}
    )
    assert [line.split()[-1] for line in scene.told(made)] == [
        "cancelled",
        "confirmed",
        "skipped_conflict",
        "skipped_closure",
        "confirmed",
        "confirmed",
    ]


def test_holidays_are_left_out_or_kept_by_choice(scene: Scene) -> None:
    fridays = {"day": date(2026, 12, 18), "rule": weekly(3, weekday=4)}  # 25 December and 1 January
    left_out = scene.reserve(**fridays)
    kept = scene.reserve(2, **fridays, on_closure=OnClosure.KEEP)
    assert [line.split()[-1] for line in scene.told(left_out)] == [
        "confirmed",
        "skipped_closure",
        "skipped_closure",
    ]
    assert [line.split()[-1] for line in scene.told(kept)] == ["confirmed", "confirmed", "confirmed"]


def test_a_date_kept_on_a_closed_day_sleeps(scene: Scene) -> None:
    with scene.database.writing() as session:
        close(session, Interval(at_wall(TAKEN, 0), at_wall(TAKEN, 23)), reason="Maler")
    made = scene.reserve(rule=weekly(), on_closure=OnClosure.KEEP)
    assert scene.told(made)[2].endswith("asleep")
    assert scene.claims() == 5


def test_a_single_date_on_a_holiday_leaves_nothing_to_save(scene: Scene) -> None:
    with pytest.raises(NothingLeft):
        scene.reserve(day=date(2026, 12, 25))


def test_dates_left_out_from_the_beginning_never_exist(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(), left_out=[at_wall(TAKEN, 14)])
    assert len(scene.told(made)) == 5


def test_rooms_are_ranked_with_what_speaks_for_and_against_them(scene: Scene) -> None:
    scene.reserve(day=TAKEN)
    with scene.database.writing() as session:
        third = session.merge(scene.room(3))
        third.confidential = False
    with scene.database.reading() as session:
        wish = scene.wish(rule=weekly(), needs=(Need.CONFIDENTIAL,))
        ranked = reserving.rank_rooms(session, wish, now=scene.desk.now)
    assert [(each.room.slug, each.free, each.dates, each.misfits) for each in ranked] == [
        ("buero-2", 6, 6, ()),
        ("buero-1", 5, 6, ()),
        ("buero-3", 6, 6, ("not_confidential",)),
    ]


def test_the_31st_leaves_months_out(scene: Scene) -> None:
    monthly = Rule(frequency=Frequency.MONTHLY, month_day=31, count=4)
    made = scene.reserve(day=date(2027, 5, 31), rule=monthly)
    assert [line[:6] for line in scene.told(made)] == ["31.05.", "31.07.", "31.08.", "31.10."]


def test_the_past_cannot_be_reserved(scene: Scene) -> None:
    with pytest.raises(DatesTaken) as refused:
        scene.reserve(day=date(2026, 11, 17), rule=weekly())
    assert [each.state for each in refused.value.conflicts] == ["past"]
    assert at_wall(date(2026, 11, 17), 14) < small.NOW
