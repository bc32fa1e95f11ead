"""How people on the waiting list are told: by mail, or by somebody of the house who calls them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.i18n import language
from booking.notifications.models import Delivery
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.recipients import resident_mailbox
from booking.notifications.waiting_telling import NO_NEWS, HeldTime, News, about_waiting
from booking.outbox import Happened
from booking.todos.models import Kind
from booking.todos.opening import Job, open_todo
from booking.waiting.links import open_link
from booking.waiting.models import WaitingEntry

JOINED, OFFER, GONE, ENDED = "waiting_joined", "waiting_offer", "waiting_gone", "waiting_ended"


@dataclass(frozen=True)
class WaitingPost:
    """The post room for people on the list."""

    post: Post

    def write(
        self,
        session: Session,
        entry: WaitingEntry,
        happened: Happened,
        kind: str,
        *,
        valid_until: datetime,
        news: News = NO_NEWS,
    ) -> None:
        """Plan the mail, unless the person has no address, is erased, or was told already."""
        person = entry.person
        if person is None:
            return
        contact, dedup_key = contact_of(person, self.post.vault), f"{happened.id}|{kind}|{person.id}"
        if kind == OFFER:
            dedup_key = f"{number_key(entry.id, entry.offers_made)}|{dedup_key}"
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
                about=about_waiting(entry, contact, person.erase_on, token=token, news=news),
                at=happened.at,
                valid_until=valid_until,
                person_id=person.id,
            ),
        )

    def tell_of_time(self, session: Session, entry: WaitingEntry, happened: Happened) -> None:
        """Tell of the held time; who has no e-mail is called until the hour it is held."""
        if entry.person is None or entry.answer_by is None or entry.appointment_id is None:
            return
        if contact_of(entry.person, self.post.vault).email is None:
            open_todo(session, self.post.vault, _call(entry, entry.answer_by), now=happened.at)
            return
        held = HeldTime.of(session.get_one(Appointment, entry.appointment_id), entry.answer_by)
        self.write(session, entry, happened, OFFER, valid_until=entry.answer_by, news=News(held=held))


def was_written(session: Session, entry_id: str, number: int) -> bool:
    """Whether a mail told of the time that was offered to them as this number."""
    key = number_key(entry_id, number)
    told = exists().where(Delivery.dedup_key.startswith(f"{key}|", autoescape=True))
    return bool(session.scalar(select(told)))


def number_key(entry_id: str, number: int) -> str:
    """The name of one offered time, for its mail and for its call."""
    return f"waiting:{entry_id}:{number}"


def _call(entry: WaitingEntry, answer_by: datetime) -> Job:
    return Job(
        kind=Kind.CALL,
        key=number_key(entry.id, entry.offers_made),
        due_at=answer_by,
        provider_id=entry.provider_id,
        person_id=entry.person_id,
        waiting_id=entry.id,
    )
