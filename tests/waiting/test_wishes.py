"""Which time suits whom: days, half-days, until when, with whom, how many, and what helps them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking.accounts.people import Contact
from booking.appointments.models import Channel
from booking.erasing import erase_due
from booking.errors import NotAllowedNow
from booking.house.models import Room
from booking.offers.models import Offer, OfferMode
from booking.scheduling.walltime import at_wall
from booking.waiting.finding import by_token
from booking.waiting.joining import change_wishes
from booking.waiting.links import open_link
from booking.waiting.models import WaitingEntry
from booking.waiting.wishes import BadWish, Wishes
from tests import house
from tests.waiting.scene import IN_TWO_WEEKS, TUESDAY, Queue

MONDAY = house.NOW.date()
THURSDAY = TUESDAY + timedelta(days=2)


@pytest.fixture
def free(queue: Queue) -> Queue:
    """Free on Tuesday from nine to four and on Thursday from nine to ten."""
    queue.office.open_hours(TUESDAY, end=16)
    queue.office.open_hours(THURSDAY, end=10)
    queue.office.dispatch()
    return queue


@pytest.mark.parametrize(
    ("wishes", "start"),
    [
        ({}, at_wall(TUESDAY, 9)),
        ({"weekdays": (3,)}, at_wall(THURSDAY, 9)),
        ({"weekdays": (0, 4)}, None),
        ({"half": "morning"}, at_wall(TUESDAY, 9)),
        ({"half": "afternoon"}, at_wall(TUESDAY, 12)),
        ({"half": "afternoon", "weekdays": (3,)}, None),
        ({"until": MONDAY}, None),
        ({"until": TUESDAY}, at_wall(TUESDAY, 9)),
        ({"adviser_id": 1}, at_wall(TUESDAY, 9)),
        ({"adviser_id": 2}, None),
        ({"party_size": 3}, at_wall(TUESDAY, 9)),
        ({"party_size": 4}, None),
        ({"needs": ("hearing_loop",)}, None),
    ],
    ids=str,
)
def test_the_first_time_that_suits(free: Queue, wishes: dict[str, object], start: object) -> None:
    maria = free.joins("Maria", **wishes)
    free.sweep()
    assert free.held_start(maria) == start


def test_a_party_gets_a_room_for_all_and_keeps_it(free: Queue) -> None:
    """Four people and the adviser do not fit in an office for four; the larger one is free."""
    with free.office.runtime.database.writing() as session:
        session.get_one(Room, 3).seating = {"table": 5}
    family = free.joins("Familie B.", party_size=4)
    free.sweep()
    free.accepts(family)
    held = free.held(family)
    assert held is not None
    assert (held.room_id, held.status) == (3, "confirmed")


def test_whoever_cannot_be_helped_does_not_block_the_others(free: Queue) -> None:
    impossible = free.joins("Anna", needs=("hearing_loop",))
    free.wait(minutes=1)
    possible = free.joins("Berta")
    free.sweep()
    assert free.states(impossible, possible) == ["waiting", "offered"]


def test_other_wishes_find_another_time_and_keep_the_turn(free: Queue) -> None:
    anna = free.joins("Anna", weekdays=(0,))
    free.wait(minutes=1)
    berta = free.joins("Berta", weekdays=(0,))
    free.settle()
    assert free.states(anna, berta) == ["waiting", "waiting"]
    _wishes(free, anna, Wishes(until=IN_TWO_WEEKS, weekdays=(3,)))
    free.settle()
    assert free.held_start(anna) == at_wall(THURSDAY, 9)
    assert free.entry(anna).created_at < free.entry(berta).created_at


def test_the_data_lives_as_long_as_the_wish_and_never_more_than_sixty_days(free: Queue) -> None:
    anna = free.joins("Anna")
    assert _erase_on(free, anna) == IN_TWO_WEEKS + timedelta(days=1)
    longest = MONDAY + timedelta(days=59)
    _wishes(free, anna, Wishes(until=longest))
    assert _erase_on(free, anna) == MONDAY + timedelta(days=60)
    free.wait(days=10)
    for until in (longest + timedelta(days=1), MONDAY):
        with pytest.raises(BadWish):
            _wishes(free, anna, Wishes(until=until))


def test_a_shorter_wait_keeps_person_and_links_for_the_day_of_the_held_time(free: Queue) -> None:
    anna = free.joins("Anna", weekdays=(3,))
    with free.changing(anna) as (session, entry):
        token = open_link(session, entry, now=free.office.now)
    free.sweep()
    assert free.held_start(anna) == at_wall(THURSDAY, 9)
    _wishes(free, anna, Wishes(until=MONDAY, weekdays=(3,)))
    assert _erase_on(free, anna) == THURSDAY + timedelta(days=1)
    free.until(at_wall(TUESDAY, 0, 30))
    erase_due(free.office.runtime.database, now=free.office.now)
    assert _opens(free, token) == anna
    free.declines(anna)
    free.until(at_wall(TUESDAY, 1))
    _wishes(free, anna, Wishes(until=IN_TWO_WEEKS))
    free.until(at_wall(IN_TWO_WEEKS, 23))
    assert _opens(free, token) == anna, "the links live as long as the last wish"


def test_nobody_can_join_a_closed_list_or_wish_the_impossible(free: Queue) -> None:
    for wrong in (
        {"party_size": 0},
        {"party_size": 7},
        {"half": "night"},
        {"until": MONDAY - timedelta(days=1)},
    ):
        with pytest.raises(BadWish):
            free.joins("Anna", **wrong)
    with free.office.runtime.database.writing() as session:
        closed = session.get_one(Offer, free.office.small.advice.id)
        closed.mode = OfferMode.REQUEST
    with pytest.raises(NotAllowedNow):
        free.joins("Anna", offer=closed)


def test_the_same_form_twice_is_one_entry(free: Queue) -> None:
    contact = Contact(name="Anna", email="anna@example.org")
    assert free.joins_as(contact) == free.joins_as(contact)
    with free.office.runtime.database.reading() as session:
        assert session.query(WaitingEntry).count() == 1


def _wishes(queue: Queue, entry_id: str, wishes: Wishes) -> None:
    with queue.changing(entry_id) as (session, entry):
        change_wishes(session, queue.office.desk(), entry, wishes)


def _opens(queue: Queue, token: str) -> str:
    with queue.office.runtime.database.reading() as session:
        return by_token(session, token, now=queue.office.now).id


def _erase_on(queue: Queue, entry_id: str) -> object:
    with queue.changing(entry_id) as (_, entry):
        assert entry.person is not None
        return entry.person.erase_on


def test_who_gave_no_number_is_offered_no_call(queue: Queue) -> None:
    """On Tuesday the adviser calls, on Thursday she is in the house."""
    maria, omar = queue.joins("Maria"), queue.joins("Omar", phone="02175 12345")
    queue.office.open_hours(TUESDAY, end=10, channel=Channel.PHONE, room=None)
    queue.office.open_hours(THURSDAY, end=10)
    queue.sweep()
    assert queue.held_start(maria) == at_wall(THURSDAY, 9)
    assert queue.held_start(omar) == at_wall(TUESDAY, 9)
