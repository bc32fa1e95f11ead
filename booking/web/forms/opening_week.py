"""The opening hours as somebody types them, weekday by weekday, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from werkzeug.datastructures import MultiDict

from booking.house.opening import Week
from booking.web.forms.reading import typed
from booking.web.forms.wish import time_of
from booking.web.language import gettext as _

WEEKDAYS = range(7)
FROM, TO = "von_", "bis_"


@dataclass(frozen=True)
class WeekForm:
    """A time from and one to for each weekday (Monday is 0), both empty where the house is closed."""

    days: Mapping[int, tuple[str, str]]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def showing(cls, week: Week) -> WeekForm:
        """The hours as they are."""
        return cls({each: _words(week[each]) if each in week else ("", "") for each in WEEKDAYS})

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> WeekForm:
        """What a browser sent, checked."""
        values = typed(sent, *(f"{name}{each}" for each in WEEKDAYS for name in (FROM, TO)))
        form = cls({each: (values[f"{FROM}{each}"], values[f"{TO}{each}"]) for each in WEEKDAYS})
        faults = {name: fault for each in WEEKDAYS for name, fault in form._faults(each).items()}
        if not faults and not form.week:
            faults[f"{FROM}0"] = _("Bitte öffnen Sie das Haus an mindestens einem Tag.")
        return replace(form, errors=faults)

    @property
    def week(self) -> Week:
        """The hours of a form without errors."""
        found = {}
        for each, (opens, closes) in self.days.items():
            first, last = time_of(opens), time_of(closes)
            if first is not None and last is not None:
                found[each] = (first, last)
        return found

    def fields(self) -> dict[str, str]:
        """Everything, to travel with a preview."""
        found: dict[str, str] = {}
        for each, (opens, closes) in self.days.items():
            found |= {f"{FROM}{each}": opens, f"{TO}{each}": closes}
        return found

    def _faults(self, weekday: int) -> dict[str, str]:
        opens, closes = self.days[weekday]
        if not opens and not closes:
            return {}
        first, last = time_of(opens), time_of(closes)
        found: dict[str, str] = {}
        if first is None:
            found[f"{FROM}{weekday}"] = (
                _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
                if opens
                else _("Bitte schreiben Sie auch, ab wann.")
            )
        if last is None:
            found[f"{TO}{weekday}"] = (
                _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
                if closes
                else _("Bitte schreiben Sie auch, bis wann.")
            )
        elif first is not None and last <= first:
            found[f"{TO}{weekday}"] = _("Das Ende muss nach dem Beginn liegen.")
        return found


def _words(hours: tuple[time, time]) -> tuple[str, str]:
    return f"{hours[0]:%H:%M}", f"{hours[1]:%H:%M}"
