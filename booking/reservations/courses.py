"""The course of a series: its rule in wall time, its room, and where a change sends each of its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from booking.errors import DomainError
from booking.house.models import Room
from booking.ids import new_uid, random_id
from booking.reservations.models import Occurrence, Series
from booking.reservations.scope import Stretch
from booking.runtime import Desk
from booking.scheduling import recurrence
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Rule
from booking.scheduling.walltime import from_wall, wall_day


class CannotShift(DomainError):
    """The rule has no counterpart on that day: a series on the 31st cannot move by a day."""

    code = "cannot-shift"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What shall be another: a day for the first date it touches, which the others follow; time, length, room."""

    day: date | None = None
    at: time | None = None
    minutes: int | None = None
    room: Room | None = None


@dataclass(frozen=True)
class Course:
    """A series, or the rest of it, as it will be; `day_of` says where each day of the old course goes."""

    stretch: Stretch
    rule: Rule | None
    at: time
    minutes: int
    room: Room
    day_of: Mapping[date, date]

    @property
    def is_unchanged(self) -> bool:
        series = self.stretch.series
        same_days = all(old == new for old, new in self.day_of.items())
        now = (series.wall_time, series.minutes, series.room_id)
        return same_days and now == (self.at, self.minutes, self.room.id)

    def planned(self, date_: Occurrence) -> Interval:
        """Where the course puts this date. Raises NonexistentTime."""
        day = wall_day(date_.planned_at)
        start = from_wall(self.day_of.get(day, day), self.at)
        return Interval(start, start + timedelta(minutes=self.minutes))


def course_of(stretch: Stretch, change: Change, *, shift: int) -> Course:
    """The course of the touched dates after the change. Raises CannotShift, NonexistentTime."""
    series = stretch.series
    rule, days = _rest(stretch)
    moved = rule
    going = [day + timedelta(days=shift) for day in days]
    if rule is not None and shift:
        moved = recurrence.shifted(rule, days[0], shift, len(days))
        moved_days = recurrence.moved_days(rule, days[0], shift)
        if moved is None or moved_days is None:
            raise CannotShift
        going = moved_days
    at = change.at or series.wall_time
    recurrence.starts(going, at)  # also on days that are left out: calendars lay out the whole rule
    return Course(
        stretch=stretch,
        rule=moved,
        at=at,
        minutes=change.minutes or series.minutes,
        room=change.room or series.room,
        day_of=dict(zip(days, going, strict=True)),
    )


def take_course(session: Session, desk: Desk, course: Course) -> str | None:
    """Let the series run so from now on; a part of it becomes a series of its own, with a new UID.

    Says which series ends earlier because of that, or None.
    """
    stretch, series = course.stretch, course.stretch.series
    series.sequence += 1
    if course.is_unchanged:
        return None
    first_day = min(course.day_of.values())
    first = from_wall(first_day, course.at)
    rule = recurrence.text(course.rule, first) if course.rule else None
    if stretch.whole:
        series.first_day, series.wall_time, series.minutes = first_day, course.at, course.minutes
        series.room_id, series.room, series.rule = course.room.id, course.room, rule
        return None
    _end_with_its_last(series, stretch)
    rest = Series(
        id=random_id(),
        reservation_id=series.reservation_id,
        position=max(each.position for each in series.reservation.series) + 1,
        uid=new_uid(desk.domain),
        first_day=first_day,
        wall_time=course.at,
        minutes=course.minutes,
        room_id=course.room.id,
        rule=rule,
    )
    series.reservation.series.append(rest)
    session.flush()
    for date_ in stretch.dates:
        date_.series_id, date_.series = rest.id, rest
    return series.id


def first_start(series: Series) -> datetime:
    """DTSTART."""
    return from_wall(series.first_day, series.wall_time)


def rule_of(series: Series) -> Rule | None:
    return recurrence.parse(series.rule, first_start(series)) if series.rule else None


def _rest(stretch: Stretch) -> tuple[Rule | None, list[date]]:
    """The rule of the touched part alone, and its days."""
    series, rule = stretch.series, rule_of(stretch.series)
    if rule is None:
        return None, [series.first_day]
    if stretch.whole:
        return rule, recurrence.days(rule, series.first_day)
    begins = wall_day(stretch.dates[0].planned_at)
    rest = recurrence.from_day(rule, series.first_day, begins)
    return rest, recurrence.days(rest, begins)


def _end_with_its_last(series: Series, stretch: Stretch) -> None:
    """End the rule with the last date that stays in the series; what left in between, calendars leave out."""
    gone = {each.id for each in stretch.dates}
    of_series = [each for each in series.reservation.occurrences if each.series_id == series.id]
    last = max(wall_day(each.planned_at) for each in of_series if each.id not in gone)
    rule = rule_of(series)
    shorter = recurrence.until_before(rule, series.first_day, last + timedelta(days=1)) if rule else None
    if shorter is not None:
        series.rule = recurrence.text(shorter, first_start(series))
