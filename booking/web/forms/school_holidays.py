"""A line of the list of school holidays as somebody typed it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from booking.house.models import SchoolHoliday
from booking.house.school_holidays import LONGEST_DAYS
from booking.web.forms.reading import day_of, has_unseen, typed
from booking.web.forms.wish import iso_day
from booking.web.language import gettext as _

LONGEST_NAME = 80


@dataclass(frozen=True)
class SchoolHolidayForm:
    """The form as the page shows it again."""

    name: str = ""
    first: str = ""
    last: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> SchoolHolidayForm:
        """What a browser sent, checked."""
        values = typed(sent, "name", "first", "last")
        form = cls(values["name"], iso_day(values["first"]), iso_day(values["last"]))
        return replace(form, errors=form._faults())

    @classmethod
    def showing(cls, row: SchoolHoliday) -> SchoolHolidayForm:
        """A line as it is."""
        return cls(row.name, row.first.isoformat(), row.last.isoformat())

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of a form without errors."""
        first, last = day_of(self.first), day_of(self.last)
        assert first is not None
        assert last is not None
        return first, last

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {"name": self.name, "first": self.first, "last": self.last}

    def refused(self, name: str, fault: str) -> SchoolHolidayForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def _faults(self) -> dict[str, str]:
        found = {}
        if not any(character.isalnum() for character in self.name):
            found["name"] = _("Bitte schreiben Sie, wie die Ferien heißen.")
        elif has_unseen(self.name) or len(self.name) > LONGEST_NAME:
            found["name"] = _(
                "Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=LONGEST_NAME
            )
        first, last = day_of(self.first), day_of(self.last)
        if first is None:
            found["first"] = _("Bitte geben Sie den ersten Ferientag an, zum Beispiel 12.10.2026.")
        if last is None:
            found["last"] = _("Bitte geben Sie den letzten Ferientag an, zum Beispiel 24.10.2026.")
        elif first is not None:
            found |= _order_faults(first, last)
        return found


def _order_faults(first: date, last: date) -> dict[str, str]:
    if last < first:
        return {"last": _("Der letzte Ferientag liegt vor dem ersten.")}
    if (last - first).days >= LONGEST_DAYS:
        return {"last": _("Das sind mehr als %(most)s Tage. Bitte prüfen Sie das Jahr.", most=LONGEST_DAYS)}
    return {}
