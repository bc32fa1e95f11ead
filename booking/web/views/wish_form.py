"""What the form of a wish offers in its lists, and what was heard of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from booking.accounts.models import Provider
from booking.house.models import Room
from booking.reservations.setting_up import KEYS, SEATING
from booking.web.forms import repeating
from booking.web.forms.spoken import Understood
from booking.web.forms.spoken_meaning import Reading
from booking.web.forms.wish import AS_USUAL, MINUTES_AROUND, WishForm
from booking.web.language import PageFormats, current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.rules import nth_words
from booking.web.views.wishes import need_words

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class FormOptions:
    """The lists of the form, as pairs of value and words."""

    providers: Options
    rooms: Options
    needs: Options
    repeats: Options
    weeks: Options
    around: Options
    seating: Options
    keys: Options


@dataclass(frozen=True)
class Heard:
    """A sentence, how some of its phrases were read, and the words that nobody understood."""

    sentence: str
    readings: list[str]
    missed: list[str]


def form_options(form: WishForm, rooms: Sequence[Room], providers: Sequence[Provider]) -> FormOptions:
    """The monthly repeats name the weekday as soon as the form has a day."""
    return FormOptions(
        providers=[("", _("Bitte wählen")), *((each.slug, each.name) for each in providers)],
        rooms=[("", _("egal")), *((room.slug, room.name) for room in rooms)],
        needs=list(need_words().items()),
        repeats=_repeats(form.first_day, form.repeat),
        weeks=[(str(n), _("alle %(n)s Wochen", n=n)) for n in repeating.WEEKS_BETWEEN],
        seating=seating_options(rooms),
        keys=key_options(),
        around=[(AS_USUAL, _("wie üblich")), *((str(n), _around(n)) for n in MINUTES_AROUND)],
    )


def seating_options(rooms: Sequence[Room]) -> Options:
    """The plans that a room of the house has."""
    there = {plan for room in rooms for plan in room.seating}
    return [("", _("egal")), *((plan, _(words)) for plan, words in SEATING.items() if plan in there)]


def key_options() -> Options:
    """The ways to a key."""
    return [("", _("keinen")), *((key.value, _(words)) for key, words in KEYS.items())]


def heard(sentence: str, understood: Understood) -> Heard:
    readings = [_reading(each) for each in understood.readings]
    return Heard(sentence, readings, list(understood.missed))


def _repeats(day: date | None, chosen: str) -> Options:
    found = [
        (repeating.ONCE, _("einmal")),
        (repeating.WEEK, _("jede Woche")),
        (repeating.WEEKS, _("alle … Wochen")),
    ]
    if day is None:
        return [
            *found,
            (repeating.MONTH_WEEKDAY, _("jeden Monat am gleichen Wochentag, zum Beispiel am 2. Dienstag")),
            (repeating.MONTH_LAST, _("jeden Monat am letzten gleichen Wochentag")),
            (repeating.MONTH_DAY, _("jeden Monat am gleichen Tag, zum Beispiel am 24.")),
        ]
    found.append((repeating.MONTH_WEEKDAY, nth_words(repeating.ordinal_of(day), day)))
    if repeating.is_last(day) or chosen == repeating.MONTH_LAST:
        found.append((repeating.MONTH_LAST, nth_words(-1, day)))
    return [*found, (repeating.MONTH_DAY, _("am %(day)s. jedes Monats", day=day.day))]


def _around(minutes: int) -> str:
    return ngettext("%(num)s Minute", "%(num)s Minuten", minutes) if minutes else _("keine")


def _reading(reading: Reading) -> str:
    if reading.kind == "weeks":
        return _(
            "„%(phrase)s“ heißt hier: alle %(n)s Wochen. Monatlich ist es mit den Worten „im Monat“.",
            phrase=reading.phrase,
            n=reading.value,
        )
    words = PageFormats(current_language())
    day = date.fromisoformat(reading.value)
    if reading.kind == "until":
        return _("„%(phrase)s“ heißt hier: bis %(day)s.", phrase=reading.phrase, day=words.date(day))
    return _("„%(phrase)s“ heißt hier: %(day)s.", phrase=reading.phrase, day=words.day_year(day))
