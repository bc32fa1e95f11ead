"""Putting dates and Sprechstunden to sleep: their rooms and advisers are free, nothing is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from booking import outbox
from booking.disruptions.looking import Touched
from booking.events import ReservationChanged
from booking.occupancy import release
from booking.reservations.models import Occurrence, Reservation
from booking.runtime import Desk


def put_to_sleep(session: Session, desk: Desk, touched: Touched, *, cause: str, reason: str | None) -> None:
    """Dates and Sprechstunden sleep; holds in their time can be taken over by nobody. Everything must be locked."""
    dates = touched.sleeping_dates
    for date in dates:
        date.sleep(cause, reason)
    for hours in touched.hours:
        hours.sleep(cause)
    owners = [each.owner for each in dates]
    owners += [each.owner for each in touched.hours]
    owners += [each.owner for each in touched.held]
    release(session, *owners)
    session.flush()
    tell_providers(session, desk, dates, asleep=True)


def tell_providers(session: Session, desk: Desk, dates: Sequence[Occurrence], *, asleep: bool) -> None:
    """One event for each reservation; calendars see the next sequence of each series."""

    def by_reservation(date: Occurrence) -> str:
        return date.reservation_id

    for _, group in groupby(sorted(dates, key=by_reservation), key=by_reservation):
        mine = list(group)
        _tell(session, desk, mine[0].reservation, mine, asleep=asleep)


def _tell(
    session: Session, desk: Desk, reservation: Reservation, dates: Sequence[Occurrence], *, asleep: bool
) -> None:
    series = {each.series_id: each.series for each in dates}
    for each in series.values():
        each.sequence += 1
    reservation.changed_at = desk.now
    count = len(dates)
    event = ReservationChanged(
        reservation_id=reservation.id,
        series_ids=sorted(series),
        asleep=count if asleep else 0,
        woken=0 if asleep else count,
        by_house=True,
    )
    outbox.record(session, event, now=desk.now)
