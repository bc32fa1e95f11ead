"""A provider as somebody typed it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.accounts.models import Provider
from booking.accounts.providers import PRIVACY_LAWS, Facts
from booking.web.forms.people import LONGEST_NAME, name_fault
from booking.web.forms.reading import typed
from booking.web.language import gettext as _

YES = "ja"


@dataclass(frozen=True)
class ProviderForm:
    """The form as the page shows it again."""

    name: str = ""
    privacy_law: str = PRIVACY_LAWS[0]
    house_calls: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> ProviderForm:
        """What a browser sent, checked."""
        values = typed(sent, "name", "privacy_law", "house_calls")
        form = cls(values["name"], values["privacy_law"], values["house_calls"])
        return replace(form, errors=form._faults())

    @classmethod
    def showing(cls, provider: Provider) -> ProviderForm:
        """A provider as it is."""
        return cls(provider.name, provider.privacy_law, YES if provider.house_calls else "")

    @property
    def facts(self) -> Facts:
        """What a form without errors says."""
        return Facts(self.name, self.privacy_law, self.house_calls == YES)

    def refused(self, name: str, fault: str) -> ProviderForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def values(self) -> dict[str, str]:
        """The fields, to travel with a page about a conflict."""
        return {"name": self.name, "privacy_law": self.privacy_law, "house_calls": self.house_calls}

    def _faults(self) -> dict[str, str]:
        found = {}
        fault = name_fault(self.name, LONGEST_NAME)
        if fault:
            found["name"] = fault
        if self.privacy_law not in PRIVACY_LAWS:
            found["privacy_law"] = _("Bitte wählen Sie, welches Recht für die Daten gilt.")
        return found
