"""What the house says about itself: where it is, how to reach it and when, who is responsible for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

NOT_DIALLED = re.compile(r"[^0-9+]")
TRUNK_ZERO = "(0)"
COUNTRY = "+49"


@dataclass(frozen=True)
class DayHours:
    """From when to when on a weekday (0 = Monday), in wall time."""

    weekday: int
    start: time
    end: time


def daily(weekdays: range, start: time, end: time) -> tuple[DayHours, ...]:
    """The same hours on each of these weekdays."""
    return tuple(DayHours(weekday, start, end) for weekday in weekdays)


@dataclass(frozen=True, kw_only=True)
class HouseFacts:
    """The house's card as its people set it, and as it is before they do.

    The phone number is of the kind reserved for inventions. `desk_hours` are when somebody sits at the desk: the rooms
    may be open longer (`OpeningHours`). `email`, `operator` and `represented_by` are for the imprint and may be empty.
    """

    name: str = "Quartiersbüro Leichlingen"
    street: str = "Kirchstraße 6–8"
    town: str = "42799 Leichlingen"
    phone: str = "02175 000-000"
    phone_hours: tuple[DayHours, ...] = daily(range(5), time(9), time(12))
    desk_hours: tuple[DayHours, ...] = daily(range(5), time(9), time(17))
    email: str = ""
    operator: str = ""
    represented_by: str = ""

    @property
    def line(self) -> str:
        return f"{self.name}, {self.street}, {self.town}"

    @property
    def phone_link(self) -> str:
        """The number as a telephone dials it from anywhere: tel:+492175000000."""
        return f"tel:{dialled_anywhere(self.phone)}"


def dialled_anywhere(phone: str) -> str:
    """The number with its country (RFC 3966); short ones like 115 stay, for they work only here."""
    digits = NOT_DIALLED.sub("", phone.replace(TRUNK_ZERO, ""))
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"{COUNTRY}{digits[1:]}" if digits.startswith("0") else digits
