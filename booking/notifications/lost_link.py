"""The lost link: whoever asks for a mailbox gets nothing; the mailbox gets the links to its own appointments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.capabilities import MANAGE, mint
from booking.accounts.models import Person
from booking.accounts.people import contact_of
from booking.appointments.models import STILL_TO_COME, Appointment
from booking.events import LinkAsked
from booking.i18n import language
from booking.notifications import envelopes
from booking.notifications.envelopes import BadAddress
from booking.notifications.post import Mail, Post, is_planned
from booking.outbox import Happened

LOST_LINK = "lost_link"
MOST = 20


@dataclass(frozen=True)
class Linked:
    """One coming appointment in the mail: its day, and the link to it. Nothing else, whatever it is about."""

    starts_at: datetime
    token: str


@dataclass(frozen=True)
class AboutLinks:
    """What the templates may say: the mailbox may be shared, so it names nobody."""

    appointments: Sequence[Linked]


@dataclass(frozen=True)
class LostLinks:
    """The reaction to somebody who asks for the links of a mailbox."""

    post: Post

    def send(self, session: Session, happened: Happened) -> None:
        """One mail with a link for each coming appointment; none when there is no appointment."""
        event = happened.event
        assert isinstance(event, LinkAsked)
        coming = _coming(session, event.mailbox_key, happened.at)
        dedup_key = f"{happened.id}|{LOST_LINK}"
        if not coming or is_planned(session, dedup_key):
            return
        newest = max(coming, key=lambda each: each.created_at)
        assert newest.person is not None
        contact = contact_of(newest.person, self.post.vault)
        try:
            recipient = envelopes.mailbox("", contact.email or "")
        except BadAddress:
            return
        self.post.plan(
            session,
            Mail(
                kind=LOST_LINK,
                dedup_key=dedup_key,
                order_key=f"{LOST_LINK}|{newest.person.id}",
                recipient=recipient,
                language=language(contact.language),
                about=AboutLinks([_linked(session, each, happened.at) for each in coming]),
                at=happened.at,
                valid_until=coming[-1].ends_at,
                person_id=newest.person.id,
            ),
        )


def _coming(session: Session, key: str, now: datetime) -> Sequence[Appointment]:
    return session.scalars(
        select(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.mailbox_key == key, Appointment.starts_at > now)
        .where(Appointment.status.in_(STILL_TO_COME))
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST)
    ).all()


def _linked(session: Session, appointment: Appointment, now: datetime) -> Linked:
    token = mint(
        session,
        purpose=MANAGE,
        subject=appointment.id,
        now=now,
        expires_at=appointment.manageable_until(),
    )
    return Linked(appointment.starts_at, token)
