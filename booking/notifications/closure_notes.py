"""What an adviser is told when a closure, or something out of order, takes time or people of their Sprechstunden.

One mail with counts and the public reason, without any person; whoever reserved the room reads of that by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.appointments.models import ConsultationHours
from booking.disruptions.events import ClosureDeclared
from booking.disruptions.looking import open_hours_in
from booking.disruptions.wanted import as_wanted
from booking.house.models import Closure
from booking.i18n import Language
from booking.ical.text import plain
from booking.notifications.account_notes import Note, account_of, write_note
from booking.notifications.post import Post
from booking.notifications.struck import NOBODY, Struck, struck_by_adviser
from booking.outbox import Happened
from booking.reservations.words import hours_words

CLOSURE_RECORDED = "closure_recorded"


@dataclass(frozen=True, kw_only=True)
class AboutClosure:
    """What the mail says: when and why, how many Sprechstunden rest or are shorter, and who is hit."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    hours: int
    shortened: int
    struck: Struck

    def when(self, spoken: Language) -> str:
        """Dienstag, 24. November 2026, 9–12 Uhr."""
        return (
            f"{spoken.formats.day_year(self.starts_at)}, {hours_words(self.starts_at, self.ends_at, spoken)}"
        )


@dataclass(frozen=True)
class ClosureNotes:
    """The reaction that writes to each adviser whom it concerns."""

    post: Post

    def tell(self, session: Session, happened: Happened) -> None:
        """One mail for each of them, however many Sprechstunden and appointments it concerns."""
        event = happened.event
        assert isinstance(event, ClosureDeclared)
        closure = session.get(Closure, event.closure_id)
        if closure is None or closure.withdrawn_at is not None:
            return
        for adviser_id, about in self._by_adviser(session, closure, happened.at).items():
            account = account_of(session, adviser_id)
            if account is not None:
                note = Note(kind=CLOSURE_RECORDED, cause=closure.cause, about=about, until=closure.ends_at)
                write_note(session, self.post, happened, account, note)

    def _by_adviser(self, session: Session, closure: Closure, now: datetime) -> Mapping[int, AboutClosure]:
        asleep = _asleep(session, closure)
        shortened = Counter(each.adviser_id for each in open_hours_in(session, as_wanted(closure), now))
        hit = struck_by_adviser(session, self.post.vault)
        return {
            each: AboutClosure(
                starts_at=closure.starts_at,
                ends_at=closure.ends_at,
                reason=plain(closure.reason),
                hours=asleep.get(each, 0),
                shortened=shortened[each],
                struck=hit.get(each, NOBODY),
            )
            for each in sorted({*asleep, *shortened, *hit})
        }


def _asleep(session: Session, closure: Closure) -> Mapping[int, int]:
    """How many Sprechstunden of each adviser rest because of it."""
    statement = select(ConsultationHours.adviser_id, func.count()).where(
        ConsultationHours.asleep_by == closure.cause, ConsultationHours.closed_at.is_(None)
    )
    rows = session.execute(statement.group_by(ConsultationHours.adviser_id))
    return dict(rows.all())
