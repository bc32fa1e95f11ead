"""The end of waiting without a time: the last day is over, the offer cannot be booked any more, or they left."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.offers.models import Offer, OfferMode
from booking.scheduling.walltime import to_wall, wall_day
from booking.waiting.deadlines import EVENING
from booking.waiting.events import WaitingEnded
from booking.waiting.models import State, WaitingEntry

BATCH = 100


def due_to_end(session: Session, *, now: datetime) -> list[tuple[str, str]]:
    """Who has waited to the end, by id, and why it is one: `over` or `closed`.

    The last day ends in the evening: no time of it is offered after that, and the mail about the end goes out
    before the person is erased at midnight.
    """
    wall = to_wall(now)
    last = wall.date() if wall.time() >= EVENING else wall.date() - timedelta(days=1)
    bookable = and_(Offer.mode == OfferMode.APPOINTMENT, Offer.retired_at.is_(None))
    statement = (
        select(WaitingEntry.id, bookable)
        .join(Offer, Offer.id == WaitingEntry.offer_id)
        .where(WaitingEntry.state == State.WAITING)
        .where((WaitingEntry.until <= last) | ~bookable)
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
        .limit(BATCH)
    )
    return [(entry_id, "over" if open_ else "closed") for entry_id, open_ in session.execute(statement)]


def end(session: Session, entry: WaitingEntry, why: str, *, now: datetime) -> None:
    """They wait no longer; somebody who decides about a time just now does not end."""
    if entry.state == State.WAITING:
        entry.end(now)
        end_without_time(session, entry, why, now=now)


def end_without_time(session: Session, entry: WaitingEntry, why: str, *, now: datetime) -> None:
    """Whoever got no time is told so, and erased tomorrow."""
    if entry.person is not None:
        entry.person.erase_on = wall_day(now) + timedelta(days=1)
    outbox.record(session, WaitingEnded(entry_id=entry.id, why=why), now=now)
