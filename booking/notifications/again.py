"""Sending again: what a message would say today and to whom, or why it is not sent; the wish itself is an event.

"Again" never means the old words: the mail tells how its appointment, reservation or request stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.models import Account, Person
from booking.accounts.people import contact_of
from booking.appointments.models import Appointment, Status
from booking.disruptions.answering import open_replacement
from booking.errors import NotAllowedNow, NotFound
from booking.events import PersonCorrected
from booking.ical.entry import Mailbox
from booking.notifications import braking, confirming, reservation_post, waiting_writing
from booking.notifications.about import id_in, is_sensitive, reader_of, thing_of
from booking.notifications.claiming import UNFINISHED
from booking.notifications.events import MailAskedAgain
from booking.notifications.models import Delivery, Fate
from booking.notifications.post import BAD_ADDRESS
from booking.notifications.recipients import resident_mailbox
from booking.notifications.reservation_readers import readers
from booking.notifications.telling import REMINDER
from booking.notifications.todos import KINDS as ABOUT_A_REQUEST
from booking.notifications.todos import goes_to
from booking.outbox import EventRow
from booking.reservations import finding
from booking.reservations.models import IN_THE_CALENDAR, Reservation
from booking.todos.models import Todo
from booking.vault import Vault
from booking.waiting.events import WaitingCorrected
from booking.waiting.models import State as WaitingState
from booking.waiting.models import WaitingEntry

CONFIRMATION, CANCELLED, UNSETTLED = "confirmation", "cancelled", "unsettled"
ABOUT_AN_APPOINTMENT = (CONFIRMATION, "moved", CANCELLED, REMINDER, confirming.KIND, UNSETTLED, "woken")
ABOUT_THE_LIST = (waiting_writing.JOINED, waiting_writing.OFFER, waiting_writing.GONE)
ANOTHER_MAILBOX = {PersonCorrected.__name__: "other_mailbox", WaitingCorrected.__name__: "elsewhere"}
WHILE_OPEN = ("call_back_received", "barrier_received", "barrier_interim", "data_request_received")


class Why(StrEnum):
    """Why a message is not sent again."""

    NOT_THIS_KIND = "not_this_kind"
    ON_ITS_WAY = "on_its_way"
    OVER = "over"
    ERASED = "erased"
    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    NOT_A_READER = "not_a_reader"
    ASLEEP = "asleep"


class NotAgain(NotAllowedNow):
    """The message is not sent again, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__("send_again", why)
        self.why = why


@dataclass(frozen=True)
class Renewal:
    """What would be sent: a mail of this kind to this mailbox; `account` is whose it is, if of who works here.

    `refused`: a mail server said no to this mailbox last time, which may have passed. `sensitive`: even a masked
    mailbox would tell who takes part in a sensitive offer.
    """

    kind: str
    mailbox: Mailbox
    account: Account | None = None
    refused: bool = False
    sensitive: bool = False


def renewal(session: Session, vault: Vault, delivery: Delivery, *, now: datetime) -> Renewal:
    """What sending this message again would send as things stand now. Raises NotAgain."""
    if delivery.fate in UNFINISHED:
        raise NotAgain(Why.ON_ITS_WAY)
    if is_about_reservation(delivery):
        return _to_account(session, delivery, now)
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    kind = _kind_now(session, delivery, now)
    if person is None:
        raise NotAgain(Why.ERASED)
    contact = contact_of(person, vault)
    if not contact.email:
        raise NotAgain(Why.NO_ADDRESS)
    mailbox = resident_mailbox(contact)
    last = _last_failure(session, person)
    if mailbox is None or (last is not None and (last.fate == Fate.BOUNCED or last.error == BAD_ADDRESS)):
        raise NotAgain(Why.BOUNCED)
    return Renewal(kind, mailbox, refused=last is not None, sensitive=is_sensitive(session, delivery))


def is_about_reservation(delivery: Delivery) -> bool:
    """Whether it tells of a reservation, or brings its calendar object along."""
    return id_in(thing_of(delivery), "reservation") is not None


def may_ask(session: Session, vault: Vault, delivery: Delivery, *, now: datetime) -> Renewal:
    """What somebody who asks for it now would have sent. Raises NotAgain, also just after somebody asked."""
    found = renewal(session, vault, delivery, now=now)
    if braking.is_on_its_way(session, delivery, now=now):
        raise NotAgain(Why.ON_ITS_WAY)
    return found


def ask_again(session: Session, vault: Vault, delivery: Delivery, *, now: datetime) -> None:
    """Have it sent again, as things stand when the reaction writes it. Raises NotAgain."""
    braking.hold(session, delivery)
    may_ask(session, vault, delivery, now=now)
    thing = thing_of(delivery)
    assert thing is not None  # every kind that can be sent again is about something
    outbox.record(session, MailAskedAgain(delivery_id=delivery.id, thing=thing), now=now)


