"""What an event of a calendar file is called, and by which name it is known again."""

from __future__ import annotations

from collections.abc import Iterator

from icalendar import Event

from booking.importing.entries import LONGEST_TITLE
from booking.importing.findings import Remark
from booking.importing.texts import has_unseen, tidy

UNTITLED = "Ohne Titel"


def title_of(event: Event) -> str:
    return tidy(str(event.get("SUMMARY", "")))[: LONGEST_TITLE + 1] or UNTITLED


def title_faults(event: Event) -> Iterator[Remark]:
    title = title_of(event)
    if len(title) > LONGEST_TITLE:
        yield Remark("too_long", "SUMMARY", {"most": str(LONGEST_TITLE)})
    elif has_unseen(title):
        yield Remark("unseen", "SUMMARY")


def uid_of(event: Event) -> str:
    """Its UID; without one, what it says."""
    uid = tidy(str(event.get("UID", "")))
    if uid:
        return uid
    facts = [_bytes(event, name) for name in ("SUMMARY", "LOCATION", "DTSTART", "DTEND", "DURATION")]
    return "|".join(facts)


def recurrence_of(event: Event) -> str:
    return _bytes(event, "RECURRENCE-ID")


def _bytes(event: Event, name: str) -> str:
    found = event.get(name)
    return found.to_ical().decode("utf-8", "replace") if hasattr(found, "to_ical") else ""
