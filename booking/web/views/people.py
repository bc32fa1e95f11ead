"""People as the settings show them: who they are in the house, and how things stand with their account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from booking.accounts import inviting
from booking.accounts.access import Actor
from booking.accounts.charge import roles_to_give
from booking.accounts.models import Account, Provider, Role
from booking.web.language import gettext as _
from booking.web.views.account import role_words
from booking.web.views.rules import moment_words

PEOPLE = "/einstellungen/personen"


@dataclass(frozen=True)
class PersonView:
    """One person; `state` is the kind of status that stands beside the words."""

    name: str
    email: str
    role: str
    provider: str
    state: str
    words: str
    url: str


def person_view(account: Account, *, now: datetime) -> PersonView:
    """One account."""
    state, words = _standing(account, now)
    return PersonView(
        name=account.name,
        email=account.email,
        role=role_words(account.role),
        provider=account.provider.name if account.provider else "",
        state=state,
        words=words,
        url=f"{PEOPLE}/{account.id}",
    )


def role_options(actor: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give, in words."""
    explained = {
        Role.ADVISER: _("Beraterin oder Berater: reserviert Räume und hält Sprechstunden"),
        Role.LEAD: _("Leitung eines Anbieters: das Gleiche für alle dort"),
        Role.STAFF: _("Team im Quartiersbüro: Empfang, ganzer Plan, Anfragen"),
        Role.CARETAKER: _("Hausmeisterei: Tagesliste und Räume, keine Personen"),
        Role.ADMIN: _("Verwaltung von Treffpunkt: alle Einstellungen, braucht eine Code-App"),
    }
    return [(str(role), explained[role]) for role in roles_to_give(actor)]


def provider_options(providers: Mapping[str, Provider]) -> list[tuple[str, str]]:
    """The providers to choose from."""
    return [("", _("Bitte wählen")), *((slug, each.name) for slug, each in providers.items())]


def _standing(account: Account, now: datetime) -> tuple[str, str]:
    if account.invited_at is not None:
        if account.disabled_at is not None:
            return "past", _("Einladung zurückgenommen")
        until = account.invited_at + inviting.LASTS
        if until <= now:
            return "no", _("Einladung abgelaufen")
        return "wait", _("eingeladen, bis %(when)s", when=moment_words(until))
    if account.disabled_at is not None:
        return "no", _("gesperrt")
    return "ok", _("kann sich einloggen")
