"""From when until when: two days with optional times, as typed; without times whole days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import NonexistentTime, from_wall, to_wall, wall_day
from booking.web.forms.reading import day_of, typed
from booking.web.forms.time_faults import Faults, nonexistent_words
from booking.web.forms.wish import clock_text, iso_day, time_of
from booking.web.language import gettext as _

FIELDS = ("first", "begins", "last", "ends")
LONGEST = timedelta(days=400)
A_DAY = timedelta(days=1)
MIDNIGHT = time()


@dataclass(frozen=True)
class Span:
    """The four fields as the page shows them again. Without a last day it is the first one."""

    first: str = ""
    begins: str = ""
    last: str = ""
    ends: str = ""

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Span:
        """What a browser sent, in the way it wants to get it back."""
        values = typed(sent, *FIELDS)
        return cls(
            iso_day(values["first"]),
            clock_text(values["begins"]),
            iso_day(values["last"]),
            clock_text(values["ends"]),
        )

    @classmethod
    def of_days(cls, first: date, last: date) -> Span:
        """Whole days, both included."""
        return cls(first=first.isoformat(), last=last.isoformat())

    @classmethod
    def showing(cls, interval: Interval) -> Span:
        """A time as the form shows it: midnight stays unsaid."""
        start, end = to_wall(interval.start), to_wall(interval.end)
        whole = end.time() == MIDNIGHT
        return cls(
            first=start.date().isoformat(),
            begins="" if start.time() == MIDNIGHT else f"{start:%H:%M}",
            last=(end.date() - A_DAY if whole else end.date()).isoformat(),
            ends="" if whole else f"{end:%H:%M}",
        )

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {name: getattr(self, name) for name in FIELDS}

    def until(self, last: date) -> Span:
        """With this last day, if none was given."""
        return self if self.last else replace(self, last=last.isoformat())

    @property
    def interval(self) -> Interval:
        """The time of a span without faults."""
        return Interval(self._start(), self._end())

    def faults(self, now: datetime) -> Faults:
        """Fields and sentences."""
        yield from self._day_faults(now)
        yield from self._clock_faults()

    def all_faults(self, now: datetime) -> dict[str, str]:
        """A sentence for each field; the order of the two ends only once each is right by itself."""
        found: dict[str, str] = {}
        for name, fault in self.faults(now):
            found.setdefault(name, fault)
        return found or dict(self._order_faults(now))

    def _day_faults(self, now: datetime) -> Faults:
        first = day_of(self.first)
        if first is None:
            yield "first", _("Bitte geben Sie den ersten Tag an, zum Beispiel 24.11.2026.")
        elif first < wall_day(now):
            yield "first", _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren Tag.")
        if self.last and day_of(self.last) is None:
            yield "last", _("Bitte geben Sie den letzten Tag an, zum Beispiel 27.11.2026.")

    def _clock_faults(self) -> Faults:
        if self.begins and time_of(self.begins) is None:
            yield "begins", _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
        if self.ends and time_of(self.ends) is None:
            yield "ends", _("Bitte schreiben Sie die Uhrzeit so: 9:30.")

    def _order_faults(self, now: datetime) -> Iterator[tuple[str, str]]:
        for name, moment in (("begins", self._start), ("ends", self._end)):
            try:
                moment()
            except NonexistentTime as skipped:
                yield name, nonexistent_words(skipped)
                return
        name = "ends" if self.ends else "last"
        if self._end() <= self._start():
            yield name, _("Das Ende muss nach dem Anfang liegen.")
        elif self._end() <= now:
            yield name, _("Diese Zeit ist schon vorbei. Bitte wählen Sie ein späteres Ende.")
        elif self._end() - self._start() > LONGEST:
            yield "last", _("Das sind mehr als 400 Tage. Bitte prüfen Sie das Jahr.")

    def _start(self) -> datetime:
        first = day_of(self.first)
        assert first is not None
        return from_wall(first, time_of(self.begins) or MIDNIGHT)

    def _end(self) -> datetime:
        last, ends = day_of(self.last or self.first), time_of(self.ends)
        assert last is not None
        if ends is None or ends == MIDNIGHT:
            return from_wall(last + A_DAY, MIDNIGHT)
        return from_wall(last, ends)
