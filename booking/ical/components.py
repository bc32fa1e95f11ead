"""The pieces of every calendar that is written: its head, an event in its own words, the people in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, Event, vCalAddress, vDatetime

from booking.ical.text import Text, plain, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Component

    from booking.ical.entry import CalendarEntry, Mailbox

PRODID: Final = "-//Treffpunkt//Quartiersbuero//DE"


def calendar(method: str, components: Iterable[Component]) -> Calendar:
    """The calendar object of a message (RFC 5546) with these components in their order."""
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", PRODID)
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    for component in components:
        made.add_component(component)
    return made


def written(made: Calendar) -> bytes:
    """The calendar as it travels: CRLF, lines of at most 75 octets; the same calendar, the same bytes."""
    data: bytes = made.to_ical()
    return data


def event(entry: CalendarEntry) -> Event:
    """The VEVENT of one date with times in UTC; nobody is named in it."""
    start, end = entry.interval
    made = Event()
    made.add("UID", Text(entry.uid))
    made.add("SEQUENCE", entry.sequence)
    made.add("DTSTAMP", _utc(entry.stamp))
    made.add("LAST-MODIFIED", _utc(entry.last_modified))
    made.add("DTSTART", _utc(start))
    made.add("DTEND", _utc(end))
    made.add("SUMMARY", Text(plain(entry.summary)))
    made.add("LOCATION", Text(plain(entry.location)))
    made.add("STATUS", entry.status)
    made.add("TRANSP", "OPAQUE")
    made.add("CLASS", "PRIVATE")
    return made


def organized(made: Event, organizer: Mailbox) -> Event:
    """The event, with the house as its organizer."""
    made.add("ORGANIZER", _address(organizer))
    return made


def invited(made: Event, organizer: Mailbox, attendee: Mailbox | None) -> Event:
    """The event with its organizer and the one person it is sent to; ValueError without that person."""
    if attendee is None:
        message = "an invitation and its cancellation name the person they are sent to"
        raise ValueError(message)
    address = _address(attendee)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    made.add("ATTENDEE", address)
    return organized(made, organizer)


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.address}")
    name = plain_name(mailbox.name)
    if name:
        address.params["CN"] = name
    return address


def _utc(instant: datetime) -> vDatetime:
    """The DATE-TIME with Z, on the whole second."""
    return vDatetime(instant.astimezone(UTC).replace(microsecond=0))
