"""Reading the event table as news, in the order of positions."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from booking.events import Event
from booking.live.news import News
from booking.live.table import news_of
from booking.outbox import EventRow

log = logging.getLogger(__name__)

BATCH = 200


@dataclass(frozen=True)
class Page:
    """Some news, the position of the last event they come from, and whether there may be more."""

    news: Sequence[News]
    position: int
    more: bool


def last_position(session: Session) -> int:
    """The position of the newest dispatched event; 0 before the first."""
    return session.scalar(select(func.max(EventRow.position))) or 0


def read_after(session: Session, position: int, *, until: int | None = None, most: int = BATCH) -> Page:
    """The news of the next events after the position, at most so many and perhaps only up to another one."""
    statement = select(EventRow).where(EventRow.position > position)
    if until is not None:
        statement = statement.where(EventRow.position <= until)
    rows = session.scalars(statement.order_by(EventRow.position).limit(most)).all()
    news = [each for row in rows for each in _news(session, row)]
    last = rows[-1].position if rows else None
    return Page(news, position if last is None else last, len(rows) == most)


def _news(session: Session, row: EventRow) -> list[News]:
    """An event that this version cannot tell of costs its own news and no others; a database that is away all."""
    if row.type not in Event.known:
        return []
    try:
        return news_of(session, Event.revive(row.type, row.payload))
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the events after it are told
        log.warning("event %s tells nothing: %s", row.id, type(error).__name__)
        return []
