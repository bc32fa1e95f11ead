"""Where the house is and how to reach it, for pages, mails and calendars."""

from __future__ import annotations

from dataclasses import dataclass

from booking.i18n import sentence


@dataclass(frozen=True)
class Address:
    """The house's card. The phone number is of the kind reserved for inventions."""

    name: str = "Quartiersbüro Leichlingen"
    street: str = "Kirchstraße 6–8"
    town: str = "42799 Leichlingen"
    phone: str = "02175 000-000"
    phone_link: str = "tel:+492175000000"
    phone_hours: str = sentence("Mo–Fr 9–12 Uhr")
    opening_text: str = sentence("Montag bis Freitag, 9–17 Uhr")

    @property
    def line(self) -> str:
        return f"{self.name}, {self.street}, {self.town}"


HOUSE = Address()
