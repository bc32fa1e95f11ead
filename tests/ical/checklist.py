"""The checklist for calendar mail, applied to the bytes of one message about one date."""

from __future__ import annotations

import re

from tests.ical.reader import Component, read

UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
ALWAYS = {
    "CLASS",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
}
INVITED = {
    "CUTYPE": "INDIVIDUAL",
    "ROLE": "REQ-PARTICIPANT",
    "PARTSTAT": "NEEDS-ACTION",
    "RSVP": "FALSE",
}
STATUS = {"REQUEST": {"CONFIRMED", "TENTATIVE"}, "CANCEL": {"CANCELLED"}}
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def checked(ical: bytes, method: str) -> Component:
    """The VEVENT, once everything on the list holds; AssertionError or ValueError otherwise."""
    calendar = read(ical)
    assert calendar.name == "VCALENDAR"
    assert calendar.names() == ["CALSCALE", "METHOD", "PRODID", "VERSION"]
    assert calendar.only("VERSION").value == "2.0"
    assert calendar.only("CALSCALE").value == "GREGORIAN"
    assert calendar.only("METHOD").value == method
    assert calendar.only("PRODID").value == "-//Treffpunkt//Quartiersbuero//DE"
    (event,) = calendar.components
    assert event.name == "VEVENT"
    assert not event.components, "no alarm"
    _check_properties(event, method)
    _check_values(event)
    return event


def _check_properties(event: Component, method: str) -> None:
    # Each exactly once and nothing else: no DESCRIPTION, no URL, no COMMENT, no CATEGORIES.
    assert event.names() == sorted(ALWAYS | (set() if method == "PUBLISH" else {"ATTENDEE"}))
    assert event.only("STATUS").value in STATUS.get(method, {"CONFIRMED", "TENTATIVE", "CANCELLED"})
    assert event.only("TRANSP").value == "OPAQUE"
    assert event.only("CLASS").value == "PRIVATE"
    if method != "PUBLISH":
        params = event.only("ATTENDEE").params
        assert {name: value for name, value in params.items() if name != "CN"} == INVITED


def _check_values(event: Component) -> None:
    for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
        found = event.only(name)
        assert UTC_TIME.fullmatch(found.value)
        assert "TZID" not in found.params
    assert event.only("DTSTART").value < event.only("DTEND").value
    assert event.only("SEQUENCE").value.isdecimal()
    for each in event.properties:
        for value in (each.value, *each.params.values()):
            assert not CONTROLS.search(value)
        if each.name in {"ORGANIZER", "ATTENDEE"}:
            assert re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", each.value)
            assert set(each.params) <= {"CN", *INVITED}
