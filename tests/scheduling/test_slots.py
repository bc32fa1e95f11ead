"""Free slots: small stories of a consultation hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from booking.scheduling.intervals import BusyTimes, Interval
from booking.scheduling.slots import (
    FreeSlot,
    Grid,
    RoomOption,
    Window,
    free_slots,
    has_slot_at,
    slot_intervals,
)
from booking.scheduling.walltime import at_wall, day_bounds, from_wall, to_wall
from tests.scheduling.clocks import CHANGES, MARCH

DAY = date(2027, 3, 1)
ADVISER, SEAT, SECOND_SEAT, ROOM = 7, 70, 71, 3
HALF_HOURS = Grid(timedelta(minutes=30))


def between(opens: time, closes: time, day: date = DAY) -> Interval:
    return Interval(from_wall(day, opens), from_wall(day, closes))


def sprechstunde(
    interval: Interval,
    *seats: int,
    needs_room: bool = False,
    grid: Grid = HALF_HOURS,
    bookable: Interval | None = None,
    cap: int | None = None,
) -> Window:
    return Window(
        id=1,
        adviser=ADVISER,
        interval=interval,
        seats=seats or (SEAT,),
        room=None if needs_room else ROOM,
        needs_room=needs_room,
        grid=grid,
        bookable=bookable or interval,
        daily_cap=cap,
    )


def ask(
    *windows: Window,
    busy: dict[int, BusyTimes] | None = None,
    rooms: tuple[RoomOption, ...] = (),
    closed: tuple[Interval, ...] = (),
    taken: dict[tuple[int, date], int] | None = None,
) -> list[FreeSlot]:
    return free_slots(windows, busy or {}, rooms, closed=closed, taken_per_day=taken or {})


def starts(slots: list[FreeSlot]) -> list[str]:
    return [f"{to_wall(slot.interval.start):%H:%M}" for slot in slots]


MORNING = sprechstunde(between(time(9), time(11)))
WITH_BUFFER = Grid(timedelta(minutes=30), timedelta(minutes=15))


def test_a_free_morning_has_a_slot_every_half_hour_in_its_own_room() -> None:
    found = ask(MORNING)
    assert starts(found) == ["09:00", "09:30", "10:00", "10:30"]
    assert found[0] == FreeSlot(
        1, ADVISER, between(time(9), time(9, 30)), between(time(9), time(9, 30)), (SEAT,), ROOM
    )


def test_the_buffer_is_claimed_with_the_slot_but_never_beyond_the_window() -> None:
    pairs = list(slot_intervals(MORNING.interval, WITH_BUFFER))
    assert [slot.start for slot, _ in pairs] == [at_wall(DAY, 9), at_wall(DAY, 9, 45), at_wall(DAY, 10, 30)]
    assert [claim.minutes for _, claim in pairs] == [45, 45, 30]


def test_a_slot_that_would_end_after_the_window_is_left_out() -> None:
    longer = sprechstunde(MORNING.interval, grid=Grid(timedelta(minutes=50)))
    assert starts(ask(longer)) == ["09:00", "09:50"]
    assert has_slot_at(at_wall(DAY, 9, 50), longer.interval, longer.grid)
    assert not has_slot_at(at_wall(DAY, 10, 40), longer.interval, longer.grid)


def test_each_sprechstunde_keeps_to_its_own_grid_start_and_cap() -> None:
    afternoon = between(time(13), time(15))
    quick = sprechstunde(afternoon, grid=Grid(timedelta(minutes=20)), bookable=between(time(14), time(15)))
    assert starts(ask(MORNING, quick)) == ["09:00", "09:30", "10:00", "10:30", "14:00", "14:20", "14:40"]
    capped = sprechstunde(afternoon, cap=1)
    assert starts(ask(MORNING, capped, taken={(ADVISER, DAY): 1})) == ["09:00", "09:30", "10:00", "10:30"]


def test_a_taken_seat_leaves_the_other_one() -> None:
    busy = {SEAT: BusyTimes([between(time(9, 30), time(10))])}
    assert starts(ask(MORNING, busy=busy)) == ["09:00", "10:00", "10:30"]
    both = ask(sprechstunde(MORNING.interval, SEAT, SECOND_SEAT), busy=busy)
    assert [slot.free_seats for slot in both[:2]] == [(SEAT, SECOND_SEAT), (SECOND_SEAT,)]


def test_seat_and_room_must_be_free_for_the_buffer_too_but_a_closure_may_begin_at_the_end_of_the_talk() -> (
    None
):
    soon_after = between(time(9, 30), time(9, 40))
    buffered = sprechstunde(MORNING.interval, grid=WITH_BUFFER)
    assert starts(ask(buffered, busy={SEAT: BusyTimes([soon_after])})) == ["09:45", "10:30"]
    roomless = sprechstunde(MORNING.interval, needs_room=True, grid=WITH_BUFFER)
    found = ask(roomless, busy={40: BusyTimes([soon_after])}, rooms=(RoomOption(4, (40,)),))
    assert starts(found) == ["09:45", "10:30"]
    assert starts(ask(buffered, closed=(soon_after,))) == ["09:00", "09:45", "10:30"]


def test_the_rooms_own_reservation_does_not_stand_in_the_way() -> None:
    assert len(ask(MORNING, busy={ROOM: BusyTimes([MORNING.interval])})) == 4


def test_a_session_without_a_room_takes_the_first_free_one_and_the_hall_only_whole() -> None:
    office, hall = RoomOption(4, (40,)), RoomOption(9, (91, 92))
    busy = {40: BusyTimes([between(time(9), time(10))]), 92: BusyTimes([between(time(9), time(9, 30))])}
    found = ask(sprechstunde(MORNING.interval, needs_room=True), busy=busy, rooms=(office, hall))
    assert [(slot.interval.start, slot.room) for slot in found] == [
        (at_wall(DAY, 9, 30), 9),
        (at_wall(DAY, 10), 4),
        (at_wall(DAY, 10, 30), 4),
    ]
    assert ask(sprechstunde(MORNING.interval, needs_room=True)) == []


def test_starts_lie_from_the_notice_up_to_before_the_horizon() -> None:
    asked = between(time(9, 30), time(10, 30))
    assert starts(ask(sprechstunde(MORNING.interval, bookable=asked))) == ["09:30", "10:00"]


def test_a_closure_takes_every_slot_it_touches() -> None:
    assert starts(ask(MORNING, closed=(between(time(9, 45), time(10, 1)),))) == ["09:00", "10:30"]


def test_a_full_day_of_one_adviser_has_no_more_slots() -> None:
    capped = sprechstunde(MORNING.interval, cap=3)
    assert len(ask(capped, taken={(ADVISER, DAY): 2})) == 4
    assert ask(capped, taken={(ADVISER, DAY): 3}) == []
    assert len(ask(capped, taken={(ADVISER + 1, DAY): 3})) == 4
    assert len(ask(MORNING, taken={(ADVISER, DAY): 99})) == 4


def long(window: Window, slots: int = 2) -> Window:
    return replace(window, in_a_row=slots)


def test_a_long_talk_takes_two_neighbours_and_the_grid_stays() -> None:
    assert starts(ask(long(MORNING))) == ["09:00", "09:30", "10:00"]
    assert {slot.interval.minutes for slot in ask(long(MORNING))} == {60}
    busy = {SEAT: BusyTimes([between(time(9, 30), time(10))])}
    assert starts(ask(long(MORNING), busy=busy)) == ["10:00"]
    assert not has_slot_at(at_wall(DAY, 10, 30), MORNING.interval, MORNING.grid, 2)


def test_a_long_talk_takes_the_buffer_between_and_after() -> None:
    pairs = list(slot_intervals(MORNING.interval, WITH_BUFFER, 2))
    assert [(slot.minutes, claim.minutes) for slot, claim in pairs] == [(75, 90), (75, 75)]
    assert [slot.start for slot, _ in pairs] == [at_wall(DAY, 9), at_wall(DAY, 9, 45)]


def test_a_long_talk_keeps_one_seat_and_one_room_all_along() -> None:
    busy = {
        SEAT: BusyTimes([between(time(9), time(9, 30))]),
        SECOND_SEAT: BusyTimes([between(time(9, 30), time(10))]),
    }
    two_seats = sprechstunde(between(time(9), time(10)), SEAT, SECOND_SEAT)
    assert starts(ask(two_seats, busy=busy)) == ["09:00", "09:30"]
    assert ask(long(two_seats), busy=busy) == []
    rooms = (RoomOption(4, (SEAT + 30,)), RoomOption(5, (SEAT + 40,)))
    halves = {SEAT + 30: busy[SEAT], SEAT + 40: busy[SECOND_SEAT]}
    roomless = sprechstunde(between(time(9), time(10)), needs_room=True)
    assert len(ask(roomless, busy=halves, rooms=rooms)) == 2
    assert ask(long(roomless), busy=halves, rooms=rooms) == []


def test_notice_horizon_closure_and_cap_look_at_the_long_talk_as_one() -> None:
    asked = sprechstunde(MORNING.interval, bookable=between(time(9, 30), time(10)))
    assert starts(ask(long(asked))) == ["09:30"]
    assert starts(ask(long(MORNING), closed=(between(time(10, 15), time(10, 30)),))) == ["09:00"]
    assert len(ask(long(sprechstunde(MORNING.interval, cap=2)), taken={(ADVISER, DAY): 1})) == 3


def test_nonsense_is_refused_before_it_runs_for_ever() -> None:
    for duration, buffer in ((0, 0), (-30, 60), (30, -1)):
        with pytest.raises(ValueError, match="a slot lasts"):
            Grid(timedelta(minutes=duration), timedelta(minutes=buffer))
    with pytest.raises(ValueError, match="no resource"):
        RoomOption(1, ())
    with pytest.raises(ValueError, match="a slot or more"):
        long(MORNING, 0)


@pytest.mark.parametrize("day", CHANGES)
def test_office_hours_have_the_same_slots_on_the_day_the_clocks_change(day: date) -> None:
    on_the_day, week_before = (
        starts(ask(sprechstunde(between(time(9), time(17), each)))) for each in (day, day - timedelta(days=7))
    )
    assert on_the_day == week_before
    assert (len(on_the_day), on_the_day[0], on_the_day[-1]) == (16, "09:00", "16:30")


@pytest.mark.parametrize("day", CHANGES)
def test_a_whole_day_has_the_slots_of_the_hours_that_really_pass(day: date) -> None:
    assert len(ask(sprechstunde(day_bounds(day)))) == (46 if day.month == MARCH else 50)
