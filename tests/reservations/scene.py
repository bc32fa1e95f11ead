"""A small house with a weekly series in it, and short words for what happens to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.db import Database
from booking.house.models import Room
from booking.outbox import EventRow
from booking.reservations import cancelling, moving, reserving
from booking.reservations.courses import Change
from booking.reservations.deciding import Choice
from booking.reservations.drafting import Move
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.scope import Scope, date_of, for_change
from booking.reservations.wishes import OnSchoolHoliday, When, Wish
from booking.runtime import Desk
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import to_wall
from booking.vault import Vault
from tests import house as small

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
TUESDAY = small.TUESDAY


def weekly(count: int = 6, interval: int = 1, weekday: int = 1) -> Rule:
    return Rule(frequency=Frequency.WEEKLY, interval=interval, weekdays=(weekday,), count=count)


@dataclass
class Scene:
    """The database, its house, and the time it is."""

    database: Database
    house: small.SmallHouse
    desk: Desk = DESK

    def at(self, now: datetime) -> Scene:
        return replace(self, desk=replace(self.desk, now=now))

    def room(self, number: int) -> Room:
        return self.house.rooms[number - 1]

    def wish(
        self, room: int = 1, *, day: date = TUESDAY, at: time = time(14), minutes: int = 120, **more: Any
    ) -> Wish:
        when = When(
            first_day=day,
            at=at,
            minutes=minutes,
            rule=more.pop("rule", None),
            left_out=frozenset(more.pop("left_out", ())),
        )
        return Wish(provider_id=self.house.provider.id, title="Team", room=self.room(room), when=when, **more)

    def reserve(self, room: int = 1, *, choices: Any = None, **more: Any) -> str:
        options = {
            name: more.pop(name)
            for name in ("on_conflict", "as_request", "may_decide", "account_id")
            if name in more
        }
        with self.database.writing() as session:
            wish = replace(self.wish(room, **more), room=session.get_one(Room, room))
            made = reserving.reserve(session, self.desk, wish, _here(session, choices or {}), **options)
            return made.id

    @contextmanager
    def changing(self, reservation_id: str) -> Iterator[tuple[Session, Reservation]]:
        with self.database.writing() as session:
            yield session, for_change(session, reservation_id)

    def move(
        self,
        reservation_id: str,
        scope: Scope = Scope.ALL,
        picked: int | None = None,
        *,
        choices: Any = None,
        room: int | None = None,
        **change: Any,
    ) -> None:
        with self.changing(reservation_id) as (session, reservation):
            wanted = Move(
                change=Change(room=session.get_one(Room, room) if room else None, **change),
                scope=scope,
                picked=self._picked(reservation, picked),
            )
            moving.move(session, self.desk, reservation, wanted, _here(session, choices or {}))

    def change_terms(self, reservation_id: str, on_school_holiday: OnSchoolHoliday) -> None:
        with self.changing(reservation_id) as (session, reservation):
            wanted = Move(change=Change(), scope=Scope.ALL, on_school_holiday=on_school_holiday)
            moving.move(session, self.desk, reservation, wanted)

    def cancel(self, reservation_id: str, scope: Scope = Scope.ALL, picked: int | None = None) -> None:
        with self.changing(reservation_id) as (session, reservation):
            cancelling.cancel(
                session, reservation, scope, self._picked(reservation, picked), now=self.desk.now
            )

    def _picked(self, reservation: Reservation, picked: int | None) -> Occurrence | None:
        if picked is None:
            return None
        return date_of(reservation, reservation.occurrences[picked].id)

    def told(self, reservation_id: str) -> list[str]:
        """Each date in a line: "24.11. 14:00-16:00 buero-1 confirmed"."""
        with self.database.reading() as session:
            return [_line(each) for each in session.get_one(Reservation, reservation_id).occurrences]

    def ids(self, reservation_id: str) -> list[tuple[str, datetime]]:
        """Who the dates are: id and original start."""
        with self.database.reading() as session:
            found = session.get_one(Reservation, reservation_id).occurrences
            return [(each.id, each.recurrence_id) for each in found]

    def series(self, reservation_id: str) -> list[tuple[str, int, str | None]]:
        """UID, sequence and rule of each series."""
        with self.database.reading() as session:
            found = session.get_one(Reservation, reservation_id).series
            return [(each.uid, each.sequence, each.rule) for each in found]

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """What was recorded, in order."""
        with self.database.reading() as session:
            return [(row.type, row.payload) for row in session.query(EventRow).order_by(EventRow.id)]

    def claims(self) -> int:
        with self.database.reading() as session:
            return session.scalar(text("SELECT count(*) FROM busy_time")) or 0


def _line(date_: Occurrence) -> str:
    start, end = to_wall(date_.starts_at), to_wall(date_.ends_at)
    return f"{start:%d.%m. %H:%M}-{end:%H:%M} {date_.room.slug} {date_.status}"


def _here(session: Session, choices: Mapping[datetime, Choice]) -> dict[datetime, Choice]:
    """The choices with the rooms of this transaction."""
    return {
        start: Choice(choice.interval, session.get_one(Room, choice.room.id) if choice.room else None)
        for start, choice in choices.items()
    }


def proposed(plan: Any, kind: str) -> Choice:
    """Accept the first proposal of this kind."""
    proposal = next(each for each in plan.proposals if each.kind == kind)
    return Choice(proposal.interval, proposal.room)
