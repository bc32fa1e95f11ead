"""Addresses of offers, concerns and topics: made once from the title, then fixed, for links and QR codes live on.

The address of a sensitive offer says nothing (product rule 6): beratung-1, beratung-2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import lock
from booking.offers.models import Concern, Offer, Topic
from booking.offers.spelling import words_of

LONGEST = 50
NEUTRAL = "beratung"
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
# Who adds or sorts offers, concerns and topics waits here: no address is given twice, nothing in use is deleted.
SORTING_LOCK = -21


def alone(session: Session) -> None:
    """Until this transaction ends nobody else gives an address, or takes away a concern or topic."""
    lock(session, [SORTING_LOCK])


def is_neutral(slug: str) -> bool:
    """Whether the address tells nobody what the offer is about."""
    return re.fullmatch(rf"{NEUTRAL}(-\d+)?", slug) is not None


def neutral_address(session: Session) -> str:
    """The next free address for a sensitive offer. Call `alone` first."""
    taken = _taken(session, Offer)
    return next(slug for number in count(1) if (slug := f"{NEUTRAL}-{number}") not in taken)


def address_of(session: Session, title: str, table: type[Offer | Concern | Topic]) -> str:
    """A free address that reads like the title: "Hilfe für Ältere" is hilfe-fuer-aeltere. Call `alone` first."""
    return _free(spelled(title) or "thema", _taken(session, table).__contains__)


def spelled(title: str) -> str:
    """The title in small letters, digits and dashes; empty when none of it can be written so."""
    plain = "-".join(words_of(title.translate(FOLDED)))
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def _free(slug: str, is_taken: Callable[[str], bool]) -> str:
    if not is_taken(slug):
        return slug
    return next(other for number in count(2) if not is_taken(other := f"{slug}-{number}"))


def _taken(session: Session, table: type[Offer | Concern | Topic]) -> set[str]:
    return set(session.scalars(select(table.slug)))
