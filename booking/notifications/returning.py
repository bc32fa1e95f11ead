"""Mails that came back: their deliveries are bounced, once, and somebody hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.events import MailUndeliverable
from booking.notifications.bounces import read_bounce
from booking.notifications.models import Delivery, Fate


@dataclass(frozen=True)
class Taken:
    """How many mails were read, and what they were: new bad news, a delay or known already, not about us."""

    bounced: int = 0
    passing: int = 0
    foreign: int = 0

    @classmethod
    def of(cls, several: Iterable[Taken]) -> Taken:
        """All of them together."""
        found = list(several)
        return cls(
            sum(each.bounced for each in found),
            sum(each.passing for each in found),
            sum(each.foreign for each in found),
        )


def take_in(session: Session, content: bytes, *, now: datetime) -> Taken:
    """Record what this mail reports. Only a Message-ID of ours counts; the same report again changes nothing."""
    report = read_bounce(content)
    if report is None:
        return Taken(foreign=1)
    delivery = session.scalar(
        select(Delivery).where(Delivery.message_id.in_(report.message_ids)).limit(1).with_for_update()
    )
    if delivery is None:
        return Taken(foreign=1)
    if not report.permanent or delivery.fate != Fate.SENT:
        return Taken(passing=1)
    delivery.fate = Fate.BOUNCED
    delivery.error, delivery.sealed = report.code, None
    outbox.record(session, MailUndeliverable(delivery_id=delivery.id), now=now)
    return Taken(bounced=1)
