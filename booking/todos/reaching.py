"""Which way somebody can be reached, without showing where: that is for working.read_contact."""

from __future__ import annotations

from enum import StrEnum

from booking.accounts.people import contact_of
from booking.todos.models import Kind, Todo
from booking.vault import Vault

NO_PHONE = "no_phone"  # the subject of a to-do about a mail when nobody can call instead
UNREACHABLE = "unreachable"  # how the subject of a call begins that nobody can make: with number and time
OTHER_TIMES = "other_times"  # the subject of a call about times that are held instead
IN_WRITING = (Kind.BARRIER, Kind.DATA)


class Way(StrEnum):
    """How the answer goes out; NONE for who wants no answer, or is erased."""

    PHONE = "phone"
    EMAIL = "email"
    NONE = "none"


def way_of(todo: Todo, vault: Vault) -> Way:
    """The phone before the e-mail, but for reports and data requests, which are answered in writing."""
    if todo.person is None:
        return Way.NONE
    contact = contact_of(todo.person, vault)
    reachable = {Way.PHONE: bool(contact.phone), Way.EMAIL: bool(contact.email)}
    first = Way.EMAIL if todo.kind in IN_WRITING else Way.PHONE
    return next((way for way in (first, *reachable) if reachable[way]), Way.NONE)
