"""Reading what the API answers about reservations."""

from __future__ import annotations

from sqlalchemy import select

from booking.outbox import EventRow

WEEKLY = "FREQ=WEEKLY;COUNT=4"  # with the first on 24 November: 1, 8 and 15 December


def starts(reservation):
    return [each["start"][:16] for each in reservation["occurrences"]]


def statuses(reservation):
    return [each["status"] for each in reservation["occurrences"]]


def identities(reservation):
    return [(each["id"], each["recurrence_id"]) for each in reservation["occurrences"]]


def events(api):
    with api.runtime.database.reading() as session:
        return [
            each
            for each in session.scalars(select(EventRow.type).order_by(EventRow.id))
            if each.startswith("Reservation")
        ]


def date_of(reservation, number):
    return f"/occurrences/{reservation['occurrences'][number]['id']}"


def done(answer):
    assert answer.status_code == 200, answer.json
    return answer.json
