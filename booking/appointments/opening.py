"""Opening a Sprechstunde on many dates of a reservation at once, after a preview of each date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.orm import Session

from booking.appointments.hours import Plan, open_hours, rules_broken
from booking.appointments.models import AS_OFFERED, ConsultationHours, HoursMode, SlotSettings
from booking.errors import DomainError, Overlap
from booking.occupancy import busy_times
from booking.occupancy.claims import lock_resources
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.wishes import Need
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import from_wall, wall_day

ADVISER_BUSY = "adviser_busy"


class CannotOpen(DomainError):
    """Some of the dates cannot have this Sprechstunde; nothing was opened. `dates` is the new preview."""

    code = "cannot-open"

    def __init__(self, dates: Sequence[OpeningDate]) -> None:
        super().__init__(f"{sum(not each.is_possible for each in dates)} dates")
        self.dates = dates


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A Sprechstunde for dates of a reservation; without times it fills each date."""

    offer: Offer
    adviser: Adviser
    starts: time | None = None
    ends: time | None = None
    seats: int = 1
    mode: HoursMode = HoursMode.BOOKABLE
    settings: SlotSettings = AS_OFFERED

    def within(self, date: Occurrence) -> Interval:
        """Its time on this date. Raises NonexistentTime, and ValueError when it ends before it begins."""
        day = wall_day(date.starts_at)
        return Interval(
            from_wall(day, self.starts) if self.starts else date.starts_at,
            from_wall(day, self.ends) if self.ends else date.ends_at,
        )


@dataclass(frozen=True)
class OpeningDate:
    """A date, the time the Sprechstunde would have, and every rule that speaks against it (code, facts)."""

    occurrence: Occurrence
    interval: Interval
    problems: Sequence[tuple[str, dict[str, str]]]

    @property
    def is_possible(self) -> bool:
        return not self.problems


def openable_dates(reservation: Reservation, *, now: datetime) -> list[Occurrence]:
    """The dates on which a Sprechstunde may still be opened."""
    return [
        each
        for each in reservation.occurrences
        if each.status == OccurrenceStatus.CONFIRMED and not each.is_past(now)
    ]


def preview_opening(
    session: Session, opening: Opening, dates: Sequence[Occurrence], *, now: datetime
) -> list[OpeningDate]:
    """Each date with what speaks against it: the house's rules, and the adviser who sits elsewhere then."""
    intervals = [opening.within(each) for each in dates]
    if not intervals:
        return []
    span = Interval(min(each.start for each in intervals), max(each.end for each in intervals))
    resource = opening.adviser.resource_id
    elsewhere = busy_times(session, [resource], span, now=now)[resource]
    found = []
    for date, interval in zip(dates, intervals, strict=True):
        problems = rules_broken(session, _plan(opening, date, interval))
        if not elsewhere.is_free(interval):
            problems.append((ADVISER_BUSY, {"adviser": opening.adviser.name}))
        found.append(OpeningDate(date, interval, problems))
    return found


def open_on(
    session: Session, opening: Opening, dates: Sequence[Occurrence], *, now: datetime
) -> list[ConsultationHours]:
    """Open it on all these dates, or raise CannotOpen with nothing opened. Its times can be booked at once."""
    lock_resources(session, [opening.adviser.resource_id])
    preview = preview_opening(session, opening, dates, now=now)
    if not preview or not all(each.is_possible for each in preview):
        raise CannotOpen(preview)
    if opening.offer.confidential:
        for date in dates:
            date.reservation.must_offer(Need.CONFIDENTIAL)
    try:
        return [
            open_hours(session, _plan(opening, each.occurrence, each.interval), now=now) for each in preview
        ]
    except Overlap as overlap:  # another program wrote past our lock
        raise CannotOpen(preview) from overlap


def _plan(opening: Opening, date: Occurrence, interval: Interval) -> Plan:
    return Plan(
        offer=opening.offer,
        adviser=opening.adviser,
        interval=interval,
        seats=opening.seats,
        mode=opening.mode,
        occurrence=date,
        settings=opening.settings,
    )
