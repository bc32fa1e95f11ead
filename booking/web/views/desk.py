"""The desk's day: arrivals without names, doors with their waiting time, closures in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.people import contact_of
from booking.appointments.models import Appointment, Status
from booking.house.calendar import closed_times
from booking.house.models import ClosureKind, Room
from booking.house.outages import Outage, outages
from booking.ids import readable_code
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day
from booking.vault import Vault
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.closures import what_words
from booking.web.views.rooms import RoomView, room_view


@dataclass(frozen=True)
class Arrival:
    """One who is expected; `name` only for whom the reader booked for."""

    id: str
    start: datetime
    code: str
    status: str
    name: str
    asleep: bool
    can_arrive: bool
    late: bool


@dataclass(frozen=True)
class RoomArrivals:
    room: RoomView | None
    arrivals: list[Arrival]


@dataclass(frozen=True)
class ClosedView:
    """What cannot be used today, until when, and why."""

    what: str
    when: str
    reason: str


def arrivals_view(
    by_room: Sequence[tuple[Room | None, Sequence[Appointment]]], actor: Actor, vault: Vault, now: datetime
) -> list[RoomArrivals]:
    """A list for each room."""
    return [
        RoomArrivals(room_view(room), [arrival(each, actor, vault, now) for each in appointments])
        for room, appointments in by_room
    ]


def arrival(appointment: Appointment, actor: Actor, vault: Vault, now: datetime) -> Arrival:
    expected = appointment.status == Status.CONFIRMED
    asleep = appointment.asleep_by is not None
    today = wall_day(appointment.starts_at) == wall_day(now)
    return Arrival(
        id=appointment.id,
        start=appointment.starts_at,
        code=readable_code(appointment.code),
        status=appointment.status,
        name=own_name(appointment, actor, vault),
        asleep=asleep,
        can_arrive=today and not asleep and appointment.status in (Status.CONFIRMED, Status.NO_SHOW),
        late=expected and not asleep and appointment.starts_at <= now,
    )


def own_name(appointment: Appointment, actor: Actor, vault: Vault) -> str:
    """The name that the reader took down themselves; of what others took down, nothing."""
    if appointment.taken_by != actor.account_id or appointment.person is None:
        return ""
    return contact_of(appointment.person, vault).name


def closures_today(session: Session, now: datetime) -> list[ClosedView]:
    """What is closed or out of order today, for the whole house first."""
    today = day_bounds(wall_day(now))
    rooms = {room.id: room.name for room in session.scalars(select(Room))}
    found = []
    closed = [each for each in closed_times(session, today) if not each.retired]
    for each in sorted(closed, key=lambda each: each.room_id or 0):
        kind = ClosureKind.ROOM if each.room_id else ClosureKind.HOUSE
        what = what_words(kind, rooms.get(each.room_id or 0, ""), "")
        found.append(ClosedView(what, _when(each.interval, today), each.reason))
    return found + [_broken(each, today, rooms) for each in outages(session, today)]


def _broken(outage: Outage, today: Interval, rooms: Mapping[int, str]) -> ClosedView:
    kind = ClosureKind.EQUIPMENT if outage.equipment else ClosureKind.LIFT
    what = what_words(kind, rooms.get(outage.room_id or 0, ""), outage.equipment or "")
    return ClosedView(what, _when(outage.interval, today), outage.reason)


def _when(closed: Interval, today: Interval) -> str:
    """Within today: all of it, or from when until when."""
    time = current_language().formats.time
    if closed.contains(today):
        return _("den ganzen Tag")
    start, end = max(closed.start, today.start), min(closed.end, today.end)
    if start == today.start:
        return _("bis %(time)s", time=time(end))
    if end == today.end:
        return _("ab %(time)s", time=time(start))
    return _("%(start)s bis %(end)s", start=time(start), end=time(end))
