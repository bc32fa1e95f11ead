"""What an adviser's own side is told of an absence: one mail with counts, without any person and without a reason.

It tells of the reservations that sleep for it, too, and has the first calendar object with it. A mail can carry one
object only (RFC 6047 2.4): each further one comes in a short mail of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.appointments.models import ConsultationHours
from booking.disruptions.events import AbsenceDeclared
from booking.disruptions.standing import sleeping_dates
from booking.events import ReservationChanged
from booking.i18n import Language
from booking.notifications.absence_readers import ABSENCE_RECORDED, absence_readers
from booking.notifications.account_notes import Note, write_note
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.reservation_post import calendar_mails
from booking.notifications.reservation_readers import readers
from booking.notifications.reservation_telling import MOST_LINES, Date
from booking.notifications.reservations import bulletin_of_change
from booking.notifications.struck import Struck, struck
from booking.notifications.together import along_with
from booking.offers.absences import Absence
from booking.outbox import Happened
from booking.reservations.words import hours_words


@dataclass(frozen=True, kw_only=True)
class AboutAbsence:
    """What the mail says: when, what does not take place, whom it hits, and how people hear of it.

    `dates` are those of the reader's reservations that sleep; `calendars`: how many further mails bring calendar objects.
    """

    absence_id: int
    starts_at: datetime
    ends_at: datetime
    hours: int
    struck: Struck
    dates: Sequence[Date] = ()
    has_calendar: bool = False
    calendars: int = 0
    most_lines: int = MOST_LINES

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
        """One mail for each of them, however many appointments and reservations it concerns."""
        event = happened.event
        assert isinstance(event, AbsenceDeclared)
        absence = session.get(Absence, event.absence_id)
        if absence is None:
            return
        about = self._about(session, absence)
        for account in absence_readers(session, absence):
            self._write(session, happened, absence, account, about)

    def _write(
        self, session: Session, happened: Happened, absence: Absence, account: Account, about: AboutAbsence
    ) -> None:
        mails = self._calendars(session, happened, account)
        first, others = (mails[0] if mails else None), mails[1:]
        mine = replace(
            about,
            dates=_dates(session, absence, account, happened.at),
            has_calendar=first is not None,
            calendars=len(others),
        )
        note = Note(kind=ABSENCE_RECORDED, cause=absence.cause, about=mine, until=absence.ends_at)
        write_note(session, self.post, happened, account, note, along=first)
        for mail in others:
            if not is_planned(session, mail.dedup_key):
                self.post.plan(session, mail)

    def _about(self, session: Session, absence: Absence) -> AboutAbsence:
        asleep = select(func.count()).where(ConsultationHours.asleep_by == absence.cause)
        return AboutAbsence(
            absence_id=absence.id,
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
            hours=session.scalar(asleep) or 0,
            struck=struck(session, self.post.vault),
        )

    def _calendars(self, session: Session, happened: Happened, account: Account) -> list[Mail]:
        """A mail for each calendar object of the reservations that went to sleep together with it."""
        key, found = str(happened.id), []
        for event in along_with(session, ReservationChanged):
            bulletin = bulletin_of_change(session, event, key=key, at=happened.at)
            if bulletin is not None:
                found += calendar_mails(session, self.post, bulletin, account.id)
        return found


def _dates(session: Session, absence: Absence, account: Account, now: datetime) -> list[Date]:
    """The sleeping dates of reservations that this account reads about, by start."""
    return [
        Date.of(each)
        for each in sleeping_dates(session, absence.cause)
        if not each.is_past(now)
        and account.id in {one.account_id for one in readers(session, each.reservation)}
    ]
