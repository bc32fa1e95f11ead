"""The checklist for calendars with series, applied to the bytes of one message or feed."""

from __future__ import annotations

import re

from tests.ical.checklist import ALWAYS, CONTROLS, INVITED, STATUS, UTC_TIME
from tests.ical.reader import Component, Property, read

HEAD = ["CALSCALE", "METHOD", "PRODID", "VERSION"]
BERLIN = {"TZID": "Europe/Berlin"}
WALL_TIME = re.compile(r"\d{8}T\d{6}")
UNTIL = re.compile(r"UNTIL=\d{8}T\d{6}Z")
PEOPLE = {"ORGANIZER", "ATTENDEE"}


def checked_series(ical: bytes, method: str) -> list[Component]:
    """The VEVENT of the series and those of its overrides, once everything on the list holds."""
    calendar = read(ical)
    assert calendar.names() == HEAD
    assert calendar.only("METHOD").value == method
    zone, *events = calendar.components
    assert (zone.name, zone.only("TZID").value) == ("VTIMEZONE", "Europe/Berlin")
    check_events(events, people=True)
    for event in events:
        assert event.only("STATUS").value in STATUS[method]
        params = event.only("ATTENDEE").params
        assert {name: value for name, value in params.items() if name != "CN"} == INVITED
    for same in ("UID", "SEQUENCE", "ORGANIZER", "ATTENDEE"):
        assert len({event.only(same).value for event in events}) == 1
    assert len([event for event in events if "RRULE" in event.names()]) == 1
    return events


def check_events(events: list[Component], *, people: bool) -> None:
    """Each VEVENT for itself, then each series with its overrides."""
    for event in events:
        assert event.name == "VEVENT"
        assert not event.components, "no alarm"
        _check_event(event, people=people)
    for master in events:
        if "RRULE" in master.names():
            uid = master.only("UID").value
            _check_series(master, [each for each in events if each.only("UID").value == uid])


def _check_event(event: Component, *, people: bool) -> None:
    wanted = ALWAYS | PEOPLE if people else ALWAYS - PEOPLE
    names = [name for name in event.names() if name not in {"RRULE", "EXDATE", "RECURRENCE-ID"}]
    assert names == sorted(wanted)
    assert (event.only("TRANSP").value, event.only("CLASS").value) == ("OPAQUE", "PRIVATE")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert UTC_TIME.fullmatch(event.only(name).value)
    for name in ("DTSTART", "DTEND"):
        found = event.only(name)
        assert is_on_the_wall(found) or (UTC_TIME.fullmatch(found.value) and not found.params)
    for each in event.properties:
        assert not any(CONTROLS.search(value) for value in (each.value, *each.params.values()))


def _check_series(master: Component, events: list[Component]) -> None:
    rule = master.only("RRULE").value
    assert "UNTIL" not in rule or UNTIL.search(rule)
    assert ("UNTIL" in rule) + ("COUNT" in rule) == 1
    left_out = [each for each in master.properties if each.name == "EXDATE"]
    overrides = [event for event in events if event is not master]
    named = [*left_out, *(event.only("RECURRENCE-ID") for event in overrides)]
    assert all(is_on_the_wall(each) for each in (master.only("DTSTART"), *named))
    assert len({each.value for each in named}) == len(named), "a date is left out or otherwise"
    assert "RECURRENCE-ID" not in master.names()
    for event in overrides:
        assert not {"RRULE", "EXDATE"} & set(event.names())


def is_on_the_wall(found: Property) -> bool:
    """Whether it is one DATE-TIME with the TZID of Berlin."""
    return found.params == BERLIN and WALL_TIME.fullmatch(found.value) is not None
