"""The events of a calendar file as the library reads them, after a look at what could keep it busy for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from icalendar import Calendar, Component, Event

from booking.importing.findings import Unreadable
from booking.importing.texts import LONGEST_LINE, MOST_LINES, lines_of

DEEPEST = 4


@dataclass(frozen=True)
class Found:
    """An event and the line of the file where it begins."""

    number: int
    event: Event


def events_of(text: str) -> list[Found]:
    """The events of all calendars in the file, in its order. Raises Unreadable.

    Zones that the file defines itself are left out: the names of the usual ones are known, and a definition may
    repeat itself every second for ever.
    """
    kept, numbers = _looked_through(text)
    if not numbers:
        raise Unreadable("no_events")
    try:
        calendars = Calendar.from_ical("\r\n".join(kept), multiple=True)
    except (ValueError, KeyError, IndexError, RecursionError) as error:
        raise Unreadable("calendar") from error
    events = [event for calendar in calendars for event in _events(calendar)]
    if len(events) != len(numbers):
        raise Unreadable("calendar")
    return [Found(number, event) for number, event in zip(numbers, events, strict=True)]


def _events(calendar: Component) -> Iterator[Event]:
    return (each for each in calendar.walk("VEVENT") if isinstance(each, Event))


def _looked_through(text: str) -> tuple[list[str], list[int]]:
    """Its lines without definitions of zones, and where each event begins."""
    kept: list[str] = []
    numbers: list[int] = []
    open_: list[str] = []
    for number, line in _unfolded(text):
        name, _, what = line.strip().upper().partition(":")
        if name == "BEGIN":
            open_.append(what)
        if what == "VEVENT" and name == "BEGIN":
            numbers.append(number)
        if "VTIMEZONE" not in open_:
            kept.append(line)
        if name == "END" and (not open_ or open_.pop() != what):
            raise Unreadable("unclosed", line=str(number))
        if len(open_) > DEEPEST:
            raise Unreadable("nested", line=str(number))
    if len(numbers) > MOST_LINES:
        raise Unreadable("too_many_events", most=str(MOST_LINES))
    if open_:
        raise Unreadable("cut_off")
    return kept, numbers


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each line with the number where it begins, put together where it was folded (RFC 5545 3.1)."""
    begins, whole = 1, ""
    for number, line in enumerate(lines_of(text), start=1):
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            if whole.strip():
                yield begins, whole
            begins, whole = number, line
        if len(whole) > LONGEST_LINE:
            raise Unreadable("long_line", line=str(begins), most=str(LONGEST_LINE))
    if whole.strip():
        yield begins, whole
