"""What the demonstration's story is told with, by name: rooms, providers, accounts, advisers and offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from booking.accounts.models import Provider
from booking.house.models import Room
from booking.offers.models import Adviser, Offer


@dataclass(frozen=True, kw_only=True)
class Town:
    """Everything by its slug, accounts' ids by name; `first` is the first day of the story."""

    first: date
    rooms: Mapping[str, Room]
    providers: Mapping[str, Provider]
    accounts: Mapping[str, int]
    advisers: Mapping[str, Adviser]
    offers: Mapping[str, Offer]
