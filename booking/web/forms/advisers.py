"""An adviser as somebody typed it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.offers.models import Adviser
from booking.providers.advisers import Facts
from booking.web.forms.people import name_fault
from booking.web.forms.reading import typed
from booking.web.language import gettext as _

LONGEST_NAME = 80
LANGUAGES = ("de", "en", "uk", "ar", "tr", "ru", "pl", "ro", "bg", "fr", "es", "it", "fa", "ku")


@dataclass(frozen=True)
class AdviserForm:
    """The form as the page shows it again; `account` is the number of one, `provider` a slug."""

    name: str = ""
    provider: str = ""
    account: str = ""
    languages: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> AdviserForm:
        """What a browser sent; languages in the order of the house."""
        chosen = {code for value in sent.getlist("languages") for code in value.split(",")}
        languages = tuple(each for each in LANGUAGES if each in chosen)
        values = typed(sent, "name", "provider", "account")
        return cls(values["name"], values["provider"], values["account"], languages)

    @classmethod
    def showing(cls, adviser: Adviser) -> AdviserForm:
        """An adviser as they are."""
        facts = Facts.of(adviser)
        account = str(facts.account_id) if facts.account_id is not None else ""
        return cls(facts.name, "", account, facts.languages)

    @property
    def facts(self) -> Facts:
        """What a form without errors says."""
        return Facts(self.name, self.languages, int(self.account) if self.account else None)

    def checked(
        self, accounts: Collection[str], providers: Collection[str] | None, *, own: str = ""
    ) -> AdviserForm:
        """With a sentence for each fault; without `providers` nobody is asked for one."""
        form = replace(self, provider=own) if own else self
        found = {}
        fault = name_fault(form.name, LONGEST_NAME)
        if fault:
            found["name"] = fault
        if providers is not None and form.provider not in providers:
            found["provider"] = _("Bitte wählen Sie den Anbieter, für den die Person berät.")
        if form.account and form.account not in accounts:
            found["account"] = _("Bitte wählen Sie ein Konto aus der Liste, oder keines.")
        return replace(form, errors=found)

    def refused(self, name: str, fault: str) -> AdviserForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})
