"""Dropping one date of a reservation elsewhere: at once and without a preview, therefore with seconds to undo it.

Mails wait until then. What nobody can decide in passing is refused: a blocked place, and a date with appointments in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import rearranging
from booking.appointments.guests import appointments_in, lock_appointments, open_hours_of
from booking.db import database_now
from booking.errors import DomainError
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.reservations import drafting
from booking.reservations.drafting import Move
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.planning import DatePlan
from booking.runtime import Desk

UNDO_WITHIN: Final = timedelta(seconds=10)


class PlaceBlocked(DomainError):
    """The date cannot be there; `plan` says why, and where it could be instead."""

    code = "place-blocked"

    def __init__(self, plan: DatePlan) -> None:
        super().__init__(str(plan.state))
        self.plan = plan


class GuestsInside(DomainError):
    """Residents have appointments in this date: what becomes of each is decided in the form."""

    code = "guests-inside"


@dataclass(frozen=True)
class Place:
    """When and where a date is."""

    starts_at: datetime
    ends_at: datetime
    room_id: int

    @classmethod
    def of(cls, date: Occurrence) -> Place:
        return cls(date.starts_at, date.ends_at, date.room_id)

    @classmethod
    def kept(cls, values: list[Any]) -> Place:
        """Out of what `values` gave."""
        begins, ends = (datetime.fromisoformat(each).astimezone(UTC) for each in values[:2])
        return cls(begins, ends, int(values[2]))

    def values(self) -> list[Any]:
        """As JSON keeps it."""
        return [self.starts_at.isoformat(), self.ends_at.isoformat(), self.room_id]


@dataclass(frozen=True)
class Drop:
    """One date that was dropped elsewhere, and where it was before."""

    reservation_id: str
    occurrence_id: str
    before: Place
    after: Place


def drop(
    session: Session, desk: Desk, reservation: Reservation, wanted: Move, *, by: str, by_house: bool = False
) -> str:
    """Move the picked date, and give the name under which `by` may undo it; empty when it is there already.

    The reservation must be read with `scope.for_change`. Raises PlaceBlocked, GuestsInside, and as
    `rearranging.move`.
    """
    date = wanted.picked
    assert date is not None
    before = Place.of(date)
    _refuse_guests(session, date, desk.now)
    plan = drafting.preview_move(session, reservation, wanted, now=desk.now).plans[0]
    if not plan.is_free:
        raise PlaceBlocked(plan)
    outbox.hold_mails(session, database_now(session) + UNDO_WITHIN)
    rearranging.move(session, desk, reservation, wanted, {}, by_house=by_house)
    if Place.of(date) == before:
        return ""
    change = outbox.change_of(session)
    dropped = Drop(reservation.id, date.id, before, Place.of(date))
    remember_answer(session, desk.vault, _call(change, by), _values(dropped), now=desk.now)
    return change


def dropped(session: Session, desk: Desk, change: str, *, by: str) -> Drop | None:
    """What `by` dropped under this name, if that is known still."""
    found = earlier_answer(session, desk.vault, _call(change, by), now=desk.now)
    if found is None:
        return None
    before, after = Place.kept(found["before"]), Place.kept(found["after"])
    return Drop(found["reservation"], found["date"], before, after)


def _refuse_guests(session: Session, date: Occurrence, now: datetime) -> None:
    hours = open_hours_of(session, [date.id])
    lock_appointments(session, hours, now)
    if appointments_in(session, hours, now):
        raise GuestsInside


def _values(made: Drop) -> dict[str, Any]:
    return {
        "reservation": made.reservation_id,
        "date": made.occurrence_id,
        "before": made.before.values(),
        "after": made.after.values(),
    }


def _call(change: str, by: str) -> Call:
    return Call(change, f"undo {by}", b"")
