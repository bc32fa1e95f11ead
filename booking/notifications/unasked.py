"""A time of the waiting list whose mail never left was never offered: it may be offered to them again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.notifications.models import Delivery, Fate
from booking.notifications.waiting_writing import OFFER, number_key
from booking.outbox import Happened
from booking.waiting.events import WaitingAnswered
from booking.waiting.finding import by_id

LAPSED = "lapsed"
NEVER_LEFT = (Fate.QUEUED, Fate.RETRYING, Fate.OUTDATED)


def ask_again(session: Session, happened: Happened) -> None:
    """Forget that they passed on a time they never heard of; it went to the others first all the same.

    Once for each entry: a mailbox that never takes anything must not keep a time from everybody.
    """
    event = happened.event
    assert isinstance(event, WaitingAnswered)
    if event.answer != LAPSED:
        return
    unsent = _unsent(session, event.entry_id)
    this_one = f"{number_key(event.entry_id, event.number)}|"
    if not unsent or not all(key.startswith(this_one) for key in unsent):
        return
    try:
        by_id(session, event.entry_id, for_change=True).forget_passed(event.starts_at)
    except NotFound:
        return


def _unsent(session: Session, entry_id: str) -> list[str]:
    """The keys of the offers to them that never left, or none when a mail about the last one did."""
    rows = session.execute(
        select(Delivery.dedup_key, Delivery.fate)
        .where(Delivery.kind == OFFER, Delivery.order_key.startswith(f"waiting:{entry_id}|", autoescape=True))
        .order_by(Delivery.id)
    ).all()
    if not rows or rows[-1].fate not in NEVER_LEFT:
        return []
    return [key for key, fate in rows if fate in NEVER_LEFT]
