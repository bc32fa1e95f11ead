"""An appointment as its resident sees it: the ticket and what belongs to it. It never says the offer's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Status
from booking.appointments.undoing import BY_HOUSE, can_undo
from booking.notifications.reminders import due_times
from booking.scheduling.walltime import wall_day
from booking.web.language import current_language
from booking.web.views.reading_out import read_out
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
    asleep: bool
    by_house: bool
    can_undo: bool
    known: bool
    answer_by: datetime | None
    past: bool
    has_email: bool
    reminder_on: bool
    reminders: list[datetime]
    bring: str
    delete_on: date
    read_out: list[str]


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
        asleep=appointment.asleep_by is not None,
        by_house=appointment.cancelled_by == BY_HOUSE,
        can_undo=can_undo(appointment, now),
        known=appointment.person_id is not None,
        answer_by=None if appointment.ran_out(now) else appointment.hold_expires_at,
        past=appointment.ends_at <= now or (appointment.starts_at <= now and not appointment.is_coming),
        has_email=contact.email is not None,
        reminder_on=appointment.reminders_on,
        reminders=reminders_to_come(appointment, now),
        bring="" if appointment.offer.sensitive else text.bring,
        delete_on=appointment.person.erase_on if appointment.person else wall_day(now + timedelta(days=1)),
        read_out=read_out(appointment),
    )


def reminders_to_come(appointment: Appointment, now: datetime) -> list[datetime]:
    """When we will still remind, if we do."""
    start = appointment.starts_at
    return [moment for moment in due_times(start).values() if now < moment < start]
