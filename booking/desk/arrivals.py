"""Who comes to the house today, by room: times, rooms and codes. Names stay with those who took them down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.changes import attend
from booking.appointments.models import Appointment, Channel, Status
from booking.appointments.of_the_day import of_the_day
from booking.errors import NotAllowedNow, NotFound
from booking.house.models import Room
from booking.scheduling.walltime import wall_day


def arrivals_by_room(
    session: Session, now: datetime, *, reader: int, over: bool = False
) -> list[tuple[Room | None, list[Appointment]]]:
    """Today's appointments in the house, the rooms in their order; those that are over only on wish.

    Of what the reader (an account) took down, the person is read along.
    """
    found = [
        each
        for each in of_the_day(session, wall_day(now))
        if each.channel == Channel.ON_SITE and (over or each.ends_at > now)
    ]
    _read_people(session, [each.id for each in found if each.taken_by == reader])
    found.sort(key=lambda each: (each.room.position if each.room else 0, each.room_id or 0, each.starts_at))
    return [
        (room, sorted(rows, key=lambda each: (each.starts_at, each.code)))
        for room, rows in groupby(found, key=lambda each: each.room)
    ]


def _read_people(session: Session, ids: Sequence[str]) -> None:
    """Into the session with one query: whoever names them asks for nobody one by one."""
    if ids:
        with_person = select(Appointment).options(joinedload(Appointment.person))
        session.scalars(with_person.where(Appointment.id.in_(ids))).all()


def arrive(session: Session, appointment_id: str, *, now: datetime) -> Appointment:
    """Somebody is there: the one thing the house says of an appointment. Twice changes nothing.

    Raises NotFound for what is not in the house today, NotAllowedNow for what cannot take place.
    """
    found = session.scalar(
        select(Appointment).where(Appointment.id == appointment_id).with_for_update(key_share=True)
    )
    if found is None or found.channel != Channel.ON_SITE or wall_day(found.starts_at) != wall_day(now):
        raise NotFound("appointment")
    if found.asleep_by is not None or found.status == Status.DONE:
        raise NotAllowedNow(Status.ARRIVED, "asleep" if found.asleep_by else found.status)
    attend(session, found, Status.ARRIVED, now=now)
    return found
