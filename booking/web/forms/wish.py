"""The wish for a room as somebody typed it: strings that the page shows again, whatever is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, time, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from booking.house.models import Room
from booking.reservations.wishes import Need, OnClosure, OnSchoolHoliday, Wish
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import from_wall
from booking.web.forms.reading import day_of, slug_of, typed
from booking.web.forms.repeating import ONCE, UNTIL, Repetition

GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:.]([0-5]\d)(?::\d\d)?)?(?: ?Uhr)?", re.IGNORECASE)
MINUTES_AROUND = (0, 15, 30, 45, 60)
USUAL_AROUND_HALL = 30
AS_USUAL = ""
MIDNIGHT = time()
# What links into the form may fill in: the plan's "11 Uhr reservieren".
ASKED = {"raum": "room", "tag": "day", "zeit": "start", "bis": "end"}


@dataclass(frozen=True)
class WishForm:
    """The form as the page shows it again, and what was wrong with it."""

    provider: str = ""
    title: str = ""
    public_title: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    people: str = ""
    needs: tuple[str, ...] = ()
    repeat: str = ONCE
    weeks: str = "2"
    ending: str = UNTIL
    until: str = ""
    count: str = ""
    on_closure: str = OnClosure.SKIP.value
    on_school_holiday: str = OnSchoolHoliday.KEEP.value
    setup: str = AS_USUAL
    cleanup: str = AS_USUAL
    seating: str = ""
    key_from: str = ""
    room: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> WishForm:
        """What a browser sent; days and times in the way it wants to get them back."""
        values: dict[str, Any] = typed(sent, *NAMES)
        values["day"], values["until"] = iso_day(values["day"]), iso_day(values["until"])
        values["start"], values["end"] = clock_text(values["start"]), clock_text(values["end"])
        values["repeat"] = values["repeat"] or ONCE
        values["ending"] = values["ending"] or UNTIL
        values["on_closure"] = values["on_closure"] or OnClosure.SKIP
        values["on_school_holiday"] = values["on_school_holiday"] or OnSchoolHoliday.KEEP
        chosen = ",".join(sent.getlist("needs")).split(",")
        return cls(**values, needs=tuple(need.value for need in Need if need.value in chosen))

    @classmethod
    def asked(cls, query: MultiDict[str, str]) -> WishForm:
        """An empty form with what a link fills in; anything unreadable stays empty."""
        asked = typed(query, *ASKED)
        form = cls(
            room=slug_of(asked["raum"]),
            day=asked["tag"],
            start=clock_text(asked["zeit"]),
            end=clock_text(asked["bis"]),
        )
        return replace(
            form,
            day=form.day if form.first_day else "",
            start=form.start if time_of(form.start) else "",
            end=form.end if time_of(form.end) else "",
        )

    @classmethod
    def understood(cls, values: Mapping[str, str], needs: Sequence[str]) -> WishForm:
        """An empty form with what a sentence says."""
        return replace(cls(), **values, needs=tuple(needs))  # type: ignore[arg-type]

    def hidden(self) -> dict[str, str]:
        """Everything as hidden fields of the next step."""
        return {**{name: getattr(self, name) for name in NAMES}, "needs": ",".join(self.needs)}

    @property
    def first_day(self) -> date | None:
        return day_of(self.day)

    @property
    def repetition(self) -> Repetition:
        return Repetition(self.repeat, self.weeks, self.ending, self.until, self.count)

    def wish(self, *, provider_id: int, room: Room | None) -> Wish:
        """The wish of a form without errors."""
        first_day, at, end = self.first_day, time_of(self.start), time_of(self.end)
        assert first_day is not None
        assert at is not None
        assert end is not None
        once = self.repeat == ONCE
        minutes = minutes_on(first_day, at, end) if once else minutes_between(at, end)
        return Wish(
            provider_id=provider_id,
            title=self.title,
            public_title=self.public_title or None,
            when=self.repetition.when(first_day, at, minutes),
            room=room,
            people=int(self.people) if self.people else None,
            needs=tuple(Need(need) for need in self.needs),
            setup_minutes=around_minutes(self.setup, room),
            cleanup_minutes=around_minutes(self.cleanup, room),
            seating=self.seating or None,
            key=self.key_from or None,
            on_closure=OnClosure(self.on_closure),
            on_school_holiday=OnSchoolHoliday(self.on_school_holiday),
        )


NAMES = tuple(each.name for each in fields(WishForm) if each.name not in ("needs", "errors"))


def time_of(text: str) -> time | None:
    """A wall-clock time written 14:30, or None."""
    found = CLOCK.fullmatch(text)
    if found is None or int(found[1]) == 24:
        return None
    return time(int(found[1]), int(found[2] or 0))


def minutes_between(start: time, end: time) -> int:
    """How long from one time to the other on the same day; an end at 0:00 is the midnight after it."""
    last = end.hour * 60 + end.minute or 24 * 60
    return last - start.hour * 60 - start.minute


def minutes_on(day: date, start: time, end: time) -> int:
    """`minutes_between` as they pass on that day: the clocks may change in between. Raises NonexistentTime."""
    last = from_wall(day + timedelta(days=1) if end == MIDNIGHT else day, end)
    return Interval(from_wall(day, start), last).minutes


def around_minutes(chosen: str, room: Room | None) -> int:
    """Set-up or clean-up as chosen; as usual it is half an hour in the hall and nothing in offices."""
    if chosen != AS_USUAL:
        return int(chosen)
    return USUAL_AROUND_HALL if room is not None and room.needs_approval else 0


def iso_day(text: str) -> str:
    """A day typed as 24.11.2026, written 2026-11-24; other text as it is."""
    found = GERMAN_DAY.fullmatch(text)
    if found is None:
        return text
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return f"{year}-{int(found[2]):02}-{int(found[1]):02}"


def clock_text(text: str) -> str:
    """A time typed as 14 Uhr or 14.30, written 14:30; other text as it is."""
    found = CLOCK.fullmatch(text)
    return f"{int(found[1]) % 24:02}:{found[2] or '00'}" if found else text
