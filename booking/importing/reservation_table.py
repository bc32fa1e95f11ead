"""Reservations out of a table: a date or a series in each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from booking.importing.cells import Cells
from booking.importing.entries import LONGEST_TITLE, MOST_MINUTES, Entry, Known
from booking.importing.findings import Unreadable
from booking.importing.tables import Column, Line
from booking.reservations.wishes import When, Wish
from booking.scheduling import recurrence
from booking.scheduling.recurrence import BadRule, Frequency, Rule
from booking.scheduling.walltime import NonexistentTime, from_wall

PROVIDER, ROOM, TITLE, DAY = "Anbieter", "Raum", "Wofür", "Datum"
BEGINS, ENDS, REPEATS, LAST_DAY = "Von", "Bis", "Wiederholung", "Letzter Tag"
PEOPLE, SETUP, CLEANUP = "Personen", "Aufbau (Minuten)", "Abbau (Minuten)"
COLUMNS = (
    Column(PROVIDER, "Diakonisches Werk", required=True),
    Column(ROOM, "Büro 3", required=True),
    Column(TITLE, "Offene Sprechstunde", required=True),
    Column(DAY, "12.01.2027", required=True),
    Column(BEGINS, "9:00", required=True),
    Column(ENDS, "12:00", required=True),
    Column(REPEATS, "wöchentlich"),
    Column(LAST_DAY, "29.06.2027"),
    Column(PEOPLE, "4"),
    Column(SETUP, "0"),
    Column(CLEANUP, "15"),
)
MOST = 2_000
MOST_PEOPLE = 500
MOST_AROUND = 240


@dataclass(frozen=True)
class Repeats:
    """How often; `same_weekday` for a month's third Tuesday, else the day of the month counts."""

    frequency: Frequency | None
    interval: int = 1
    same_weekday: bool = False


REPEATS_BY_WORD: Mapping[str, Repeats] = {
    "nein": Repeats(None),
    "keine": Repeats(None),
    "täglich": Repeats(Frequency.DAILY),
    "wöchentlich": Repeats(Frequency.WEEKLY),
    "alle 2 Wochen": Repeats(Frequency.WEEKLY, 2),
    "alle 3 Wochen": Repeats(Frequency.WEEKLY, 3),
    "alle 4 Wochen": Repeats(Frequency.WEEKLY, 4),
    "monatlich": Repeats(Frequency.MONTHLY),
    "monatlich am Wochentag": Repeats(Frequency.MONTHLY, same_weekday=True),
    "jährlich": Repeats(Frequency.YEARLY),
}


def entries_of(lines: Sequence[Line], known: Known) -> list[Entry]:
    """One entry for each line. Raises Unreadable for more lines than can be saved at once."""
    if len(lines) > MOST:
        raise Unreadable("too_many_lines", most=str(MOST))
    return [_entry(line, known) for line in lines]


def _entry(line: Line, known: Known) -> Entry:
    cells = Cells(line)
    provider = cells.one_of(PROVIDER, known.providers, required=True)
    room = cells.one_of(ROOM, known.rooms, required=True)
    title = cells.text(TITLE, LONGEST_TITLE, required=True)
    when = _when(cells)
    people = cells.number(PEOPLE, 1, MOST_PEOPLE)
    setup, cleanup = (cells.number(column, 0, MOST_AROUND) or 0 for column in (SETUP, CLEANUP))
    name = title or cells.written(DAY)
    if cells.faults or provider is None or room is None or when is None:
        return Entry(number=line.number, name=name, faults=cells.faults)
    wish = Wish(
        provider_id=provider.id,
        title=title,
        when=when,
        room=room,
        people=people,
        setup_minutes=setup,
        cleanup_minutes=cleanup,
    )
    return Entry(number=line.number, name=name, key=_key(wish, room.slug), wish=wish)


def _when(cells: Cells) -> When | None:
    day = cells.day(DAY, required=True)
    begins, ends = cells.clock(BEGINS), cells.clock(ENDS)
    repeats = cells.one_of(REPEATS, REPEATS_BY_WORD) or Repeats(None)
    last = cells.day(LAST_DAY)
    if repeats.frequency is None and last is not None and last != day:
        cells.fault("no_repeat", REPEATS)
    if repeats.frequency is not None and not cells.written(LAST_DAY):
        cells.fault("endless", LAST_DAY)
    if day is None or begins is None or ends is None or cells.faults:
        return None
    minutes = _minutes(cells, day, begins, ends)
    rule = _rule(cells, repeats, day, last)
    if minutes is None or cells.faults:
        return None
    return When(first_day=day, at=begins, minutes=minutes, rule=rule)


def _minutes(cells: Cells, day: date, begins: time, ends: time) -> int | None:
    try:
        minutes = int((from_wall(day, ends) - from_wall(day, begins)).total_seconds()) // 60
    except NonexistentTime as gap:
        cells.fault("clock_gap", BEGINS, day=day.isoformat(), time=f"{gap.at:%H:%M}")
        return None
    if not 0 < minutes <= MOST_MINUTES:
        cells.fault("ends_before", ENDS)
        return None
    return minutes


def _rule(cells: Cells, repeats: Repeats, day: date, last: date | None) -> Rule | None:
    if repeats.frequency is None:
        return None
    monthly = repeats.frequency is Frequency.MONTHLY
    nth = ((day.day - 1) // 7 + 1, day.weekday()) if repeats.same_weekday else None
    try:
        rule = Rule(
            frequency=repeats.frequency,
            interval=repeats.interval,
            weekdays=(day.weekday(),) if repeats.frequency is Frequency.WEEKLY else (),
            nth=nth,
            month_day=day.day if monthly and nth is None else None,
            until=last,
        )
        recurrence.days(rule, day)
    except BadRule as bad:
        cells.fault(bad.code, LAST_DAY, **bad.facts)
        return None
    return rule


def _key(wish: Wish, room: str) -> str:
    """What makes the line this one: whose, where, when, what."""
    when = wish.when
    rule = recurrence.text(when.rule, _start(when)) if when.rule else ""
    facts = (wish.provider_id, room, when.first_day, when.at, when.minutes, rule, wish.title.casefold())
    return "|".join(map(str, facts))


def _start(when: When) -> datetime:
    return from_wall(when.first_day, when.at)
