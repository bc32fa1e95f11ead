"""What a mail tells of a reservation: rules, rooms and dates as they stand at dispatch, never its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.i18n import Language
from booking.ical.text import plain
from booking.notifications.reservation_words import Changes
from booking.reservations.courses import first_start, rule_of
from booking.reservations.models import SKIPPED, Occurrence, OccurrenceStatus, Reservation
from booking.reservations.words import hours_words, rule_words
from booking.scheduling.recurrence import Rule

MOST_LINES = 12
DOES_NOT_TAKE_PLACE = (*SKIPPED, OccurrenceStatus.ASLEEP)


@dataclass(frozen=True, kw_only=True)
class News:
    """One piece of news about a reservation; `kind` is the mail's, the numbers are of dates."""

    kind: str
    at: datetime
    changes: Changes | None = None
    confirmed: int = 0
    declined: int = 0
    by_house: bool = False


@dataclass(frozen=True)
class Rhythm:
    """A rule with its first date and length in minutes; without a rule a single date."""

    rule: Rule | None
    first: datetime
    minutes: int

    def words(self, spoken: Language) -> str:
        """Jeden Dienstag, 14–16 Uhr, bis 30. Juni 2027."""
        return rule_words(self.rule, self.first, self.minutes, spoken)


@dataclass(frozen=True, kw_only=True)
class Date:
    """A date in a list."""

    starts_at: datetime
    ends_at: datetime
    room: str
    status: str
    reason: str

    @classmethod
    def of(cls, occurrence: Occurrence) -> Date:
        return cls(
            starts_at=occurrence.starts_at,
            ends_at=occurrence.ends_at,
            room=occurrence.room.name,
            status=occurrence.status,
            reason=plain(occurrence.reason or ""),
        )

    def words(self, spoken: Language) -> str:
        """Dienstag, 24. November 2026, 9–12 Uhr."""
        hours = hours_words(self.starts_at, self.ends_at, spoken)
        return f"{spoken.formats.day_year(self.starts_at)}, {hours}"

    def why(self, spoken: Language) -> str:
        """Why it does not take place: the public reason of a closure, or that the room is taken.

        Nothing for what the house declined: the mail gives one reason for all of it.
        """
        if self.status == OccurrenceStatus.CANCELLED:
            return ""
        if self.status == OccurrenceStatus.SKIPPED_CONFLICT:
            return spoken.gettext("der Raum ist belegt")
        if self.status == OccurrenceStatus.ASLEEP:
            return (
                spoken.gettext("ruht, %(reason)s", reason=self.reason)
                if self.reason
                else spoken.gettext("ruht")
            )
        return self.reason or spoken.gettext("geschlossen")


@dataclass(frozen=True, kw_only=True)
class AboutReservation:
    """What the templates of a mail about a reservation may say, and nothing else.

    `dates` take place, `left_out` do not: all of them are still to come, in their order. `made_it` is
    False for a lead who reads it in place of whoever reserved; `withdrawn`: it was never more than a request.
    """

    news: News
    reservation_id: str
    rhythms: Sequence[Rhythm]
    begins: datetime
    dates: Sequence[Date]
    left_out: Sequence[Date]
    public_title: str
    decide_by: datetime | None
    answer: str
    made_it: bool
    withdrawn: bool
    has_calendar: bool = False
    most_lines: int = MOST_LINES

    @property
    def rooms(self) -> list[str]:
        """The names of the rooms, each once, in the order of the dates."""
        return list(dict.fromkeys(date.room for date in self.dates))

    @property
    def is_series(self) -> bool:
        return len(self.dates) > 1 or any(rhythm.rule for rhythm in self.rhythms)


def about(reservation: Reservation, news: News, *, made_it: bool, withdrawn: bool) -> AboutReservation:
    """What the mail tells."""
    in_order = sorted(reservation.occurrences, key=lambda each: each.starts_at)
    coming = [each for each in in_order if not each.is_past(news.at)]
    missing = {*DOES_NOT_TAKE_PLACE, OccurrenceStatus.CANCELLED} if news.declined else DOES_NOT_TAKE_PLACE
    dates = [each for each in coming if each.takes_place]
    return AboutReservation(
        news=news,
        reservation_id=reservation.id,
        rhythms=_rhythms(reservation, dates),
        begins=(dates or coming or in_order)[0].starts_at,
        dates=[Date.of(each) for each in dates],
        left_out=[Date.of(each) for each in coming if each.status in missing],
        public_title=plain(reservation.public_title or ""),
        decide_by=reservation.decide_by,
        answer=plain(reservation.answer or ""),
        made_it=made_it,
        withdrawn=withdrawn,
    )


def _rhythms(reservation: Reservation, dates: Sequence[Occurrence]) -> list[Rhythm]:
    """The rules that have dates to come, in their order; a date without a rule speaks for itself."""
    found = []
    for series in reservation.series:
        own = [each for each in dates if each.series_id == series.id]
        if not own:
            continue
        rule = rule_of(series)
        if rule is None:
            found.append(Rhythm(None, own[0].starts_at, own[0].interval.minutes))
        else:
            found.append(Rhythm(rule, first_start(series), series.minutes))
    return found
