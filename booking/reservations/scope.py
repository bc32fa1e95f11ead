"""How far a change reaches: this date, from here on, or all that is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotAllowedNow, NotFound
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation, Series


class Scope(StrEnum):
    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True)
class Stretch:
    """The dates of one series that a change touches, in order; `whole` when it begins with the series."""

    series: Series
    dates: Sequence[Occurrence]
    whole: bool


def for_change(session: Session, reservation_id: str) -> Reservation:
    """The reservation with its dates as they are now; others who want to change it wait. Raises NotFound."""
    found = session.scalar(
        select(Reservation)
        .where(Reservation.id == reservation_id)
        .with_for_update(of=Reservation, key_share=True)
        .options(selectinload(Reservation.series), selectinload(Reservation.occurrences))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("reservation")
    return found


def date_of(reservation: Reservation, occurrence_id: str) -> Occurrence:
    """One date of the reservation. Raises NotFound."""
    for occurrence in reservation.occurrences:
        if occurrence.id == occurrence_id:
            return occurrence
    raise NotFound("occurrence")


def reach(
    reservation: Reservation, start: Occurrence | None, scope: Scope, *, now: datetime
) -> list[Stretch]:
    """The dates a change touches, by series. Past dates are never among them.

    A cancelled date cannot be picked by itself; within a series it stays what it is. Raises NotAllowedNow
    when the picked date is past or called off, or nothing is left to change.
    """
    if scope == Scope.ALL or start is None:
        touched = [each for each in reservation.occurrences if not each.is_past(now)]
    else:
        if start.is_past(now):
            raise NotAllowedNow("change", "past")
        if start.status not in IN_THE_CALENDAR:
            raise NotAllowedNow("change", start.status)
        later = [each for each in reservation.occurrences if each.recurrence_id > start.recurrence_id]
        rest = [each for each in later if not each.is_past(now)]
        touched = [start, *rest] if scope == Scope.FOLLOWING else [start]
    if not any(each.status in IN_THE_CALENDAR for each in touched):
        raise NotAllowedNow("change", "over")
    touched.sort(key=lambda each: (each.series_id, each.planned_at))
    return [
        _stretch(reservation, series_id, list(dates))
        for series_id, dates in groupby(touched, key=lambda each: each.series_id)
    ]


def _stretch(reservation: Reservation, series_id: str, dates: Sequence[Occurrence]) -> Stretch:
    of_series = [each for each in reservation.occurrences if each.series_id == series_id]
    series = next(each for each in reservation.series if each.id == series_id)
    return Stretch(series, dates, whole=len(of_series) == len(dates))
