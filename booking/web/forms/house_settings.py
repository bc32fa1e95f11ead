"""One group of the house's settings as somebody typed it, what is wrong with it, and what it would set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from booking.house.address import DayHours
from booking.house.settings import IDLE_MINUTES, KEEP_OTHER, KEEP_SENSITIVE, HouseSettings
from booking.web.forms.contact_faults import email_fault, phone_fault
from booking.web.forms.reading import has_unseen, typed
from booking.web.forms.weekly import FIELDS, hours_as_typed, hours_faults, hours_typed
from booking.web.language import gettext as _

LONGEST = 80
TOWN = re.compile(r"[0-9]{5} \S.*")

Fault = str | None


@dataclass(frozen=True)
class Group:
    """What is set on one page: fields of one part of HouseSettings. `week` is the one that is hours by weekday."""

    slug: str
    part: str
    checks: Mapping[str, Callable[[str], Fault]]
    week: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its settings, as the table and the events have them."""
        prefix = {"facts": "house"}.get(self.part, self.part)
        return tuple(f"{prefix}.{name}" for name in (*self.checks, *([self.week] if self.week else [])))


def _line(text: str) -> Fault:
    if not any(character.isalnum() for character in text):
        return _("Bitte füllen Sie dieses Feld aus.")
    return _optional_line(text)


def _optional_line(text: str) -> Fault:
    if has_unseen(text) or len(text) > LONGEST:
        return _("Bitte schreiben Sie eine Zeile mit höchstens %(most)s Zeichen.", most=LONGEST)
    return None


def _town(text: str) -> Fault:
    if not TOWN.fullmatch(text):
        return _("Bitte schreiben Sie fünf Ziffern und den Ort, zum Beispiel 42799 Leichlingen.")
    return _optional_line(text)


def _phone(text: str) -> Fault:
    return phone_fault(text) if text else _("Bitte schreiben Sie die Telefonnummer vom Haus.")


def _email(text: str) -> Fault:
    return email_fault(text) if text else None


def _number_in(bounds: range) -> Callable[[str], Fault]:
    def fault(text: str) -> Fault:
        if text.isascii() and text.isdigit() and len(text) < LONGEST and int(text) in bounds:
            return None
        return _(
            "Bitte schreiben Sie eine Zahl von %(first)s bis %(last)s.", first=bounds[0], last=bounds[-1]
        )

    return fault


GROUPS = {
    group.slug: group
    for group in (
        Group("adresse", "facts", {"name": _line, "street": _line, "town": _town}),
        Group("telefon", "facts", {"phone": _phone, "email": _email}, week="phone_hours"),
        Group("empfang", "facts", {}, week="desk_hours"),
        Group("impressum", "facts", {"operator": _optional_line, "represented_by": _optional_line}),
        Group(
            "loeschen",
            "keeping",
            {"sensitive": _number_in(KEEP_SENSITIVE), "other": _number_in(KEEP_OTHER)},
        ),
        Group("bildschirm", "locking", {"idle_minutes": _number_in(IDLE_MINUTES)}),
    )
}


@dataclass(frozen=True)
class SettingsForm:
    """The form as the page shows it again; hours by weekday as booking/web/forms/weekly.py has them."""

    group: Group
    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, group: Group, sent: MultiDict[str, str]) -> SettingsForm:
        """What a browser sent, checked."""
        form = cls(group, typed(sent, *group.checks, *(FIELDS if group.week else ())))
        return replace(form, errors=form._faults())

    @classmethod
    def showing(cls, group: Group, settings: HouseSettings) -> SettingsForm:
        """The group as it is set."""
        part = getattr(settings, group.part)
        values = {name: str(getattr(part, name)) for name in group.checks}
        if group.week:
            days = {each.weekday: (each.start, each.end) for each in getattr(part, group.week)}
            values |= hours_as_typed(days)
        return cls(group, values)

    def wanted(self, settings: HouseSettings) -> HouseSettings:
        """The settings with what a form without errors says."""
        part = getattr(settings, self.group.part)
        changes: dict[str, Any] = {
            name: type(getattr(part, name))(self.values[name]) for name in self.group.checks
        }
        if self.group.week:
            changes[self.group.week] = self.hours
        return replace(settings, **{self.group.part: replace(part, **changes)})

    @property
    def hours(self) -> tuple[DayHours, ...]:
        """The weekdays that have hours."""
        return tuple(DayHours(weekday, *hours) for weekday, hours in hours_typed(self.values).items())

    def _faults(self) -> dict[str, str]:
        found = {
            name: fault for name, check in self.group.checks.items() if (fault := check(self.values[name]))
        }
        if not self.group.week:
            return found
        found |= hours_faults(self.values)
        if not any(self.values[name] for name in FIELDS):
            found[FIELDS[0]] = _("Bitte geben Sie für mindestens einen Tag Zeiten an.")
        return found
