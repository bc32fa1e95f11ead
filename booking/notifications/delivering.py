"""Delivering: claim in a short transaction, send outside any, record in another; retries with back-off."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.db import Database, database_now
from booking.errors import Busy
from booking.events import MailUndeliverable
from booking.notifications import claiming
from booking.notifications.channels import Channel, Never, NotNow, Pace
from booking.notifications.claiming import Claim
from booking.notifications.models import Fate
from booking.notifications.undeliverable import late_key
from booking.runtime import Runtime
from booking.todos.opening import drop_todo

log = logging.getLogger(__name__)

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PAUSES = {
    Pace.USUAL: (10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR),
    Pace.SLOW: (15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR),
    Pace.SOON: (10 * SECOND, 30 * SECOND, MINUTE),
}
JITTER = 0.2
TRIES_TO_RECORD = 5


def due_deliveries(database: Database, *, limit: int = 100) -> Sequence[int]:
    """The deliveries whose turn it is now."""
    with database.reading() as session:
        return claiming.due(session, limit=limit)


def deliver(runtime: Runtime, channel: Channel, delivery_id: int) -> int:
    """Try this delivery, and then what waits behind it for the same mailbox; says how many were tried.

    Harmless when somebody else has it, when it was sent before, or when its time has not come.
    """
    tried = 0
    following: int | None = delivery_id
    while following is not None:
        with runtime.database.writing() as session:
            claimed = claiming.claim(session, runtime.vault, following, now=runtime.clock.now())
        if claimed is None:
            break
        _send(runtime, channel, claimed)
        tried += 1
        with runtime.database.reading() as session:
            following = claiming.next_in_order(session, claimed.order_key)
    return tried


def deliver_due(runtime: Runtime, channel: Channel, *, limit: int = 20) -> int:
    """Try what is due here and now, one after the other; says how many were tried."""
    return sum(deliver(runtime, channel, each) for each in due_deliveries(runtime.database, limit=limit))


def pause_after(attempts: int, pace: Pace = Pace.USUAL) -> timedelta:
    """How long to wait after so many attempts, give or take a fifth."""
    pauses = PAUSES[pace]
    pause = pauses[min(attempts, len(pauses)) - 1]
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (spreads load, guards nothing)


def _send(runtime: Runtime, channel: Channel, claimed: Claim) -> None:
    try:
        channel.send(claimed.envelope)
    except NotNow as refusal:
        _record_retry(runtime, claimed, refusal)
    except Never as refusal:
        log.warning("delivery %s failed: %s", claimed.delivery_id, refusal.reason)
        _record(runtime, claimed, fate=Fate.FAILED, error=refusal.reason, sealed=None)
    else:
        _record(runtime, claimed, fate=Fate.SENT, sent_at=runtime.clock.now(), error=None)


def _record_retry(runtime: Runtime, claimed: Claim, refusal: NotNow) -> None:
    log.info("delivery %s later: %s", claimed.delivery_id, refusal.reason)
    pause = pause_after(claimed.attempts, refusal.pace)
    with runtime.database.reading() as session:
        next_attempt_at = database_now(session) + pause
    _record(runtime, claimed, fate=Fate.RETRYING, error=refusal.reason, next_attempt_at=next_attempt_at)


def _record(runtime: Runtime, claimed: Claim, **values: datetime | str | bytes | None) -> None:
    """Write down the result; a busy database is asked again, for what was sent should not be sent twice."""
    for remaining in reversed(range(TRIES_TO_RECORD)):
        try:
            with runtime.database.writing() as session:
                if claiming.finish(session, claimed, **values):
                    _follow(runtime, session, claimed, values)
                else:
                    log.warning("delivery %s: the lease was lost while sending", claimed.delivery_id)
        except Busy:
            if not remaining:
                raise
        else:
            return


def _follow(
    runtime: Runtime, session: Session, claimed: Claim, values: Mapping[str, datetime | str | bytes | None]
) -> None:
    """Somebody else has to tell the person what the mail says, or nobody any more."""
    now = runtime.clock.now()
    if values["fate"] == Fate.FAILED:
        outbox.record(session, MailUndeliverable(delivery_id=claimed.delivery_id), now=now)
    elif values["fate"] == Fate.SENT and claimed.attempts > 1:
        drop_todo(session, late_key(claimed.delivery_id), now=now)
