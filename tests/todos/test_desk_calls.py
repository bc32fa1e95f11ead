"""Calls about what the desk took down belong to the desk, too: seen, counted, told live, done once; and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Provider, Reading, Role
from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.models import Appointment, CameBy
from booking.appointments.slots import Wish
from booking.db import Database
from booking.errors import NotFound
from booking.live import telling
from booking.runtime import Desk
from booking.scheduling.walltime import at_wall
from booking.todos.events import TodoOpened
from booking.todos.listing import Filter, Which, count_open, find
from booking.todos.models import Kind, Todo
from booking.todos.seeing import by_id, called_by_house
from booking.todos.working import finish, read_contact
from tests import house
from tests.todos import scene

CALLER = Contact(name="Rosa Anruf", phone="02175 444", email="rosa@example.org", needs=("wheelchair",))
HOUSE, OWN, OTHER = "house", "own", "other"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def small(session: Session) -> house.SmallHouse:
    """A provider that did not agree that the house calls for it."""
    found = house.build(session)
    house.hours_on(session, found, room=found.rooms[0])
    assert not found.provider.house_calls
    return found


@pytest.fixture
def actors(session: Session, small: house.SmallHouse) -> dict[str, Actor]:
    foreign = Provider(slug="andere", name="Anderer Verein")
    session.add(foreign)
    session.flush()
    return {
        HOUSE: scene.employ(session, Role.STAFF, None),
        OWN: scene.employ(session, Role.ADVISER, small.provider.id),
        OTHER: scene.employ(session, Role.LEAD, foreign.id),
        "caretaker": scene.employ(session, Role.CARETAKER, None),
    }


def booked(
    session: Session, small: house.SmallHouse, came_by: CameBy, by: Actor | None, hour: int = 9
) -> Appointment:
    desk = Desk(scene.VAULT, "example.org", house.NOW)
    start = at_wall(house.TUESDAY, hour)
    made = booking.book(session, desk, Wish(small.advice), start, CALLER, came_by=came_by)
    made.taken_by = by.account_id if by else None
    session.flush()
    return made


def call_about(session: Session, made: Appointment, kind: Kind = Kind.CALL) -> Todo:
    about = {"appointment_id": made.id, "provider_id": made.provider_id, "contact": CALLER}
    return scene.put(session, kind, key=f"{kind}:{made.id}", **about)


def who_sees(session: Session, actors: dict[str, Actor], todo: Todo) -> set[str]:
    found = set()
    for name, actor in actors.items():
        listed = todo.id in {each.id for each in find(session, actor, Filter()).todos}
        assert count_open(session, actor) == int(listed)
        assert listed == opens(session, actor, todo)
        if listed:
            found.add(name)
    return found


def opens(session: Session, actor: Actor, todo: Todo) -> bool:
    try:
        by_id(session, actor, todo.id, for_change=True)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize("kind", [Kind.CALL, Kind.MAIL])
@pytest.mark.parametrize(
    ("came_by", "by", "expected"),
    [
        (CameBy.PHONE, HOUSE, {HOUSE, OWN}),
        (CameBy.DESK, HOUSE, {HOUSE, OWN}),
        (CameBy.PHONE, OWN, {OWN}),
        (CameBy.ONLINE, None, {OWN}),
        (CameBy.API, None, {OWN}),
    ],
)
def test_who_has_the_call_on_the_list(
    session: Session,
    small: house.SmallHouse,
    actors: dict[str, Actor],
    kind: Kind,
    came_by: CameBy,
    by: str | None,
    expected: set[str],
) -> None:
    made = booked(session, small, came_by, actors[by] if by else None)
    todo = call_about(session, made, kind)
    assert who_sees(session, actors, todo) == expected
    assert called_by_house(session, [made.id]) == ({made.id} if HOUSE in expected else set())
    (news,) = telling.todo(session, TodoOpened(todo_id=todo.id))
    assert {name for name, actor in actors.items() if news.audience.includes(actor)} == expected


@pytest.mark.parametrize("kind", [each for each in Kind if each not in (Kind.CALL, Kind.MAIL)])
def test_of_a_booking_of_the_desk_only_the_calls(
    session: Session, small: house.SmallHouse, actors: dict[str, Actor], kind: Kind
) -> None:
    todo = call_about(session, booked(session, small, CameBy.PHONE, actors[HOUSE]), kind)
    assert who_sees(session, actors, todo) == {OWN}


def test_whom_the_house_calls_is_told_apart(
    session: Session, small: house.SmallHouse, actors: dict[str, Actor]
) -> None:
    taken = booked(session, small, CameBy.DESK, actors[HOUSE])
    online = booked(session, small, CameBy.ONLINE, None, hour=10)
    assert called_by_house(session, [taken.id, online.id]) == {taken.id}
    assert called_by_house(session, []) == frozenset()
    small.provider.house_calls = True
    session.flush()
    assert called_by_house(session, [taken.id, online.id]) == {taken.id, online.id}


def test_it_is_one_call_done_once_with_what_a_call_needs_and_written_down(
    session: Session, small: house.SmallHouse, actors: dict[str, Actor]
) -> None:
    todo = call_about(session, booked(session, small, CameBy.PHONE, actors[HOUSE]))
    read = read_contact(session, scene.VAULT, todo, actors[HOUSE], now=house.NOW)
    assert read == Contact(name=CALLER.name, phone=CALLER.phone)
    session.flush()
    assert session.scalars(select(Reading.account_id)).all() == [actors[HOUSE].account_id]
    finish(todo, "reached", now=house.NOW)
    for who in (HOUSE, OWN):
        assert count_open(session, actors[who]) == 0
        (done,) = find(session, actors[who], Filter(which=Which.DONE)).todos
        assert done.outcome == "reached"
