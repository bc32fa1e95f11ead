"""A series as a person would keep it on paper: a list of lines, changed by hand. Knows nothing of the service."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Line:
    """One date: the day the plan has it on, when it really is, where, and whether it is called off."""

    planned: date
    day: date
    at: time
    minutes: int
    room: int
    off: bool = False
    own_time: bool = False
    own_room: bool = False

    @property
    def start(self) -> datetime:
        return instant(self.day, self.at)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass
class Paper:
    """The lines in the order in which they were written, and what the plan says of time, length and room."""

    lines: list[Line]
    plans: list[tuple[time, int, int]]  # per line: the time, length and room that the rest of its series has

    @classmethod
    def written(cls, days: list[date], at: time, minutes: int, room: int) -> Paper:
        lines = [Line(day, day, at, minutes, room) for day in days]
        return cls(lines, [(at, minutes, room)] * len(days))

    def move_one(self, number: int, day: date, at: time, minutes: int, room: int) -> None:
        line = self.lines[number]
        moved = replace(line, day=day, at=at, minutes=minutes, room=room)
        self.lines[number] = self._marked(number, moved)

    def move_rest(
        self, number: int, days: int, at: time, minutes: int, room: int, *, named_too: bool
    ) -> None:
        """The dates from this one on follow the plan, but for what they have of their own; a named one goes there."""
        named = replace(
            self.lines[number],
            day=self.lines[number].day + timedelta(days=days),
            at=at,
            minutes=minutes,
            room=room,
        )
        for each in range(number, len(self.lines)):
            self.plans[each] = (at, minutes, room)
            line = replace(self.lines[each], planned=self.lines[each].planned + timedelta(days=days))
            if not line.off:
                if not line.own_time:
                    line = replace(line, day=line.planned, at=at, minutes=minutes)
                if not line.own_room:
                    line = replace(line, room=room)
                self.lines[each] = line
                line = self._marked(each, line)
            self.lines[each] = line
        if named_too:
            self.lines[number] = self._marked(number, replace(named, planned=self.lines[number].planned))

    def cancel(self, numbers: list[int]) -> None:
        for number in numbers:
            self.lines[number] = replace(self.lines[number], off=True)

    def there(self) -> list[Line]:
        return [line for line in self.lines if not line.off]

    def collides(self) -> bool:
        """Whether two dates want the same room at the same time."""
        lines = sorted(self.there(), key=lambda line: (line.room, line.start))
        return any(one.room == two.room and two.start < one.end for one, two in pairwise(lines))

    def _marked(self, number: int, line: Line) -> Line:
        at, minutes, room = self.plans[number]
        usual = (line.planned, at, minutes)
        return replace(line, own_time=(line.day, line.at, line.minutes) != usual, own_room=line.room != room)


def instant(day: date, at: time) -> datetime:
    """The moment at which the wall clock shows it; of the two in October the first."""
    return datetime.combine(day, at, BERLIN).astimezone(UTC)


def exists(day: date, at: time) -> bool:
    """Whether the wall clock shows it at all."""
    return instant(day, at).astimezone(BERLIN).time() == at


def some_time(dice: random.Random) -> time:
    """Mostly in the day, now and then in the night in which the clocks change."""
    return time(dice.choice([1, 2, 3, 8, 9, 10, 14, 17, 20]), dice.choice([0, 15, 30]))
