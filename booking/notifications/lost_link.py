"""The lost link: whoever asks for a mailbox gets nothing; the mailbox gets the links to its own appointments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from booking.accounts.lost_links import take_note
from booking.accounts.models import Person
from booking.accounts.people import contact_of
from booking.appointments.booking import open_link
from booking.appointments.models import STILL_TO_COME, Appointment, Status
from booking.events import LinkAsked
from booking.i18n import language
from booking.notifications import envelopes
from booking.notifications.envelopes import BadAddress
from booking.notifications.post import Mail, Post, is_planned
from booking.outbox import Happened
from booking.waiting import links as waiting_links
from booking.waiting.models import ON_THE_LIST, WaitingEntry

LOST_LINK = "lost_link"
MOST = 20


@dataclass(frozen=True)
class Linked:
    """One coming appointment in the mail: its day, and the link to it. Nothing else, whatever it is about."""

    starts_at: datetime
    token: str


@dataclass(frozen=True)
class AboutLinks:
    """What the templates may say: the mailbox may be shared, so it names nobody. `waiting` are tokens."""

    appointments: Sequence[Linked]
    waiting: Sequence[str]


@dataclass(frozen=True)
class LostLinks:
    """The reaction to somebody who asks for the links of a mailbox."""

    post: Post

    def send(self, session: Session, happened: Happened) -> None:
        """One mail with a link for each coming appointment and place on the list; none when there is neither."""
        event, now = happened.event, happened.at
        assert isinstance(event, LinkAsked)
        dedup_key = f"{happened.id}|{LOST_LINK}"
        key = take_note(session, event.note_id, now=now)
        if key is None or is_planned(session, dedup_key):
            return
        coming, entries = _coming(session, key, now), _waiting(session, key)
        found: list[Appointment | WaitingEntry] = [*coming, *entries]
        if not found:
            return
        newest = max(found, key=lambda each: each.created_at)
        assert newest.person is not None
        contact = contact_of(newest.person, self.post.vault)
        try:
            recipient = envelopes.mailbox("", contact.email or "")
        except BadAddress:
            return
        ends = [each.ends_at for each in coming] + [waiting_links.end_of_links(each) for each in entries]
        self.post.plan(
            session,
            Mail(
                kind=LOST_LINK,
                dedup_key=dedup_key,
                order_key=f"{LOST_LINK}|{newest.person.id}",
                recipient=recipient,
                language=language(contact.language),
                about=AboutLinks(
                    [Linked(each.starts_at, open_link(session, each, now=now)) for each in coming],
                    [waiting_links.open_link(session, each, now=now) for each in entries],
                ),
                at=now,
                valid_until=max(ends),
                person_id=newest.person.id,
            ),
        )


def _coming(session: Session, key: str, now: datetime) -> Sequence[Appointment]:
    """Booked, or waiting for their mail to be answered, by start."""
    pending = (Appointment.status == Status.PENDING) & (Appointment.hold_expires_at > now)
    return session.scalars(
        select(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.mailbox_key.startswith(key), Appointment.starts_at > now)
        .where(or_(Appointment.status.in_(STILL_TO_COME), pending))
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(MOST)
    ).all()


def _waiting(session: Session, key: str) -> Sequence[WaitingEntry]:
    """Those who wait still, in their turn."""
    return session.scalars(
        select(WaitingEntry)
        .join(Person, Person.id == WaitingEntry.person_id)
        .where(Person.mailbox_key.startswith(key), WaitingEntry.state.in_(ON_THE_LIST))
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
        .limit(MOST)
    ).all()
