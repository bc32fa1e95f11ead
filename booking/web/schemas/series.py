"""Times of a reservation: from instants and a rule to wall-clock time in Berlin, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from marshmallow import ValidationError

from booking.i18n import SOURCE, language
from booking.reservations.wishes import When
from booking.scheduling import recurrence
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import NonexistentTime, from_wall, to_wall

LONGEST_HOURS: Final = 16
WHOLE_MINUTES: Final = "Bitte nennen Sie volle Minuten."
NO_DATE: Final = "Zu diesem Zeitpunkt beginnt kein Termin der Reihe."

WHY_NO_RULE: Final = {
    "unreadable": "Diese Regel ist nicht lesbar. Ein Beispiel: FREQ=WEEKLY;COUNT=10",
    "unsupported": "Diesen Teil einer Regel gibt es hier nicht: {part}",
    "endless": "Die Reihe braucht ein Ende: COUNT oder UNTIL.",
    "too_many": "Eine Reihe hat höchstens {most} Termine.",
    "no_dates": "Mit dieser Regel findet kein Termin statt.",
}


def when_of(start: datetime, end: datetime, rrule: str | None, exdates: Sequence[datetime]) -> When:
    """The time that was asked for, once or again and again. Raises ValidationError, by field."""
    day, at = wall_clock(start)
    minutes = minutes_between(start, end)
    if rrule is None:
        if exdates:
            raise _wrong("exdates", "Ausnahmen gibt es nur mit einer Regel.")
        return When(first_day=day, at=at, minutes=minutes)
    when = _series(start, day, at, minutes, rrule)
    starts = set(when.starts())
    unknown = {place: [NO_DATE] for place, each in enumerate(exdates) if each not in starts}
    if unknown:
        raise ValidationError({"exdates": unknown})
    return When(first_day=day, at=at, minutes=minutes, rule=when.rule, left_out=frozenset(exdates))


def wall_clock(start: datetime) -> tuple[date, time]:
    """Day and time in Berlin. Raises ValidationError for `start`."""
    wall = to_wall(start)
    if wall.second or wall.microsecond:
        raise _wrong("start", WHOLE_MINUTES)
    if from_wall(wall.date(), wall.time()) != start:
        raise _wrong("start", "Diese Uhrzeit kommt in der Nacht zweimal. Bitte wählen Sie eine andere.")
    return wall.date(), wall.time().replace(fold=0)


def minutes_between(start: datetime, end: datetime) -> int:
    """How long it takes. Raises ValidationError for `end`."""
    if end <= start:
        raise _wrong("end", "Das Ende liegt nicht nach dem Anfang.")
    if end - start > timedelta(hours=LONGEST_HOURS):
        raise _wrong("end", f"Ein Termin dauert höchstens {LONGEST_HOURS} Stunden.")
    if (end - start) % timedelta(minutes=1):
        raise _wrong("end", WHOLE_MINUTES)
    return (end - start) // timedelta(minutes=1)


def why_skipped(error: NonexistentTime) -> str:
    """The sentence about a time that the clocks skip in spring."""
    day = language(SOURCE).formats.date(error.day)
    return f"Am {day} gibt es {error.at:%H:%M} Uhr nicht. Die Uhren werden dann vorgestellt."


def _series(start: datetime, day: date, at: time, minutes: int, rrule: str) -> When:
    try:
        when = When(first_day=day, at=at, minutes=minutes, rule=recurrence.parse(rrule, start))
        starts = when.starts()
    except BadRule as bad:
        raise _wrong("rrule", WHY_NO_RULE[bad.code].format(**bad.facts)) from bad
    except NonexistentTime as skipped:
        raise _wrong("start", why_skipped(skipped)) from skipped
    if starts[0] != start:
        raise _wrong("rrule", "Am Tag von start hat diese Regel keinen Termin.")
    return when


def _wrong(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})
