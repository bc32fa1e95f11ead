"""What is wrong with the time of a wish: day, beginning and end, how often and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from booking.scheduling.recurrence import MOST_DATES, BadRule
from booking.scheduling.walltime import NonexistentTime, from_wall, wall_day
from booking.web.forms import repeating
from booking.web.forms.reading import day_of
from booking.web.forms.repeating import is_last, is_number
from booking.web.forms.wish import WishForm, minutes_between, time_of
from booking.web.language import PageFormats, current_language
from booking.web.language import gettext as _

LONGEST_MINUTES = 16 * 60

Faults = Iterator[tuple[str, str]]


def time_faults(form: WishForm, now: datetime) -> Faults:
    """Fields and sentences about day, beginning and end."""
    day, start, end = form.first_day, time_of(form.start), time_of(form.end)
    if day is None:
        yield "day", _("Bitte geben Sie den Tag an, zum Beispiel 24.11.2026.")
    elif day < wall_day(now):
        yield "day", _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren Tag.")
    if start is None:
        yield "start", _("Bitte geben Sie an, wann es beginnt, zum Beispiel 14:30.")
    if end is None:
        yield "end", _("Bitte geben Sie an, wann es endet, zum Beispiel 16:00.")
    if start is not None and end is not None:
        yield from _length(minutes_between(start, end))
    if day is not None and start is not None:
        yield from _start(day, start, now)
    if day is not None and end is not None and form.repeat == repeating.ONCE:
        yield from _existing("end", day, end)


def repeat_faults(form: WishForm) -> Faults:
    """Fields and sentences about how often and until when."""
    if form.repeat not in repeating.REPEATS:
        yield "repeat", _("Bitte wählen Sie aus, wie oft der Termin stattfindet.")
    elif form.repeat != repeating.ONCE:
        yield from _pattern(form)
        yield from _end(form)


def series_faults(form: WishForm) -> Faults:
    """What only shows when all dates are looked at; the fields by themselves must be right."""
    first, at = form.first_day, time_of(form.start)
    assert first is not None
    assert at is not None
    try:
        form.repetition.when(first, at, 1).starts()
    except BadRule as error:
        yield form.ending, bad_rule_words(error)
    except NonexistentTime as error:
        yield "start", nonexistent_words(error)


def bad_rule_words(error: BadRule) -> str:
    """Why a rule makes no series."""
    if error.code == "too_many":
        most = error.facts.get("most", MOST_DATES)
        return _("Das sind mehr als %(most)s Termine. Bitte wählen Sie ein früheres Ende.", most=most)
    if error.code == "no_dates":
        return _("In dieser Zeit liegt kein Termin. Bitte wählen Sie ein späteres Ende.")
    if error.code == "endless":
        return _("Bitte geben Sie an, bis wann oder wie oft.")
    return _("Diese Wiederholung kennen wir nicht. Bitte wählen Sie eine aus der Liste.")


def nonexistent_words(error: NonexistentTime) -> str:
    """Why a time cannot be: the clocks skip it in spring."""
    return _(
        "Am %(day)s gibt es %(clock)s Uhr nicht. Die Uhr springt von 2 auf 3 Uhr.",
        day=PageFormats(current_language()).date(error.day),
        clock=f"{error.at.hour}:{error.at.minute:02}",
    )


def _length(minutes: int) -> Faults:
    if minutes <= 0:
        yield "end", _("Das Ende muss nach dem Anfang liegen.")
    elif minutes > LONGEST_MINUTES:
        yield "end", _("Ein Termin dauert höchstens 16 Stunden. Bitte wählen Sie ein früheres Ende.")


def _start(day: date, start: time, now: datetime) -> Faults:
    nonexistent = list(_existing("start", day, start))
    yield from nonexistent
    if not nonexistent and day == wall_day(now) and from_wall(day, start) <= now:
        yield "start", _("Diese Uhrzeit ist heute schon vorbei. Bitte wählen Sie eine spätere.")


def _existing(name: str, day: date, at: time) -> Faults:
    try:
        from_wall(day, at)
    except NonexistentTime as error:
        yield name, nonexistent_words(error)


def _pattern(form: WishForm) -> Faults:
    if form.repeat == repeating.WEEKS and not (
        is_number(form.weeks) and int(form.weeks) in repeating.WEEKS_BETWEEN
    ):
        yield "weeks", _("Bitte wählen Sie eine Zahl von 2 bis 8.")
    first = form.first_day
    if form.repeat == repeating.MONTH_LAST and first is not None and not is_last(first):
        words = PageFormats(current_language())
        yield (
            "repeat",
            _(
                "Der %(day)s ist nicht der letzte %(weekday)s im Monat. Bitte wählen Sie anders.",
                day=words.short_day(first),
                weekday=words.weekday(first),
            ),
        )


def _end(form: WishForm) -> Faults:
    first, until = form.first_day, day_of(form.until)
    if form.ending not in repeating.ENDINGS:
        yield "ending", _("Bitte geben Sie an, bis wann oder wie oft.")
    elif form.ending == repeating.COUNT:
        if not (is_number(form.count) and int(form.count)):
            yield "count", _("Bitte schreiben Sie in Ziffern, wie viele Termine es sind.")
    elif until is None:
        yield "until", _("Bitte geben Sie an, bis zu welchem Tag die Reihe geht.")
    elif first is not None and until < first:
        yield "until", _("Das Ende der Reihe liegt vor dem ersten Termin.")
