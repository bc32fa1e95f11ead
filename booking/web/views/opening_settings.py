"""Opening hours, holidays and what a change would leave outside, as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from booking.accounts.access import Actor
from booking.appointments.models import ConsultationHours
from booking.appointments.outside_hours import Effect, Outside
from booking.house.calendar import holidays_between
from booking.house.opening import Week
from booking.scheduling.walltime import from_wall
from booking.web.forms.weekly import WEEKDAYS
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.reservations import title_words
from booking.web.views.rules import hours_words, moment_words
from booking.web.views.weekdays import A_MONDAY, weekday_words

MOST = 50


@dataclass(frozen=True)
class OutsideRow:
    """A reservation that would lie outside, with the Sprechstunden in it as pairs of words and address."""

    title: str
    provider: str
    url: str
    text: str
    hours: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class EffectView:
    """The next ones; `more` says how many reservations are left out."""

    rows: Sequence[OutsideRow]
    hours: Sequence[tuple[str, str]]
    more: int


@dataclass(frozen=True)
class Year:
    """A year and its statutory holidays: the day in words, and the name."""

    number: int
    days: Sequence[tuple[str, str]]


def week_words(week: Week) -> Mapping[str, str]:
    """The hours of each weekday in words."""
    return {weekday_words(each): _day(week, each) for each in WEEKDAYS}


def holiday_years(today: date) -> list[Year]:
    """Of this year and the next."""
    formats = current_language().formats
    return [
        Year(
            year,
            [
                (formats.day_year(day), name)
                for day, name in sorted(holidays_between(date(year, 1, 1), date(year, 12, 31)).items())
            ],
        )
        for year in (today.year, today.year + 1)
    ]


def effect_view(effect: Effect, actor: Actor) -> EffectView:
    """What would lie outside, each with a link to its page."""
    return EffectView(
        rows=[_row(each, actor) for each in effect.reserved[:MOST]],
        hours=[_hours(each) for each in effect.hours[:MOST]],
        more=max(0, len(effect.reserved) - MOST),
    )


def _day(week: Week, weekday: int) -> str:
    if weekday not in week:
        return _("geschlossen")
    opens, closes = (from_wall(A_MONDAY, each) for each in week[weekday])
    return hours_words(opens, closes)


def _row(found: Outside, actor: Actor) -> OutsideRow:
    text = ngettext("%(num)s Termin", "%(num)s Termine", len(found.dates))
    following = _("der nächste: %(when)s", when=moment_words(found.dates[0].starts_at))
    return OutsideRow(
        title=title_words(found.reservation, actor),
        provider=found.reservation.provider.name,
        url=f"/reservierung/{found.reservation.id}",
        text=f"{text}, {following}",
        hours=[_hours(each) for each in found.hours],
    )


def _hours(hours: ConsultationHours) -> tuple[str, str]:
    words = hours_words(hours.starts_at, hours.ends_at)
    return f"{moment_words(hours.starts_at)} ({words})", f"/sprechstunde/{hours.id}"
