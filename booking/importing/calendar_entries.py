"""Reservations out of a calendar file: a rule that we know stays a series, any other becomes single dates."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from icalendar import Event

from booking.accounts.models import Provider
from booking.house.models import Room
from booking.importing import calendar_times as times
from booking.importing.calendar_places import room_in
from booking.importing.calendar_rules import refuse_too_many, walls_of
from booking.importing.calendar_source import Found
from booking.importing.calendar_times import BadTime, Moment
from booking.importing.calendar_words import recurrence_of, title_faults, title_of, uid_of
from booking.importing.entries import MOST_MINUTES, PATIENCE_S, Entry, Known
from booking.importing.findings import Remark, Unreadable
from booking.reservations.deciding import LEAVE_OUT, Choice
from booking.reservations.wishes import When, Wish
from booking.scheduling import recurrence
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import BadRule, Rule
from booking.scheduling.walltime import BERLIN, NonexistentTime, from_wall, to_wall

AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """For whom a calendar is read, and in which room what names none takes place."""

    provider: Provider
    room: Room | None
    known: Known
    now: datetime


@dataclass
class _Told:
    """All that a file says under one UID."""

    whole: list[Found] = field(default_factory=list)
    single: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class _Plain:
    """An event without its rule: when it first takes place, how long, where."""

    start: Moment
    minutes: int
    room: Room

    @property
    def interval(self) -> Interval:
        return self.interval_at(self.start.instant)

    def interval_at(self, start: datetime) -> Interval:
        return Interval(start, start + timedelta(minutes=self.minutes))


def entries_of(found: Sequence[Found], whose: Whose) -> list[Entry]:
    """The entries of a file in its order. Raises Unreadable when it takes too long to find out."""
    told: dict[str, _Told] = defaultdict(_Told)
    for each in found:
        place = told[uid_of(each.event)]
        (place.single if "RECURRENCE-ID" in each.event else place.whole).append(each)
    begun, entries = time.thread_time(), list[Entry]()
    for uid, group in told.items():
        for entry in _entries(uid, group, whose):
            entries.append(entry)
            if time.thread_time() - begun > PATIENCE_S:
                raise Unreadable("too_slow")
    return sorted(entries, key=lambda entry: entry.number)


def _entries(uid: str, told: _Told, whose: Whose) -> Iterator[Entry]:
    """What is told twice under one UID is judged twice, and the second time refused."""
    if not told.whole:
        for each in told.single:
            yield from _read(each, f"{uid}|{recurrence_of(each.event)}", [], whose)
    for each in told.whole:
        yield from _read(each, uid, told.single, whose)


def _read(found: Found, uid: str, single: Sequence[Found], whose: Whose) -> list[Entry]:
    """The entry of an event, or entries, or one with what is wrong."""
    event = found.event
    bare = Entry(number=found.number, name=title_of(event), key=f"{whose.provider.id}|{uid}")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return [replace(bare, is_off=True)]
    try:
        return _made(bare, event, single, whose)
    except BadTime as bad:
        return [replace(bare, faults=[Remark(bad.code)])]
    except BadRule as bad:
        return [replace(bare, faults=[Remark(bad.code, "RRULE", bad.facts)])]
    except NonexistentTime as gap:
        facts = {"day": gap.day.isoformat(), "time": f"{gap.at:%H:%M}"}
        return [replace(bare, faults=[Remark("clock_gap", "DTSTART", facts)])]


def _made(bare: Entry, event: Event, single: Sequence[Found], whose: Whose) -> list[Entry]:
    faults = list(title_faults(event))
    room = room_in(event, whose.known.rooms, whose.room)
    if isinstance(room, Remark):
        return [replace(bare, faults=[*faults, room])]
    plain = _plain(event, room)
    if faults:
        return [replace(bare, faults=faults)]
    if times.has_unknown_zone(event):
        bare = replace(bare, hints=[Remark("unknown_zone", "DTSTART")])
    otherwise = {
        name: each for each in single for name in times.named(each.event, "RECURRENCE-ID", plain.start.zone)
    }
    rule = _rule(event, plain)
    if rule is None and ("RRULE" in event or "RDATE" in event):
        return _dates(bare, event, plain, otherwise, whose)
    when = When(
        first_day=_ours(plain.start).date(), at=_ours(plain.start).time(), minutes=plain.minutes, rule=rule
    )
    if rule is None:
        return [replace(bare, wish=_wish(bare, plain.room, when, whose))]
    out = _left_out(event, plain)
    choices = {
        from_wall(name.date(), name.time()): _choice(each.event, room, whose)
        for name, each in otherwise.items()
        if isinstance(name, datetime)
    }
    gone = {start for start, choice in choices.items() if choice == LEAVE_OUT}
    days = [day for day in out if not isinstance(day, datetime)]
    gone |= {from_wall(each.date(), each.time()) for each in out if isinstance(each, datetime)}
    gone |= {from_wall(day, when.at) for day in days}
    wish = _wish(bare, room, replace(when, left_out=frozenset(gone)), whose)
    return [
        replace(bare, wish=wish, choices={name: each for name, each in choices.items() if name not in gone})
    ]


def _rule(event: Event, plain: _Plain) -> Rule | None:
    """The rule, if our series know it. Raises BadRule for one that nobody can use."""
    text = _rule_text(event)
    if not text or "RDATE" in event or not plain.start.is_ours:
        return None
    try:
        rule = recurrence.parse(text, plain.start.instant)
    except BadRule as bad:
        if bad.code == "unsupported":
            return None
        raise
    if recurrence.days(replace(rule, count=1, until=None), plain.start.wall.date()) != [
        plain.start.wall.date()
    ]:
        raise BadRule("start_elsewhere")
    return rule


def _dates(
    bare: Entry, event: Event, plain: _Plain, otherwise: Mapping[datetime | date, Found], whose: Whose
) -> list[Entry]:
    """Each date to come by itself."""
    latest = (whose.now + AHEAD).astimezone(plain.start.zone).replace(tzinfo=None)
    text = _rule_text(event)
    walls = set(walls_of(text, plain.start, latest) if text else [plain.start.wall])
    walls |= {each for each in times.named(event, "RDATE", plain.start.zone) if isinstance(each, datetime)}
    out = set(_left_out(event, plain))
    entries = []
    for wall in sorted(each for each in walls if each not in out and each.date() not in out):
        start = Moment(wall, plain.start.zone).instant
        choice = Choice(plain.interval_at(start), plain.room)
        if wall in otherwise:
            choice = _choice(otherwise[wall].event, plain.room, whose)
        if choice.interval is None or choice.room is None or choice.interval.start <= whose.now:
            continue
        wish = _wish(bare, choice.room, _once(choice.interval), whose)
        entries.append(replace(bare, key=f"{bare.key}|{wall.isoformat()}", wish=wish))
        refuse_too_many(len(entries))
    return entries or [bare]


def _plain(event: Event, room: Room) -> _Plain:
    start = times.begins(event)
    minutes = int((times.ends(event, start) - start.instant).total_seconds()) // 60
    if minutes <= 0:
        raise BadTime("ends_before")
    if minutes > MOST_MINUTES:
        raise BadTime("too_long_date")
    return _Plain(start, minutes, room)


def _choice(event: Event, room: Room, whose: Whose) -> Choice:
    """What a date is that is told by itself: elsewhere, or not at all."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return LEAVE_OUT
    if event["RECURRENCE-ID"].params.get("RANGE"):
        raise BadRule("unsupported", part="RANGE=THISANDFUTURE")
    there = room_in(event, whose.known.rooms, room)
    if isinstance(there, Remark):
        raise BadTime("room_of_date")
    return Choice(_plain(event, there).interval, there)


def _left_out(event: Event, plain: _Plain) -> list[datetime | date]:
    return list(times.named(event, "EXDATE", plain.start.zone))


def _wish(bare: Entry, room: Room, when: When, whose: Whose) -> Wish:
    return Wish(provider_id=whose.provider.id, title=bare.name, when=when, room=room)


def _once(interval: Interval) -> When:
    """A single date. Raises BadTime in the second of October's double hours, which a plan does not know."""
    wall = to_wall(interval.start)
    if from_wall(wall.date(), wall.time().replace(fold=0)) != interval.start:
        raise BadTime("double_hour")
    return When(first_day=wall.date(), at=wall.time().replace(fold=0), minutes=interval.minutes)


def _ours(start: Moment) -> datetime:
    return start.wall if start.is_ours else to_wall(start.instant).astimezone(BERLIN).replace(tzinfo=None)


def _rule_text(event: Event) -> str:
    """The text of its one rule, or "". Raises BadRule for several."""
    found = event.get("RRULE")
    if found is None:
        return ""
    if isinstance(found, list):
        raise BadRule("unsupported", part="RRULE")
    text = found.to_ical() if hasattr(found, "to_ical") else b""
    return text.decode("utf-8", "replace")
