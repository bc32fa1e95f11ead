"""The mail that asks whether a booking was meant (M2): it tells a stranger nothing but a day and a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.booking import KEEP_DRAFT
from booking.appointments.models import Appointment, Status
from booking.appointments.pending import open_question
from booking.events import ConfirmationAsked
from booking.i18n import language
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.recipients import resident_mailbox
from booking.outbox import Happened
from booking.scheduling.walltime import wall_day

KIND = "confirm_address"


@dataclass(frozen=True, kw_only=True)
class AboutQuestion:
    """What the mail says: no name, for a stranger may have typed it; no place and no number yet."""

    starts_at: datetime
    answer_by: datetime
    delete_on: date
    token: str


@dataclass(frozen=True)
class Questions:
    """The reaction that asks."""

    post: Post

    def ask(self, session: Session, happened: Happened) -> None:
        """Plan the mail while its answer still counts; after that nobody needs it."""
        event = happened.event
        assert isinstance(event, ConfirmationAsked)
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None or appointment.status != Status.PENDING:
            return
        self.write(session, appointment, event.answer_by, key=str(happened.id), now=happened.at)

    def write(
        self, session: Session, appointment: Appointment, answer_by: datetime, *, key: str, now: datetime
    ) -> None:
        """Plan the question, unless the person has no address, is erased, or was asked under this key already."""
        if appointment.person is None:
            return
        contact, person = contact_of(appointment.person, self.post.vault), appointment.person
        dedup_key = f"{key}|{KIND}|{person.id}"
        if not contact.email or is_planned(session, dedup_key):
            return
        told = AboutQuestion(
            starts_at=appointment.starts_at,
            answer_by=answer_by,
            delete_on=wall_day(answer_by + KEEP_DRAFT),
            token=open_question(session, appointment, answer_by, now=now),
        )
        mail = Mail(
            kind=KIND,
            dedup_key=dedup_key,
            order_key=f"{appointment.id}|{person.id}",
            recipient=resident_mailbox(replace(contact, name="")),
            language=language(contact.language),
            about=told,
            at=now,
            valid_until=answer_by,
            appointment_id=appointment.id,
            person_id=person.id,
        )
        self.post.plan(session, mail)
