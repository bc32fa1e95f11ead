"""School holidays as their pages show them, and the series that they touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from booking.accounts.access import Actor
from booking.house.models import SchoolHoliday
from booking.reservations.school_terms import TouchedSeries
from booking.web.language import PageFormats, current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.reservations import title_words


@dataclass(frozen=True)
class SchoolHolidayView:
    name: str
    span_text: str
    url: str


@dataclass(frozen=True)
class TouchedView:
    """A series with a link to its page, and how many of its dates lie there, in words."""

    title: str
    provider: str
    url: str
    text: str


def holiday_view(row: SchoolHoliday) -> SchoolHolidayView:
    return SchoolHolidayView(
        row.name, span_words(row.first, row.last), f"/einstellungen/schulferien/{row.id}"
    )


def touched_view(touched: TouchedSeries, actor: Actor) -> TouchedView:
    parts = []
    if touched.taking_place:
        parts.append(
            ngettext("%(num)s Termin findet statt", "%(num)s Termine finden statt", touched.taking_place)
        )
    if touched.left_out:
        parts.append(ngettext("%(num)s Termin fällt aus", "%(num)s Termine fallen aus", touched.left_out))
    reservation = touched.reservation
    return TouchedView(
        title=title_words(reservation, actor),
        provider=reservation.provider.name,
        url=f"/reservierung/{reservation.id}",
        text=", ".join(parts),
    )


def span_words(first: date, last: date) -> str:
    """12. Oktober 2026 bis 24. Oktober 2026; a single day stands alone."""
    formats = PageFormats(current_language())
    if first == last:
        return formats.date(first)
    return _("%(first)s bis %(last)s", first=formats.date(first), last=formats.date(last))
