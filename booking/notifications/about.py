"""What a delivery is about and who reads it, from the key that keeps its mails in order."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.appointments.models import Appointment
from booking.notifications.models import Delivery
from booking.offers.models import Adviser, Offer
from booking.todos.models import Todo
from booking.waiting.models import WaitingEntry

THINGS = {"reservation": "reservation", "waiting": "entry", "todo": "todo", "absence": "absence"}


def thing_of(delivery: Delivery) -> str | None:
    """What the mail is about, as the subject of an event: `appointment:<id>`, `reservation:<id>`; None: of no such."""
    if delivery.appointment_id is not None:
        return f"appointment:{delivery.appointment_id}"
    name, _, found = delivery.order_key.partition("|")[0].partition(":")
    return f"{THINGS[name]}:{found}" if name in THINGS and found else None


def id_in(thing: str | None, name: str) -> str | None:
    """The id of a subject of this name, else None."""
    head, _, found = (thing or "").partition(":")
    return found if head == name and found else None


def is_sensitive(session: Session, delivery: Delivery) -> bool:
    """Whether the mail is about a sensitive offer: an appointment, an entry of its list or a to-do about either."""
    thing = thing_of(delivery)
    todo = session.get(Todo, id_in(thing, "todo") or "")
    appointment_id = todo.appointment_id if todo else id_in(thing, "appointment")
    entry = session.get(WaitingEntry, (todo.waiting_id if todo else id_in(thing, "entry")) or "")
    appointment = session.get(Appointment, appointment_id or "")
    offer_id = appointment.offer_id if appointment else entry.offer_id if entry else None
    offer = session.get(Offer, offer_id) if offer_id is not None else None
    return offer is not None and offer.sensitive


def reader_of(session: Session, delivery: Delivery) -> Account | None:
    """The account that a mail to somebody who works here goes to; None for a mail to a resident."""
    name, _, found = delivery.order_key.rpartition("|")[2].partition(":")
    if delivery.person_id is not None or not found.isdigit():
        return None
    if name == "adviser":
        adviser = session.get(Adviser, int(found))
        return session.get(Account, adviser.account_id) if adviser and adviser.account_id else None
    return session.get(Account, int(found)) if name == "account" else None
