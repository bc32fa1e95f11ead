"""Series survive: dates keep who they are, whatever happens to the others."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from booking.errors import NotAllowedNow
from booking.reservations import cancelling, drafting
from booking.reservations.courses import CannotShift, Change
from booking.reservations.deciding import Choice, DatesTaken
from booking.reservations.drafting import Move
from booking.reservations.scope import Scope, date_of
from booking.reservations.wishes import OnConflict
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import NonexistentTime, at_wall, to_wall
from tests.reservations.scene import Scene, weekly

TAKEN = date(2026, 12, 8)


def test_all_move_and_each_date_stays_who_it_is(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    before, (uid, _, _) = scene.ids(made), scene.series(made)[0]
    scene.move(made, at=time(9, 30), minutes=60)
    assert scene.told(made) == [
        "24.11. 09:30-10:30 buero-1 confirmed",
        "01.12. 09:30-10:30 buero-1 confirmed",
        "08.12. 09:30-10:30 buero-1 confirmed",
    ]
    assert scene.ids(made) == before
    assert scene.series(made) == [(uid, 1, "FREQ=WEEKLY;BYDAY=TU;COUNT=3")]
    assert scene.events()[-1][1]["moved"] == 3
    assert scene.claims() == 3


def test_moving_to_where_it_is_changes_nothing(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    scene.move(made, at=time(14), day=date(2026, 11, 24), minutes=120, room=1)
    assert scene.series(made)[0][1] == 0
    assert len(scene.events()) == 1


def test_another_weekday_moves_them_all(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    scene.move(made, day=date(2026, 11, 26))
    assert [line[:6] for line in scene.told(made)] == ["26.11.", "03.12.", "10.12."]
    assert scene.series(made)[0][2] == "FREQ=WEEKLY;BYDAY=TH;COUNT=3"


def test_a_single_change_survives_a_change_of_all(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4))
    scene.move(made, Scope.ONE, 1, day=date(2026, 12, 2), at=time(10))
    scene.move(made, Scope.ONE, 2, room=3)
    scene.cancel(made, Scope.ONE, 3)
    scene.move(made, at=time(16))
    assert scene.told(made) == [
        "24.11. 16:00-18:00 buero-1 confirmed",
        "02.12. 10:00-12:00 buero-1 confirmed",
        "08.12. 16:00-18:00 buero-3 confirmed",
        "15.12. 14:00-16:00 buero-1 cancelled",
    ]


def test_a_cancelled_date_given_to_somebody_else_never_blocks_an_edit(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4))
    scene.cancel(made, Scope.ONE, 2)
    scene.reserve(day=TAKEN)
    scene.move(made, at=time(15))
    scene.move(made, room=2)
    assert scene.told(made)[2] == "08.12. 14:00-16:00 buero-1 cancelled"
    assert [line.split()[-1] for line in scene.told(made)] == [
        "confirmed",
        "confirmed",
        "cancelled",
        "confirmed",
    ]


def test_from_here_on_gives_the_rest_a_uid_of_its_own(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(5))
    before, (uid, _, _) = scene.ids(made), scene.series(made)[0]
    scene.move(made, Scope.FOLLOWING, 2, at=time(9))
    assert [line[7:12] for line in scene.told(made)] == ["14:00", "14:00", "09:00", "09:00", "09:00"]
    assert scene.ids(made) == before
    (first, second) = scene.series(made)
    assert first[0] == uid
    assert first[1:] == (1, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201T130000Z")
    assert second[1:] == (0, "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    assert len(scene.events()[-1][1]["split_from"]) == 1


def test_past_dates_are_immutable(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4))
    later = scene.at(at_wall(date(2026, 12, 2), 8))
    later.move(made, at=time(9))
    assert [line[7:12] for line in scene.told(made)] == ["14:00", "14:00", "09:00", "09:00"]
    assert len(scene.series(made)) == 2
    with pytest.raises(NotAllowedNow):
        later.move(made, Scope.ONE, 0, at=time(8))
    with pytest.raises(NotAllowedNow):
        later.cancel(made, Scope.ONE, 1)
    later.cancel(made)
    assert [line.split()[-1] for line in scene.told(made)] == [
        "confirmed",
        "confirmed",
        "cancelled",
        "cancelled",
    ]


def test_left_out_dates_stay_left_out_until_somebody_takes_them_up(scene: Scene) -> None:
    other = scene.reserve(day=TAKEN)
    made = scene.reserve(rule=weekly(4), on_conflict=OnConflict.SKIP)
    scene.move(made, at=time(9))
    assert scene.told(made)[2].endswith("skipped_conflict")
    scene.cancel(other)
    again = Choice(Interval(at_wall(TAKEN, 10), at_wall(TAKEN, 12)), scene.room(1))
    scene.move(made, at=time(10), choices={scene.ids(made)[2][1]: again})
    assert scene.told(made)[2] == "08.12. 10:00-12:00 buero-1 confirmed"
    assert scene.events()[-1][1]["taken_up"] == 1


def test_a_move_onto_somebody_else_is_refused_with_a_new_preview(scene: Scene) -> None:
    scene.reserve(day=TAKEN, at=time(9))
    made = scene.reserve(rule=weekly(4))
    with pytest.raises(DatesTaken) as refused:
        scene.move(made, at=time(9))
    assert [each.state for each in refused.value.plans] == ["free", "free", "conflict", "free"]
    assert [line[7:12] for line in scene.told(made)] == ["14:00"] * 4
    proposal = refused.value.conflicts[0].proposals[0]
    scene.move(made, at=time(9), choices={scene.ids(made)[2][1]: Choice(proposal.interval, proposal.room)})
    assert scene.told(made)[2] == "08.12. 09:00-11:00 buero-2 confirmed"


def test_a_series_makes_room_for_itself(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(4))
    scene.move(made, at=time(14, 30))
    assert [line[7:12] for line in scene.told(made)] == ["14:30"] * 4


def test_the_hour_is_kept_when_a_series_moves_across_the_change_of_the_clocks(scene: Scene) -> None:
    made = scene.reserve(day=date(2027, 3, 16), rule=weekly(4))
    scene.move(made, at=time(9), day=date(2027, 3, 18))
    assert [line[:12] for line in scene.told(made)] == [
        "18.03. 09:00",
        "25.03. 09:00",
        "01.04. 09:00",
        "08.04. 09:00",
    ]


def test_the_second_tuesday_becomes_the_second_wednesday_of_each_month(scene: Scene) -> None:
    monthly = Rule(frequency=Frequency.MONTHLY, nth=(2, 1), count=3)
    made = scene.reserve(day=date(2026, 12, 8), rule=monthly)
    scene.move(made, day=date(2026, 12, 9))
    assert [line[:6] for line in scene.told(made)] == ["09.12.", "13.01.", "10.02."]
    assert scene.series(made)[0][2] == "FREQ=MONTHLY;BYDAY=2WE;COUNT=3"


def test_a_series_on_the_31st_cannot_move_by_a_day(scene: Scene) -> None:
    made = scene.reserve(day=date(2027, 5, 31), rule=Rule(frequency=Frequency.MONTHLY, month_day=31, count=3))
    with pytest.raises(CannotShift):
        scene.move(made, day=date(2027, 6, 1))
    scene.move(made, at=time(9))


def test_cancelling_is_harmless_twice_and_frees_the_room(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    scene.cancel(made, Scope.FOLLOWING, 1)
    scene.cancel(made, Scope.FOLLOWING, 1)
    scene.cancel(made, Scope.ONE, 1)
    assert [line.split()[-1] for line in scene.told(made)] == ["confirmed", "cancelled", "cancelled"]
    assert scene.claims() == 1
    scene.cancel(made)
    scene.cancel(made)
    assert [name for name, _ in scene.events()] == [
        "ReservationMade",
        "ReservationChanged",
        "ReservationCancelled",
    ]
    with pytest.raises(NotAllowedNow):
        scene.move(made, at=time(9))


def test_titles_change_for_one_for_the_rest_and_for_all(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    later = scene.at(at_wall(date(2026, 11, 25), 8))

    def rename(title: str, scope: Scope, picked: int | None = None) -> None:
        with later.changing(made) as (session, reservation):
            chosen = date_of(reservation, reservation.occurrences[picked].id) if picked else None
            cancelling.retitle(
                session, reservation, scope, chosen, title=title, public_title=None, now=later.desk.now
            )

    rename("Nur einmal", Scope.ONE, 1)
    rename("Neuer Name", Scope.ALL)
    rename("Neuer Name", Scope.ALL)
    with scene.changing(made) as (_, reservation):
        assert [each.title for each in reservation.occurrences] == ["Team", "Neuer Name", "Neuer Name"]
    assert [payload["renamed"] for name, payload in scene.events() if name == "ReservationChanged"] == [1, 2]


def test_a_single_reservation_moves_like_a_series_of_one(scene: Scene) -> None:
    made = scene.reserve()
    scene.move(made, Scope.ONE, 0, day=date(2026, 11, 25), at=time(8))
    assert scene.told(made) == ["25.11. 08:00-10:00 buero-1 confirmed"]
    assert scene.series(made)[0][1] == 1
    assert to_wall(scene.ids(made)[0][1]).hour == 14


def test_a_preview_saves_nothing(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    with scene.changing(made) as (session, reservation):
        wanted = Move(change=Change(at=time(9)), scope=Scope.ALL)
        draft = drafting.preview_move(session, reservation, wanted, now=scene.desk.now)
        assert [
            each.interval.start - old for each, (_, old) in zip(draft.plans, scene.ids(made), strict=True)
        ] == [-timedelta(hours=5)] * 3
    assert [line[7:12] for line in scene.told(made)] == ["14:00"] * 3


def test_calling_off_leaves_what_was_left_out_before_as_it_is(scene: Scene) -> None:
    scene.reserve(day=TAKEN)
    made = scene.reserve(rule=weekly(4), on_conflict=OnConflict.SKIP)
    scene.cancel(made)
    assert [line.split()[-1] for line in scene.told(made)] == [
        "cancelled",
        "cancelled",
        "skipped_conflict",
        "cancelled",
    ]
    scene.cancel(made)


def test_a_time_that_the_clocks_skip_is_refused_on_a_day_left_out_too(scene: Scene) -> None:
    """Calendars lay out the whole rule, before they leave days out."""
    sundays = {"day": date(2027, 3, 21), "at": time(1, 30), "minutes": 30, "rule": weekly(3, weekday=6)}
    made = scene.reserve(**sundays, left_out=[at_wall(date(2027, 3, 28), 1, 30)])
    with pytest.raises(NonexistentTime):
        scene.move(made, at=time(2, 30))


def test_a_date_with_a_day_of_its_own_does_not_pull_the_others_along(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    scene.move(made, Scope.ONE, 0, day=date(2026, 11, 25))
    scene.move(made, day=date(2026, 11, 26))
    assert [line[:6] for line in scene.told(made)] == ["25.11.", "03.12.", "10.12."]


def test_the_picked_date_goes_where_it_is_sent(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(3))
    scene.move(made, Scope.ONE, 1, day=date(2026, 12, 2))
    scene.move(made, Scope.FOLLOWING, 1, day=date(2026, 12, 3), at=time(9))
    assert [line[:12] for line in scene.told(made)] == ["24.11. 14:00", "03.12. 09:00", "09.12. 09:00"]


def test_a_past_date_stays_in_the_rule_of_its_series(scene: Scene) -> None:
    made = scene.reserve(rule=weekly(5))
    scene.move(made, Scope.ONE, 1, day=date(2026, 12, 30))
    later = scene.at(at_wall(date(2026, 12, 10), 8))
    later.move(made, at=time(9))
    first, second = scene.series(made)
    assert first[2] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208T130000Z"
    assert second[2] is not None
    assert [line[:12] for line in scene.told(made)][:3] == ["24.11. 14:00", "30.12. 14:00", "08.12. 14:00"]
