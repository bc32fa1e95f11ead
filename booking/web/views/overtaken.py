"""Two states side by side: what somebody typed, and what another one saved meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.events import (
    ConsultationHoursChanged,
    ConsultationHoursClosed,
    Event,
    ReservationCancelled,
    ReservationChanged,
    ReservationDecided,
    ReservationExpired,
)
from booking.history.reading import Entry
from booking.house.events import OpeningHoursChanged, RoomChanged
from booking.offers.events import OfferChanged
from booking.outbox import EventRow
from booking.reservations.events import ReservationPrepared
from booking.web.views.history import Reader, entry_views

CHANGES: Collection[type[Event]] = (
    OfferChanged,
    ReservationChanged,
    ReservationPrepared,
    ReservationCancelled,
    ReservationDecided,
    ReservationExpired,
    ConsultationHoursChanged,
    ConsultationHoursClosed,
    RoomChanged,
    OpeningHoursChanged,
)


@dataclass(frozen=True)
class Line:
    """One field: as it was typed, and as it stands now."""

    label: str
    mine: str
    now: str

    @property
    def differs(self) -> bool:
        return self.mine != self.now


@dataclass(frozen=True)
class Changer:
    """Who changed it last, in words that the reader may read, when, and what it was."""

    who: str
    at: datetime
    what: str


@dataclass(frozen=True)
class Conflict:
    """What the page of a conflict tells, and the form with everything that was typed.

    `action` is where the form goes, `fresh` the address of the form as it is now, `back` where nothing changes.
    """

    title: str
    action: str
    fresh: str
    back: str
    lines: Sequence[Line]
    hidden: Mapping[str, str]
    step: str
    changer: Changer | None = None


def lines_of(labels: Mapping[str, str], mine: Mapping[str, str], now: Mapping[str, str]) -> list[Line]:
    """A line for each label, an empty value as a dash."""
    return [Line(label, mine.get(name) or "–", now.get(name) or "–") for name, label in labels.items()]


def last_change(session: Session, actor: Actor, *subjects: str) -> Changer | None:
    """Who changed one of these (`reservation:<id>`) last; None where nobody wrote it down."""
    statement = select(EventRow).where(
        EventRow.subject.in_(subjects), EventRow.type.in_([each.__name__ for each in CHANGES])
    )
    row = session.scalar(statement.order_by(EventRow.occurred_at.desc(), EventRow.id.desc()).limit(1))
    if row is None:
        return None
    entry = Entry(row.occurred_at, row.actor, Event.revive(row.type, row.payload), ())
    told = entry_views(session, [entry], Reader(actor, knows_provider=True))[0]
    return Changer(told.who, told.at, told.what)
