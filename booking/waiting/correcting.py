"""Correcting how somebody on the list is reached; the turn stays, and so does a time that is held already."""

from __future__ import annotations

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.accounts.models import Person
from booking.accounts.people import Contact
from booking.errors import NotAllowedNow
from booking.runtime import Desk
from booking.waiting.events import WaitingCorrected
from booking.waiting.models import WaitingEntry


def correct(session: Session, desk: Desk, entry: WaitingEntry, contact: Contact, *, token: str) -> bool:
    """Replace what we know of the person; says whether anything changed. The entry must be locked (`for_change`).

    With another mailbox or phone every link to the entry ends; only `token`, the one in use, stays. Raises
    NotAllowedNow for who is not on the list any more.
    """
    person = entry.person
    if person is None or not entry.is_on_the_list:
        raise NotAllowedNow("correct", entry.state)
    if people.contact_of(person, desk.vault) == contact:
        return False
    before = _reached_at(person)
    people.correct(person, desk.vault, contact)
    elsewhere = _reached_at(person) != before
    if elsewhere:
        capabilities.revoke_others(session, [entry.id], but_for=token)
    event = WaitingCorrected(entry_id=entry.id, offer_id=entry.offer_id, elsewhere=elsewhere)
    outbox.record(session, event, now=desk.now)
    return True


def _reached_at(person: Person) -> str | None:
    """Where an offered time is told: the mailbox, and only without one the phone."""
    return person.mailbox_key or person.phone_key
