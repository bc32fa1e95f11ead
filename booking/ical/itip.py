"""The iTIP messages (RFC 5546) that travel in mails and behind the download button."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, Event, vCalAddress, vDatetime, vText

from booking.ical.text import plain, plain_name

if TYPE_CHECKING:
    from booking.ical.entry import CalendarEntry, Mailbox, Status

PRODID: Final = "-//Treffpunkt//Quartiersbuero//DE"

_SPECIAL: Final = re.compile(r"[\\;,]")


def request(entry: CalendarEntry) -> bytes:
    """An invitation or its update (METHOD:REQUEST); the same uid with a higher sequence moves the date.

    A booking that sleeps through a closure is a REQUEST with status TENTATIVE.
    """
    if entry.status == "CANCELLED":
        message = "a cancelled entry is sent with cancel()"
        raise ValueError(message)
    return _calendar("REQUEST", entry, entry.status, _attendee(entry))


def cancel(entry: CalendarEntry) -> bytes:
    """The final cancellation (METHOD:CANCEL, STATUS:CANCELLED), one sequence above the last message."""
    return _calendar("CANCEL", entry, "CANCELLED", _attendee(entry))


def publish(entry: CalendarEntry) -> bytes:
    """The file behind the download button (METHOD:PUBLISH): nobody is invited, nobody is named."""
    return _calendar("PUBLISH", entry, entry.status, None)


class _Text(vText):
    r"""TEXT on one line (RFC 5545, 3.3.11); icalendar makes a line break of a backslash before an N."""

    def to_ical(self) -> bytes:
        return _SPECIAL.sub(r"\\\g<0>", str(self)).encode()


def _attendee(entry: CalendarEntry) -> Mailbox:
    if entry.attendee is None:
        message = "an invitation and its cancellation name the person they are sent to"
        raise ValueError(message)
    return entry.attendee


def _calendar(method: str, entry: CalendarEntry, status: Status, attendee: Mailbox | None) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add_component(_event(entry, status, attendee))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, status: Status, attendee: Mailbox | None) -> Event:
    start, end = entry.interval
    event = Event()
    event.add("UID", _Text(entry.uid))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", _utc(entry.stamp))
    event.add("LAST-MODIFIED", _utc(entry.last_modified))
    event.add("DTSTART", _utc(start))
    event.add("DTEND", _utc(end))
    event.add("SUMMARY", _Text(plain(entry.summary)))
    event.add("LOCATION", _Text(plain(entry.location)))
    event.add("STATUS", status)
    event.add("TRANSP", "OPAQUE")
    event.add("CLASS", "PRIVATE")
    event.add("ORGANIZER", _address(entry.organizer))
    if attendee is not None:
        event.add("ATTENDEE", _invited(attendee))
    return event


def _invited(attendee: Mailbox) -> vCalAddress:
    address = _address(attendee)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    return address


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.address}")
    name = plain_name(mailbox.name)
    if name:
        address.params["CN"] = name
    return address


def _utc(instant: datetime) -> vDatetime:
    """The DATE-TIME with Z, on the whole second."""
    return vDatetime(instant.astimezone(UTC).replace(microsecond=0))
