"""Somebody who is invited or gets another place in the house, as typed; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.charge import roles_to_give
from booking.accounts.managing import Place
from booking.accounts.models import Account, Provider, Role
from booking.web.forms.contact_faults import email_fault
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST_NAME = 120


@dataclass(frozen=True)
class PersonForm:
    """The form as the page shows it again; `provider` is a slug. `email` stays empty where nobody is invited."""

    name: str = ""
    email: str = ""
    role: str = ""
    provider: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], actor: Actor) -> PersonForm:
        """What a browser sent; where the actor has no choice of role, it is the one they may give."""
        values = typed(sent, "name", "email", "role", "provider")
        form = cls(values["name"], values["email"], values["role"], values["provider"])
        roles = roles_to_give(actor)
        return replace(form, role=roles[0]) if len(roles) == 1 else form

    @classmethod
    def showing(cls, account: Account) -> PersonForm:
        """An account as it is."""
        return cls(account.name, "", account.role, account.provider.slug if account.provider else "")

    def checked(
        self, actor: Actor, providers: Collection[str], *, own: str, inviting: bool = False
    ) -> PersonForm:
        """With a sentence for each fault; `own` is the slug of the actor's provider, which is then the only one.

        A role without a provider has none, whatever was chosen.
        """
        form = replace(self, provider=own) if own else self
        if form.role in set(Role) - PROVIDER_ROLES:
            form = replace(form, provider="")
        return replace(form, errors=dict(_faults(form, actor, providers, inviting=inviting)))

    def refused(self, name: str, fault: str) -> PersonForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def place(self, providers: Mapping[str, Provider]) -> Place:
        """What a form without errors asks for."""
        return Place(self.name, Role(self.role), providers[self.provider].id if self.provider else None)

    def values(self) -> dict[str, str]:
        """The fields, to travel with a page about a conflict."""
        return {"name": self.name, "role": self.role, "provider": self.provider}


def name_fault(text: str, longest: int) -> str | None:
    """What is wrong with the name of somebody or something that works here, or None."""
    if not any(character.isalnum() for character in text):
        return _("Bitte schreiben Sie einen Namen.")
    if has_unseen(text) or len(text) > longest:
        return _("Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=longest)
    return None


def _faults(
    form: PersonForm, actor: Actor, providers: Collection[str], *, inviting: bool
) -> Iterator[tuple[str, str]]:
    fault = name_fault(form.name, LONGEST_NAME)
    if fault:
        yield "name", fault
    if inviting:
        wrong = email_fault(form.email) if form.email else _("Bitte schreiben Sie die E-Mail-Adresse.")
        if wrong or has_unseen(form.email):
            yield "email", wrong or _("Bitte prüfen Sie die E-Mail-Adresse Zeichen für Zeichen.")
    if form.role not in roles_to_give(actor):
        yield "role", _("Bitte wählen Sie, was die Person im Haus macht.")
    elif form.role in PROVIDER_ROLES and form.provider not in providers:
        yield "provider", _("Bitte wählen Sie den Anbieter, für den die Person arbeitet.")
