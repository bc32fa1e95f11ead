"""Choices for dates: what a row offers, what is checked before anybody chose, what comes back from a browser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from booking.house.models import Room
from booking.reservations.deciding import LEAVE_OUT, Choice
from booking.reservations.models import OccurrenceStatus
from booking.reservations.planning import DatePlan, Proposal, ProposalKind
from booking.reservations.world import DateState
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from booking.web.forms.choices import read_choices
from booking.web.views.dates import DateRow, date_rows
from tests.house import office

START = at_wall(date(2026, 11, 24), 14)
TIME = Interval(START, START + timedelta(hours=2))
EARLIER = Interval(START - timedelta(minutes=30), START + timedelta(minutes=90))
KEY = "2026-11-24T13:00Z"
ELSEWHERE = "2026-11-24T13:00Z/2026-11-24T15:00Z/buero-2"
SOONER = "2026-11-24T12:30Z/2026-11-24T14:30Z/buero-1"


def room(number: int) -> Room:
    made = office(number)
    made.id = number
    return made


ROOMS = [room(1), room(2)]
OTHER_ROOM = Proposal(ProposalKind.OTHER_ROOM, TIME, ROOMS[1])
OTHER_TIME = Proposal(ProposalKind.OTHER_TIME, EARLIER, ROOMS[0])


def plan(state: DateState, *proposals: Proposal, left_out: OccurrenceStatus | None = None) -> DatePlan:
    return DatePlan(START, TIME, ROOMS[0], state, proposals=proposals, left_out=left_out)


def row(made: DatePlan, choice: Choice | None = None, *, keep_closed: bool = False) -> DateRow:
    with Flask("words").test_request_context():
        (found,) = date_rows([made], {START: choice} if choice else {}, keep_closed=keep_closed)
    return found


def checked(found: DateRow) -> list[str]:
    return [option.value for option in found.options if option.checked]


@pytest.mark.parametrize(
    ("made", "offered", "usual"),
    [
        (plan(DateState.FREE), ["take", "out"], "take"),
        (plan(DateState.FREE, left_out=OccurrenceStatus.SKIPPED_CONFLICT), ["take", "out"], "out"),
        (plan(DateState.CONFLICT), ["out"], "out"),
        (plan(DateState.CONFLICT, OTHER_ROOM, OTHER_TIME), [ELSEWHERE, SOONER, "out"], ELSEWHERE),
        (plan(DateState.CONFLICT, OTHER_TIME), [SOONER, "out"], "out"),
        (plan(DateState.HOLIDAY, OTHER_ROOM), [ELSEWHERE, "out"], "out"),
        (plan(DateState.CLOSURE, OTHER_TIME), [SOONER, "out"], "out"),
    ],
)
def test_what_a_row_offers_and_checks(made: DatePlan, offered: list[str], usual: str) -> None:
    found = row(made)
    assert (found.key, found.field) == (KEY, f"termin-{KEY}")
    assert [option.value for option in found.options] == offered
    assert checked(found) == [usual]


def test_a_past_date_offers_nothing() -> None:
    assert row(plan(DateState.PAST)).options == []


def test_a_closed_day_that_is_kept_may_sleep() -> None:
    found = row(plan(DateState.CLOSURE), keep_closed=True)
    assert [option.value for option in found.options] == ["sleep", "out"]
    assert checked(found) == ["sleep"]
    assert checked(row(plan(DateState.CLOSURE), LEAVE_OUT, keep_closed=True)) == ["out"]


def test_what_was_chosen_stays_chosen_as_long_as_it_is_offered() -> None:
    conflict = plan(DateState.CONFLICT, OTHER_ROOM, OTHER_TIME)
    assert checked(row(conflict, Choice(EARLIER, ROOMS[0]))) == [SOONER]
    assert checked(row(conflict, LEAVE_OUT)) == ["out"]
    assert checked(row(conflict, Choice(TIME, ROOMS[0]))) == [ELSEWHERE]
    assert checked(row(plan(DateState.FREE), LEAVE_OUT)) == ["out"]
    assert checked(row(plan(DateState.FREE), Choice(EARLIER, ROOMS[1]))) == ["take"]


@pytest.mark.parametrize(
    ("sent", "choice"),
    [
        ("take", Choice(TIME, ROOMS[0])),
        ("out", LEAVE_OUT),
        (ELSEWHERE, Choice(TIME, ROOMS[1])),
        (SOONER, Choice(EARLIER, ROOMS[0])),
        ("2026-11-24T14:00+01:00/2026-11-24T16:00+01:00/buero-2", Choice(TIME, ROOMS[1])),
        ("sleep", None),
        ("", None),
        ("anders", None),
        ("2026-11-24T13:00Z/2026-11-24T15:00Z/keller", None),
        ("2026-11-24T15:00Z/2026-11-24T13:00Z/buero-1", None),
        ("2026-11-24T13:00/2026-11-24T15:00/buero-1", None),
        ("2026-11-24T13:00Z/2026-11-25T05:01Z/buero-1", None),
        ("2026-11-24T13:00Z/2032-11-24T13:00Z/buero-1", None),
        ("x/y/buero-1", None),
        ("2026-11-24T13:00Z/buero-1", None),
    ],
)
def test_what_comes_back(sent: str, choice: Choice | None) -> None:
    found = read_choices(MultiDict({f"termin-{KEY}": sent}), [plan(DateState.CONFLICT)], ROOMS)
    assert found == ({START: choice} if choice else {})


def test_a_date_without_a_field_has_no_choice() -> None:
    assert read_choices(MultiDict({"termin-2026-11-25T13:00Z": "out"}), [plan(DateState.FREE)], ROOMS) == {}
