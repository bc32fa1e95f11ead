"""The outbox: events are written with the change they tell of, and reach their reactions exactly once."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, Text, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from booking.acting import who_acts
from booking.db import Base, announce, is_passing, lock
from booking.events import Event
from booking.ids import random_id

log = logging.getLogger(__name__)

DISPATCH_LOCK = -1
BATCH = 100
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
CHANGE, MAIL_AFTER, REACTING_TO = "change", "mail_after", "reacting_to"


class EventRow(Base):
    """One event. `position` is given at dispatch, so that a reader of "after n" never misses one.

    `subject` is what it is about (`appointment:<id>`), `actor` who did it (booking.acting), `change` the transaction
    it was part of. Mails about it do not leave before `mail_after`: until then it can be undone. `NEVER` is for what
    was undone, and for the undoing itself: nobody is told of either.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, init=False, autoincrement=True
    )
    type: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    occurred_at: Mapped[datetime] = mapped_column()
    position: Mapped[int | None] = mapped_column(BigInteger, default=None, unique=True)
    subject: Mapped[str | None] = mapped_column(String(60), default=None, index=True)
    actor: Mapped[str | None] = mapped_column(String(40), default=None)
    change: Mapped[str | None] = mapped_column(String(24), default=None, index=True)
    mail_after: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_silent(self) -> bool:
        """Whether nobody is told of it."""
        return self.mail_after == NEVER

    def silence(self) -> None:
        """From now on nobody is told of it. Call `hold_dispatch` first."""
        self.mail_after = NEVER


class ParkedReaction(Base):
    """A reaction that raised: its work was undone, the others went on; a human looks at it.

    `error` holds the kind and the places in the code, never the message: that may quote a person.
    """

    __tablename__ = "parked_reaction"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    reaction: Mapped[str] = mapped_column(String(120))
    error: Mapped[str] = mapped_column(Text)
    parked_at: Mapped[datetime] = mapped_column()


@dataclass(frozen=True)
class Happened:
    """What a reaction gets: the event, its row and the moment of business time it happened."""

    id: int
    event: Event
    at: datetime


Reaction = Callable[[Session, Happened], None]
Subscriptions = Mapping[type[Event], Sequence[Reaction]]


def record(session: Session, event: Event, *, now: datetime) -> None:
    """Write the event into the caller's transaction; the commit rings the doorbell."""
    row = EventRow(
        type=type(event).__name__,
        payload=event.payload(),
        occurred_at=now,
        subject=event.subject,
        actor=who_acts(),
        change=change_of(session),
        mail_after=session.info.get(MAIL_AFTER),
    )
    session.add(row)
    session.info["recorded"] = True


def change_of(session: Session) -> str:
    """The name that all events of this transaction share."""
    name: str = session.info.setdefault(CHANGE, random_id())
    return name


def hold_mails(session: Session, until: datetime) -> None:
    """Mails about what this transaction records wait until then, on the database's clock."""
    session.info[MAIL_AFTER] = until


def hold_dispatch(session: Session) -> None:
    """Until this transaction ends no event gets its reactions: what has none yet will find what this one leaves."""
    lock(session, [DISPATCH_LOCK])


def reacting_to(session: Session) -> EventRow | None:
    """The event whose reactions are running in this session, if there is one."""
    row: EventRow | None = session.info.get(REACTING_TO)
    return row


def dispatch(session: Session, subscriptions: Subscriptions, *, now: datetime) -> int:
    """Give the next events their positions and run their reactions; says how many there were.

    One dispatcher at a time: the others wait and then find nothing to do.
    """
    lock(session, [DISPATCH_LOCK])
    rows = session.scalars(
        select(EventRow).where(EventRow.position.is_(None)).order_by(EventRow.id).limit(BATCH)
    ).all()
    last = session.scalar(select(func.max(EventRow.position))) or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position = position
        for reaction in subscriptions.get(Event.known.get(row.type, Event), ()):
            _react(session, reaction, row, now)
    if rows:
        announce(session)
    return len(rows)


def retry_parked(session: Session, subscriptions: Subscriptions, *, now: datetime) -> tuple[int, int]:
    """Run the parked reactions again; says how many worked now, and how many are parked still."""
    parked = session.scalars(select(ParkedReaction).order_by(ParkedReaction.id)).all()
    for each in parked:
        row = session.get_one(EventRow, each.event_id)
        session.delete(each)
        for reaction in subscriptions.get(Event.known.get(row.type, Event), ()):
            if reaction.__qualname__ == each.reaction:
                _react(session, reaction, row, now)
    session.flush()
    left = session.scalar(select(func.count()).select_from(ParkedReaction)) or 0
    return len(parked) - left, left


def _react(session: Session, reaction: Reaction, row: EventRow, now: datetime) -> None:
    session.info[REACTING_TO] = row
    try:
        with session.begin_nested():
            reaction(session, Happened(row.id, Event.revive(row.type, row.payload), row.occurred_at))
    except DBAPIError as error:
        if is_passing(error):
            raise  # nobody's fault: the whole batch is tried again
        _park(session, reaction, row, error, now)
    except Exception as error:  # noqa: BLE001 (whatever it is, the other reactions go on)
        _park(session, reaction, row, error, now)
    finally:
        del session.info[REACTING_TO]


def _park(session: Session, reaction: Reaction, row: EventRow, error: Exception, now: datetime) -> None:
    where = f"{type(error).__name__}\n" + "".join(traceback.format_tb(error.__traceback__))
    log.error("reaction %s of event %s parked: %s", reaction.__qualname__, row.id, where)
    session.add(ParkedReaction(event_id=row.id, reaction=reaction.__qualname__, error=where, parked_at=now))
