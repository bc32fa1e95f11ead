"""What a mail tells of a closure or an absence: the public reason, the times that are held, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, Channel
from booking.disruptions.answering import choices_of
from booking.disruptions.events import AbsenceDeclared, ClosureDeclared, ReplacementSettled
from booking.disruptions.models import Replacement
from booking.house.models import Closure, Room
from booking.ical.text import plain
from booking.notifications.together import along_with

CLOSURE = "closure:"


@dataclass(frozen=True, kw_only=True)
class OtherTime:
    """A time that is held for somebody until `until`."""

    starts_at: datetime
    channel: Channel
    door: Room | None
    until: datetime | None

    @classmethod
    def of(cls, held: Appointment) -> OtherTime:
        return cls(
            starts_at=held.starts_at,
            channel=Channel(held.channel),
            door=held.room,
            until=held.hold_expires_at,
        )


@dataclass(frozen=True, kw_only=True)
class Disruption:
    """What came between; nothing of it when nothing did.

    `reason` is the public one of a closure; of an absence nobody is told why. `state` is what became of the offered
    times (disruptions.models.State), "" while they are held until `answer_by`.
    """

    reason: str = ""
    state: str = ""
    times: Sequence[OtherTime] = ()
    answer_by: datetime | None = None


NONE = Disruption()


def offered(session: Session, replacement: Replacement, *, now: datetime) -> Disruption:
    """The times that are held at the moment, and until when."""
    return Disruption(
        reason=public_reason(session, replacement.cause),
        times=[OtherTime.of(held) for held in choices_of(session, replacement, now)],
        answer_by=replacement.answer_by,
    )


def behind(session: Session, appointment_id: str) -> Disruption:
    """What led to the move or cancellation that is told just now: an answer, none in time, or the closure itself."""
    for settled in along_with(session, ReplacementSettled):
        replacement = session.get(Replacement, settled.replacement_id)
        if settled.appointment_id == appointment_id and replacement is not None:
            return Disruption(reason=public_reason(session, replacement.cause), state=settled.state)
    causes = [f"{CLOSURE}{each.closure_id}" for each in along_with(session, ClosureDeclared)]
    return Disruption(reason=public_reason(session, causes[0])) if causes else NONE


def is_one_of_many(session: Session) -> bool:
    """Whether a closure or an absence was declared with it: then nobody is told of each appointment by itself."""
    return bool(along_with(session, ClosureDeclared) or along_with(session, AbsenceDeclared))


def public_reason(session: Session, cause: str) -> str:
    """What everybody may read about a closure; "" for an absence."""
    number = cause.removeprefix(CLOSURE)
    closure = session.get(Closure, int(number)) if cause.startswith(CLOSURE) else None
    return plain(closure.reason) if closure is not None else ""
