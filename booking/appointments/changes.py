"""What happens to an appointment later: moved, cancelled, attended; each harmless when done twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.appointments.booking import set_retention
from booking.appointments.models import Appointment, Status
from booking.appointments.placing import place
from booking.appointments.wishes import ANYTHING, Only, Wish, serves
from booking.errors import NotAllowedNow
from booking.events import AppointmentAttended, AppointmentCancelled, AppointmentMoved, RemindersSwitched
from booking.house.models import Room
from booking.occupancy import release
from booking.runtime import Desk
from booking.scheduling.walltime import wall_day

CANCELLED_RETENTION_DAYS = 7
BY_RESIDENT = "resident"


def move(
    session: Session,
    desk: Desk,
    appointment: Appointment,
    start: datetime,
    *,
    adviser_id: int | None = None,
    by: str = BY_RESIDENT,
    only: Only = ANYTHING,
) -> None:
    """Move to another time or adviser: the same UID, the next sequence. `by` is resident or house.

    A resident's adviser and filters are their wish from then on. Moving to where it is already changes nothing, unless
    room, length or filters do not suit any more. Raises SlotTaken, SlotUnknown, NotAllowedNow.
    """
    needs = people.contact_of(appointment.person, desk.vault).needs if appointment.person else ()
    wish = Wish(appointment.offer, adviser_id=adviser_id, needs=needs, moving=appointment, only=only)
    if appointment.is_coming and appointment.starts_at == start and serves(appointment, wish):
        return
    if appointment.starts_at <= desk.now:
        raise NotAllowedNow("move", "past")
    before = (appointment.starts_at, appointment.adviser_id, appointment.room_id)
    links_until = appointment.manageable_until()
    appointment.change_time()
    if by == BY_RESIDENT:
        appointment.wish_for(adviser=adviser_id is not None, filters=only.kept)
    place(session, appointment, wish, start, now=desk.now, expires_at=None)
    session.refresh(appointment, ["room", "adviser", "hours"])
    set_retention(appointment)
    capabilities.extend(session, appointment.id, ended=links_until, until=appointment.manageable_until())
    outbox.record(
        session,
        AppointmentMoved(
            **appointment.placement(),
            previous_starts_at=before[0],
            previous_adviser_id=before[1],
            by=by,
            other_room=appointment.room_id != before[2],
        ),
        now=desk.now,
    )


def follow_room(session: Session, appointment: Appointment, room: Room | None, *, now: datetime) -> None:
    """The Sprechstunde is in another room now, and the appointment with it, at the same time."""
    if appointment.own_room or room is None or appointment.room_id == room.id:
        return
    appointment.change_time()
    appointment.room_id, appointment.room = room.id, room
    event = AppointmentMoved(
        **appointment.placement(),
        previous_starts_at=appointment.starts_at,
        previous_adviser_id=appointment.adviser_id,
        by="house",
        other_room=True,
    )
    outbox.record(session, event, now=now)


def cancel(session: Session, appointment: Appointment, *, by: str, now: datetime) -> None:
    """Cancel; the slot is free at once. Cancelling a cancelled one changes nothing."""
    if appointment.status == Status.CANCELLED:
        return
    if appointment.starts_at <= now:
        raise NotAllowedNow("cancel", "past")
    appointment.cancel(now, by)
    release(session, appointment.owner)
    if appointment.person is not None:
        appointment.person.erase_on = wall_day(now) + timedelta(days=CANCELLED_RETENTION_DAYS)
    outbox.record(
        session,
        AppointmentCancelled(
            **appointment.placement(),
            by=by,
        ),
        now=now,
    )


def attend(session: Session, appointment: Appointment, status: Status, *, now: datetime) -> None:
    """The adviser's word on it: arrived, no_show or done. Saying it twice changes nothing."""
    if appointment.status == status:
        return
    appointment.attend(status, now)
    outbox.record(session, AppointmentAttended(appointment_id=appointment.id, status=status), now=now)


def switch_reminders(session: Session, appointment: Appointment, *, on: bool, now: datetime) -> None:
    """Turn the reminders of this appointment on or off."""
    if appointment.reminders_on == on:
        return
    appointment.reminders_on = on
    outbox.record(session, RemindersSwitched(appointment_id=appointment.id, on=on), now=now)
