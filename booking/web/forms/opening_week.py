"""The opening hours as somebody types them, weekday by weekday, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.house.opening import Week
from booking.web.forms.reading import typed
from booking.web.forms.weekly import FIELDS, hours_as_typed, hours_faults, hours_typed
from booking.web.language import gettext as _


@dataclass(frozen=True)
class WeekForm:
    """The form as the page shows it again, both fields of a day empty where the house is closed."""

    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def showing(cls, week: Week) -> WeekForm:
        """The hours as they are."""
        return cls(hours_as_typed(week))

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> WeekForm:
        """What a browser sent, checked."""
        form = cls(typed(sent, *FIELDS))
        faults = hours_faults(form.values)
        if not faults and not form.week:
            faults[FIELDS[0]] = _("Bitte öffnen Sie das Haus an mindestens einem Tag.")
        return replace(form, errors=faults)

    @property
    def week(self) -> Week:
        """The hours of a form without errors."""
        return hours_typed(self.values)
