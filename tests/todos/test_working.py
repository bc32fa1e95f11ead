"""Working on a to-do: taken once, handed over within one's side, tried again, finished; who read is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Person, Reading, Role
from booking.db import Database
from booking.errors import NotAllowedNow, NotFound
from booking.todos import keeping, listing, working
from booking.todos.listing import PER_PAGE, Filter
from booking.todos.models import Kind, Todo
from booking.todos.reaching import Way, way_of
from booking.todos.texts import text_of
from tests import house
from tests.todos import scene
from tests.todos.scene import VAULT

MONDAY = date(2026, 11, 23)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def town(session: Session) -> scene.Town:
    return scene.build(session)


def test_only_one_of_two_who_looked_at_the_same_time_gets_it(session: Session, town: scene.Town) -> None:
    todo = scene.put(session)
    toni, alex = town.actors["staff"], town.actors["admin"]
    working.take(todo, toni, seen_owner=None)
    working.take(todo, toni, seen_owner=None)
    with pytest.raises(NotAllowedNow):
        working.take(todo, alex, seen_owner=None)
    assert todo.owner_id == toni.account_id
    working.take(todo, alex, seen_owner=toni.account_id)
    working.give_back(todo, toni)
    assert todo.owner_id == alex.account_id
    working.give_back(todo, alex)
    assert todo.owner_id is None


def test_it_is_handed_to_colleagues_only(session: Session, town: scene.Town) -> None:
    todo = scene.put(session, Kind.CALL, provider_id=town.own.id)
    lead, adviser = town.actors["own lead"], town.actors["own adviser"]
    working.hand_over(session, todo, adviser, lead.account_id)
    assert todo.owner_id == lead.account_id
    strangers = ("other lead", "staff", "caretaker")
    for account_id in [town.actors[who].account_id for who in strangers] + [0]:
        with pytest.raises(NotFound):
            working.hand_over(session, todo, adviser, account_id)
    gone = scene.employ(session, Role.LEAD, town.own.id)
    session.get_one(scene.Account, gone.account_id).disabled_at = house.NOW
    session.flush()
    with pytest.raises(NotFound):
        working.hand_over(session, todo, adviser, gone.account_id)


def test_whoever_reads_a_contact_is_written_down_each_time(session: Session, town: scene.Town) -> None:
    todo = scene.put(session)
    for hour in (0, 1):
        contact = working.read_contact(
            session, VAULT, todo, town.actors["staff"], now=house.NOW + timedelta(hours=hour)
        )
        assert contact is not None
        assert contact.phone == "02175 555"
    session.flush()
    readings = session.scalars(select(Reading).order_by(Reading.at)).all()
    assert [(each.account_id, each.person_id, each.why) for each in readings] == [
        (town.actors["staff"].account_id, todo.person_id, "todo")
    ] * 2
    nobody = scene.put(session, Kind.BARRIER, contact=None)
    assert working.read_contact(session, VAULT, nobody, town.actors["staff"], now=house.NOW) is None
    assert len(session.scalars(select(Reading)).all()) == 2


def test_tried_in_vain_it_is_due_later_but_never_after_its_last_day(session: Session) -> None:
    todo = scene.put(session, final_at=scene.DUE + timedelta(days=2))
    working.try_again(todo, due_at=scene.DUE + timedelta(days=1))
    assert todo.due_at == scene.DUE + timedelta(days=1)
    working.try_again(todo, due_at=scene.DUE + timedelta(days=5))
    assert todo.due_at == scene.DUE + timedelta(days=2)
    working.try_again(todo, due_at=house.NOW)
    assert todo.due_at == scene.DUE + timedelta(days=2)


@pytest.mark.parametrize(("kind", "days"), [(Kind.CALL_BACK, 14), (Kind.BARRIER, 183), (Kind.DATA, 30)])
def test_the_person_goes_so_many_days_after_the_end(session: Session, kind: Kind, days: int) -> None:
    todo = scene.put(session, kind)
    working.finish(todo, "reached", now=house.NOW)
    working.finish(todo, "reached", now=house.NOW + timedelta(days=1))
    assert todo.person is not None
    assert todo.person.erase_on == MONDAY + timedelta(days=days)
    with pytest.raises(NotAllowedNow):
        working.finish(todo, "not_needed", now=house.NOW)
    with pytest.raises(NotAllowedNow):
        todo.take(None)


def test_a_person_with_an_appointment_keeps_the_day_of_the_appointment(session: Session) -> None:
    todo = scene.put(session, Kind.MAIL)
    assert todo.person is not None
    before = todo.person.erase_on
    working.finish(todo, "reached", now=house.NOW)
    assert todo.person.erase_on == before


def test_the_most_urgent_is_first_and_a_long_list_has_pages(session: Session, town: scene.Town) -> None:
    for number in range(PER_PAGE + 3):
        due = scene.DUE + timedelta(hours=(number * 7) % 50)
        scene.put(session, key=str(number), due_at=due, contact=None)
    staff = town.actors["staff"]
    first, second = (listing.find(session, staff, Filter(page=page)) for page in (1, 2))
    assert (len(first.todos), len(second.todos), first.total, first.pages) == (PER_PAGE, 3, PER_PAGE + 3, 2)
    both = [*first.todos, *second.todos]
    assert [each.due_at for each in both] == sorted(each.due_at for each in both)
    assert len({each.id for each in both}) == PER_PAGE + 3
    assert listing.find(session, staff, Filter(page=9)).todos == []


@pytest.mark.parametrize(
    ("kind", "contact", "way"),
    [
        (Kind.CALL_BACK, {"phone": "02175 1", "email": "a@example.org"}, Way.PHONE),
        (Kind.CALL_BACK, {"email": "a@example.org"}, Way.EMAIL),
        (Kind.BARRIER, {"phone": "02175 1", "email": "a@example.org"}, Way.EMAIL),
        (Kind.BARRIER, {"phone": "02175 1"}, Way.PHONE),
        (Kind.DATA, {}, Way.NONE),
    ],
)
def test_which_way_the_answer_goes(session: Session, kind: Kind, contact: dict[str, str], way: Way) -> None:
    assert way_of(scene.put(session, kind, contact=scene.Contact(**contact)), VAULT) == way


def test_what_had_its_time_is_forgotten(session: Session, town: scene.Town) -> None:
    old, newer, still_open = (scene.put(session, key=key, text="Geheimes") for key in ("a", "b", "c"))
    barrier = scene.put(session, Kind.BARRIER, contact=None, subject="/von-frueher")
    working.finish(barrier, "fixed", now=house.NOW + timedelta(days=100))
    working.read_contact(session, VAULT, old, town.actors["staff"], now=house.NOW)
    session.flush()
    working.finish(old, "reached", now=house.NOW)
    working.finish(newer, "reached", now=house.NOW + timedelta(days=100))
    keeping.tidy(session, now=house.NOW + timedelta(days=364))
    session.expire_all()
    assert text_of(old, VAULT) == text_of(newer, VAULT) == barrier.subject == ""
    assert text_of(still_open, VAULT) == "Geheimes"
    assert len(session.scalars(select(Reading)).all()) == 1
    keeping.tidy(session, now=house.NOW + timedelta(days=365))
    assert set(session.scalars(select(Todo.id))) == {newer.id, still_open.id, barrier.id}
    assert session.scalars(select(Reading)).all() == []
    assert len(session.scalars(select(Person)).all()) == 3
