"""Which series the school holidays touch: what takes place in them all the same, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.reservations.models import TAKES_PLACE, Occurrence, OccurrenceStatus, Reservation
from booking.reservations.planning import SCHOOL_HOLIDAYS
from booking.reservations.wishes import OnSchoolHoliday
from booking.scheduling.walltime import day_bounds


@dataclass(frozen=True)
class TouchedSeries:
    """A reservation that falls out in school holidays: its coming dates there, as they stand now."""

    reservation: Reservation
    taking_place: int
    left_out: int


def touched_series(session: Session, first: date, last: date, *, now: datetime) -> Sequence[TouchedSeries]:
    """Those that have dates to come between these days, both included, by title."""
    begins, ends = max(day_bounds(first).start, now), day_bounds(last).end
    rows = session.scalars(
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(Reservation.on_school_holiday == OnSchoolHoliday.SKIP)
        .where(Occurrence.starts_at >= begins, Occurrence.starts_at < ends)
        .options(
            selectinload(Occurrence.reservation).selectinload(Reservation.series),
            selectinload(Occurrence.reservation).selectinload(Reservation.provider),
        )
    ).all()
    found = [
        TouchedSeries(
            reservation,
            sum(each.status in TAKES_PLACE for each in rows if each.reservation_id == reservation.id),
            sum(falls_out(each) for each in rows if each.reservation_id == reservation.id),
        )
        for reservation in {each.reservation_id: each.reservation for each in rows}.values()
    ]
    touched = [each for each in found if each.taking_place or each.left_out]
    return sorted(touched, key=lambda each: (each.reservation.title.casefold(), each.reservation.id))


def falls_out(occurrence: Occurrence) -> bool:
    """Whether the date was left out because of school holidays."""
    reason = occurrence.reason or ""
    return occurrence.status == OccurrenceStatus.SKIPPED_CLOSURE and reason.startswith(f"{SCHOOL_HOLIDAYS}:")
