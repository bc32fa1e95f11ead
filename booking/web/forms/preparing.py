"""How the room shall be set up, and how somebody gets its key."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from booking.reservations.models import Reservation
from booking.reservations.setting_up import KEYS, SEATING
from booking.web.forms.reading import typed
from booking.web.language import gettext as _


@dataclass(frozen=True)
class PreparingForm:
    """Both may be empty: it does not matter, and no key."""

    seating: str = ""
    key_from: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def showing(cls, reservation: Reservation) -> PreparingForm:
        return cls(reservation.seating or "", reservation.key or "")

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> PreparingForm:
        values = typed(sent, "seating", "key_from")
        return cls(**values, errors=setting_up_faults(values["seating"], values["key_from"]))


def setting_up_faults(seating: str, key_from: str) -> dict[str, str]:
    """What is wrong with these two, each as a sentence; the form of a new reservation asks here too."""
    faults = {}
    if seating and seating not in SEATING:
        faults["seating"] = _("Bitte wählen Sie den Aufbau aus der Liste.")
    if key_from and key_from not in KEYS:
        faults["key_from"] = _("Bitte wählen Sie aus der Liste, wer den Schlüssel gibt.")
    return faults
