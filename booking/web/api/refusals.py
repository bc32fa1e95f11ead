"""What cannot be done to a reservation, told while the transaction still knows the rooms and people in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from flask import abort

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.appointments.guests import Guest, GuestsChanged
from booking.reservations.deciding import DatesTaken, NothingLeft
from booking.reservations.planning import DatePlan
from booking.reservations.world import DateState
from booking.scheduling.walltime import NonexistentTime
from booking.web.problems import Problem, field_problem, problem_response
from booking.web.schemas.dates import AffectedSchema, AlternativeSchema, ConflictSchema
from booking.web.schemas.kinds import kind_of
from booking.web.schemas.series import why_skipped

WHY = {
    DateState.CONFLICT: "Der Raum ist dann belegt.",
    DateState.PAST: "Diese Zeit ist schon vorbei.",
}


@contextmanager
def refusals_told(actor: Actor) -> Iterator[None]:
    """Whatever is refused inside becomes the answer, and nothing is saved."""
    try:
        yield
    except DatesTaken as taken:
        _refuse(_dates_taken(taken))
    except GuestsChanged as changed:
        _refuse(_appointments_affected(changed.guests, actor))
    except NonexistentTime as skipped:
        _refuse(field_problem([("start", why_skipped(skipped))]))


def nothing_left(plans: Sequence[DatePlan]) -> DatesTaken | NothingLeft:
    """The error when no date would take place: it says which dates are blocked, if any are."""
    blocked = [plan.recurrence_id for plan in plans if not plan.is_free]
    return DatesTaken(plans, blocked) if blocked else NothingLeft()


def refuse_field(field: str, sentence: str) -> NoReturn:
    """Answer that one field is wrong."""
    _refuse(field_problem([(field, sentence)]))


def _refuse(problem: Problem) -> NoReturn:
    abort(problem_response(problem))


def _dates_taken(taken: DatesTaken) -> Problem:
    more = {
        "conflicts": ConflictSchema(many=True).dump([_conflict(plan) for plan in taken.conflicts]),
        "alternatives": AlternativeSchema(many=True).dump(
            [each for plan in taken.conflicts for each in _alternatives(plan)]
        ),
    }
    return Problem(kind_of(taken.code), more=more)


def _conflict(plan: DatePlan) -> dict[str, Any]:
    """A date that is free by itself clashes with another one of the same wish."""
    state = DateState.CONFLICT if plan.is_free else plan.state
    return {
        "recurrence_id": plan.recurrence_id,
        "start": plan.interval.start,
        "end": plan.interval.end,
        "room": plan.room.slug,
        "state": state,
        "reason": plan.reason or WHY.get(state, ""),
    }


def _alternatives(plan: DatePlan) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "start": each.interval.start,
            "end": each.interval.end,
            "room": each.room.slug,
            "recurrence_id": plan.recurrence_id,
        }
        for each in plan.proposals
    ]


def _appointments_affected(guests: Sequence[Guest], actor: Actor) -> Problem:
    listed = [
        {
            "id": guest.appointment.id,
            "code": None if actor.role in HOUSE_ROLES else guest.appointment.code,
            "start": guest.appointment.starts_at,
            "end": guest.appointment.ends_at,
            "may_stay": guest.may_stay,
        }
        for guest in guests
    ]
    return Problem(kind_of(GuestsChanged.code), more={"appointments": AffectedSchema(many=True).dump(listed)})
