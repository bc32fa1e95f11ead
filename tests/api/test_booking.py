"""Booking over the API: one call, one appointment, and its token."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from booking.accounts.people import contact_of
from booking.appointments import finding
from booking.appointments.models import Appointment
from booking.outbox import EventRow
from tests import house
from tests.api.conftest import BOOKING, TUESDAY_9


def appointments(api):
    with api.runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Appointment))


def test_the_answer_carries_everything_to_come_back_with(api):
    answer = api.post("/appointments", BOOKING)
    booked = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/appointments/{booked['token']}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert booked["manage_url"] == f"https://termin.example/t/{booked['token']}"
    assert booked["uid"].endswith("@termin.example")
    assert len(booked["code"]) == 6
    shown = {key: booked[key] for key in ("status", "start", "end", "adviser", "room", "sequence")}
    assert shown == {
        "status": "confirmed",
        "start": TUESDAY_9,
        "end": "2026-11-24T09:30:00+01:00",
        "adviser": "ada-1",
        "room": "buero-1",
        "sequence": 0,
    }
    assert api.client.get(answer.headers["Location"]).json == booked


def test_the_booking_leaves_an_event_and_a_sealed_person(api):
    wish = {
        "email": "maria@example.org",
        "phone": "02175 000-000",
        "language": "ar",
        "needs": ["more_time", "more_time"],
    }
    booked = api.book(name="  Maria Muster ", **wish)
    with api.runtime.database.reading() as session:
        appointment = finding.by_token(session, booked["token"], now=house.NOW)
        contact = contact_of(appointment.person, api.runtime.vault)
        types = session.scalars(select(EventRow.type)).all()
    assert (contact.name, contact.email, contact.phone) == (
        "Maria Muster",
        "maria@example.org",
        "02175 000-000",
    )
    assert (contact.language, contact.needs) == ("ar", ("more_time",))
    assert "AppointmentBooked" in types


def test_any_offset_says_the_same_instant(api):
    for start in ("2026-11-24T08:00:00Z", "2026-11-24t13:30:00+05:30", "2026-11-24T09:00+01:00"):
        booked = api.book(start=start)
        assert booked["start"] == TUESDAY_9
        api.post(f"/appointments/{booked['token']}/cancel")


def test_null_is_like_nothing_said(api):
    assert api.book(email=None, phone=None, adviser=None, language=None, needs=None)["status"] == "confirmed"


def test_an_instant_in_the_hour_that_march_skips_is_an_instant(api):
    answer = api.post("/appointments", {**BOOKING, "start": "2027-03-28T02:30:00+01:00"})
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/slot-unknown")
    answer = api.post("/appointments", {**BOOKING, "start": "2027-03-28T02:30:00"})
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/invalid")


def test_who_comes_second_gets_the_nearest_free_slots(api):
    api.book()
    answer = api.post("/appointments", BOOKING)
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "/probleme/slot-taken"
    assert [each["start"][11:16] for each in answer.json["alternatives"]] == ["09:30", "10:00", "10:30"]
    assert answer.json["alternatives"][0] == api.get("/offers/energieberatung/slots").json["slots"][0]
    assert appointments(api) == 1


def test_alternatives_are_with_the_same_adviser_else_with_anybody(api):
    with api.runtime.database.writing() as session:
        house.hours_on(
            session, api.house, start=14, end=15, adviser=api.house.advisers[1], room=api.house.rooms[1]
        )
    api.book()
    lost = api.post("/appointments", {**BOOKING, "adviser": "ada-1"}).json
    assert {each["adviser"] for each in lost["alternatives"]} == {"ada-1"}
    for number in range(1, 6):
        api.book(start=(house.at_wall(house.TUESDAY, 9) + timedelta(minutes=30 * number)).isoformat())
    lost = api.post("/appointments", {**BOOKING, "adviser": "ada-1"}).json
    assert {each["adviser"] for each in lost["alternatives"]} == {"ada-2"}


NO_SLOTS = [
    ("2026-11-24T09:10:00+01:00", "no_such_slot"),
    ("2026-11-24T09:00:00.5+01:00", "no_such_slot"),
    ("2026-11-20T09:00:00+01:00", "past"),
    ("2026-11-23T08:30:00+01:00", "too_soon"),
    ("2027-11-24T09:00:00+01:00", "beyond_horizon"),
    ("2000-01-01T00:00:00Z", "past"),
    ("2199-12-31T11:59:59-12:00", "beyond_horizon"),
]


def test_a_time_that_is_no_slot_says_why_and_what_is_free(api):
    for start, reason in NO_SLOTS:
        answer = api.post("/appointments", {**BOOKING, "start": start})
        assert (answer.status_code, answer.json["type"]) == (422, "/probleme/slot-unknown"), start
        assert (answer.json["reason"], len(answer.json["alternatives"])) == (reason, 3), start


def test_an_unknown_offer_or_adviser_is_not_found(api):
    for field in ("offer", "adviser"):
        answer = api.post("/appointments", {**BOOKING, field: "gibt-es-nicht"})
        assert (answer.status_code, answer.json["type"]) == (404, "/probleme/not-found")
    assert appointments(api) == 0
