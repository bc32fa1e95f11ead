"""Dates before they are saved: each with its state, and what may become of it as options to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from booking.house.models import Room
from booking.reservations.deciding import Choice
from booking.reservations.planning import DatePlan, Proposal, ProposalKind
from booking.reservations.world import DateState
from booking.scheduling.intervals import Interval
from booking.web.forms.choices import FIELD, OUT, SLEEP, TAKE, date_key, place_value
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.rules import day_words, hours_words

USUAL = {DateState.FREE: TAKE, DateState.CLOSURE: SLEEP, DateState.CONFLICT: ProposalKind.OTHER_ROOM}


@dataclass(frozen=True)
class OptionView:
    """One thing that may become of a date. `kind` is take, out, sleep or a kind of proposal; the words differ."""

    value: str
    kind: str
    when: str = ""
    room: RoomView | None = None
    checked: bool = False


@dataclass(frozen=True)
class DateRow:
    """A date as it would be. `left_out` says how it did not take place so far, or nothing."""

    key: str
    start: datetime
    end: datetime
    when: str
    room: RoomView
    state: str
    reason: str
    staffed: bool
    left_out: str
    options: list[OptionView]

    @property
    def field(self) -> str:
        """The name of its radio buttons."""
        return FIELD + self.key

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it; the others take place as planned."""
        return self.state != DateState.FREE or bool(self.left_out)


def date_rows(
    plans: Sequence[DatePlan], choices: Mapping[datetime, Choice], *, keep_closed: bool = False
) -> list[DateRow]:
    """A row for each date, in order. What was chosen stays chosen as long as it is still offered.

    With `keep_closed` a date on which the house is closed may sleep until it is open again.
    """
    return [_row(plan, choices.get(plan.recurrence_id), keep_closed=keep_closed) for plan in plans]


def _row(plan: DatePlan, choice: Choice | None, *, keep_closed: bool) -> DateRow:
    options = list(_options(plan, keep_closed=keep_closed))
    chosen = _value(choice, plan)
    checked = chosen if chosen in {each.value for each in options} else _usual(plan, options)
    return DateRow(
        key=date_key(plan.recurrence_id),
        start=plan.interval.start,
        end=plan.interval.end,
        when=_when(plan.interval),
        room=_view(plan.room),
        state=str(plan.state),
        reason=plan.reason,
        staffed=plan.staffed,
        left_out=str(plan.left_out or ""),
        options=[replace(each, checked=each.value == checked) for each in options],
    )


def _options(plan: DatePlan, *, keep_closed: bool) -> Iterator[OptionView]:
    if plan.state == DateState.PAST:
        return
    if plan.may_take_place:
        yield OptionView(TAKE, TAKE)
    if plan.state == DateState.CLOSURE and keep_closed and plan.left_out is None:
        yield OptionView(SLEEP, SLEEP)
    yield from (_offer(each) for each in plan.proposals)
    yield OptionView(OUT, OUT)


def _offer(proposal: Proposal) -> OptionView:
    value = place_value(proposal.interval, proposal.room)
    return OptionView(value, str(proposal.kind), _when(proposal.interval), _view(proposal.room))


def _value(choice: Choice | None, plan: DatePlan) -> str:
    if choice is None:
        return ""
    if choice.interval is None or choice.room is None:
        return OUT
    if (choice.interval, choice.room.id) == (plan.interval, plan.room.id):
        return TAKE
    return place_value(choice.interval, choice.room)


def _usual(plan: DatePlan, options: Sequence[OptionView]) -> str:
    """What is checked before anybody chose."""
    if plan.left_out is not None:
        return OUT
    wanted = USUAL.get(plan.state)
    return next((each.value for each in options if each.kind == wanted), OUT)


def _when(interval: Interval) -> str:
    return f"{day_words(interval.start)}, {hours_words(interval.start, interval.end)}"


def _view(room: Room) -> RoomView:
    view = room_view(room)
    assert view is not None
    return view
