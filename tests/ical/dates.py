"""One date of a resident, at fixed times, for the golden files and the properties."""

from __future__ import annotations

from datetime import UTC, datetime

from booking.ical.entry import CalendarEntry, Mailbox

HOUSE = Mailbox("Quartiersbüro Leichlingen", "termine@quartier.example")
RESIDENT = Mailbox("Marta Beispiel-Öztürk", "marta@post.example")


def first_version() -> CalendarEntry:
    """The first version: 30 March 2027, 10:00 to 10:30 in Berlin (summer time)."""
    return CalendarEntry(
        uid="6f1c2a34-9d0e-4b77-8c55-0a1b2c3d4e5f@quartier.example",
        sequence=0,
        interval=(datetime(2027, 3, 30, 8, tzinfo=UTC), datetime(2027, 3, 30, 8, 30, tzinfo=UTC)),
        summary="Termin im Quartiersbüro",
        location="Kirchstraße 6-8, 42799 Leichlingen; Büro 3, Erdgeschoss",
        organizer=HOUSE,
        attendee=RESIDENT,
        stamp=datetime(2027, 3, 1, 9, 15, 30, 123456, tzinfo=UTC),
        status="CONFIRMED",
        last_modified=datetime(2027, 3, 1, 9, 15, 30, tzinfo=UTC),
    )
