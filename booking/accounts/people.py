"""Residents' data: sealed into the person table, opened for the few who may see it, erased in time."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import names
from booking.accounts.models import Person
from booking.ids import random_id
from booking.vault import Vault

COUNTRY = re.compile(r"^\s*(?:\+|00)\s*49\s*(?:\(0\))?")
NOT_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True)
class Contact:
    """What a resident told us: how to address them, how to reach them, what helps them.

    `phone_hours`: "" (any time), "morning" or "afternoon". `brief_mails`: somebody else reads the mailbox, so
    mails say date and time only. `interpreting`: into which language, when "interpreter" is among the needs.
    `helper`: who called for them, if somebody did and gave a name.
    """

    name: str = ""
    email: str | None = None
    phone: str | None = None
    language: str = "de"
    needs: tuple[str, ...] = ()
    phone_hours: str = ""
    leave_message: bool = False
    brief_mails: bool = False
    interpreting: str = ""
    helper: str = ""


def remember(
    session: Session, vault: Vault, contact: Contact, *, provider_id: int | None, erase_on: date
) -> Person:
    """Write a new person row, sealed."""
    person_id = random_id()
    person = Person(
        id=person_id,
        provider_id=provider_id,
        sealed=_seal(vault, person_id, contact),
        erase_on=erase_on,
        mailbox_key=mailbox_key(vault, contact.email),
        phone_key=phone_key(vault, contact.phone),
    )
    session.add(person)
    return person


def correct(person: Person, vault: Vault, contact: Contact) -> None:
    """Replace what we know of the person."""
    person.sealed = _seal(vault, person.id, contact)
    person.mailbox_key = mailbox_key(vault, contact.email)
    person.phone_key = phone_key(vault, contact.phone)


def contact_of(person: Person, vault: Vault) -> Contact:
    """Open the sealed data. Raises SealBroken when the bytes are not this row's."""
    values = vault.open_json(person.sealed, _place(person.id))
    return Contact(**{**values, "needs": tuple(values["needs"])})


def mailbox_key(vault: Vault, email: str | None) -> str | None:
    """Under what an address can be found again; None without an address."""
    return vault.fingerprint(f"mailbox:{email.strip().casefold()}") if email else None


def phone_key(vault: Vault, phone: str | None) -> str | None:
    """Under what a phone number can be found again, however it is written; None without one."""
    return vault.fingerprint(f"phone:{dialled(phone)}") if phone else None


def dialled(phone: str) -> str:
    """The digits one dials within Germany: +49 (0) 2175 12-3 is 02175123."""
    return NOT_DIGITS.sub("", COUNTRY.sub("0", phone))


def forget_needs(session: Session, vault: Vault, *, today: date, limit: int = 200) -> int:
    """Take the support needs of those whose date has passed out of their seals; says of how many."""
    due = session.scalars(select(Person).where(Person.needs_until < today).limit(limit)).all()
    for person in due:
        correct(person, vault, replace(contact_of(person, vault), needs=(), interpreting=""))
        person.needs_until = None
    return len(due)


def same_name(contact: Contact, typed: str) -> bool:
    """Whether somebody who typed this name is this person: spelling, order and titles forgiven (names.py)."""
    return names.same_name(contact.name, typed)


def _seal(vault: Vault, person_id: str, contact: Contact) -> bytes:
    return vault.seal_json(asdict(contact), _place(person_id))


def _place(person_id: str) -> str:
    return f"person:{person_id}"