def reservation_kind(delivery: Delivery, reservation: Reservation, *, now: datetime) -> str:
    """The mail that tells how a reservation stands now. Raises NotAgain when there is nothing left to tell."""
    coming = [each for each in reservation.occurrences if not each.is_past(now)]
    asked = reservation.decide_by
    if any(each.status in IN_THE_CALENDAR for each in coming) and (asked is None or asked > now):
        return reservation_post.REQUESTED if asked is not None else reservation_post.MADE
    if coming and delivery.kind == reservation_post.CANCELLED:
        return reservation_post.CANCELLED
    raise NotAgain(Why.OVER)


def _kind_now(session: Session, delivery: Delivery, now: datetime) -> str:
    if delivery.kind in ABOUT_AN_APPOINTMENT:
        return _of_appointment(session, session.get(Appointment, delivery.appointment_id or ""), now)
    if delivery.kind in ABOUT_THE_LIST:
        return _of_entry(session.get(WaitingEntry, id_in(thing_of(delivery), "entry") or ""))
    if delivery.kind in ABOUT_A_REQUEST.values():
        todo = session.get(Todo, id_in(thing_of(delivery), "todo") or "")
        if todo is None or (delivery.kind in WHILE_OPEN and not todo.is_open):
            raise NotAgain(Why.OVER)
        return delivery.kind
    raise NotAgain(Why.NOT_THIS_KIND)


def _of_appointment(session: Session, appointment: Appointment | None, now: datetime) -> str:
    if appointment is None or appointment.is_over(now):
        raise NotAgain(Why.OVER)
    if appointment.status == Status.CANCELLED:
        return CANCELLED
    if appointment.status == Status.PENDING and not appointment.ran_out(now):
        return confirming.KIND
    if not appointment.is_coming:
        raise NotAgain(Why.OVER)
    if appointment.asleep_by is None:
        return CONFIRMATION
    offer = open_replacement(session, appointment)
    if offer is None:
        raise NotAgain(Why.ASLEEP)
    if offer.answer_by <= now:
        raise NotAgain(Why.OVER)
    return UNSETTLED


def _of_entry(entry: WaitingEntry | None) -> str:
    if entry is None or not entry.is_on_the_list:
        raise NotAgain(Why.OVER)
    return waiting_writing.OFFER if entry.state == WaitingState.OFFERED else waiting_writing.JOINED


def _to_account(session: Session, delivery: Delivery, now: datetime) -> Renewal:
    """A mail about a reservation goes to an account, as long as that still reads about it."""
    account, reservation_id = reader_of(session, delivery), id_in(thing_of(delivery), "reservation")
    try:
        reservation = finding.by_id(session, reservation_id or "")
    except NotFound:
        raise NotAgain(Why.OVER) from None
    kind = reservation_kind(delivery, reservation, now=now)
    reading = {each.account_id: each for each in readers(session, reservation)}
    if account is None or account.id not in reading:
        raise NotAgain(Why.NOT_A_READER)
    reader = reading[account.id]
    if reader.mailbox is None:
        raise NotAgain(Why.BOUNCED)
    return Renewal(kind, reader.mailbox, account, refused=delivery.fate in (Fate.BOUNCED, Fate.FAILED))


def _last_failure(session: Session, person: Person) -> Delivery | None:
    """The last mail to the mailbox that the person has now which a server refused or sent back."""
    failed = (
        select(Delivery)
        .where(Delivery.person_id == person.id, Delivery.fate.in_((Fate.BOUNCED, Fate.FAILED)))
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    last = session.scalar(failed)
    if last is None or _corrected_since(session, last, person):
        return None
    if last.kind in ABOUT_A_REQUEST.values() and not goes_to(last, person):
        return None
    return last


def _corrected_since(session: Session, failed: Delivery, person: Person) -> bool:
    """Whether another mailbox was given after this mail was written, for whatever it was about."""
    booked = select(literal("appointment:") + Appointment.id).where(Appointment.person_id == person.id)
    waits = select(literal("entry:") + WaitingEntry.id).where(WaitingEntry.person_id == person.id)
    corrections = select(EventRow.type, EventRow.payload).where(
        EventRow.type.in_(ANOTHER_MAILBOX),
        or_(EventRow.subject.in_(booked), EventRow.subject.in_(waits)),
        EventRow.occurred_at >= failed.created_at,
    )
    return any(payload.get(ANOTHER_MAILBOX[name]) for name, payload in session.execute(corrections))
