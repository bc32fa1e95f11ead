"""One time at once for one person: whoever shares a mailbox or a phone decides about one time of an offer."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Person
from booking.db import lock
from booking.waiting.models import State, WaitingEntry


def deciding(session: Session, offer_id: int) -> set[str]:
    """The mailboxes and phones (Person.contact_keys) of those who decide about a time of the offer now."""
    statement = (
        select(Person)
        .join(WaitingEntry, WaitingEntry.person_id == Person.id)
        .where(WaitingEntry.state == State.OFFERED, WaitingEntry.offer_id == offer_id)
    )
    return {key for person in session.scalars(statement) for key in person.contact_keys}


def may_decide(session: Session, person: Person, offer_id: int) -> bool:
    """Whether nobody with this mailbox or phone decides about a time of the offer; it stays so to the end.

    Others who ask for the same mailbox or phone wait for this transaction.
    """
    lock(session, [lock_of(f"turn:{offer_id}:{key}") for key in person.contact_keys])
    return not person.contact_keys & deciding(session, offer_id)


def lock_of(name: str) -> int:
    """The number to lock (booking.db.lock) for what is called so."""
    return int(sha256(name.encode()).hexdigest()[:15], 16) - 2**61
