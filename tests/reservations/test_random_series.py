"""Two thousand random series with random changes, against the same kept on paper, and what calendars make of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import Database
from booking.house.models import Room
from booking.ical.entry import Mailbox
from booking.ical.feed import feed
from booking.notifications.series_calendars import Sheet, series_entry
from booking.occupancy import BusyTime
from booking.reservations import cancelling, moving, reserving
from booking.reservations.courses import CannotShift, Change
from booking.reservations.deciding import DatesTaken
from booking.reservations.drafting import Move
from booking.reservations.models import IN_THE_CALENDAR, Reservation
from booking.reservations.scope import Scope
from booking.reservations.wishes import OnClosure, When, Wish
from booking.runtime import Desk
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import NonexistentTime
from booking.vault import Vault
from tests import house as small
from tests.reservations.model import Paper, exists, instant, some_time
from tests.scheduling.test_recurrence_days import scanned
from tests.servers import icaljs

SERIES = {"sqlite": 1800, "postgresql": 200}
HOUSE = Mailbox("Haus", "haus@example.org")
DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
SEASONS = (date(2027, 3, 8), date(2027, 10, 4), date(2028, 2, 1), date(2027, 12, 10))


@pytest.mark.timeout(600)
def test_series_are_what_they_are_on_paper_and_in_every_calendar(database: Database) -> None:
    kind = "postgresql" if database.is_postgresql else "sqlite"
    with database.writing() as session:
        small.build(session, offices=3)
    with database.writing() as session:
        for seed in range(SERIES[kind]):
            with session.begin_nested() as attempt:
                try:
                    _Story(session, random.Random(seed)).told()
                except AssertionError as error:
                    raise AssertionError(f"seed {seed}: {error}") from error
                attempt.rollback()


@dataclass
class _Story:
    """One series and what happens to it, decided by the dice."""

    session: Session
    dice: random.Random

    def told(self) -> None:
        rule, first = self._rule()
        days, at = scanned(rule, first), some_time(self.dice)
        minutes, room = self.dice.choice([30, 60, 120]), self.dice.randint(1, 3)
        wish = Wish(
            provider_id=1,
            title="Zufall",
            room=self.session.get_one(Room, room),
            when=When(first_day=first, at=at, minutes=minutes, rule=rule),
            on_closure=OnClosure.KEEP,
        )
        if not all(exists(day, at) for day in days):
            with pytest.raises(NonexistentTime):
                reserving.reserve(self.session, DESK, wish)
            return
        self.paper = Paper.written(days, at, minutes, room)
        self.reservation = reserving.reserve(self.session, DESK, wish)
        self.daily = rule.frequency in (Frequency.DAILY, Frequency.WEEKLY)
        self.now = instant(self.dice.choice(days), time(12)) if self.dice.random() < 0.3 else small.NOW
        self.named = [(each.id, each.recurrence_id) for each in self._rows()]
        for _ in range(self.dice.randint(0, 5)):
            self._change()
        self._compare()
        self._read_elsewhere()

    def _rule(self) -> tuple[Rule, date]:
        first = self.dice.choice(SEASONS) + timedelta(days=self.dice.randint(0, 30))
        count = self.dice.randint(2, 10)
        interval = self.dice.choice([1, 1, 2, 3])
        return self.dice.choice(
            [
                Rule(frequency=Frequency.DAILY, interval=interval, count=count),
                Rule(
                    frequency=Frequency.WEEKLY,
                    interval=interval,
                    weekdays=(self.dice.randint(0, 6),),
                    count=count,
                ),
                Rule(frequency=Frequency.WEEKLY, weekdays=(1, 3), count=count),
                Rule(
                    frequency=Frequency.WEEKLY,
                    interval=interval,
                    weekdays=(first.weekday(),),
                    until=first + timedelta(days=60),
                ),
                Rule(
                    frequency=Frequency.MONTHLY,
                    nth=(self.dice.choice([1, 2, 3, 4, -1]), self.dice.randint(0, 6)),
                    count=count,
                ),
                Rule(frequency=Frequency.MONTHLY, month_day=self.dice.choice([1, 15, 29, 31]), count=count),
            ]
        ), first

    def _change(self) -> None:
        coming = [
            number for number, line in enumerate(self.paper.lines) if not line.off and line.start > self.now
        ]
        if not coming:
            return
        number = self.dice.choice(coming)
        scope = self.dice.choice([Scope.ONE, Scope.FOLLOWING, Scope.ALL])
        if scope == Scope.ALL:
            number = coming[0]
        if self.dice.random() < 0.3:
            self._cancel(scope, number)
        else:
            self._move(scope, number)

    def _cancel(self, scope: Scope, number: int) -> None:
        reached = [number] if scope == Scope.ONE else self._from(number)
        picked = None if scope == Scope.ALL else self._rows()[number]
        cancelling.cancel(self.session, self.reservation, scope, picked, now=self.now)
        self.paper.cancel(reached)
        self.session.flush()

    def _from(self, number: int) -> list[int]:
        """The dates from this one on that have not begun."""
        return [
            each for each in range(number, len(self.paper.lines)) if self.paper.lines[each].start > self.now
        ]

    def _move(self, scope: Scope, number: int) -> None:
        at, minutes, room = some_time(self.dice), self.dice.choice([30, 60, 90]), self.dice.randint(1, 3)
        line = self.paper.lines[number]
        basis = line.day
        draft = Paper(list(self.paper.lines), list(self.paper.plans))
        if scope == Scope.ONE:
            day = line.day + timedelta(days=self.dice.randint(0, 3))
            draft.move_one(number, day, at, minutes, room)
        else:
            days = self.dice.randint(0, 2) if self.daily else 0
            named = scope == Scope.FOLLOWING
            basis = line.day if named else line.planned
            day = basis + timedelta(days=days)
            draft.move_rest(number, days, at, minutes, room, named_too=named)
        moved = draft.lines[number:] if scope != Scope.ONE else [draft.lines[number]]
        if any(each.start <= self.now for each in moved) or not all(
            exists(each.planned, at) and exists(each.day, each.at) for each in moved
        ):
            return
        wanted = Move(
            change=Change(day=day, at=at, minutes=minutes, room=self.session.get_one(Room, room)),
            scope=scope,
            picked=None if scope == Scope.ALL else self._rows()[number],
        )
        desk = replace(DESK, now=self.now)
        if draft.collides():
            with pytest.raises((DatesTaken, CannotShift)):
                moving.move(self.session, desk, self.reservation, wanted)
            return
        try:
            moving.move(self.session, desk, self.reservation, wanted)
        except CannotShift:
            assert day != basis, "only another day may have no rule"
            return
        self.paper = draft
        self.session.flush()

    def _compare(self) -> None:
        self.session.expire_all()
        rows = self._rows()
        assert [(each.id, each.recurrence_id) for each in rows] == self.named
        found = [
            (each.starts_at, each.ends_at, each.room_id) if each.status in IN_THE_CALENDAR else None
            for each in rows
        ]
        assert found == [None if line.off else (line.start, line.end, line.room) for line in self.paper.lines]
        taken = self.session.execute(select(BusyTime.starts_at, BusyTime.ends_at, BusyTime.resource_id)).all()
        assert sorted(map(tuple, taken)) == sorted(each for each in found if each is not None)

    def _read_elsewhere(self) -> None:
        entries = [
            series_entry(
                each,
                self._rows(),
                summary_of=lambda _: "Reservierung",
                sheet=Sheet(house="Kirchstraße", organizer=HOUSE, attendee=None, stamp=small.NOW),
            )
            for each in self.reservation.series
        ]
        written = feed([each for each in entries if each is not None], name="Zufall")
        expected = sorted((line.start, line.end) for line in self.paper.there())
        assert sorted(icaljs.expand(written)) == expected, "ical.js"
        assert _by_python(written) == expected, "recurring_ical_events"

    def _rows(self) -> list:
        return sorted(
            self.session.get_one(Reservation, self.reservation.id).occurrences,
            key=lambda each: each.recurrence_id,
        )


def _by_python(ical: bytes) -> list[tuple[datetime, datetime]]:
    found = recurring_ical_events.of(Calendar.from_ical(ical)).between(date(2026, 1, 1), date(2040, 1, 1))
    return sorted((event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found)
