"""What those who turned to the house are told: call-back received (M13), data request (M15), barrier (M16).

No mail says what it is about: not the concern, not the data. The answer to a report is the exception, for it is
what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking.accounts.models import Person
from booking.accounts.people import Contact, contact_of
from booking.i18n import language
from booking.ical.entry import Mailbox
from booking.notifications.claiming import UNFINISHED
from booking.notifications.envelopes import BadAddress, mailbox
from booking.notifications.models import Delivery, Fate
from booking.notifications.post import Mail, Post
from booking.notifications.telling import greeted_as
from booking.outbox import Happened
from booking.todos.events import (
    BarrierAnswered,
    BarrierDelayed,
    BarrierReported,
    CallBackAsked,
    DataAnswered,
    DataAsked,
)
from booking.todos.models import Todo
from booking.todos.texts import answer_of

STILL_OF_USE = timedelta(days=14)
TOLD = CallBackAsked | BarrierReported | BarrierDelayed | BarrierAnswered | DataAsked | DataAnswered
KINDS: dict[type, str] = {
    CallBackAsked: "call_back_received",
    BarrierReported: "barrier_received",
    BarrierDelayed: "barrier_interim",
    BarrierAnswered: "barrier_answered",
    DataAsked: "data_request_received",
    DataAnswered: "data_request_answered",
}


@dataclass(frozen=True, kw_only=True)
class AboutTodo:
    """What these mails may say, and nothing else. `how`: the way the answer about somebody's data comes."""

    name: str
    due_at: datetime
    calls: bool
    answer: str = ""
    how: str = ""


@dataclass(frozen=True)
class TodoMails:
    """The reaction that writes to whoever gave an e-mail address."""

    post: Post

    def tell(self, session: Session, happened: Happened) -> None:
        """One mail of each kind for a to-do and an address; a corrected address gets its own, and what still waits
        for the one before goes nowhere any more.
        """
        event = happened.event
        assert isinstance(event, TOLD)
        todo = session.get(Todo, event.todo_id)
        if todo is None or todo.person is None:
            return
        kind = KINDS[type(event)]
        _withdraw(session, todo.person)
        if not _is_told(session, todo.person, kind):
            self.write(session, todo, kind, key=str(happened.id), now=happened.at)

    def write(self, session: Session, todo: Todo, kind: str, *, key: str, now: datetime) -> None:
        """Plan a mail of this kind, unless the person has no address or is erased."""
        if todo.person is None:
            return
        contact = contact_of(todo.person, self.post.vault)
        if not contact.email:
            return
        mail = Mail(
            kind=kind,
            dedup_key=f"{todo.id}|{kind}|{key}{_ending(todo.person)}",
            order_key=f"todo:{todo.id}",
            recipient=_recipient(contact),
            language=language(contact.language),
            about=self._about(todo, contact),
            at=now,
            valid_until=max(todo.due_at, now + STILL_OF_USE),
            person_id=todo.person.id,
        )
        self.post.plan(session, mail)

    def _about(self, todo: Todo, contact: Contact) -> AboutTodo:
        return AboutTodo(
            name=greeted_as(contact),
            due_at=todo.due_at,
            calls=bool(contact.phone),
            answer=answer_of(todo, self.post.vault),
            how=todo.outcome or "",
        )


def goes_to(delivery: Delivery, person: Person) -> bool:
    """Whether this mail about a to-do went to the address that the person has now."""
    return delivery.dedup_key.endswith(_ending(person))


def _withdraw(session: Session, person: Person) -> None:
    """Call outdated what is not sent yet and is for another mailbox."""
    session.execute(
        update(Delivery)
        .where(Delivery.person_id == person.id, Delivery.fate.in_(UNFINISHED))
        .where(Delivery.kind.in_(KINDS.values()), ~Delivery.dedup_key.endswith(_ending(person)))
        .values(fate=Fate.OUTDATED, sealed=None, lease=None, lease_until=None)
    )


def _is_told(session: Session, person: Person, kind: str) -> bool:
    """Whether such a mail to this mailbox was sent, or will be."""
    same = select(Delivery.id).where(
        Delivery.person_id == person.id,
        Delivery.kind == kind,
        Delivery.fate != Fate.OUTDATED,
        Delivery.dedup_key.endswith(_ending(person)),
    )
    return session.scalar(same.limit(1)) is not None


def _ending(person: Person) -> str:
    """How the keys of all mails to the person's mailbox end; the fingerprint tells nobody which it is."""
    return f"|{(person.mailbox_key or '')[:32]}"


def _recipient(contact: Contact) -> Mailbox | None:
    try:
        return mailbox(greeted_as(contact), contact.email or "")
    except BadAddress:
        return None
