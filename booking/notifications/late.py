"""Mails that are still tried while their news is near: somebody calls before it is too late (product rule 9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.notifications.claiming import UNFINISHED
from booking.notifications.models import Delivery
from booking.notifications.undeliverable import ABOUT_AN_APPOINTMENT, CallInstead
from booking.notifications.waiting_writing import OFFER
from booking.vault import Vault

LONG_TRIED = timedelta(minutes=30)
NEAR = timedelta(days=1)  # a night and the hours of the phone lie in between
BATCH = 100


def call_in_time(session: Session, vault: Vault, *, now: datetime) -> None:
    """Open a to-do for each mail that was refused for half an hour and is of no use a day from now.

    Once the mail is sent, the to-do is not needed any more (delivering).
    """
    instead = CallInstead(vault)
    statement = (
        select(Delivery)
        .where(Delivery.fate.in_(UNFINISHED), Delivery.error.is_not(None), Delivery.person_id.is_not(None))
        .where(Delivery.kind.in_((*ABOUT_AN_APPOINTMENT, OFFER)), Delivery.created_at <= now - LONG_TRIED)
        .where(Delivery.valid_until > now, Delivery.valid_until <= now + NEAR)
        .order_by(Delivery.valid_until, Delivery.id)
        .limit(BATCH)
    )
    for delivery in session.scalars(statement).all():
        instead.in_time(session, delivery, now=now)
