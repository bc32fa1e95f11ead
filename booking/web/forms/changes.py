"""What somebody asks of an existing reservation: how far, when and where instead, and what becomes of guests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from booking.appointments.guests import Answer, Fate
from booking.house.models import Room
from booking.reservations.courses import Change
from booking.reservations.models import Occurrence
from booking.reservations.wishes import OnSchoolHoliday
from booking.scheduling.walltime import to_wall, wall_day
from booking.web.forms.reading import day_of, has_unseen, typed
from booking.web.forms.time_faults import LONGEST_MINUTES
from booking.web.forms.wish import WishForm, minutes_between, time_of
from booking.web.forms.wish_faults import LONGEST_TITLE
from booking.web.language import gettext as _

GUEST_FIELD = "gast-"
HELD_FIELD = "vorgemerkt"
ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_GUESTS = 500


@dataclass(frozen=True)
class Standing:
    """When and where something is now, on the wall."""

    day: date
    at: time
    minutes: int
    room: Room

    @classmethod
    def of_date(cls, date_: Occurrence) -> Standing:
        """The date as it is."""
        start = to_wall(date_.starts_at)
        return cls(start.date(), start.time(), date_.interval.minutes, date_.room)

    @classmethod
    def of_course(cls, date_: Occurrence) -> Standing:
        """Where the series puts the date, whatever the date has of its own."""
        series = date_.series
        return cls(wall_day(date_.planned_at), series.wall_time, series.minutes, series.room)


@dataclass(frozen=True)
class MoveForm:
    """Another time or room as the form shows it again, and what was wrong with it."""

    day: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    on_school_holiday: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def showing(cls, standing: Standing) -> MoveForm:
        end = datetime.combine(standing.day, standing.at) + timedelta(minutes=standing.minutes)
        return cls(f"{standing.day}", f"{standing.at:%H:%M}", f"{end:%H:%M}", standing.room.slug)

    def asked(self, wanted: MultiDict[str, str], rooms: Sequence[Room]) -> MoveForm:
        """With what an address asks for, as far as it can be read."""
        values = typed(wanted, "day", "start", "end", "room")
        readable = {
            "day": day_of(values["day"]) is not None,
            "start": time_of(values["start"]) is not None,
            "end": time_of(values["end"]) is not None,
            "room": values["room"] in {each.slug for each in rooms},
        }
        return replace(self, **{name: values[name] for name, good in readable.items() if good})  # type: ignore[arg-type]

    @classmethod
    def typed(cls, sent: MultiDict[str, str], rooms: Sequence[Room]) -> MoveForm:
        """What a browser sent, checked."""
        read = WishForm.typed(sent)
        values = {"day": read.day, "start": read.start, "end": read.end, "room": read.room}
        values["on_school_holiday"] = typed(sent, "on_school_holiday")["on_school_holiday"]
        return cls(**values, errors=_move_faults(values, rooms))

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {
            "day": self.day,
            "start": self.start,
            "end": self.end,
            "room": self.room,
            "on_school_holiday": self.on_school_holiday,
        }

    @property
    def school_holidays(self) -> OnSchoolHoliday | None:
        """What shall become of the dates in school holidays; None: as before."""
        return OnSchoolHoliday(self.on_school_holiday) if self.on_school_holiday else None

    def change(self, before: Standing, rooms: Sequence[Room]) -> Change:
        """What differs from how it stands; the form must be without errors."""
        day, start, end = day_of(self.day), time_of(self.start), time_of(self.end)
        assert day is not None
        assert start is not None
        assert end is not None
        room = next(each for each in rooms if each.slug == self.room)
        minutes = minutes_between(start, end)
        return Change(
            day=None if day == before.day else day,
            at=None if start == before.at else start,
            minutes=None if minutes == before.minutes else minutes,
            room=None if room.id == before.room.id else room,
        )


@dataclass(frozen=True)
class TitleForm:
    """Another title, and what others may read."""

    title: str = ""
    public_title: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> TitleForm:
        values = typed(sent, "title", "public_title")
        faults = {name: title_fault(text) for name, text in values.items()}
        if not values["title"]:
            faults["title"] = _("Bitte schreiben Sie, wofür Sie den Raum brauchen.")
        return cls(**values, errors={name: fault for name, fault in faults.items() if fault})


def read_answers(sent: MultiDict[str, str]) -> dict[str, Answer]:
    """What was decided for each appointment, by its id; what cannot be read is left out."""
    found = {}
    named = [(name, value) for name, value in sent.items() if name.startswith(GUEST_FIELD)]
    for name, value in named[:MOST_GUESTS]:
        answer = _answer(value)
        if answer is not None:
            found[name.removeprefix(GUEST_FIELD)] = answer
    return found


def held_before(sent: MultiDict[str, str]) -> list[str]:
    """The times that the preview before held for residents, by id."""
    ids = typed(sent, HELD_FIELD)[HELD_FIELD].split(",")
    return [each for each in ids[:MOST_GUESTS] if ID.fullmatch(each)]


def title_fault(text: str) -> str | None:
    """What is wrong with a title, as a sentence that says how to repair it."""
    if has_unseen(text):
        return _("Bitte schreiben Sie in eine Zeile und ohne Sonderzeichen.")
    if len(text) > LONGEST_TITLE:
        return _("Bitte kürzen Sie den Text auf %(most)s Zeichen.", most=LONGEST_TITLE)
    return None


def _move_faults(values: Mapping[str, str], rooms: Sequence[Room]) -> dict[str, str]:
    faults = {}
    start, end = time_of(values["start"]), time_of(values["end"])
    if day_of(values["day"]) is None:
        faults["day"] = _("Bitte wählen Sie einen Tag.")
    if start is None:
        faults["start"] = _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
    if end is None:
        faults["end"] = _("Bitte schreiben Sie die Uhrzeit so: 9:30.")
    elif start is not None and minutes_between(start, end) <= 0:
        faults["end"] = _("Das Ende muss nach dem Beginn liegen.")
    elif start is not None and minutes_between(start, end) > LONGEST_MINUTES:
        faults["end"] = _("Ein Termin dauert höchstens 16 Stunden.")
    if values["room"] not in {each.slug for each in rooms}:
        faults["room"] = _("Bitte wählen Sie einen Raum.")
    if values["on_school_holiday"] not in ("", *OnSchoolHoliday):
        faults["on_school_holiday"] = _("Bitte wählen Sie, was in den Schulferien gilt.")
    return faults


def _answer(value: str) -> Answer | None:
    fate, _colon, replacement = value.partition(":")
    if fate not in {each.value for each in Fate} or (replacement and not ID.fullmatch(replacement)):
        return None
    return Answer(Fate(fate), replacement or None)
