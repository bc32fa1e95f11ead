"""What comes back when a closure or an absence is withdrawn, what does not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import STILL_TO_COME, Appointment, ConsultationHours
from booking.disruptions.looking import dates_with, hours_in
from booking.disruptions.stops import Stops
from booking.disruptions.wanted import Cause, as_wanted
from booking.house.models import Room
from booking.occupancy import busy_times
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.intervals import BusyTimes, Interval


class Why(StrEnum):
    """Why something stays asleep."""

    PAST = "past"
    STILL_CLOSED = "still_closed"
    ROOM_TAKEN = "room_taken"
    ROOM_RETIRED = "room_retired"
    ADVISER_TAKEN = "adviser_taken"


Thing = Occurrence | ConsultationHours | Appointment


@dataclass(frozen=True)
class Return:
    """`wakes` is where it was again. `stays` stays asleep and says why; a cause in `passed_on` keeps it so now."""

    wakes: Sequence[Thing] = ()
    stays: Sequence[tuple[Thing, Why]] = ()
    passed_on: Mapping[str, str] = field(default_factory=dict)

    @property
    def dates(self) -> list[Occurrence]:
        return [each for each in self.wakes if isinstance(each, Occurrence)]

    @property
    def hours(self) -> list[ConsultationHours]:
        return [each for each in self.wakes if isinstance(each, ConsultationHours)]

    @property
    def appointments(self) -> list[Appointment]:
        return [each for each in self.wakes if isinstance(each, Appointment)]


@dataclass(frozen=True)
class Sleepers:
    """What is asleep because of it; in `beneath` are the dates of such Sprechstunden that sleep for another cause."""

    dates: Sequence[Occurrence]
    hours: Sequence[ConsultationHours]
    appointments: Sequence[Appointment]
    beneath: Sequence[Occurrence] = ()

    @property
    def all_dates(self) -> list[Occurrence]:
        return [*self.dates, *self.beneath]

    def still(self, now: datetime) -> list[Thing]:
        """What is to come."""
        things: list[Thing] = [*self.dates, *self.hours, *self.appointments]
        return [each for each in things if each.ends_at > now]


def sleepers(session: Session, row: Cause) -> Sleepers:
    """All of it as it is now; dates too that were reserved when the house was closed already.

    An appointment sleeps with its Sprechstunde, whatever it was that put it to sleep first.
    """
    mine = ConsultationHours.asleep_by == row.cause, ConsultationHours.closed_at.is_(None)
    statement = (
        select(ConsultationHours)
        .where(*mine)
        .options(joinedload(ConsultationHours.adviser), joinedload(ConsultationHours.offer))
        .order_by(ConsultationHours.id)
        .execution_options(populate_existing=True)
    )
    dates, hours = _dates(session, row), session.scalars(statement).all()
    in_them = and_(Appointment.asleep_by.is_not(None), Appointment.hours_id.in_([each.id for each in hours]))
    appointments = (
        select(Appointment)
        .where(or_(Appointment.asleep_by == row.cause, in_them), Appointment.status.in_(STILL_TO_COME))
        .options(joinedload(Appointment.person), joinedload(Appointment.room))
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True)
    )
    return Sleepers(
        dates, hours, session.scalars(appointments).unique().all(), _beneath(session, dates, hours)
    )


def what_returns(session: Session, stops: Stops, asleep: Sleepers, now: datetime) -> Return:
    """Judge all of it: a date needs its room, a Sprechstunde its adviser and its date, an appointment all of these."""
    return _Judge(session, stops, asleep, now).verdict()


def _dates(session: Session, row: Cause) -> list[Occurrence]:
    wanted, mine = as_wanted(row), Occurrence.asleep_by == row.cause
    asleep = Occurrence.status == OccurrenceStatus.ASLEEP
    if not wanted.closes:
        return dates_with(session, and_(asleep, mine))
    from_the_start = and_(
        Occurrence.asleep_by.is_(None),
        Occurrence.starts_at < row.ends_at,
        Occurrence.ends_at > row.starts_at,
        Occurrence.room_id.in_(wanted.shut_rooms(session)),
    )
    return dates_with(session, and_(asleep, or_(mine, from_the_start)))


def _beneath(
    session: Session, dates: Sequence[Occurrence], hours: Sequence[ConsultationHours]
) -> list[Occurrence]:
    """Dates whose Sprechstunden wake only if they do, though something else put them to sleep."""
    ids = {each.occurrence_id for each in hours} - {each.id for each in dates} - {None}
    return dates_with(
        session,
        and_(Occurrence.status == OccurrenceStatus.ASLEEP, Occurrence.id.in_(sorted(filter(None, ids)))),
    )


class _Judge:
    def __init__(self, session: Session, stops: Stops, asleep: Sleepers, now: datetime) -> None:
        self._session, self._stops, self._asleep, self._now = session, stops, asleep, now
        self._wakes: list[Thing] = []
        self._stays: list[tuple[Thing, Why]] = []
        self._passed_on: dict[str, str] = {}
        self._taken: list[tuple[set[int], Interval]] = []
        self._beneath = {each.id: each for each in asleep.beneath}
        in_dates = hours_in(session, [each.id for each in asleep.all_dates])
        self._by_date = {
            date.id: [each for each in in_dates if each.occurrence_id == date.id] for date in asleep.all_dates
        }

    def verdict(self) -> Return:
        busy = self._busy()
        for date in self._asleep.dates:
            self._keep(date, date.owner, *self._date(date, busy))
        kept = {thing.id: why for thing, why in self._stays if isinstance(thing, Occurrence)}
        for hours in self._asleep.hours:
            self._keep(hours, hours.owner, *self._hours(hours, kept, busy))
        sleeping = {thing.id: why for thing, why in self._stays if isinstance(thing, ConsultationHours)}
        for appointment in self._asleep.appointments:
            self._keep(appointment, appointment.owner, *self._appointment(appointment, sleeping))
        return Return(self._wakes, self._stays, self._passed_on)

    def _keep(self, thing: Thing, owner: str, why: Why | None, cause: str | None) -> None:
        if why is None:
            self._wakes.append(thing)
            return
        self._stays.append((thing, why))
        if cause is not None:
            self._passed_on[owner] = cause

    def _date(self, date: Occurrence, busy: Mapping[int, BusyTimes]) -> tuple[Why | None, str | None]:
        decide_by = date.reservation.decide_by
        if date.ends_at <= self._now or (decide_by is not None and decide_by <= self._now):
            return Why.PAST, None
        cause = self._stops.date(date, self._by_date[date.id])
        if cause is not None:
            return Why.STILL_CLOSED, cause
        return self._room(date, busy), None

    def _room(self, date: Occurrence, busy: Mapping[int, BusyTimes]) -> Why | None:
        if date.room.is_retired:
            return Why.ROOM_RETIRED
        parts, time = set(date.room.resource_ids), date.reservation.taken(date.interval)
        if not self._is_free(parts, time, busy):
            return Why.ROOM_TAKEN
        self._taken.append((parts, time))
        return None

    def _is_free(self, resources: set[int], time: Interval, busy: Mapping[int, BusyTimes]) -> bool:
        """Whether nobody else has them, nor anything else that wakes."""
        given = any(resources & others and time.overlaps(other) for others, other in self._taken)
        return not given and all(busy[each].is_free(time) for each in resources)

    def _hours(
        self, hours: ConsultationHours, kept: Mapping[str, Why], busy: Mapping[int, BusyTimes]
    ) -> tuple[Why | None, str | None]:
        if hours.ends_at <= self._now:
            return Why.PAST, None
        cause = self._stops.hours(hours)
        if cause is not None:
            return Why.STILL_CLOSED, cause
        why = kept.get(hours.occurrence_id or "")
        if why is not None:
            return why, self._passed_on.get(f"occurrence:{hours.occurrence_id}")
        adviser, time = {hours.adviser.resource_id}, Interval(hours.starts_at, hours.ends_at)
        date = self._beneath.get(hours.occurrence_id or "")
        if not self._is_free(adviser, time, busy):
            return Why.ADVISER_TAKEN, date.asleep_by if date is not None else None
        if date is not None:
            why, cause = self._date(date, busy)
            if why is not None:
                return why, cause or date.asleep_by
            self._wakes.append(self._beneath.pop(date.id))
        self._taken.append((adviser, time))
        return None, None

    def _appointment(
        self, appointment: Appointment, sleeping: Mapping[int, Why]
    ) -> tuple[Why | None, str | None]:
        if appointment.starts_at <= self._now:
            return Why.PAST, None
        cause = self._stops.appointment(appointment)
        if cause is not None:
            return Why.STILL_CLOSED, cause
        why = sleeping.get(appointment.hours_id)
        if why is None and not appointment.hours.is_open:
            woken = {each.id for each in self._wakes if isinstance(each, ConsultationHours)}
            if appointment.hours_id not in woken:
                return Why.STILL_CLOSED, appointment.hours.asleep_by
        return why, self._passed_on.get(f"hours:{appointment.hours_id}") if why else None

    def _busy(self) -> Mapping[int, BusyTimes]:
        """What others have taken of the rooms and advisers meanwhile."""
        rooms: Iterable[Room] = (each.room for each in self._asleep.all_dates)
        parts = [part for room in rooms for part in room.resource_ids]
        advisers = [each.adviser.resource_id for each in self._asleep.hours]
        times = [each.reservation.taken(each.interval) for each in self._asleep.all_dates]
        times += [Interval(each.starts_at, each.ends_at) for each in self._asleep.hours]
        if not times:
            return {}
        span = Interval(min(each.start for each in times), max(each.end for each in times))
        return busy_times(self._session, [*parts, *advisers], span, now=self._now)
