"""What we keep of somebody on the waiting list, as their own page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from booking.accounts.people import Contact
from booking.i18n import LANGUAGES
from booking.web.forms.details import Details


@dataclass(frozen=True)
class Kept:
    """The facts; `details` has the words for the support needs."""

    contact: Contact

    @property
    def details(self) -> Details:
        return Details.of(self.contact)

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.contact.language, self.contact.language)
