"""Who has a room from now on, and whom it would not suit any more if it were another one. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.people import contact_of
from booking.appointments.models import STILL_TO_COME, UNFINISHED, Appointment, ConsultationHours
from booking.appointments.wishes import wish_behind
from booking.house.models import Room, RoomKind
from booking.house.rooms import rooms_and_parts, suits
from booking.house.shaping import RoomFacts
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, OccurrenceStatus, Reservation
from booking.reservations.wishes import misfits
from booking.runtime import Desk

NO_SUCH_PLAN = "no_such_plan"
TOO_SMALL, NOT_CONFIDENTIAL = "too_small", "not_confidential"


@dataclass(frozen=True)
class Use:
    """Dates of one reservation in a room, by start, with the Sprechstunden in them; `why` they would not fit."""

    reservation: Reservation
    dates: Sequence[Occurrence]
    hours: Sequence[ConsultationHours]
    why: Sequence[str] = ()

    @property
    def asleep(self) -> int:
        return sum(each.status == OccurrenceStatus.ASLEEP for each in self.dates)


@dataclass(frozen=True)
class RoomUse:
    """What is to come in a room, and whoever has an appointment there that would not fit, or has it alone."""

    uses: Sequence[Use]
    talks: Sequence[Appointment]

    @property
    def is_empty(self) -> bool:
        return not self.uses and not self.talks

    @property
    def awake(self) -> list[Use]:
        """The reservations of which a date takes place."""
        return [each for each in self.uses if each.asleep < len(each.dates)]

    @property
    def is_asleep(self) -> bool:
        """Whether nothing of it takes place."""
        return not self.awake and not self.talks


def use_of(session: Session, room: Room, *, now: datetime) -> RoomUse:
    """Everything to come in the room or a part of it, and appointments that have it for themselves."""
    sharing = _sharing(session, room)
    dates = _dates(session, sharing, now)
    return RoomUse(_grouped(dates, _hours(session, dates)), _talks(session, sharing, now, own_room=True))


def misfitting(session: Session, desk: Desk, room: Room, facts: RoomFacts) -> RoomUse:
    """What is to come in this very room and fits as it is, but would not if the room were like `facts`."""
    after = facts.as_room(room.slug, RoomKind(room.kind), room.position)
    dates = _dates(session, {room.id}, desk.now)
    hours = _hours(session, dates)
    found = []
    for use in _grouped(dates, hours):
        why = _faults(after, use) - _faults(room, use)
        if why:
            found.append(Use(use.reservation, use.dates, use.hours, sorted(why)))
    talks = _talks(session, {room.id}, desk.now, own_room=False)
    return RoomUse(
        found, [each for each in talks if _fits(desk, room, each) and not _fits(desk, after, each)]
    )


def _sharing(session: Session, room: Room) -> set[int]:
    own = set(room.resource_ids)
    return {each.id for each in rooms_and_parts(session) if not own.isdisjoint(each.resource_ids)}


def _dates(session: Session, rooms: Iterable[int], now: datetime) -> Sequence[Occurrence]:
    open_still = Reservation.decide_by.is_(None) | (Reservation.decide_by > now)
    statement = (
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(Occurrence.room_id.in_(rooms), Occurrence.ends_at > now, open_still)
        .where(Occurrence.status.in_(IN_THE_CALENDAR))
        .options(joinedload(Occurrence.reservation).joinedload(Reservation.provider))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return session.scalars(statement).unique().all()


def _hours(session: Session, dates: Sequence[Occurrence]) -> Mapping[str, list[ConsultationHours]]:
    """The Sprechstunden that are not called off, by date."""
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.occurrence_id.in_([each.id for each in dates]))
        .where(ConsultationHours.closed_at.is_(None))
        .options(joinedload(ConsultationHours.offer))
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    found: dict[str, list[ConsultationHours]] = {each.id: [] for each in dates}
    for each in session.scalars(statement).unique():
        found[each.occurrence_id or ""].append(each)
    return found


def _talks(session: Session, rooms: Iterable[int], now: datetime, *, own_room: bool) -> Sequence[Appointment]:
    """Appointments to come in these rooms, held ones too as long as their hold lasts; by start."""
    statement = (
        select(Appointment)
        .where(Appointment.room_id.in_(rooms), Appointment.ends_at > now)
        .where(Appointment.status.in_([*STILL_TO_COME, *UNFINISHED]))
        .options(joinedload(Appointment.person), joinedload(Appointment.offer))
        .order_by(Appointment.starts_at, Appointment.id)
    )
    if own_room:
        statement = statement.where(Appointment.own_room)
    found = session.scalars(statement).unique()
    return [each for each in found if each.status not in UNFINISHED or not each.ran_out(now)]


def _grouped(dates: Sequence[Occurrence], hours: Mapping[str, Sequence[ConsultationHours]]) -> list[Use]:
    """One for each reservation, by its next date."""

    def its_reservation(date: Occurrence) -> str:
        return date.reservation_id

    found = []
    for _id, group in groupby(sorted(dates, key=its_reservation), key=its_reservation):
        mine = sorted(group, key=lambda date: (date.starts_at, date.id))
        inside = [each for date in mine for each in hours[date.id]]
        found.append(Use(mine[0].reservation, mine, inside))
    return sorted(found, key=lambda use: (use.dates[0].starts_at, use.reservation.id))


def _faults(room: Room, use: Use) -> set[str]:
    """Why the room does not suit what it is reserved for."""
    wanted = use.reservation
    found = set(misfits(room, people=wanted.people, needs=wanted.needs))
    if wanted.seating and wanted.seating not in room.seating:
        found.add(NO_SUCH_PLAN)
    elif wanted.seating and room.seating[wanted.seating] < (wanted.people or 0):
        found.add(TOO_SMALL)
    if not room.confidential and any(each.offer.confidential for each in use.hours):
        found.add(NOT_CONFIDENTIAL)
    return found


def _fits(desk: Desk, room: Room, appointment: Appointment) -> bool:
    """Whether the room suits what somebody needs; of who said nothing, any does."""
    needs = contact_of(appointment.person, desk.vault).needs if appointment.person else ()
    wish = wish_behind(appointment, needs)
    confidential = appointment.own_room and appointment.offer.confidential
    return suits(room, confidential=confidential, needs=wish.room_needs, party=wish.party)
