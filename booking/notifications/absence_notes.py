"""What an adviser's own side is told of an absence: one mail with counts, without any person and without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import acting
from booking.accounts.models import Account
from booking.appointments.models import ConsultationHours
from booking.disruptions.events import AbsenceDeclared
from booking.i18n import Language
from booking.notifications.account_notes import Note, account_in_use, write_note
from booking.notifications.post import Post
from booking.notifications.struck import Struck, struck
from booking.offers.absences import Absence
from booking.outbox import Happened, reacting_to
from booking.reservations.words import hours_words

ABSENCE_RECORDED = "absence_recorded"


@dataclass(frozen=True, kw_only=True)
class AboutAbsence:
    """What the mail says: when, how many Sprechstunden and appointments, and how people hear of it."""

    starts_at: datetime
    ends_at: datetime
    hours: int
    struck: Struck

    def when(self, spoken: Language) -> str:
        """Dienstag, 24. November 2026, 9–12 Uhr."""
        return (
            f"{spoken.formats.day_year(self.starts_at)}, {hours_words(self.starts_at, self.ends_at, spoken)}"
        )


@dataclass(frozen=True)
class AbsenceNotes:
    """The reaction that writes to the adviser, and to the colleague who entered it."""

    post: Post

    def tell(self, session: Session, happened: Happened) -> None:
        """One mail for each of them, however many appointments it concerns."""
        event = happened.event
        assert isinstance(event, AbsenceDeclared)
        absence = session.get(Absence, event.absence_id)
        if absence is None:
            return
        about = self._about(session, absence)
        note = Note(kind=ABSENCE_RECORDED, cause=absence.cause, about=about, until=absence.ends_at)
        for account in _readers(session, absence):
            write_note(session, self.post, happened, account, note)

    def _about(self, session: Session, absence: Absence) -> AboutAbsence:
        asleep = select(func.count()).where(ConsultationHours.asleep_by == absence.cause)
        return AboutAbsence(
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
            hours=session.scalar(asleep) or 0,
            struck=struck(session, self.post.vault),
        )


def _readers(session: Session, absence: Absence) -> list[Account]:
    """Who is away, and who of the same provider entered it; each once, with an account in use."""
    cause = reacting_to(session)
    entered = acting.account_id(cause.actor) if cause is not None else None
    ids = dict.fromkeys(each for each in (absence.adviser.account_id, entered) if each is not None)
    found = (account_in_use(session, each, absence.provider_id) for each in ids)
    return [each for each in found if each is not None]
