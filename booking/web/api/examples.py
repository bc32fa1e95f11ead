"""Examples in the document, from the demonstration's world; nobody in them exists."""

from __future__ import annotations

from typing import Any

ROOM: dict[str, Any] = {
    "slug": "buero-3",
    "name": "Büro 3",
    "kind": "office",
    "capacity": 4,
    "access": "step_free",
    "equipment": ["hearing_loop"],
}
OFFER: dict[str, Any] = {
    "slug": "energieberatung",
    "title": "Energieberatung",
    "provider": "Sanierungsmanagement",
    "class": "S1",
    "mode": "appointment",
    "duration_minutes": 30,
    "topics": ["klimagerechte-umgestaltung"],
}
SLOTS: dict[str, Any] = {
    "slots": [
        {
            "start": "2026-11-24T09:00:00+01:00",
            "end": "2026-11-24T09:30:00+01:00",
            "adviser": "ada-1",
            "room": "buero-3",
            "places": 1,
        }
    ],
    "reason": None,
}
BOOKING: dict[str, Any] = {
    "offer": "energieberatung",
    "start": "2026-11-24T09:00:00+01:00",
    "name": "Maria Muster",
    "email": "maria@example.org",
    "language": "de",
    "needs": ["wheelchair"],
}
MOVE: dict[str, Any] = {"start": "2026-11-24T10:00:00+01:00"}
APPOINTMENT: dict[str, Any] = {
    "code": "7F3K9M",
    "status": "confirmed",
    "asleep": False,
    "start": "2026-11-24T09:00:00+01:00",
    "end": "2026-11-24T09:30:00+01:00",
    "adviser": "ada-1",
    "room": "buero-3",
    "uid": "3f0c2a58-6b1f-4f0e-9a53-0d2c1e7b9a11@termin.example",
    "sequence": 0,
    "token": "kT3v0uXWm1Zq9bJf5cR7yH2nL8sD4gA6",
    "manage_url": "https://termin.example/t/kT3v0uXWm1Zq9bJf5cR7yH2nL8sD4gA6",
}
MOVED: dict[str, Any] = {
    **APPOINTMENT,
    "start": "2026-11-24T10:00:00+01:00",
    "end": "2026-11-24T10:30:00+01:00",
    "sequence": 1,
}
CANCELLED: dict[str, Any] = {**APPOINTMENT, "status": "cancelled", "sequence": 1}
RESERVING: dict[str, Any] = {
    "room": "buero-3",
    "start": "2026-11-24T14:00:00+01:00",
    "end": "2026-11-24T16:00:00+01:00",
    "title": "Sprechstunde",
    "rrule": "FREQ=WEEKLY;COUNT=2",
}
RESERVED_DATES: list[dict[str, Any]] = [
    {
        "id": "Zq9bJf5cR7yH2nL8",
        "recurrence_id": "2026-11-24T14:00:00+01:00",
        "start": "2026-11-24T14:00:00+01:00",
        "end": "2026-11-24T16:00:00+01:00",
        "room": "buero-3",
        "status": "confirmed",
        "title": "Sprechstunde",
    },
    {
        "id": "H2nL8sD4gA6kT3v0",
        "recurrence_id": "2026-12-01T14:00:00+01:00",
        "start": "2026-12-01T14:00:00+01:00",
        "end": "2026-12-01T16:00:00+01:00",
        "room": "buero-3",
        "status": "confirmed",
        "title": "Sprechstunde",
    },
]
RESERVATION: dict[str, Any] = {
    "id": "v0uXWm1Zq9bJf5cR",
    "title": "Sprechstunde",
    "provider": "Sanierungsmanagement",
    "status": "confirmed",
    "rrule": "FREQ=WEEKLY;BYDAY=TU;COUNT=2",
    "occurrences": RESERVED_DATES,
}
PLAN: list[dict[str, Any]] = [{**RESERVATION, "occurrences": RESERVED_DATES[:1]}]
MOVING: dict[str, Any] = {"start": "2026-11-24T15:00:00+01:00", "room": "buero-4"}
MOVED_DATES: dict[str, Any] = {
    **RESERVATION,
    "occurrences": [
        {
            **RESERVED_DATES[0],
            "start": "2026-11-24T15:00:00+01:00",
            "end": "2026-11-24T17:00:00+01:00",
            "room": "buero-4",
        },
        {
            **RESERVED_DATES[1],
            "start": "2026-12-01T15:00:00+01:00",
            "end": "2026-12-01T17:00:00+01:00",
            "room": "buero-4",
        },
    ],
}
CALLED_OFF: dict[str, Any] = {
    **RESERVATION,
    "status": "cancelled",
    "occurrences": [{**each, "status": "cancelled"} for each in RESERVED_DATES],
}
