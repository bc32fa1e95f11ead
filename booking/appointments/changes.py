"""What happens to an appointment later: moved, cancelled, attended; each harmless when done twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.accounts.people import Contact
from booking.appointments.booking import give_back
from booking.appointments.models import Appointment, Status
from booking.appointments.placing import lock_place, place
from booking.appointments.retention import set_retention
from booking.appointments.wishes import ANYTHING, Only, Wish, party_of, serves, wish_behind
from booking.errors import NotAllowedNow
from booking.events import AppointmentAttended, AppointmentCancelled, AppointmentMoved, RemindersSwitched
from booking.house.models import Room
from booking.occupancy import Claim, claim, held_by, release
from booking.occupancy.claims import release_some
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
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
    since: datetime | None = None,
) -> None:
    """Move to another time or adviser: the same UID, the next sequence. `by` is resident or house.

    A resident's adviser and filters are their wish from then on. The notice counts from `since`, else from now. Moving
    to where it is already changes nothing, unless room, length or filters do not suit any more. Raises SlotTaken,
    SlotUnknown, NotAllowedNow; NumberNeeded for residents without a number when somebody is called at that time.
    """
    contact = _contact(desk, appointment)
    wish = Wish(
        appointment.offer,
        adviser_id=adviser_id,
        needs=contact.needs,
        moving=appointment,
        since=since,
        has_number=by != BY_RESIDENT or bool(contact.phone),
        party=party_of(appointment),
        only=only,
    )
    stays = appointment.is_coming and appointment.starts_at == start and serves(appointment, wish)
    if stays and appointment.asleep_by is None:
        return
    if appointment.is_over(desk.now):
        raise NotAllowedNow("move", "past")
    if by == BY_RESIDENT and appointment.is_coming:
        appointment.wish_for(adviser=adviser_id is not None, filters=wish.kept)
    _go(session, desk, appointment, wish, start, by=by)


def take_over(
    session: Session,
    desk: Desk,
    appointment: Appointment,
    held: Appointment,
    *,
    by: str,
    others: Collection[Appointment] = (),
) -> None:
    """Move to a time that is held for it; that hold and the `others` are given back. What was wished stays.

    Raises SlotTaken or SlotUnknown when that time went with a change of its Sprechstunde.
    """
    wish = replace(
        wish_behind(appointment, _contact(desk, appointment).needs),
        adviser_id=held.adviser_id,
        moving=appointment,
        since=held.created_at,
    )
    start, owners = held.starts_at, [each.owner for each in (appointment, held, *others)]
    claimed = [resource for owner in owners for resource in held_by(session, owner)]
    lock_place(session, wish, start, now=desk.now, also=claimed)
    for hold in (held, *others):
        give_back(session, hold)
    _go(session, desk, appointment, wish, start, by=by)


def _go(
    session: Session, desk: Desk, appointment: Appointment, wish: Wish, start: datetime, *, by: str
) -> None:
    before = (appointment.starts_at, appointment.adviser_id, appointment.room_id)
    links_until = appointment.manageable_until()
    appointment.change_time()
    place(session, appointment, wish, start, now=desk.now, expires_at=None)
    session.refresh(appointment, ["room", "adviser", "hours"])
    set_retention(session, appointment)
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


def _contact(desk: Desk, appointment: Appointment) -> Contact:
    return people.contact_of(appointment.person, desk.vault) if appointment.person else Contact()


def sit_elsewhere(
    session: Session, appointment: Appointment, room: Room, time: Interval, *, now: datetime
) -> None:
    """At the same time with the same adviser, in a room of its own, which it claims for `time`.

    Its rooms must be locked. Raises Overlap when somebody else has the room.
    """
    if appointment.own_room and appointment.room is not None:
        release_some(session, appointment.owner, appointment.room.resource_ids)
    appointment.change_time()
    appointment.room_id, appointment.room, appointment.own_room = room.id, room, True
    claims = [Claim(resource, time) for resource in room.resource_ids]
    claim(session, claims, owner=appointment.owner, now=now)
    _tell_of_room(session, appointment, now)


def follow_room(session: Session, appointment: Appointment, room: Room | None, *, now: datetime) -> None:
    """The Sprechstunde is in another room now, and the appointment with it, at the same time."""
    here = appointment.own_room or room is None or appointment.room_id == room.id
    if here and appointment.asleep_by is None:
        return
    appointment.change_time()
    if room is not None and not appointment.own_room:
        appointment.room_id, appointment.room = room.id, room
    _tell_of_room(session, appointment, now)


def _tell_of_room(session: Session, appointment: Appointment, now: datetime) -> None:
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
    if appointment.is_over(now):
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
    """The adviser's word on it: arrived, no_show or done, or confirmed again. Saying it twice changes nothing."""
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
