"""The brake of sending again: nobody gets the same mail twice because two people pressed, or one pressed often."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.notifications.about import thing_of
from booking.notifications.claiming import UNFINISHED
from booking.notifications.events import MailAskedAgain
from booking.notifications.models import Delivery
from booking.outbox import EventRow

PAUSE = timedelta(minutes=5)


def hold(session: Session, delivery: Delivery) -> None:
    """Until this transaction ends nobody else asks for a mail about the same to the same mailbox."""
    same = select(Delivery.id).where(Delivery.order_key == delivery.order_key)
    session.execute(same.order_by(Delivery.id).with_for_update())


def is_on_its_way(session: Session, delivery: Delivery, *, now: datetime) -> bool:
    """Whether a mail about the same to the same mailbox is unfinished, or was asked for just now."""
    same = select(Delivery.id).where(Delivery.order_key == delivery.order_key)
    if session.scalar(same.where(Delivery.fate.in_(UNFINISHED)).limit(1)) is not None:
        return True
    asked = _just_asked(session, delivery, now)
    return bool(asked) and session.scalar(same.where(Delivery.id.in_(asked)).limit(1)) is not None


def _just_asked(session: Session, delivery: Delivery, now: datetime) -> list[int]:
    """The messages about the same thing that somebody asked for, not yet written or hardly written."""
    asked = select(EventRow.payload).where(
        EventRow.type == MailAskedAgain.__name__,
        EventRow.subject == thing_of(delivery),
        EventRow.position.is_(None) | (EventRow.occurred_at > now - PAUSE),
    )
    return [payload["delivery_id"] for payload in session.scalars(asked)]
