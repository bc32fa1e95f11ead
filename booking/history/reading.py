"""The history of one thing: its events and those of what hangs on it, with the mails that followed, latest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, literal, select
from sqlalchemy.orm import Session

from booking.acting import SERVICE
from booking.appointments.models import ConsultationHours
from booking.desk.events import WalkInsChanged
from booking.events import ConsultationHoursClosed, ConsultationHoursOpened, Event
from booking.notifications.about import id_in
from booking.notifications.models import Delivery
from booking.outbox import EventRow
from booking.reservations.models import Occurrence
from booking.todos.models import Todo

MOST = 500
PER_PAGE = 50
MANY_AT_ONCE = frozenset({ConsultationHoursOpened.__name__, ConsultationHoursClosed.__name__})
UNTOLD = frozenset({WalkInsChanged.__name__})  # a crowded open door would hide everything else


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `actor` as in booking.acting, None where nobody wrote it down.

    `event` is None for a mail whose cause is not written down: a reminder, which nothing but the clock caused, or one
    from before causes were kept. `times` is how often the same happened in one change, as when a whole series of
    Sprechstunden is opened.
    """

    at: datetime
    actor: str | None
    event: Event | None
    mails: Sequence[Delivery]
    times: int = 1


@dataclass(frozen=True)
class Page:
    """One page of a history; `number` counts from 1."""

    entries: Sequence[Entry]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def history_of(session: Session, subject: str, *, page: int = 1) -> Page:
    """What happened to `appointment:<id>` and the like; whoever calls has looked whether the reader may see it.

    Behind the last page comes the last page again.
    """
    rows = _rows(session, subject)
    mails, entries = _mails(session, subject, [row.id for row in rows]), []
    for same in _together(rows):
        row, told = same[0], [mail for each in same for mail in mails.get(each.id, ())]
        event = Event.revive(row.type, row.payload)
        entries.append(Entry(row.occurred_at, row.actor, event, told, len(same)))
    entries += [Entry(mail.created_at, SERVICE, None, [mail]) for mail in mails.get(None, ())]
    entries.sort(
        key=lambda each: each.at, reverse=True
    )  # what happened at the same moment stays in its order
    number = min(page, Page((), 1, len(entries)).pages)
    start = (number - 1) * PER_PAGE
    return Page(entries[start : start + PER_PAGE], number, len(entries))


def _rows(session: Session, subject: str) -> Sequence[EventRow]:
    latest_first = (EventRow.occurred_at.desc(), EventRow.id.desc())
    statement = (
        select(EventRow)
        .where(EventRow.subject.in_([subject]) | EventRow.subject.in_(_hanging_on(subject)))
        .where(EventRow.type.in_(Event.known.keys() - UNTOLD))
    )
    return session.scalars(statement.order_by(*latest_first).limit(MOST)).all()


def _together(rows: Sequence[EventRow]) -> Sequence[Sequence[EventRow]]:
    """The rows one by one, but for Sprechstunden that one change opened or closed."""
    found: dict[tuple[str, str | int], list[EventRow]] = defaultdict(list)
    for row in rows:
        one_change = row.type in MANY_AT_ONCE and row.change is not None
        found[row.type, row.change if one_change and row.change else row.id].append(row)
    return list(found.values())


def _hanging_on(subject: str) -> Select[str]:
    """What is a part of it: the to-dos about an appointment, the Sprechstunden in a reservation."""
    reservation_id = id_in(subject, "reservation")
    if reservation_id is not None:
        return (
            select(literal("hours:") + cast(ConsultationHours.id, String))
            .join(Occurrence, Occurrence.id == ConsultationHours.occurrence_id)
            .where(Occurrence.reservation_id == reservation_id)
        )
    appointment_id = id_in(subject, "appointment")
    return select(literal("todo:") + Todo.id).where(Todo.appointment_id == (appointment_id or ""))


def _mails(
    session: Session, subject: str, events: Collection[int]
) -> Mapping[int | None, Sequence[Delivery]]:
    """The mails that followed, by event; under None those that belong to no event."""
    statement = select(Delivery).where(Delivery.event_id.in_(events))
    appointment_id = id_in(subject, "appointment")
    if appointment_id is not None:
        of_it = (Delivery.appointment_id == appointment_id) & Delivery.event_id.is_(None)
        statement = select(Delivery).where(Delivery.event_id.in_(events) | of_it)
    found: dict[int | None, list[Delivery]] = defaultdict(list)
    for delivery in session.scalars(statement.order_by(Delivery.id)):
        found[delivery.event_id].append(delivery)
    return found
