"""From judged dates and what somebody accepted for each to what is saved; nothing else is ever saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.errors import DomainError
from booking.house.models import Room
from booking.reservations.models import OccurrenceStatus
from booking.reservations.planning import DatePlan, Proposal, Terms
from booking.reservations.wishes import OnClosure, OnConflict
from booking.reservations.world import DateState, World
from booking.scheduling.intervals import Interval

LEFT_OUT = {
    DateState.CONFLICT: OccurrenceStatus.SKIPPED_CONFLICT,
    DateState.HOLIDAY: OccurrenceStatus.SKIPPED_CLOSURE,
    DateState.CLOSURE: OccurrenceStatus.SKIPPED_CLOSURE,
    DateState.SCHOOL_HOLIDAY: OccurrenceStatus.SKIPPED_CLOSURE,
    DateState.FREE: OccurrenceStatus.CANCELLED,
}


class DatesTaken(DomainError):
    """The world is not what was accepted. Nothing was saved; `plans` is the new preview, all dates in order."""

    code = "dates-taken"

    def __init__(self, plans: Sequence[DatePlan], clashes: Sequence[datetime]) -> None:
        super().__init__(f"{len(clashes)} dates")
        self.plans = plans
        self.clashes = tuple(clashes)

    @property
    def conflicts(self) -> list[DatePlan]:
        """The dates that nobody can have as they were accepted."""
        return [plan for plan in self.plans if plan.recurrence_id in self.clashes]

    @property
    def proposals(self) -> list[Proposal]:
        return [proposal for plan in self.conflicts for proposal in plan.proposals]


class NothingLeft(DomainError):
    """No date would take place: there is nothing to save."""

    code = "nothing-left"


@dataclass(frozen=True)
class Choice:
    """What somebody accepted for one date: this time in this room, or (without both) to leave it out."""

    interval: Interval | None = None
    room: Room | None = None

    @property
    def is_left_out(self) -> bool:
        return self.interval is None or self.room is None


LEAVE_OUT = Choice()
Choices = Mapping[datetime, Choice]


@dataclass(frozen=True)
class Decision:
    """What is saved for one date."""

    plan: DatePlan
    status: OccurrenceStatus
    interval: Interval
    room: Room

    @property
    def takes_place(self) -> bool:
        return self.status == OccurrenceStatus.CONFIRMED


def decide(
    world: World,
    terms: Terms,
    plans: Sequence[DatePlan],
    choices: Choices,
    *,
    on_conflict: OnConflict = OnConflict.FAIL,
) -> list[Decision]:
    """A decision for each date that is not past.

    Without a choice, a free date takes place, a closed day is left out (or sleeps), a taken one is refused
    or left out (`on_conflict`), and one that was left out before stays so. Raises DatesTaken when something
    accepted is not free any more, NothingLeft when no date would take place.
    """
    decisions: list[Decision] = []
    clashes: list[datetime] = []
    for plan in plans:
        if plan.state == DateState.PAST:
            clashes.append(plan.recurrence_id)
            continue
        decision = _decision(terms, plan, choices.get(plan.recurrence_id), on_conflict)
        if decision is None or not _holds(world, terms, decision, decisions):
            clashes.append(plan.recurrence_id)
        else:
            decisions.append(decision)
    if clashes:
        raise DatesTaken(plans, clashes)
    if not any(each.takes_place for each in decisions):
        raise NothingLeft
    return decisions


def _decision(
    terms: Terms, plan: DatePlan, choice: Choice | None, on_conflict: OnConflict
) -> Decision | None:
    """None: nobody chose, and it cannot be as planned."""
    if choice is not None and choice.interval is not None and choice.room is not None:
        return Decision(plan, OccurrenceStatus.CONFIRMED, choice.interval, choice.room)
    if plan.left_out is not None:
        return Decision(plan, plan.left_out, plan.interval, plan.room)
    if choice is None and plan.is_free:
        return Decision(plan, OccurrenceStatus.CONFIRMED, plan.interval, plan.room)
    if choice is None and plan.state == DateState.CONFLICT and on_conflict == OnConflict.FAIL:
        return None
    status = LEFT_OUT[plan.state]
    if choice is None and plan.state == DateState.CLOSURE and terms.on_closure == OnClosure.KEEP:
        status = OccurrenceStatus.ASLEEP
    return Decision(plan, status, plan.interval, plan.room)


def _holds(world: World, terms: Terms, decision: Decision, earlier: Sequence[Decision]) -> bool:
    """Whether what would take place is free in the world, and not taken by another date of the same plan."""
    if not decision.takes_place:
        return True
    taken = terms.around(decision.interval)
    verdict = world.verdict(decision.room, decision.interval, taken)
    kept_holiday = verdict.state == DateState.HOLIDAY and terms.on_closure == OnClosure.KEEP
    if not verdict.is_free and not (kept_holiday and world.has_room(decision.room, taken)):
        return False
    mine = set(decision.room.resource_ids)
    return not any(
        other.takes_place
        and mine & set(other.room.resource_ids)
        and terms.around(other.interval).overlaps(taken)
        for other in earlier
    )
