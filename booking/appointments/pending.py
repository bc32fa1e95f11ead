"""Confirming by mail first: a booking counts once its mail is answered; until then its time is kept (M2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.accounts.capabilities import CONFIRM
from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.booking import KEEP_DRAFT, hold_fast
from booking.appointments.finding import by_id
from booking.appointments.models import UNFINISHED, Appointment, CameBy, Status
from booking.appointments.slots import Wish
from booking.errors import NotAllowedNow, NotFound
from booking.events import ConfirmationAsked
from booking.offers.models import Offer
from booking.runtime import Desk

ANSWER_WITHIN = timedelta(hours=2)


def confirm_or_ask(session: Session, desk: Desk, appointment: Appointment) -> None:
    """Confirm a hold, or keep it for two hours and ask by mail first; doing it twice is harmless.

    Asked is only where the offer wants it and an e-mail address was given. Raises as `booking.keep` does.
    """
    contact = people.contact_of(appointment.person, desk.vault) if appointment.person else Contact()
    if appointment.status not in UNFINISHED or not asks_first(appointment.offer, contact):
        booking.confirm(session, desk, appointment)
    elif appointment.status == Status.HELD:
        _ask(session, desk, appointment)


def book_or_ask(
    session: Session,
    desk: Desk,
    wish: Wish,
    start: datetime,
    contact: Contact,
    *,
    came_by: CameBy = CameBy.ONLINE,
) -> Appointment:
    """`booking.book` for strangers: where the offer wants it, the mail has to be answered first."""
    if not asks_first(wish.offer, contact):
        return booking.book(session, desk, wish, start, contact, came_by=came_by)
    appointment = booking.hold(session, desk, wish, start)
    appointment.came_by = came_by
    booking.write_down(session, desk, appointment, contact)
    _ask(session, desk, appointment)
    return appointment


def asks_first(offer: Offer, contact: Contact) -> bool:
    """Whether somebody with this contact has to answer a mail before the booking counts."""
    return offer.confirm_by_mail and bool(contact.email)


def open_question(session: Session, appointment: Appointment, answer_by: datetime, *, now: datetime) -> str:
    """The token of the mail that asks. It outlives the deadline by a day: perhaps the time is free still."""
    until = min(answer_by + KEEP_DRAFT, appointment.manageable_until())
    return capabilities.mint(session, purpose=CONFIRM, subject=appointment.id, now=now, expires_at=until)


def asked_by(session: Session, token: str, *, now: datetime, for_change: bool = False) -> Appointment:
    """The appointment that the mail with this token asked about. Raises NotFound."""
    subject = capabilities.subject_of(session, token, purpose=CONFIRM, now=now)
    return by_id(session, subject or "", for_change=for_change)


def answer(session: Session, desk: Desk, token: str) -> Appointment:
    """Somebody pressed the button: the appointment is booked. Pressing twice is harmless.

    Too late is no obstacle while the time is free. Raises NotFound, SlotTaken, SlotUnknown.
    """
    appointment = asked_by(session, token, now=desk.now, for_change=True)
    if appointment.person_id is None:
        raise NotFound("appointment")
    if appointment.status == Status.PENDING:
        booking.confirm(session, desk, appointment)
    return appointment


def _ask(session: Session, desk: Desk, appointment: Appointment) -> None:
    if appointment.person_id is None:
        raise NotAllowedNow("ask", "without_person")
    answer_by = min(desk.now + ANSWER_WITHIN, appointment.starts_at)
    hold_fast(session, desk, appointment, expires_at=answer_by)
    appointment.ask(answer_by)
    asked = ConfirmationAsked(**appointment.placement(), answer_by=answer_by)
    outbox.record(session, asked, now=desk.now)
