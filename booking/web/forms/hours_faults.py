"""What can be wrong with the plan of a Sprechstunde, each fault a sentence that says how to repair it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from booking.appointments.models import HoursMode, SlotSettings
from booking.offers.models import Offer, OfferMode
from booking.scheduling.walltime import NonexistentTime
from booking.web.forms.wish import time_of
from booking.web.language import current_language
from booking.web.language import gettext as _

MOST_SEATS: Final = 6
RANGES: Final = {
    "slot_minutes": (5, 240),
    "buffer_minutes": (0, 120),
    "notice_hours": (0, 336),
    "horizon_days": (1, 365),
    "daily_cap": (1, 60),
}
WHOLE: Final = re.compile(r"[0-9]{1,4}")
PARTS: Final = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")


def typed_faults(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each field by itself; empty times and numbers are fine."""
    return {name: fault for name, fault in _each_fault(values) if fault}


def offer_faults(mode: str, settings: SlotSettings, offer: Offer, minutes: int) -> dict[str, str]:
    """What does not fit the offer, when the shortest of the dates has so many minutes."""
    if mode == HoursMode.OPEN_DOOR:
        return {}
    if offer.mode == OfferMode.OPEN:
        return {"mode": _("Dieses Angebot ist ohne Termin. Bitte wählen Sie „offene Tür ohne Termin“.")}
    length = offer.duration_minutes if settings.slot_minutes is None else settings.slot_minutes
    if minutes < length:
        return {"slot_minutes": _("Ein Termin dauert %(n)s Minuten. Die Sprechstunde ist kürzer.", n=length)}
    notice = offer.notice_minutes if settings.notice_minutes is None else settings.notice_minutes
    horizon = offer.horizon_days if settings.horizon_days is None else settings.horizon_days
    if timedelta(minutes=notice) >= timedelta(days=horizon):
        return {"notice_hours": _("So kann niemand buchen. Bitte nehmen Sie weniger Stunden oder mehr Tage.")}
    return {}


def skipped_words(skipped: NonexistentTime) -> str:
    """Which time the clocks skip, as a sentence."""
    clock = f"{skipped.at.hour}:{skipped.at:%M}"
    day = current_language().formats.date(skipped.day)
    return _("Am %(day)s gibt es %(clock)s Uhr nicht. Die Uhr springt von 2 auf 3 Uhr.", day=day, clock=clock)


def _each_fault(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    starts, ends = time_of(values["starts"]), time_of(values["ends"])
    for name, at in (("starts", starts), ("ends", ends)):
        if values[name] and at is None:
            yield name, _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
    if starts is not None and ends is not None and ends <= starts:
        yield "ends", _("Das Ende muss nach dem Beginn liegen.")
    if values["seats"] not in [str(number) for number in range(1, MOST_SEATS + 1)]:
        yield "seats", _("Bitte wählen Sie 1 bis %(most)s Plätze.", most=MOST_SEATS)
    if values["mode"] not in [each.value for each in HoursMode]:
        yield "mode", _("Bitte wählen Sie, wie man zu Ihnen kommt.")
    for name in RANGES:
        yield name, _range_fault(name, values[name])


def _range_fault(name: str, text: str) -> str:
    least, most = RANGES[name]
    pattern = PARTS if name == "notice_hours" else WHOLE
    if not text or (pattern.fullmatch(text) and least <= float(text.replace(",", ".")) <= most):
        return ""
    return _("Bitte schreiben Sie eine Zahl von %(least)s bis %(most)s.", least=least, most=most)
