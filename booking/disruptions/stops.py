"""What else keeps something from taking place: other closures, outages and absences in the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.hindrances import has_time_left
from booking.appointments.models import Appointment, ConsultationHours
from booking.appointments.wishes import wish_behind
from booking.disruptions.effects import contact_behind
from booking.disruptions.wanted import Cause, Wanted, as_wanted
from booking.house.models import Closure, Room
from booking.offers.absences import Absence
from booking.reservations.models import Occurrence
from booking.scheduling.intervals import Interval
from booking.vault import Vault


class Stops:
    """The others that are in effect; each answer is the cause that goes on, or None.

    `but_for` is the one that is withdrawn. Without a vault nobody's needs are looked at.
    """

    def __init__(self, session: Session, but_for: Cause, within: Interval, vault: Vault | None) -> None:
        self._vault = vault
        rows: list[Cause] = []
        for table in (Closure, Absence):
            rows += session.scalars(
                select(table)
                .where(table.withdrawn_at.is_(None), table.starts_at < within.end)
                .where(table.ends_at > within.start)
                .order_by(table.starts_at, table.id)
            )
        self._others = [(each.cause, as_wanted(each)) for each in rows if each.cause != but_for.cause]
        self._rooms = {cause: wanted.shut_rooms(session) for cause, wanted in self._others if wanted.closes}

    def date(self, date: Occurrence, hours: Sequence[ConsultationHours]) -> str | None:
        """A closure in its time that leaves no Sprechstunde any, or absences that leave it none."""
        for cause, wanted in self._closing(date.room_id, date.interval):
            if all(not has_time_left(each, wanted.interval) for each in hours):
                return cause
        away = [self._away(each) for each in hours]
        return away[0] if away and all(away) else None

    def hours(self, hours: ConsultationHours) -> str | None:
        """A closure of its room, or an absence, that leaves no time of it."""
        time = Interval(hours.starts_at, hours.ends_at)
        for cause, wanted in self._closing(hours.room_id, time):
            if not has_time_left(hours, wanted.interval):
                return cause
        return self._away(hours)

    def appointment(self, appointment: Appointment) -> str | None:
        """Whatever shares time with it and concerns its room, its adviser or its needs."""
        time = Interval(appointment.starts_at, appointment.ends_at)
        room = _room_of(appointment)
        for cause, _wanted in self._closing(room.id if room else None, time):
            return cause
        for cause, wanted in self._others:
            if not wanted.interval.overlaps(time):
                continue
            if wanted.adviser_id == appointment.adviser_id or self._bars(wanted, appointment):
                return cause
        return None

    def _closing(self, room_id: int | None, time: Interval) -> Iterator[tuple[str, Wanted]]:
        for cause, wanted in self._others:
            shut = self._rooms.get(cause)
            if (
                shut is not None
                and wanted.interval.overlaps(time)
                and (wanted.room_id is None or room_id in shut)
            ):
                yield cause, wanted

    def _away(self, hours: ConsultationHours) -> str | None:
        for cause, wanted in self._others:
            away = wanted.adviser_id == hours.adviser_id and wanted.interval.overlaps(
                Interval(hours.starts_at, hours.ends_at)
            )
            if away and not has_time_left(hours, wanted.interval):
                return cause
        return None

    def _bars(self, wanted: Wanted, appointment: Appointment) -> bool:
        room = _room_of(appointment)
        if wanted.outage is None or room is None or self._vault is None:
            return False
        needs = wish_behind(appointment, contact_behind(appointment, self._vault).needs).room_needs
        return wanted.outage.bars(room, needs)


def _room_of(appointment: Appointment) -> Room | None:
    """Where it would take place: its Sprechstunde may have gone to another room while it slept."""
    return appointment.room if appointment.own_room else appointment.hours.room
