"""An appointment that cannot take place as it stands: what its resident sees, or whoever answers for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.answering import choices_of, open_replacement
from booking.notifications.disrupted import public_reason
from booking.web.views.rooms import RoomView, place_text, room_view


@dataclass(frozen=True)
class ChoiceView:
    """A time that is held for them until `until`; `id` names it in a form."""

    id: str
    until: datetime | None
    start: datetime
    room: RoomView | None
    place_text: str


@dataclass(frozen=True)
class UnsettledView:
    """What came between, said in public, and what is offered.

    `choices` are held until `answer_by`, or a little less; both are empty when nothing is held any more.
    """

    reason: str
    choices: list[ChoiceView]
    answer_by: datetime | None


def unsettled_view(session: Session, appointment: Appointment, *, now: datetime) -> UnsettledView | None:
    """None for an appointment that takes place, or is cancelled."""
    if appointment.asleep_by is None or not appointment.is_coming:
        return None
    replacement = open_replacement(session, appointment)
    held = choices_of(session, replacement, now) if replacement is not None else []
    return UnsettledView(
        reason=public_reason(session, appointment.asleep_by),
        choices=[choice_view(each) for each in held],
        answer_by=replacement.answer_by if replacement is not None and replacement.answer_by > now else None,
    )


def choice_view(held: Appointment) -> ChoiceView:
    return ChoiceView(
        held.id, held.hold_expires_at, held.starts_at, room_view(held.room), place_text(held.channel)
    )
