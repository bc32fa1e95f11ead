"""Calling dates off, and giving them another title; the rooms are free at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.events import Event, ReservationCancelled, ReservationChanged
from booking.occupancy import release
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation
from booking.reservations.scope import Scope, reach


def cancel(
    session: Session,
    reservation: Reservation,
    scope: Scope,
    picked: Occurrence | None = None,
    *,
    now: datetime,
    by_house: bool = False,
) -> list[Occurrence]:
    """Call off one date, the rest from it on, or all to come; says which ones took place until now.

    Calling off what is off already changes nothing. Raises NotAllowedNow for what is past.
    """
    if _is_off_already(reservation, scope, picked, now):
        return []
    stretches = reach(reservation, picked, scope, now=now)
    touched = [each for stretch in stretches for each in stretch.dates]
    ended = [each for each in touched if each.status in IN_THE_CALENDAR]
    for each in touched:
        if each.status in IN_THE_CALENDAR:
            each.cancel()
    release(session, *(each.owner for each in touched))
    for stretch in stretches:
        stretch.series.sequence += 1
    _tell(session, reservation, ended, now=now, by_house=by_house)
    return ended


def retitle(
    session: Session,
    reservation: Reservation,
    scope: Scope,
    picked: Occurrence | None = None,
    *,
    title: str,
    public_title: str | None,
    now: datetime,
    by_house: bool = False,
) -> None:
    """Another title for one date, the rest, or all to come; past dates keep theirs."""
    stretches = reach(reservation, picked, scope, now=now)
    touched = [each for stretch in stretches for each in stretch.dates]
    before = [(each.title, each.public_title) for each in touched]
    if scope == Scope.ALL:
        for each in reservation.occurrences:
            if each.is_past(now) and each.own_title is None:
                each.own_title, each.own_public_title = reservation.title, reservation.public_title
        reservation.title, reservation.public_title = title, public_title
        for each in touched:
            each.own_title = each.own_public_title = None
    else:
        for each in touched:
            each.own_title, each.own_public_title = title, public_title
    renamed = sum((each.title, each.public_title) != was for each, was in zip(touched, before, strict=True))
    if not renamed:
        return
    for stretch in stretches:
        stretch.series.sequence += 1
    reservation.changed_at = now
    event = ReservationChanged(
        reservation_id=reservation.id,
        series_ids=sorted({stretch.series.id for stretch in stretches}),
        renamed=renamed,
        by_house=by_house,
    )
    outbox.record(session, event, now=now)


def _is_off_already(reservation: Reservation, scope: Scope, picked: Occurrence | None, now: datetime) -> bool:
    if scope == Scope.ONE and picked is not None:
        return picked.status not in IN_THE_CALENDAR
    coming = [each for each in reservation.occurrences if not each.is_past(now)]
    if scope == Scope.FOLLOWING and picked is not None:
        coming = [each for each in coming if each.recurrence_id >= picked.recurrence_id]
    return bool(coming) and all(each.status not in IN_THE_CALENDAR for each in coming)


def _tell(
    session: Session, reservation: Reservation, ended: list[Occurrence], *, now: datetime, by_house: bool
) -> None:
    reservation.changed_at = now
    touched = sorted({each.series_id for each in ended})
    event: Event = ReservationChanged(
        reservation_id=reservation.id, series_ids=touched, cancelled=len(ended), by_house=by_house
    )
    if not any(each.status in IN_THE_CALENDAR and not each.is_past(now) for each in reservation.occurrences):
        reservation.decide_by = None
        event = ReservationCancelled(reservation_id=reservation.id, series_ids=touched, by_house=by_house)
    outbox.record(session, event, now=now)
