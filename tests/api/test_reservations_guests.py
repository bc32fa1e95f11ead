"""Reservations with a Sprechstunde in them: residents with an appointment are not forgotten."""

from __future__ import annotations

from sqlalchemy import select

from booking.appointments.models import Appointment
from tests.api.conftest import BOOKING, TUESDAY_9, TUESDAY_14
from tests.api.reservations import done, starts


def reservation_of_hours(api):
    plan = api.by("lea").get("/reservations?room=buero-1").json
    return plan[0]["id"]


def test_appointments_in_the_way_are_named_and_decided(api):
    booked = api.book()
    reservation = reservation_of_hours(api)
    path, wish = f"/reservations/{reservation}/move", {"start": TUESDAY_14}
    refused = api.by("stefan").post(path, wish)
    assert (refused.status_code, refused.json["type"]) == (409, "/probleme/appointments-affected")
    with api.runtime.database.reading() as session:
        appointment = session.scalars(select(Appointment)).one()
    assert refused.json["appointments"] == [
        {
            "id": appointment.id,
            "code": None,
            "start": TUESDAY_9,
            "end": "2026-11-24T09:30:00+01:00",
            "may_stay": False,
        }
    ]
    named = api.by("lea").post(path, wish).json["appointments"]
    assert named[0]["code"] == booked["code"]
    kept = api.by("lea").post(path, {**wish, "appointments": {appointment.id: "keep"}})
    assert kept.status_code == 409
    moved = done(api.by("lea").post(path, {**wish, "appointments": {appointment.id: "cancel"}}))
    assert starts(moved) == ["2026-11-24T14:00"]
    assert api.get(f"/appointments/{booked['token']}").json["status"] == "cancelled"
    slots = api.get("/offers/energieberatung/slots").json["slots"]
    assert slots[0]["start"] == TUESDAY_14


def test_appointments_may_stay_when_their_time_still_lies_in_it(api):
    booked = api.book(start="2026-11-24T10:00:00+01:00")
    path = f"/reservations/{reservation_of_hours(api)}/move"
    moved = done(api.by("lea").post(path, {"start": TUESDAY_9, "room": "buero-3"}))
    assert [each["room"] for each in moved["occurrences"]] == ["buero-3"]
    assert api.get(f"/appointments/{booked['token']}").json == {
        **booked,
        "room": "buero-3",
        "sequence": booked["sequence"] + 1,
    }


def test_calling_off_asks_about_the_appointments_too(api):
    booked = api.book(**BOOKING)
    path = f"/reservations/{reservation_of_hours(api)}/cancel"
    refused = api.by("lea").post(path)
    assert (refused.status_code, refused.json["type"]) == (409, "/probleme/appointments-affected")
    answers = {each["id"]: "cancel" for each in refused.json["appointments"]}
    cancelled = done(api.by("lea").post(path, {"appointments": answers}))
    assert cancelled["status"] == "cancelled"
    assert done(api.by("lea").post(path, {"appointments": answers})) == cancelled
    assert api.get(f"/appointments/{booked['token']}").json["status"] == "cancelled"
    assert api.get("/offers/energieberatung/slots").json["slots"] == []
