"""The days ahead of an adviser: appointments, Sprechstunden and reserved rooms, day by day and in pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from booking.appointments.models import ConsultationHours
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.walltime import wall_day
from booking.web.language import gettext as _
from booking.web.views.agenda import Row, asleep_url
from booking.web.views.rooms import RoomView, place_text, room_view
from booking.web.views.rules import hours_words
from booking.web.views.terms import mode_words

ON_A_PAGE = 40


@dataclass(frozen=True, kw_only=True)
class Line:
    """A Sprechstunde or a reserved room. `asleep_url` is set while it rests: there one reads why."""

    start: datetime
    times: str
    title: str
    more: str
    room: RoomView | None
    place_text: str
    url: str
    asleep_url: str


@dataclass
class Day:
    """One day with what is planned on it and who comes."""

    date: date
    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return len(self.lines) + len(self.rows)


def lines_of(hours: Sequence[ConsultationHours], dates: Iterable[Occurrence]) -> list[Line]:
    """One line for each, by start; a date with a Sprechstunde in it is told by that."""
    told = {each.occurrence_id for each in hours}
    lines = [_hours_line(each) for each in hours]
    lines += [_date_line(each) for each in dates if each.id not in told]
    return sorted(lines, key=lambda line: line.start)


def by_day(rows: Iterable[Row], lines: Iterable[Line]) -> list[Day]:
    """The days on which there is something, in order."""
    days: dict[date, Day] = {}
    for line in lines:
        days.setdefault(wall_day(line.start), Day(wall_day(line.start))).lines.append(line)
    for each in rows:
        days.setdefault(wall_day(each.start), Day(wall_day(each.start))).rows.append(each)
    return [days[day] for day in sorted(days)]


def in_pages(days: Iterable[Day]) -> list[list[Day]]:
    """The days in pages of about forty entries; a day is never torn apart. At least one page, perhaps empty."""
    pages: list[list[Day]] = [[]]
    for day in days:
        if pages[-1] and sum(each.weight for each in pages[-1]) + day.weight > ON_A_PAGE:
            pages.append([])
        pages[-1].append(day)
    return pages


def _hours_line(hours: ConsultationHours) -> Line:
    url = f"/sprechstunde/{hours.id}"
    return Line(
        start=hours.starts_at,
        times=hours_words(hours.starts_at, hours.ends_at),
        title=_("Sprechstunde: %(offer)s", offer=hours.offer.text().title),
        more=f"{hours.adviser.name}, {mode_words(hours.mode)}",
        room=room_view(hours.room),
        place_text=place_text(hours.channel),
        url=url,
        asleep_url=asleep_url(hours.asleep_by, url),
    )


def _date_line(occurrence: Occurrence) -> Line:
    url = f"/reservierung/{occurrence.reservation_id}"
    asleep = occurrence.status == OccurrenceStatus.ASLEEP
    return Line(
        start=occurrence.starts_at,
        times=hours_words(occurrence.starts_at, occurrence.ends_at),
        title=_("Reservierung: %(title)s", title=occurrence.title),
        more=_("wartet auf eine Antwort") if occurrence.status == OccurrenceStatus.PENDING else "",
        room=room_view(occurrence.room),
        place_text="",
        url=url,
        asleep_url=asleep_url(occurrence.asleep_by or "asleep", url) if asleep else "",
    )
