"""Hours by weekday as somebody types them: `von_<n>` and `bis_<n>` (Monday is 0), both empty on a day without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from booking.house.opening import Week
from booking.web.forms.wish import time_of
from booking.web.language import gettext as _

WEEKDAYS = range(7)


def fields_of(weekday: int) -> tuple[str, str]:
    """The names of its two fields."""
    return f"von_{weekday}", f"bis_{weekday}"


FIELDS = tuple(name for weekday in WEEKDAYS for name in fields_of(weekday))


def hours_as_typed(week: Week) -> dict[str, str]:
    """What the fields show for these hours."""
    values = dict.fromkeys(FIELDS, "")
    for weekday, hours in week.items():
        values |= dict(zip(fields_of(weekday), (f"{each:%H:%M}" for each in hours), strict=True))
    return values


def hours_typed(values: Mapping[str, str]) -> Week:
    """The hours that the fields say, for each weekday that has any."""
    week = {}
    for weekday in WEEKDAYS:
        start, end = (time_of(values[name]) for name in fields_of(weekday))
        if start is not None and end is not None:
            week[weekday] = (start, end)
    return week


def hours_faults(values: Mapping[str, str]) -> dict[str, str]:
    """Fields and sentences, day by day. Whether a week may be without any hours is the form's business."""
    return {name: fault for weekday in WEEKDAYS for name, fault in _day_faults(values, weekday)}


def _day_faults(values: Mapping[str, str], weekday: int) -> Iterator[tuple[str, str]]:
    first, last = fields_of(weekday)
    if not values[first] and not values[last]:
        return
    start, end = time_of(values[first]), time_of(values[last])
    if start is None:
        yield first, _unreadable() if values[first] else _("Bitte schreiben Sie auch, ab wann.")
    if end is None:
        yield last, _unreadable() if values[last] else _("Bitte schreiben Sie auch, bis wann.")
    elif start is not None and end <= start:
        yield last, _("Das Ende muss nach dem Beginn liegen.")


def _unreadable() -> str:
    return _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
