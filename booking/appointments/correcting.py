"""Correcting what we know of a person; the appointment stays where it is, and says whether it still fits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.accounts.models import Person
from booking.accounts.people import Contact, mailbox_key
from booking.appointments.lengths import USUAL, is_as_long_as, slots_in_a_row
from booking.appointments.models import Appointment, Status
from booking.appointments.pending import confirm_or_ask
from booking.errors import NotFound
from booking.events import ConfirmationAsked, PersonCorrected
from booking.house.rooms import suits
from booking.runtime import Desk


def correct(
    session: Session, desk: Desk, appointment: Appointment, contact: Contact, *, token: str | None = None
) -> bool:
    """Replace what we know of the resident; says whether anything changed. The same again changes nothing.

    With another mailbox every link in the old one ends; only `token`, the link in use, stays. An appointment that
    waits for its mail to be answered asks the new mailbox. Raises NotFound when the person was erased, SlotTaken
    when that time is over and somebody else has it.
    """
    person = _locked(session, appointment)
    before = people.contact_of(person, desk.vault)
    if before == contact:
        return False
    people.correct(person, desk.vault, contact)
    moved = mailbox_key(desk.vault, before.email) != mailbox_key(desk.vault, contact.email)
    event = PersonCorrected(appointment_id=appointment.id, other_mailbox=moved)
    outbox.record(session, event, now=desk.now)
    if moved:
        _close_links(session, person, but_for=token)
    if moved and appointment.status == Status.PENDING:
        _ask_there(session, desk, appointment)
    return True


def still_fits(appointment: Appointment, needs: tuple[str, ...]) -> bool:
    """Whether room and length of a coming appointment are right for these needs."""
    room = appointment.room
    long_enough = slots_in_a_row(needs) == USUAL or is_as_long_as(appointment, needs)
    return long_enough and (room is None or suits(room, confidential=False, needs=needs))


def _close_links(session: Session, person: Person, *, but_for: str | None) -> None:
    """Whoever reads the old mailbox opens no appointment of this person any more."""
    appointments = session.scalars(select(Appointment.id).where(Appointment.person_id == person.id)).all()
    capabilities.revoke_others(session, appointments, but_for=but_for)


def _ask_there(session: Session, desk: Desk, appointment: Appointment) -> None:
    """The same question to the new mailbox, with the same deadline; nothing is asked where there is no mailbox."""
    confirm_or_ask(session, desk, appointment)
    if appointment.status == Status.PENDING and appointment.hold_expires_at is not None:
        asked = ConfirmationAsked(**appointment.placement(), answer_by=appointment.hold_expires_at)
        outbox.record(session, asked, now=desk.now)


def _locked(session: Session, appointment: Appointment) -> Person:
    if appointment.person_id is None:
        raise NotFound("person")
    person = session.get(
        Person, appointment.person_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if person is None:
        raise NotFound("person")
    return person
