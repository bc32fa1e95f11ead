"""Judging the reservations of a file against the house as it is, and against each other; nothing is saved."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.importing.coming import coming
from booking.importing.entries import PATIENCE_S, Entry
from booking.importing.findings import Becomes, Finding, Remark, Unreadable
from booking.importing.occupants import Occupants
from booking.importing.taking_over import TakenOver
from booking.reservations.deciding import DatesTaken, NothingLeft, decide
from booking.reservations.models import OccurrenceStatus, Series
from booking.reservations.planning import DatePlan
from booking.reservations.reserving import terms_of
from booking.reservations.wishes import Wish, misfits, room_of
from booking.reservations.world import World
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import NonexistentTime, to_wall

MOST_DATES = 2_000  # saving them takes about three seconds of computing, and who books waits meanwhile
AHEAD = timedelta(days=3 * 366)
UIDS_AT_ONCE = 500
TOLD = 3  # clashes of a series that are named one by one


@dataclass(frozen=True)
class Judged:
    """What is said about an entry and, when it can be saved, what is."""

    finding: Finding
    taken_over: TakenOver | None = None


@dataclass(frozen=True)
class Ahead:
    """The entries of a file with what is still to come of them, and all the times that they want."""

    entries: Sequence[Entry]
    intervals: Sequence[Interval]


def judge_entries(session: Session, desk: Desk, ahead: Ahead) -> list[Judged]:
    """A finding for each entry, in order."""
    entries, intervals = ahead.entries, ahead.intervals
    uids = {entry.key: _uid(desk, entry.key) for entry in entries if entry.key}
    known = _known_uids(session, list(uids.values()))
    look = [*intervals, Interval(desk.now, desk.now + timedelta(hours=1))]
    world = World.look(session, look, now=desk.now)
    bench = _Bench(world, Occupants(session, look), uids, known)
    return [bench.judged(entry) for entry in entries]


def look_ahead(entries: Sequence[Entry], now: datetime) -> Ahead:
    """What of the entries is still to come. Raises Unreadable for more dates than can be looked at, or too long rules."""
    begun, to_come = time.thread_time(), list[Entry]()
    intervals: list[Interval] = []
    for entry in entries:
        rest = _to_come(entry, now)
        to_come.append(rest)
        if rest.wish is not None:
            when = rest.wish.when
            intervals += [when.interval(start) for start in when.starts()]
        if len(intervals) > MOST_DATES:
            raise Unreadable("too_many_dates", most=str(MOST_DATES))
        if time.thread_time() - begun > PATIENCE_S:
            raise Unreadable("too_slow")
    return Ahead(to_come, intervals)


def _uid(desk: Desk, key: str) -> str:
    """The same for the same entry, and without the key of the vault nobody finds out for which."""
    return f"{desk.vault.fingerprint(f'import|{key}')[:40]}@{desk.domain}"


def _known_uids(session: Session, uids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(uids), UIDS_AT_ONCE):
        found.update(session.scalars(select(Series.uid).where(Series.uid.in_(uids[at : at + UIDS_AT_ONCE]))))
    return found


def _to_come(entry: Entry, now: datetime) -> Entry:
    """The entry with only what is still to come in its wish; with a fault where its times cannot be."""
    if entry.wish is None:
        return entry
    try:
        rest = coming(entry.wish.when, now)
        if rest is None:
            return replace(entry, wish=None)
        if rest.starts()[-1] > now + AHEAD:
            return _faulty(entry, Remark("too_far"))
    except BadRule as bad:
        return _faulty(entry, Remark(bad.code, facts=bad.facts))
    except NonexistentTime as gap:
        facts = {"day": gap.day.isoformat(), "time": f"{gap.at:%H:%M}"}
        return _faulty(entry, Remark("clock_gap", facts=facts))
    hints = [*entry.hints]
    if rest.first_day != entry.wish.when.first_day:
        hints.append(Remark("from", facts={"day": rest.first_day.isoformat()}))
    return replace(entry, wish=replace(entry.wish, when=rest), hints=hints)


def _faulty(entry: Entry, fault: Remark) -> Entry:
    return replace(entry, wish=None, faults=[*entry.faults, fault])


class _Bench:
    """Entries are judged in their order: what an earlier one takes, a later one does not get."""

    def __init__(self, world: World, occupants: Occupants, uids: dict[str, str], known: set[str]) -> None:
        self.world = world
        self.occupants = occupants
        self.uids = uids
        self.known = known
        self.lines: dict[str, int] = {}

    def judged(self, entry: Entry) -> Judged:
        if entry.faults:
            return Judged(_finding(entry, Becomes.FAULTY))
        if entry.is_off:
            return Judged(_finding(entry, Becomes.LEFT_OUT, hint=Remark("called_off")))
        earlier = self.lines.setdefault(entry.key, entry.number)
        if self.uids[entry.key] in self.known:
            return Judged(_finding(entry, Becomes.SAME))
        if entry.wish is None:
            return Judged(_finding(entry, Becomes.LEFT_OUT, hint=Remark("past")))
        if earlier != entry.number:
            return Judged(_finding(entry, Becomes.FAULTY, Remark("twice", facts={"line": str(earlier)})))
        return self._against_the_house(entry, entry.wish)

    def _against_the_house(self, entry: Entry, wish: Wish) -> Judged:
        plans, now = self._plans(wish), self.world.now
        choices = {
            start: choice
            for start, choice in entry.choices.items()
            if choice.interval is None or choice.interval.start > now
        }
        if self.occupants.has_all(wish, plans, choices):
            return Judged(_finding(entry, Becomes.SAME))
        try:
            decisions = decide(self.world, terms_of(wish), plans, choices)
        except DatesTaken as taken:
            clashes = [
                self.occupants.clash(plan, choices.get(plan.recurrence_id), wish) for plan in taken.conflicts
            ]
            return Judged(_finding(entry, Becomes.FAULTY, *_few(clashes)))
        except NothingLeft:
            return Judged(_finding(entry, Becomes.FAULTY, *_few([_closed(plan) for plan in plans])))
        places = [(each.room, wish.around(each.interval)) for each in decisions if each.takes_place]
        earlier = self.occupants.line_with(places)
        if earlier is not None:
            return Judged(_finding(entry, Becomes.FAULTY, Remark("same_file", facts={"line": str(earlier)})))
        self.occupants.take(places, entry.number)
        hints = [_closed(each.plan) for each in decisions if each.status == OccurrenceStatus.SKIPPED_CLOSURE]
        if misfits(room_of(wish), people=wish.people, needs=()):
            hints.append(Remark("too_small"))
        finding = _finding(entry, Becomes.NEW)
        taken_over = TakenOver(wish, decisions, self.uids[entry.key])
        return Judged(replace(finding, hints=[*finding.hints, *_few(hints)]), taken_over)

    def _plans(self, wish: Wish) -> list[DatePlan]:
        """As `judge` of a wish has them, without proposals: here nobody chooses."""
        room = room_of(wish)
        plans = []
        for start in wish.when.starts():
            interval = wish.when.interval(start)
            verdict = self.world.verdict(room, interval, wish.around(interval))
            plans.append(DatePlan(start, interval, room, verdict.state, verdict.reason))
        return plans


def _finding(entry: Entry, becomes: Becomes, *faults: Remark, hint: Remark | None = None) -> Finding:
    hints = [hint] if hint is not None else entry.hints if becomes == Becomes.NEW else []
    return Finding(
        number=entry.number,
        name=entry.name,
        becomes=becomes,
        faults=[*entry.faults, *faults],
        hints=hints,
    )


def _closed(plan: DatePlan) -> Remark:
    day = to_wall(plan.interval.start).date()
    return Remark("closed", facts={"day": day.isoformat(), "reason": plan.reason})


def _few(remarks: Sequence[Remark]) -> list[Remark]:
    """The first ones, and how many more there are."""
    more = len(remarks) - TOLD
    if more <= 0:
        return list(remarks)
    return [*remarks[:TOLD], Remark("more", facts={"number": str(more)})]
