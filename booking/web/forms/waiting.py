"""The wishes of somebody on the waiting list, as their form sends and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from booking.waiting.wishes import HALVES, LARGEST_PARTY, Wishes, last_day
from booking.web.forms.reading import day_of, typed
from booking.web.language import gettext as _

WEEKDAYS = tuple(str(day) for day in range(7))
ANY = "any"


@dataclass(frozen=True, kw_only=True)
class WaitingForm:
    """What was typed or is kept, and what is wrong with it; `half` ANY is the whole day."""

    until: str
    weekdays: list[str] = field(default_factory=list)
    half: str = ANY
    party: str = "1"
    adviser: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], *, today: date, joined: date) -> WaitingForm:
        """What a browser sent, checked for somebody who joined then."""
        values = typed(sent, "until", "half", "party", "adviser")
        form = cls(
            until=values["until"],
            weekdays=[day for day in WEEKDAYS if day in sent.getlist("weekdays")],
            half=values["half"] if values["half"] in HALVES and values["half"] else ANY,
            party=values["party"],
            adviser=values["adviser"],
        )
        faults = {"until": _until_fault(form.until, today, joined), "party": _party_fault(form.party)}
        return cls(**{**vars(form), "errors": {name: fault for name, fault in faults.items() if fault}})

    @classmethod
    def of(cls, wishes: Wishes, *, adviser: str = "") -> WaitingForm:
        """What somebody wished; `adviser` by its address."""
        return cls(
            until=wishes.until.isoformat(),
            weekdays=[str(day) for day in wishes.weekdays],
            half=wishes.half or ANY,
            party=str(wishes.party_size),
            adviser=adviser,
        )

    def wishes(self, advisers: Mapping[str, int]) -> Wishes:
        """For a form without faults; an adviser nobody knows is anybody."""
        until = day_of(self.until)
        assert until is not None
        return Wishes(
            until=until,
            weekdays=tuple(int(day) for day in self.weekdays),
            half="" if self.half == ANY else self.half,
            party_size=int(self.party),
            adviser_id=advisers.get(self.adviser),
        )


def _until_fault(text: str, today: date, joined: date) -> str:
    day = day_of(text)
    if day is None:
        return _("Bitte wählen Sie, bis wann Sie warten möchten.")
    if day < today:
        return _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren.")
    if day > last_day(joined):
        return _("Länger als 60 Tage kann niemand warten. Bitte wählen Sie einen früheren Tag.")
    return ""


def _party_fault(text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= LARGEST_PARTY:
        return ""
    return _(
        "Bitte wählen Sie, wie viele Personen kommen. Bei mehr als %(most)s rufen Sie uns bitte an.",
        most=LARGEST_PARTY,
    )
