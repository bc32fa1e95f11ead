"""The fan-out is bounded everywhere: readers, queues, and the streams of one browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.live.hub import LONGEST_QUEUE, PER_BROWSER, Full, Hub
from booking.live.news import EVERYBODY, Audience, News, Topic

STAFF = Actor(1, "Stefan", Role.STAFF, None, None)
ADVISER = Actor(2, "Ada", Role.ADVISER, 7, "Verein")
PLAN = News(Topic.PLAN, EVERYBODY)
FOREIGN = News(Topic.AGENDA, Audience(house=True, providers=frozenset({8})))


def test_everybody_hears_what_they_asked_for() -> None:
    hub = Hub(3)
    plan, todos = hub.open(STAFF, "a", [Topic.PLAN]), hub.open(STAFF, "b", [Topic.TODOS])
    hub.tell([PLAN, PLAN], position=5)
    assert plan.take(0) == ({Topic.PLAN: frozenset()}, 5)
    assert plan.take(0) == todos.take(0) == ({}, 5)


def test_a_slow_reader_is_dropped_and_the_others_hear_everything() -> None:
    hub = Hub(2)
    slow, quick = hub.open(STAFF, "a", Topic), hub.open(STAFF, "b", Topic)
    heard = 0
    for position in range(1, LONGEST_QUEUE + 2):
        hub.tell([PLAN], position=position)
        heard += len(quick.take(0)[0])
    assert (slow.closed, slow.take(0)[0]) == (True, {})
    assert (quick.closed, heard) == (False, LONGEST_QUEUE + 1)


def test_what_is_not_for_somebody_costs_them_nothing() -> None:
    """Not even their stream ends when elsewhere very much happens: that would be a message too."""
    hub = Hub(1)
    stream = hub.open(ADVISER, "a", Topic)
    for position in range(1, 3 * LONGEST_QUEUE):
        hub.tell([FOREIGN], position=position)
    assert not stream.closed
    assert stream.take(0)[0] == {}
    hub.tell([replace(FOREIGN, audience=Audience(providers=frozenset({7})))], position=9999)
    assert stream.take(0)[0] == {Topic.AGENDA: frozenset()}


def test_there_are_at_most_so_many_streams() -> None:
    hub = Hub(2)
    first = hub.open(STAFF, "a", Topic)
    hub.open(STAFF, "b", Topic)
    with pytest.raises(Full):
        hub.open(STAFF, "c", Topic)
    hub.leave(first)
    hub.leave(first)
    hub.open(STAFF, "c", Topic)
    assert len(hub) == 2


def test_a_browser_that_opens_page_after_page_takes_no_place_away() -> None:
    hub = Hub(PER_BROWSER + 1)
    other = hub.open(STAFF, "other", Topic)
    streams = [hub.open(STAFF, "same", Topic) for _ in range(10)]
    assert [each.replaced for each in streams] == [True] * (10 - PER_BROWSER) + [False] * PER_BROWSER
    assert not other.closed


def test_a_browser_whose_tabs_share_a_stream_has_one() -> None:
    hub = Hub(1)
    streams = [hub.open(STAFF, "same", Topic, at_most=1) for _ in range(3)]
    assert [each.closed for each in streams] == [True, True, False]


def test_the_end_of_the_hub_ends_its_streams() -> None:
    hub = Hub(1)
    stream = hub.open(STAFF, "a", Topic)
    hub.close()
    assert (stream.closed, stream.replaced, len(hub)) == (True, False, 0)
