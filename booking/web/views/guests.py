"""Residents whose appointments a change touches: with what may become of each. Names for the own provider only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments.guests import Answer, Fate, Guest
from booking.appointments.models import Appointment
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.rules import moment_words


@dataclass(frozen=True)
class FateView:
    """One thing that may become of an appointment; `value` is what the form sends for it."""

    value: str
    text: str
    checked: bool


@dataclass(frozen=True)
class GuestRow:
    """`name` is empty for who may not read it; `call` says whom to call because nobody can write."""

    id: str
    when: str
    code: str
    name: str
    call: str
    phone: str
    fates: list[FateView]


def guest_rows(
    guests: Sequence[Guest],
    answers: Mapping[str, Answer],
    actor: Actor,
    contact_of: Callable[[Appointment], Contact],
) -> list[GuestRow]:
    """A row for each, by start. What was decided stays checked while it is still possible."""
    return [_row(each, answers.get(each.appointment.id), actor, contact_of) for each in guests]


def fate_value(fate: Fate, replacement_id: str | None = None) -> str:
    return f"{fate}:{replacement_id}" if replacement_id else str(fate)


def _row(
    guest: Guest, answer: Answer | None, actor: Actor, contact_of: Callable[[Appointment], Contact]
) -> GuestRow:
    appointment = guest.appointment
    own = reads_names(actor, appointment)
    contact = contact_of(appointment)
    offered = list(_offered(guest, _off_words(contact, own=own)))
    possible = {fate for fate, _value, _text in offered}
    checked = answer.fate if answer and answer.fate in possible else guest.fate
    return GuestRow(
        id=appointment.id,
        when=moment_words(appointment.starts_at),
        code=appointment.code,
        name=(contact.name or _("Name gelöscht")) if own else "",
        call="" if contact.email else _call_words(contact, own=own),
        phone=contact.phone or "" if own and not contact.email else "",
        fates=[FateView(value, text, fate == checked) for fate, value, text in offered],
    )


def reads_names(actor: Actor, appointment: Appointment) -> bool:
    """The adviser who sits there, and the lead of the provider; no colleague, and not the house."""
    if actor.role not in PROVIDER_ROLES or actor.provider_id != appointment.provider_id:
        return False
    return actor.role == Role.LEAD or appointment.adviser.account_id == actor.account_id


def _offered(guest: Guest, off_words: str) -> Iterator[tuple[Fate, str, str]]:
    if guest.may_stay:
        yield Fate.KEEP, fate_value(Fate.KEEP), _("bleibt, wie er ist")
    if guest.replacement is not None:
        text = _("verschieben auf %(when)s (vorgemerkt)", when=_replacement_words(guest))
        yield Fate.MOVE, fate_value(Fate.MOVE, guest.replacement.id), text
    yield Fate.CANCEL, fate_value(Fate.CANCEL), off_words


def _off_words(contact: Contact, *, own: bool) -> str:
    """What a cancellation means for somebody who can be reached like this."""
    if contact.email:
        return _("absagen, wir schreiben eine E-Mail")
    if not own:
        return _("absagen, der Anbieter muss anrufen")
    return _("absagen, bitte anrufen") if contact.phone else _("absagen, ohne Nachricht")


def _replacement_words(guest: Guest) -> str:
    """Mi, 25. November, 9:30 Uhr; with the adviser's name if it is another one."""
    replacement = guest.replacement
    assert replacement is not None
    start, formats = replacement.starts_at, current_language().formats
    words = [formats.weekday_short(start), formats.short_day(start), formats.time(start)]
    if replacement.adviser_id != guest.appointment.adviser_id:
        words.append(_("bei %(adviser)s", adviser=replacement.adviser.name))
    return ", ".join(words)


def _call_words(contact: Contact, *, own: bool) -> str:
    if not own:
        return _("Ohne E-Mail: Der Anbieter muss anrufen.")
    return _("Ohne E-Mail: Bitte anrufen.") if contact.phone else _("Ohne E-Mail und ohne Telefon.")
