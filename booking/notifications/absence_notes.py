"""What an adviser's own side is told of an absence: one mail with counts, without any person and without a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import acting
from booking.accounts.access import PROVIDER_ROLES
from booking.accounts.models import Account
from booking.accounts.people import contact_of
from booking.appointments.models import Appointment, ConsultationHours
from booking.disruptions.events import AbsenceDeclared, AppointmentUnsettled
from booking.events import AppointmentCancelled
from booking.i18n import SOURCE, Language, language
from booking.ical.entry import Mailbox
from booking.notifications.envelopes import BadAddress, mailbox
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.together import along_with
from booking.offers.absences import Absence
from booking.outbox import Happened, reacting_to
from booking.reservations.words import hours_words

ABSENCE_RECORDED = "absence_recorded"
STILL_OF_USE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AboutAbsence:
    """What the mail says: when, how many Sprechstunden and appointments, and how people hear of it."""

    starts_at: datetime
    ends_at: datetime
    hours: int
    offered: int
    cancelled: int
    by_mail: int
    by_phone: int
    at_desk: int

    @property
    def guests(self) -> int:
        return self.offered + self.cancelled

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
        for account in _readers(session, absence):
            self._write(session, happened, absence, account, about)

    def _about(self, session: Session, absence: Absence) -> AboutAbsence:
        offered = along_with(session, AppointmentUnsettled)
        cancelled = along_with(session, AppointmentCancelled)
        ways = Counter(self._ways(session, (each.appointment_id for each in (*offered, *cancelled))))
        asleep = select(func.count()).where(ConsultationHours.asleep_by == absence.cause)
        return AboutAbsence(
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
            hours=session.scalar(asleep) or 0,
            offered=len(offered),
            cancelled=len(cancelled),
            by_mail=ways["mail"],
            by_phone=ways["phone"],
            at_desk=ways["desk"],
        )

    def _ways(self, session: Session, appointment_ids: Iterable[str]) -> Iterable[str]:
        """How each of them hears of it; nobody for who is erased."""
        for each in appointment_ids:
            appointment = session.get(Appointment, each)
            if appointment is not None and appointment.person is not None:
                contact = contact_of(appointment.person, self.post.vault)
                yield "mail" if contact.email else "phone" if contact.phone else "desk"

    def _write(
        self, session: Session, happened: Happened, absence: Absence, account: Account, about: AboutAbsence
    ) -> None:
        dedup_key = f"{happened.id}|{ABSENCE_RECORDED}|account:{account.id}"
        recipient = _mailbox(account)
        if recipient is None or is_planned(session, dedup_key):
            return
        mail = Mail(
            kind=ABSENCE_RECORDED,
            dedup_key=dedup_key,
            order_key=f"{absence.cause}|account:{account.id}",
            recipient=recipient,
            language=language(SOURCE),
            about=about,
            at=happened.at,
            valid_until=max(absence.ends_at, happened.at) + STILL_OF_USE,
        )
        self.post.plan(session, mail)


def _readers(session: Session, absence: Absence) -> list[Account]:
    """Who is away, and who of the same provider entered it; each once, with an account in use."""
    cause = reacting_to(session)
    entered = acting.account_id(cause.actor) if cause is not None else None
    ids = dict.fromkeys(each for each in (absence.adviser.account_id, entered) if each is not None)
    found = (session.get(Account, each) for each in ids)
    return [
        each
        for each in found
        if each is not None
        and each.disabled_at is None
        and each.role in PROVIDER_ROLES
        and each.provider_id == absence.provider_id
    ]


def _mailbox(account: Account) -> Mailbox | None:
    try:
        return mailbox(account.name, account.email)
    except BadAddress:
        return None
