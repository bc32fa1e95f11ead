"""What keeps a Sprechstunde from taking place somewhere: closures of its room, absences of its adviser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, ConsultationHours, HoursMode
from booking.appointments.terms import terms_of
from booking.house.calendar import Closed
from booking.house.closing import closed_by_room
from booking.house.models import Closure, Room
from booking.house.outages import NEEDS_THE_LIFT, OUT_OF_ORDER, Outage
from booking.house.rooms import rooms_and_parts
from booking.offers.absences import Absence
from booking.scheduling.intervals import Interval, subtract

OPEN_DOOR = timedelta(minutes=15)


def has_time_left(hours: ConsultationHours, lost: Interval, *, there: Interval | None = None) -> bool:
    """Whether a talk still fits into what is left of the Sprechstunde, where it is or `there`."""
    talk = terms_of(hours, hours.offer).grid.duration
    if hours.mode != HoursMode.BOOKABLE:
        talk = min(talk, OPEN_DOOR)
    left = subtract(there or Interval(hours.starts_at, hours.ends_at), [lost])
    return any(each.end - each.start >= talk for each in left)


class Hindrances:
    """What is in effect in a span, read once; each answer is a cause, or None. What sleeps for it keeps its own."""

    def __init__(self, session: Session, within: Interval) -> None:
        closures = session.scalars(
            select(Closure)
            .where(Closure.withdrawn_at.is_(None))
            .where(Closure.starts_at < within.end, Closure.ends_at > within.start)
            .order_by(Closure.starts_at, Closure.id)
        ).all()
        self._absences = session.scalars(
            select(Absence)
            .where(Absence.withdrawn_at.is_(None))
            .where(Absence.starts_at < within.end, Absence.ends_at > within.start)
            .order_by(Absence.starts_at, Absence.id)
        ).all()
        self._outages = {row.cause: Outage.of(row) for row in closures if row.kind in OUT_OF_ORDER}
        shut = [row for row in closures if row.kind not in OUT_OF_ORDER]
        times = [Closed(Interval(row.starts_at, row.ends_at), row.reason, row.room_id) for row in shut]
        self._causes = {closed: row.cause for closed, row in zip(times, shut, strict=True)}
        self._closed = closed_by_room(rooms_and_parts(session), times) if times else {}

    def of_hours(self, hours: ConsultationHours, there: Interval, room: Room | None) -> str | None:
        """What would leave no time of the Sprechstunde."""
        found = [
            cause
            for lost, cause in self._losing(hours.adviser_id, there, room)
            if not has_time_left(hours, lost, there=there)
        ]
        return _first(found, hours.asleep_by)

    def of_talk(self, appointment: Appointment, room: Room | None) -> str | None:
        """What shares time with an appointment that would be in this room."""
        time = Interval(appointment.starts_at, appointment.ends_at)
        found = [cause for _lost, cause in self._losing(appointment.adviser_id, time, room)]
        outage = self._outages.get(appointment.asleep_by or "")
        if outage is not None and room is not None and outage.interval.overlaps(time):
            its_need = (outage.equipment,) if outage.equipment else NEEDS_THE_LIFT
            found += [appointment.asleep_by or ""] if outage.bars(room, its_need) else []
        return _first(found, appointment.asleep_by)

    def _losing(self, adviser_id: int, time: Interval, room: Room | None) -> Iterator[tuple[Interval, str]]:
        for closed in self._closed.get(room.id if room else None, ()):
            if closed.interval.overlaps(time):
                yield closed.interval, self._causes[closed]
        for row in self._absences:
            away = Interval(row.starts_at, row.ends_at)
            if row.adviser_id == adviser_id and away.overlaps(time):
                yield away, row.cause


def _first(found: list[str], before: str | None) -> str | None:
    return before if before in found else next(iter(found), None)
