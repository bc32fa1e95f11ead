"""People who walk in: numbers of the day, whose turn it is, and what is gone after thirty days."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from time import sleep
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking import db
from booking.accounts.access import Actor
from booking.accounts.models import Account, Provider, Role
from booking.appointments.models import ConsultationHours, HoursMode
from booking.db import Database
from booking.desk import walk_ins
from booking.desk.door_times import OVER, SHUT, why_shut
from booking.desk.models import CALLED, LEFT, SERVED, WAITING, WalkIn
from booking.errors import NotAllowedNow, NotFound
from booking.house.calendar import close
from booking.offers.absences import Absence
from booking.outbox import EventRow
from booking.scheduling.intervals import Interval
from tests import house
from tests.house import NOW, TUESDAY, SmallHouse, later
from tests.races.rivals import race_threads

A_DAY = timedelta(days=1)


def come(database: Database, door: ConsultationHours, *keys: str) -> list[int]:
    with database.writing() as session:
        return [walk_ins.arrive(session, door, key=key, now=NOW).number for key in keys]


def test_numbers_count_through_the_house_and_begin_anew_each_day(
    database: Database, small: SmallHouse, door: ConsultationHours
) -> None:
    with database.writing() as session:
        second = house.hours_on(
            session, small, NOW.date(), adviser=small.advisers[1], room=small.rooms[1], mode=HoursMode.BOTH
        )
        tomorrow = house.hours_on(session, small, TUESDAY, room=small.rooms[0], mode=HoursMode.OPEN_DOOR)
    assert come(database, door, "a", "b") == [1, 2]
    assert come(database, second, "c") == [3]
    with database.writing() as session:
        assert walk_ins.arrive(session, tomorrow, key="d", now=NOW + A_DAY).number == 1


def test_the_same_form_twice_is_one_number(database: Database, door: ConsultationHours) -> None:
    assert come(database, door, "a", "a") == [1, 1]
    assert told(database) == 1


def test_called_in_turn_and_nobody_twice(database: Database, door: ConsultationHours) -> None:
    come(database, door, "a", "b")
    with database.writing() as session:
        first = walk_ins.call_next(session, door, expected=1, now=NOW)
        assert first is not None
        assert first.number == 1
    with database.writing() as session:
        assert walk_ins.call_next(session, door, expected=1, now=NOW) is None
        second = walk_ins.call_next(session, door, expected=2, now=NOW)
        assert second is not None
        assert second.number == 2
        assert walk_ins.call_next(session, door, expected=None, now=NOW) is None


def test_served_left_and_a_mistaken_tap_taken_back(database: Database, door: ConsultationHours) -> None:
    come(database, door, "a", "b")
    with database.writing() as session:
        walk_ins.call_next(session, door, expected=1, now=NOW)
        first, second = session.get_one(WalkIn, "a"), session.get_one(WalkIn, "b")
        walk_ins.end(session, first, SERVED, now=later(5))
        walk_ins.end(session, first, SERVED, now=later(6))
        assert first.ended_at == later(5)
        with pytest.raises(NotAllowedNow):
            walk_ins.end(session, first, LEFT, now=later(6))
        walk_ins.step_back(session, first, expected=SERVED, now=later(7))
        assert (first.state, first.called_at) == (CALLED, NOW)
        with pytest.raises(NotAllowedNow):
            walk_ins.step_back(session, first, expected=SERVED, now=later(7))
        assert first.called_at == NOW
        walk_ins.step_back(session, first, expected=CALLED, now=later(7))
        assert first.is_waiting
        with pytest.raises(NotAllowedNow):
            walk_ins.step_back(session, first, expected=WAITING, now=later(7))
        walk_ins.end(session, second, LEFT, now=later(8))
        assert walk_ins.call_next(session, door, expected=1, now=later(9)) is first


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mode": HoursMode.BOOKABLE}, "closed"),
        ({"closed_at": NOW}, "closed"),
        ({"asleep_by": "closure:1"}, "closed"),
        ({"ends_at": NOW, "starts_at": NOW - timedelta(hours=1)}, "over"),
        ({"starts_at": NOW + A_DAY, "ends_at": NOW + A_DAY + timedelta(hours=1)}, "over"),
    ],
)
def test_no_number_where_no_door_is_open(
    database: Database, door: ConsultationHours, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(NotAllowedNow) as refused, database.writing() as session:
        hours = session.get_one(ConsultationHours, door.id)
        for name, value in changes.items():
            setattr(hours, name, value)
        walk_ins.arrive(session, hours, key="a", now=NOW)
    assert refused.value.status == reason


def test_no_number_while_the_house_is_closed_or_the_adviser_away(
    database: Database, small: SmallHouse, door: ConsultationHours
) -> None:
    with database.writing() as session:
        close(session, Interval(later(60), later(120)), reason="Wasser")
        session.add(
            Absence(
                adviser_id=small.advisers[0].id,
                provider_id=small.provider.id,
                starts_at=later(180),
                ends_at=later(300),
                created_at=NOW,
            )
        )
    for minutes, why in ((60, SHUT), (119, SHUT), (120, ""), (179, ""), (180, SHUT), (240, OVER)):
        with database.reading() as session:
            hours = session.get_one(ConsultationHours, door.id)
            assert why_shut(session, hours, later(minutes)) == why, minutes
    with pytest.raises(NotAllowedNow) as refused, database.writing() as session:
        walk_ins.arrive(session, session.get_one(ConsultationHours, door.id), key="a", now=later(70))
    assert refused.value.status == SHUT


def test_the_form_of_one_door_gives_no_number_at_another(
    database: Database, small: SmallHouse, door: ConsultationHours
) -> None:
    with database.writing() as session:
        second = house.hours_on(
            session, small, NOW.date(), adviser=small.advisers[1], room=small.rooms[1], mode=HoursMode.BOTH
        )
    come(database, door, "a")
    with pytest.raises(NotAllowedNow):
        come(database, second, "a")


def test_at_the_end_of_the_day_everybody_has_gone(database: Database, door: ConsultationHours) -> None:
    come(database, door, "a", "b")
    with database.writing() as session:
        walk_ins.call_next(session, door, expected=1, now=NOW)
        walk_ins.tidy(session, now=later(600))
        assert session.get_one(WalkIn, "b", populate_existing=True).state == WAITING
        walk_ins.tidy(session, now=NOW + A_DAY)
        states = [session.get_one(WalkIn, key, populate_existing=True).state for key in "ab"]
    assert states == [SERVED, LEFT]


def test_who_looks_after_a_door(database: Database, small: SmallHouse, door: ConsultationHours) -> None:
    with database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        own, foreign = small.provider.id, other.id
        ada = session.scalar(select(Account.id))
        come_in = {
            "adviser of the door": (Actor(ada or 0, "Ada", Role.ADVISER, own, ""), True),
            "a colleague": (Actor(99, "Bea", Role.ADVISER, own, ""), False),
            "their lead": (Actor(98, "Lea", Role.LEAD, own, ""), True),
            "another lead": (Actor(97, "Leo", Role.LEAD, foreign, ""), False),
            "the desk": (Actor(96, "Toni", Role.STAFF, None, None), True),
            "the caretaker": (Actor(95, "Kai", Role.CARETAKER, None, None), False),
        }
        found = {who: _may(session, actor, door.id) for who, (actor, _) in come_in.items()}
    assert found == {who: may for who, (_, may) in come_in.items()}


def test_after_thirty_days_nobody_was_ever_there(database: Database, door: ConsultationHours) -> None:
    come(database, door, "a")
    with database.writing() as session:
        walk_ins.tidy(session, now=NOW + timedelta(days=30))
        assert session.get(WalkIn, "a") is not None
        walk_ins.tidy(session, now=NOW + timedelta(days=31))
        assert session.get(WalkIn, "a", populate_existing=True) is None


@pytest.mark.race
def test_many_desks_never_give_the_same_number(database: Database, door: ConsultationHours) -> None:
    outcome = race_threads(database, giving(door), rounds=10, rivals=8)
    assert outcome.errors == []
    assert numbers(database) == list(range(1, 81))


@pytest.mark.race
def test_many_hands_never_call_the_same_person(database: Database, door: ConsultationHours) -> None:
    come(database, door, *(f"key-{number}" for number in range(40)))
    called: list[int] = []

    def call(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            hours = session.get_one(ConsultationHours, door.id)
            found = walk_ins.call_next(session, hours, expected=None, now=NOW)
        called.append(found.number if found else 0)

    outcome = race_threads(database, call, rounds=5, rivals=8)
    assert outcome.errors == []
    assert sorted(called) == list(range(1, 41))


@pytest.mark.race
def test_red_control_without_the_lock_the_guard_of_the_table_has_to_refuse(
    database: Database, door: ConsultationHours
) -> None:
    with without_the_lock(database):
        outcome = race_threads(database, giving(door), rounds=5, rivals=8)
    assert outcome.errors, "the race is too tame: nobody wanted a number that another one has"
    given = numbers(database)
    assert len(given) == len(set(given))


def test_the_table_itself_knows_each_number_once_a_day(database: Database, door: ConsultationHours) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        for key in "ab":
            session.add(WalkIn(id=key, hours_id=door.id, day=NOW.date(), number=7, arrived_at=NOW))


def giving(door: ConsultationHours) -> Callable[[Database, int, int], None]:
    def give(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            hours = session.get_one(ConsultationHours, door.id)
            walk_ins.arrive(session, hours, key=f"{turn}-{number}", now=NOW)

    return give


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return sorted(session.scalars(select(WalkIn.number)))


def told(database: Database) -> int:
    with database.reading() as session:
        return session.query(EventRow).filter_by(type="WalkInsChanged").count()


def _may(session: Session, actor: Actor, hours_id: int) -> bool:
    try:
        walk_ins.hours_of_actor(session, actor, hours_id)
    except NotFound:
        return False
    return True


def without_the_lock(database: Database) -> AbstractContextManager[None]:
    """No lock, and on SQLite no transaction around look and insert; a breath between the two."""

    @contextmanager
    def off() -> Any:
        if not database.is_postgresql:
            event.remove(database.engine, "begin", db._begin_sqlite)
            database._turn = None
        event.listen(database.engine, "before_cursor_execute", _breathe)
        with mock.patch.object(walk_ins, "lock", return_value=None):
            yield
        event.remove(database.engine, "before_cursor_execute", _breathe)

    return off()


def _breathe(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if statement.startswith("INSERT INTO walk_in"):
        sleep(0.02)
