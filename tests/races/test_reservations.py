"""Rule 1 for rooms: series, single dates, moves, requests and the parts of the hall, all at the same moment.

Each race has its red control: the same race with lock, guard and transaction switched off double-books.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from time import sleep

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from booking.db import Database
from booking.errors import NotAllowedNow, SlotTaken
from booking.house.models import Room
from booking.house.rooms import add_part, add_room
from booking.occupancy import Resource
from booking.outbox import EventRow
from booking.reservations import moving, reserving
from booking.reservations.approving import decide_request
from booking.reservations.courses import Change
from booking.reservations.deciding import Choice, DatesTaken
from booking.reservations.drafting import Move
from booking.reservations.finding import by_id
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.scope import Scope, for_change
from booking.reservations.wishes import When, Wish
from booking.scheduling.intervals import Interval
from booking.scheduling.recurrence import Frequency, Rule
from tests import house as small
from tests.races.rivals import Attempt, race_processes, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS
from tests.races.unprotected import BREATH, without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(600)]

ROUNDS = 10
TRIES = 5
RIVALS = 8
WEEKS = 52
ROOMS = 3


@dataclass(frozen=True)
class Race:
    """How a race is prepared (it gives the ids that rivals need), and what each rival does."""

    prepare: Callable[[Database], list[str]]
    rival: Callable[[list[str]], Attempt]


def hour(turn: int) -> time:
    """Each round has a time of day of its own."""
    return time(8 + turn)


def series_against_singles(_ids: list[str]) -> Attempt:
    """Most rivals want 52 Tuesdays, every fourth one of them."""

    def attempt(database: Database, turn: int, number: int) -> None:
        when = When(first_day=small.TUESDAY, at=hour(turn), minutes=60, rule=_weekly(WEEKS))
        if number % 4 == 3:
            when = replace(when, first_day=small.TUESDAY + timedelta(weeks=number * 6), rule=None)
        _reserve(database, 1, when)

    return attempt


def series_in_crossed_rooms(_ids: list[str]) -> Attempt:
    """Everybody wants the same 26 dates in turns in two rooms; half of them come from the one, half from the other."""

    def attempt(database: Database, turn: int, number: int) -> None:
        mine, other = (1, 2) if number % 2 else (2, 1)
        when = When(first_day=small.TUESDAY, at=hour(turn), minutes=60, rule=_weekly(26))
        _reserve(database, mine, when, other, first_other=number % 2)

    return attempt


def moves_to_the_same_time(ids: list[str]) -> Attempt:
    """Each rival has a reservation of its own and moves it to where all the others move theirs."""

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            reservation = for_change(session, ids[turn * RIVALS + number])
            target = Change(
                day=small.TUESDAY + timedelta(days=1), at=hour(turn), room=session.get_one(Room, 1)
            )
            wanted = Move(change=target, scope=Scope.ALL)
            _honestly(lambda: moving.move(session, DESK, reservation, wanted))

    return attempt


def hall_against_its_parts(_ids: list[str]) -> Attempt:
    """Half of the rivals want the hall, the others one of its parts."""

    def attempt(database: Database, turn: int, number: int) -> None:
        room = (4, 5, 6)[number % 3]
        _reserve(database, room, When(first_day=small.TUESDAY, at=hour(turn), minutes=60))

    return attempt


def _once(turn: int) -> When:
    return When(first_day=date(2026, 12, 1), at=hour(turn), minutes=60)


def _weekly(count: int) -> Rule:
    return Rule(frequency=Frequency.WEEKLY, weekdays=(1,), count=count)


def _wish(room: Room, when: When) -> Wish:
    return Wish(provider_id=1, title="Rivale", room=room, when=when)


def _reserve(
    database: Database, room_id: int, when: When, other_room_id: int | None = None, *, first_other: int = 0
) -> None:
    """All dates in the room, or from the first or second on every second one in the other."""
    with database.writing() as session:
        wish = _wish(session.get_one(Room, room_id), when)
        choices = {}
        if other_room_id is not None:
            other = session.get_one(Room, other_room_id)
            choices = {
                start: Choice(Interval(start, start + timedelta(minutes=when.minutes)), other)
                for start in when.starts()[first_other::2]
            }
        _honestly(lambda: reserving.reserve(session, DESK, wish, choices))


def _honestly(act: Callable[[], object]) -> None:
    """An honest no counts as a defeat."""
    try:
        act()
    except (DatesTaken, NotAllowedNow) as refused:
        raise SlotTaken(0, DESK.now) from refused


def _house(database: Database) -> list[str]:
    """Three offices (1-3), the hall (4) and its parts (5 and 6)."""
    with database.writing() as session:
        small.build(session, offices=ROOMS)
        parts = [Resource(kind="room", name=name) for name in ("Teil A", "Teil B")]
        session.add_all(parts)
        session.flush()
        hall = add_room(session, _hall("saal"), parts=parts)
        for part, slug in zip(parts, ("saal-a", "saal-b"), strict=True):
            add_part(session, hall, _hall(slug), [part])
    return []


def _hall(slug: str) -> Room:
    room = small.office(9)
    room.slug, room.name, room.kind = slug, slug, "hall"
    return room


def _reserved(database: Database) -> list[str]:
    """For each round and rival a reservation somewhere else."""
    _house(database)
    made = []
    with database.writing() as session:
        for turn in range(ROUNDS):
            for number in range(RIVALS):
                day = small.TUESDAY + timedelta(weeks=1 + number)
                when = When(first_day=day, at=hour(turn), minutes=60)
                made.append(reserving.reserve(session, DESK, _wish(session.get_one(Room, 2), when)).id)
    return made


def _every_date_has_its_room(database: Database) -> None:
    """No overlap, and whoever takes place holds every part of the room."""
    with database.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
        for each in session.scalars(
            select(Occurrence).where(Occurrence.status == OccurrenceStatus.CONFIRMED)
        ):
            held = session.scalar(
                text("SELECT count(*) FROM busy_time WHERE owner = :owner AND expires_at IS NULL"),
                {"owner": each.owner},
            )
            assert held == len(each.room.resource_ids)


def late_yes_against_rivals(ids: list[str]) -> Attempt:
    """The deadline has passed, nobody tidied: whoever comes first has the hall, the late yes comes too late."""
    later = replace(DESK, now=DESK.now + timedelta(days=3, minutes=1))

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            if number == 0:
                reservation = for_change(session, ids[turn])
                yes = {each.id for each in reservation.occurrences}
                _honestly(lambda: decide_request(session, reservation, yes, reason=None, now=later.now))
                return
            wish = _wish(session.get_one(Room, 4 + number % 3), _once(turn))
            _honestly(lambda: reserving.reserve(session, later, wish))

    return attempt


def _requested(database: Database) -> list[str]:
    """For each round a request for the hall."""
    _house(database)
    with database.writing() as session:
        return [
            reserving.reserve(session, DESK, _wish(session.get_one(Room, 4), _once(turn)), as_request=True).id
            for turn in range(ROUNDS)
        ]


RACES = {
    "52 dates against single ones": Race(_house, series_against_singles),
    "series in crossed rooms": Race(_house, series_in_crossed_rooms),
    "moves to the same time": Race(_reserved, moves_to_the_same_time),
    "the hall against its parts": Race(_house, hall_against_its_parts),
}
EXPIRED = Race(_requested, late_yes_against_rivals)


@pytest.mark.parametrize("race", RACES)
def test_nobody_gets_what_somebody_has(database: Database, race: str) -> None:
    _run_honestly(database, RACES[race])


def test_an_expired_request_and_its_rivals(database: Database) -> None:
    _run_honestly(database, EXPIRED)


@pytest.mark.parametrize("race", RACES)
def test_red_control_without_protection_they_do(database: Database, race: str) -> None:
    _run_without_protection(database, RACES[race])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_red_control_an_expired_request_is_taken_twice(database: Database) -> None:
    """On PostgreSQL rivals also wait for the row of the expired claim, which each of them deletes."""
    _run_without_protection(database, EXPIRED)


def _run_honestly(database: Database, race: Race) -> None:
    outcome = race_threads(database, race.rival(race.prepare(database)), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert min(outcome.won[turn] for turn in range(ROUNDS)) >= 1
    _every_date_has_its_room(database)


def _run_without_protection(database: Database, race: Race) -> None:
    """A few times, every room free again each time: a race is not lost every time, not even without protection."""
    rival = race.rival(race.prepare(database))
    with without_protection(database):
        for _ in range(TRIES):
            race_threads(database, rival, rounds=ROUNDS, rivals=RIVALS)
            with database.reading() as session:
                if session.scalar(text(OVERLAPS)):
                    return
            with database.engine.begin() as connection:
                connection.execute(text("DELETE FROM busy_time"))
    pytest.fail("the race is too tame: nothing was taken twice without protection")


def test_processes_with_crossed_series(database: Database) -> None:
    _house(database)
    outcome = race_processes(
        database.url, series_in_crossed_rooms, [[]], rounds=ROUNDS, processes=2, threads=4
    )
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    _every_date_has_its_room(database)


def test_two_decide_about_the_same_request(database: Database) -> None:
    ids = _requested(database)
    outcome = race_threads(database, deciding(ids, for_change), rounds=ROUNDS, rivals=RIVALS)
    assert outcome.errors == []
    assert set(outcome.won.values()) == {1}
    assert _decisions(database) == ROUNDS
    _every_date_has_its_room(database)


@pytest.mark.filterwarnings(
    "ignore:Identity map already had an identity"
)  # what two delete, SQLite numbers anew
def test_red_control_without_waiting_for_the_request_two_decide(database: Database) -> None:
    ids = _requested(database)
    with without_protection(database):
        race_threads(database, deciding(ids, _by_id_and_a_breath), rounds=ROUNDS, rivals=RIVALS)
    assert _decisions(database) > ROUNDS, "the race is too tame: nothing was decided twice"


def deciding(ids: list[str], read: Callable[[Session, str], Reservation]) -> Attempt:
    """Half of the house says yes, the other half no."""

    def attempt(database: Database, turn: int, number: int) -> None:
        with database.writing() as session:
            reservation = read(session, ids[turn])
            yes = {each.id for each in reservation.occurrences} if number % 2 else set()
            _honestly(lambda: decide_request(session, reservation, yes, reason="Ein Grund", now=DESK.now))

    return attempt


def _by_id_and_a_breath(session: Session, reservation_id: str) -> Reservation:
    found = by_id(session, reservation_id)
    assert found.occurrences
    sleep(BREATH)
    return found


def _decisions(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(EventRow.type == "ReservationDecided")) or 0
