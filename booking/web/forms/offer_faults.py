"""What can be wrong with the facts of an offer: a sentence for each field, with its bounds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from booking.offers.models import OfferClass, OfferMode
from booking.web.language import gettext as _

SHORTEST, LONGEST, STEP = 5, 240, 5
LONGEST_BUFFER = 60
LONGEST_NOTICE_HOURS = 30 * 24
LONGEST_HORIZON = 365
LARGEST_CAP = 100


def fact_faults(values: Mapping[str, str], *, languages: Collection[str]) -> dict[str, str]:
    """Field → sentence; empty when everything can be saved."""
    faults = {
        "offer_class": None
        if values["offer_class"] in set(OfferClass)
        else _("Bitte wählen Sie, wie vertraulich das Thema ist."),
        "mode": None
        if values["mode"] in set(OfferMode)
        else _("Bitte wählen Sie, wie man einen Termin bekommt."),
        "duration": _duration_fault(values["duration"]),
        "buffer": _between(values["buffer"], 0, LONGEST_BUFFER),
        "notice": _notice_fault(values["notice"]),
        "horizon": _between(values["horizon"], 1, LONGEST_HORIZON),
        "cap": _between(values["cap"], 1, LARGEST_CAP) if values["cap"] else None,
        "languages": None if languages else _("Bitte wählen Sie mindestens eine Sprache."),
    }
    return {name: fault for name, fault in faults.items() if fault}


def number_of(text: str) -> float | None:
    """A number as people write it: 2; 1,5; 0.5. None for anything else."""
    return float(text.replace(",", ".")) if re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,2})?", text) else None


def _duration_fault(text: str) -> str | None:
    number = _whole(text)
    if number is None or not SHORTEST <= number <= LONGEST or number % STEP:
        return _(
            "Bitte schreiben Sie %(least)s bis %(most)s Minuten, in Schritten von %(step)s.",
            least=SHORTEST,
            most=LONGEST,
            step=STEP,
        )
    return None


def _notice_fault(text: str) -> str | None:
    number = number_of(text)
    if number is None or number > LONGEST_NOTICE_HOURS:
        return _(
            "Bitte schreiben Sie Stunden, von 0 bis %(most)s. 720 Stunden sind 30 Tage.",
            most=LONGEST_NOTICE_HOURS,
        )
    return None


def _between(text: str, least: int, most: int) -> str | None:
    number = _whole(text)
    if number is None or not least <= number <= most:
        return _("Bitte schreiben Sie eine Zahl von %(least)s bis %(most)s.", least=least, most=most)
    return None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None
