"""A reservation told to somebody who asks: with its dates, and only what the caller may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from booking.accounts.access import Actor
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, OccurrenceStatus, Reservation
from booking.reservations.seeing import seen_by, title_for
from booking.web.schemas.reservations import ReservationSchema


def told(
    reservation: Reservation, actor: Actor, *, now: datetime, dates: Sequence[Occurrence] | None = None
) -> dict[str, Any]:
    """The fields of ReservationSchema, with all dates or only these, by their first start."""
    if dates is None:
        dates = sorted(reservation.occurrences, key=lambda each: each.recurrence_id)
    seen = seen_by(actor, dates[0])
    shown: dict[str, Any] = ReservationSchema().dump(
        {
            "id": reservation.id,
            "title": title_for(actor, reservation),
            "provider": seen.provider,
            "status": _status(reservation, dates, now),
            "rrule": _rule(reservation) if seen.details else None,
            "occurrences": [_date(each, actor, now) for each in dates],
        }
    )
    return shown


def _date(date: Occurrence, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": date.id,
        "recurrence_id": date.recurrence_id,
        "start": date.starts_at,
        "end": date.ends_at,
        "room": date.room.slug,
        "status": _status_of_date(date, now),
        "title": seen_by(actor, date).title,
    }


def _status(reservation: Reservation, dates: Sequence[Occurrence], now: datetime) -> OccurrenceStatus:
    if all(_status_of_date(each, now) not in IN_THE_CALENDAR for each in dates):
        return OccurrenceStatus.CANCELLED
    return OccurrenceStatus.CONFIRMED if reservation.decide_by is None else OccurrenceStatus.PENDING


def _status_of_date(date: Occurrence, now: datetime) -> OccurrenceStatus:
    """A request is over with its deadline, also before the sweeper has written that down."""
    decide_by = date.reservation.decide_by
    if date.status == OccurrenceStatus.PENDING and decide_by is not None and decide_by <= now:
        return OccurrenceStatus.CANCELLED
    return OccurrenceStatus(date.status)


def _rule(reservation: Reservation) -> str | None:
    return max(reservation.series, key=lambda each: (each.first_day, each.position)).rule
