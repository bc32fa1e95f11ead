"""Who sees which to-do: each role at each of them, by list, by count, by filter and by a guessed id."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from booking.db import Database
from booking.errors import NotFound
from booking.todos import listing, seeing
from booking.todos.listing import Filter, Which
from booking.todos.models import Kind
from booking.todos.working import finish
from tests import house
from tests.todos import scene

CALLS = {Kind.CALL, Kind.MAIL}
PLACES = ("house", "own", "other")
WHO = (
    *("own adviser", "own lead", "other adviser", "other lead"),
    *("staff", "admin", "caretaker"),
)


def may_see(who: str, place: str, kind: Kind) -> bool:
    """The rule in the words of the product: one's own, and for the house the calls of who agreed (the other)."""
    if who in ("staff", "admin"):
        return place == "house" or (place == "other" and kind in CALLS)
    return who.partition(" ")[0] == place


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def town(session: Session) -> scene.Town:
    return scene.build(session)


@pytest.fixture
def todos(session: Session, town: scene.Town) -> dict[tuple[str, Kind], str]:
    """One to-do of each kind in each place, by id."""
    ids = {"house": None, "own": town.own.id, "other": town.other.id}
    return {
        (place, kind): scene.put(session, kind, provider_id=ids[place], key=f"{place}:{kind}").id
        for place in PLACES
        for kind in Kind
    }


@pytest.mark.parametrize("who", WHO)
def test_each_role_at_each_todo(
    session: Session, town: scene.Town, todos: dict[tuple[str, Kind], str], who: str
) -> None:
    actor = town.actors[who]
    expected = {id_ for (place, kind), id_ in todos.items() if may_see(who, place, kind)}
    assert {each.id for each in listing.find(session, actor, Filter()).todos} == expected
    assert listing.find(session, actor, Filter()).total == len(expected)
    assert listing.count_open(session, actor) == len(expected)
    for (place, kind), id_ in todos.items():
        for for_change in (False, True):
            if may_see(who, place, kind):
                assert seeing.by_id(session, actor, id_, for_change=for_change).id == id_
            else:
                with pytest.raises(NotFound):
                    seeing.by_id(session, actor, id_, for_change=for_change)


@pytest.mark.parametrize("who", WHO)
def test_no_filter_opens_a_wall(
    session: Session, town: scene.Town, todos: dict[tuple[str, Kind], str], who: str
) -> None:
    actor = town.actors[who]
    for (place, kind), id_ in todos.items():
        todo = session.get_one(seeing.Todo, id_)
        todo.take(actor.account_id)
        mine = listing.find(session, actor, Filter(which=Which.MINE, kind=kind))
        assert (id_ in {each.id for each in mine.todos}) == may_see(who, place, kind)
        finish(todo, "reached", now=house.NOW)
        done = listing.find(session, actor, Filter(which=Which.DONE, kind=kind))
        assert (id_ in {each.id for each in done.todos}) == may_see(who, place, kind)
    assert listing.count_open(session, actor) == 0


def test_the_house_loses_sight_when_a_provider_takes_its_word_back(
    session: Session, town: scene.Town, todos: dict[tuple[str, Kind], str]
) -> None:
    town.other.house_calls = False
    session.flush()
    seen = {each.id for each in listing.find(session, town.actors["staff"], Filter()).todos}
    assert seen == {id_ for (place, _), id_ in todos.items() if place == "house"}


def test_nothing_is_handed_to_another_provider(session: Session, town: scene.Town) -> None:
    for who, theirs in (
        ("own adviser", {"own lead"}),
        ("other lead", {"other adviser"}),
        ("staff", {"admin"}),
    ):
        expected = {town.actors[each].account_id for each in theirs}
        assert {each.id for each in seeing.colleagues(session, town.actors[who])} == expected
