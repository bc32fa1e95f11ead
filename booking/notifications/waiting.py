"""Who is told what on the waiting list: on it, a time is free, the end; without e-mail the house calls them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.events import WaitingAnswered, WaitingEnded, WaitingJoined, WaitingOffered
from booking.i18n import language
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.recipients import resident_mailbox
from booking.notifications.waiting_telling import HeldTime, about_waiting
from booking.outbox import Happened
from booking.todos.models import Kind
from booking.todos.opening import Job, drop_todo, open_todo
from booking.waiting.links import end_of_links, open_link
from booking.waiting.models import WaitingEntry

JOINED, OFFER, ENDED = "waiting_joined", "waiting_offer", "waiting_ended"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WaitingMails:
    """The reactions that write to people on the list, or have somebody call them."""

    post: Post

    def confirm(self, session: Session, happened: Happened) -> None:
        """They are on the list; no position, for nobody can promise one."""
        event = happened.event
        assert isinstance(event, WaitingJoined)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None and entry.is_on_the_list:
            self._write(session, entry, happened, JOINED, valid_until=end_of_links(entry))

    def offer(self, session: Session, happened: Happened) -> None:
        """A time is free, held until the hour that the mail says; who has no e-mail is called until then."""
        event = happened.event
        assert isinstance(event, WaitingOffered)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is None or entry.person is None or entry.appointment_id != event.appointment_id:
            return  # answered already
        if contact_of(entry.person, self.post.vault).email is None:
            open_todo(session, self.post.vault, _call(entry, event), now=happened.at)
            return
        held = HeldTime.of(session.get_one(Appointment, event.appointment_id), event.answer_by)
        self._write(session, entry, happened, OFFER, valid_until=event.answer_by, held=held)

    def drop_call(self, session: Session, happened: Happened) -> None:
        """It is answered, whoever did it: nobody needs to call any more."""
        event = happened.event
        assert isinstance(event, WaitingAnswered)
        drop_todo(session, _call_key(event.entry_id, event.number), now=happened.at)

    def tell_of_end(self, session: Session, happened: Happened) -> None:
        """They are not on the list any more; says why, and when their data goes."""
        event = happened.event
        assert isinstance(event, WaitingEnded)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None:
            self._write(session, entry, happened, ENDED, valid_until=happened.at + A_DAY, why=event.why)

    def _write(
        self,
        session: Session,
        entry: WaitingEntry,
        happened: Happened,
        kind: str,
        *,
        valid_until: datetime,
        held: HeldTime | None = None,
        why: str = "",
    ) -> None:
        """Plan the mail, unless the person has no address, is erased, or was told already."""
        person = entry.person
        if person is None:
            return
        contact, dedup_key = contact_of(person, self.post.vault), f"{happened.id}|{kind}|{person.id}"
        if not contact.email or is_planned(session, dedup_key):
            return
        token = "" if kind == ENDED else open_link(session, entry, now=happened.at)
        self.post.plan(
            session,
            Mail(
                kind=kind,
                dedup_key=dedup_key,
                order_key=f"waiting:{entry.id}|{person.id}",
                recipient=resident_mailbox(contact),
                language=language(contact.language),
                about=about_waiting(entry, contact, person.erase_on, token=token, held=held, why=why),
                at=happened.at,
                valid_until=valid_until,
                person_id=person.id,
            ),
        )


def _call(entry: WaitingEntry, event: WaitingOffered) -> Job:
    return Job(
        kind=Kind.CALL,
        key=_call_key(entry.id, event.number),
        due_at=event.answer_by,
        provider_id=entry.provider_id,
        person_id=entry.person_id,
        waiting_id=entry.id,
    )


def _call_key(entry_id: str, number: int) -> str:
    return f"waiting:{entry_id}:{number}"
