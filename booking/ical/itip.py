"""The iTIP messages (RFC 5546) that travel in mails and behind the download button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booking.ical.components import calendar, event, invited, organized, written

if TYPE_CHECKING:
    from booking.ical.entry import CalendarEntry


def request(entry: CalendarEntry) -> bytes:
    """An invitation or its update (METHOD:REQUEST); the same uid with a higher sequence moves the date.

    A booking that sleeps through a closure is a REQUEST with status TENTATIVE.
    """
    if entry.status == "CANCELLED":
        message = "a cancelled entry is sent with cancel()"
        raise ValueError(message)
    return written(calendar("REQUEST", [invited(event(entry), entry.organizer, entry.attendee)]))


def cancel(entry: CalendarEntry) -> bytes:
    """The final cancellation (METHOD:CANCEL, STATUS:CANCELLED), one sequence above the last message."""
    made = event(replace(entry, status="CANCELLED"))
    return written(calendar("CANCEL", [invited(made, entry.organizer, entry.attendee)]))


def publish(entry: CalendarEntry) -> bytes:
    """The file behind the download button (METHOD:PUBLISH): nobody is invited, nobody is named."""
    return written(calendar("PUBLISH", [organized(event(entry), entry.organizer)]))
