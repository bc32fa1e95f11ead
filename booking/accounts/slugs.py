"""Addresses made of names: "Büro für Öffentliches" is buero-fuer-oeffentliches, once and for good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 50
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug_from(name: str, *, otherwise: str, is_taken: Callable[[str], bool]) -> str:
    """A free slug that reads like the name; `otherwise` for a name without a Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(UMLAUTS))
    wanted = NOT_PLAIN.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")[:LONGEST].rstrip("-")
    wanted = wanted or otherwise
    found, number = wanted, 1
    while is_taken(found):
        number += 1
        found = f"{wanted}-{number}"
    return found
