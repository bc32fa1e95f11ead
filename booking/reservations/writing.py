"""Writing: what was decided about a wish becomes rows: the reservation, its series, and each date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.ids import new_uid, random_id
from booking.reservations.deciding import Decision
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation, Series
from booking.reservations.wishes import Wish, room_of
from booking.runtime import Desk
from booking.scheduling import recurrence
from booking.scheduling.walltime import from_wall, wall_day

REQUEST_OPEN = timedelta(days=3)


def written(
    session: Session,
    desk: Desk,
    wish: Wish,
    decisions: Sequence[Decision],
    *,
    account_id: int | None = None,
    as_request: bool = False,
    uid: str = "",
) -> Reservation:
    """The rows of what was decided, with the next flush; `uid` is that of its series, else it gets a new one."""
    reservation = _reservation(desk, wish, account_id)
    series = _series(reservation, wish, uid or new_uid(desk.domain))
    session.add_all([reservation, series])
    if as_request:
        starts = (each.interval.start for each in decisions if each.takes_place)
        reservation.decide_by = deadline(starts, now=desk.now)
    stands = OccurrenceStatus.PENDING if as_request else OccurrenceStatus.CONFIRMED
    reservation.occurrences.extend(_date(series, each, stands) for each in decisions)
    return reservation


def deadline(starts: Iterable[datetime], *, now: datetime) -> datetime:
    """Until when the house decides about a request for dates that start then: soon, and before the first of them."""
    return min(now + REQUEST_OPEN, *starts)


def _reservation(desk: Desk, wish: Wish, account_id: int | None) -> Reservation:
    """What was wished for all dates alike."""
    return Reservation(
        id=random_id(),
        provider_id=wish.provider_id,
        title=wish.title,
        public_title=wish.public_title,
        created_at=desk.now,
        changed_at=desk.now,
        account_id=account_id,
        people=wish.people,
        needs=[str(need) for need in wish.needs],
        setup_minutes=wish.setup_minutes,
        cleanup_minutes=wish.cleanup_minutes,
        seating=wish.seating,
        key=wish.key,
        on_closure=wish.on_closure,
        on_school_holiday=wish.on_school_holiday,
    )


def _series(reservation: Reservation, wish: Wish, uid: str) -> Series:
    """What calendars know of the dates, under a UID of its own."""
    when = wish.when
    first = from_wall(when.days()[0], when.at)
    return Series(
        id=random_id(),
        reservation_id=reservation.id,
        position=0,
        uid=uid,
        first_day=wall_day(first),
        wall_time=when.at,
        minutes=when.minutes,
        room_id=room_of(wish).id,
        rule=recurrence.text(when.rule, first) if when.rule else None,
    )


def _date(series: Series, decision: Decision, stands: OccurrenceStatus) -> Occurrence:
    """One date as it was decided; it is `stands` if it takes place."""
    plan = decision.plan
    return Occurrence(
        id=random_id(),
        reservation_id=series.reservation_id,
        series_id=series.id,
        recurrence_id=plan.recurrence_id,
        planned_at=plan.recurrence_id,
        room_id=decision.room.id,
        starts_at=decision.interval.start,
        ends_at=decision.interval.end,
        status=stands if decision.takes_place else decision.status,
        own_time=decision.interval != plan.interval,
        own_room=decision.room.id != plan.room.id,
        reason=plan.reason or None,
    )
