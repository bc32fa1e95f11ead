"""The calendar behind a subscription, byte by byte as it was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from booking.ical.feed import feed
from booking.ical.text import plain
from tests.ical.dates import first_version
from tests.ical.reader import Component, read
from tests.ical.series_checklist import HEAD, check_events
from tests.ical.test_series import COURSE
from tests.servers import icaljs

GOLDEN = Path(__file__).parent / "golden"
SINGLE = first_version()
ASLEEP = replace(
    SINGLE,
    uid="b7a1f1de-0f4e-4a0c-8f58-2a5b6c7d8e9f@quartier.example",
    interval=(SINGLE.interval[0] + timedelta(days=1), SINGLE.interval[1] + timedelta(days=1)),
    status="TENTATIVE",
)
WRITTEN = feed([ASLEEP, COURSE, SINGLE], name="Büro 3, Erdgeschoss")


def checked_feed(ical: bytes) -> tuple[Component, list[Component]]:
    """The calendar and its VEVENTs, once it names nobody and every event holds."""
    calendar = read(ical)
    assert calendar.names() == sorted([*HEAD, "NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "X-WR-CALNAME"])
    assert calendar.only("METHOD").value == "PUBLISH"
    refresh = calendar.only("REFRESH-INTERVAL")
    assert (refresh.params, refresh.value) == ({"VALUE": "DURATION"}, "PT1H")
    assert calendar.only("X-PUBLISHED-TTL").value == "PT1H"
    events = [each for each in calendar.components if each.name == "VEVENT"]
    zones = [each for each in calendar.components if each.name != "VEVENT"]
    assert [zone.name for zone in zones] == ["VTIMEZONE"] * any("RRULE" in each.names() for each in events)
    check_events(events, people=False)
    assert b"mailto" not in ical.lower()
    return calendar, events


def test_the_feed_is_the_approved_one() -> None:
    assert (GOLDEN / "feed.ics").read_bytes() == WRITTEN
    calendar, events = checked_feed(WRITTEN)
    assert calendar.only("NAME").text == calendar.only("X-WR-CALNAME").text == "Büro 3, Erdgeschoss"
    uids = [event.only("UID").value for event in events]
    assert uids == sorted(uids)
    assert len(uids) == 4, "a series, its override and two dates"


def test_another_reader_finds_every_date_of_it() -> None:
    found = icaljs.expand(WRITTEN)
    assert len(found) == 11
    assert {SINGLE.interval, ASLEEP.interval, COURSE.first, COURSE.overrides[0].interval} <= set(found)


def test_the_same_entries_give_the_same_bytes() -> None:
    assert feed([SINGLE, ASLEEP, COURSE], name="Büro 3, Erdgeschoss") == WRITTEN
    assert feed([SINGLE, replace(ASLEEP, sequence=1), COURSE], name="Büro 3, Erdgeschoss") != WRITTEN


def test_without_a_series_no_zone_and_without_dates_an_empty_calendar() -> None:
    _, events = checked_feed(feed([SINGLE, ASLEEP], name="Büro 3"))
    assert len(events) == 2
    assert checked_feed(feed([], name="Büro 3"))[1] == []


@given(st.text(max_size=120))
def test_a_name_of_any_kind_comes_back_as_it_is_meant(name: str) -> None:
    calendar, _ = checked_feed(feed([SINGLE], name=name))
    assert calendar.only("NAME").text == plain(name)
