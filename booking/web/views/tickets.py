"""An appointment as its resident sees it: the ticket and what belongs to it. It never says the offer's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Status
from booking.notifications.reminders import due_times
from booking.scheduling.walltime import wall_day
from booking.web.language import current_language
from booking.web.views.rooms import RoomView, place_text, room_view


@dataclass(frozen=True)
class HoldView:
    start: datetime
    end: datetime
    room: RoomView | None
    place_text: str


@dataclass(frozen=True)
class Ticket:
    token: str
    code: str
    start: datetime
    end: datetime
    room: RoomView | None
    place_text: str
    status: str
    cancelled: bool
    past: bool
    has_email: bool
    reminder_on: bool
    reminders: list[datetime]
    bring: str
    delete_on: date


def hold_view(appointment: Appointment) -> HoldView:
    return HoldView(
        appointment.starts_at,
        appointment.ends_at,
        room_view(appointment.room),
        place_text(appointment.channel),
    )


def ticket(appointment: Appointment, contact: Contact, token: str, *, now: datetime) -> Ticket:
    text = appointment.offer.text(current_language().code)
    return Ticket(
        token=token,
        code=appointment.code,
        start=appointment.starts_at,
        end=appointment.ends_at,
        room=room_view(appointment.room),
        place_text=place_text(appointment.channel),
        status=appointment.status,
        cancelled=appointment.status == Status.CANCELLED,
        past=appointment.ends_at <= now or (appointment.starts_at <= now and not appointment.is_coming),
        has_email=contact.email is not None,
        reminder_on=appointment.reminders_on,
        reminders=reminders_to_come(appointment, now),
        bring="" if appointment.offer.sensitive else text.bring,
        delete_on=appointment.person.erase_on if appointment.person else wall_day(now + timedelta(days=1)),
    )


def reminders_to_come(appointment: Appointment, now: datetime) -> list[datetime]:
    """When we will still remind, if we do."""
    start = appointment.starts_at
    return [moment for moment in due_times(start).values() if now < moment < start]
