"""Silence after a restore: a mail of yesterday that may have left long ago is not sent again by surprise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.notifications.claiming import UNFINISHED
from booking.notifications.models import Delivery, Fate, Reminder
from booking.notifications.reminders import State
from booking.outbox import Subscriptions, dispatch


def silence(session: Session, subscriptions: Subscriptions, *, now: datetime) -> int:
    """Make every unsent delivery outdated, and every reminder that is due; says how many mails that were.

    Events that waited for their reactions get them before, so that nothing but mails is lost. Staff see
    the deliveries with this fate, and may send the present state.
    """
    while dispatch(session, subscriptions, now=now):
        session.flush()
    session.execute(
        update(Reminder)
        .where(Reminder.state == State.WAITING, Reminder.due_at <= now)
        .values(state=State.OUTDATED)
    )
    silenced = session.execute(
        update(Delivery)
        .where(Delivery.fate.in_(UNFINISHED))
        .values(fate=Fate.OUTDATED, sealed=None, lease=None, lease_until=None)
        .returning(Delivery.id)
    )
    return len(silenced.all())
