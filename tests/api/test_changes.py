"""Looking at an appointment, moving and cancelling it by its token."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from booking.outbox import EventRow
from tests import house
from tests.api.conftest import TUESDAY_9, TUESDAY_10


def events(api):
    with api.runtime.database.reading() as session:
        return [
            each
            for each in session.scalars(select(EventRow.type).order_by(EventRow.id))
            if each.startswith("App")
        ]


def test_a_move_keeps_uid_and_code(api):
    booked = api.book()
    answer = api.post(f"/appointments/{booked['token']}/move", {"start": TUESDAY_10})
    assert answer.status_code == 200
    assert answer.json == {
        **booked,
        "start": TUESDAY_10,
        "end": "2026-11-24T10:30:00+01:00",
        "sequence": 1,
    }
    starts = [each["start"] for each in api.get("/offers/energieberatung/slots").json["slots"]]
    assert TUESDAY_9 in starts
    assert TUESDAY_10 not in starts


def test_the_same_move_twice_is_harmless(api):
    path = f"/appointments/{api.book()['token']}/move"
    first, second = (api.post(path, {"start": TUESDAY_10}) for _ in range(2))
    assert (second.status_code, second.json) == (200, first.json)
    assert events(api) == ["AppointmentBooked", "AppointmentMoved"]


def test_a_move_to_another_adviser(api):
    with api.runtime.database.writing() as session:
        house.hours_on(session, api.house, adviser=api.house.advisers[1], room=api.house.rooms[1])
    booked = api.book(adviser="ada-1")
    moved = api.post(f"/appointments/{booked['token']}/move", {"start": TUESDAY_9, "adviser": "ada-2"}).json
    assert (moved["adviser"], moved["room"], moved["uid"]) == ("ada-2", "buero-2", booked["uid"])


def test_a_move_to_a_call_needs_a_number(api):
    wednesday, start = house.TUESDAY + timedelta(days=1), "2026-11-25T09:00:00+01:00"
    with api.runtime.database.writing() as session:
        house.hours_on(session, api.house, wednesday, channel="phone")
    booked = api.book(name="Frau M.", email="m@example.org", phone=None)
    answer = api.post(f"/appointments/{booked['token']}/move", {"start": start})
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/number-needed")
    assert answer.json["detail"] == "Zu dieser Zeit rufen wir an. Dafür brauchen wir eine Telefonnummer."
    assert api.get(f"/appointments/{booked['token']}").json == booked

    moves = api.book(start=TUESDAY_10, phone="02175 12345")
    assert api.post(f"/appointments/{moves['token']}/move", {"start": start}).json["start"] == start


def test_a_move_that_lost_leaves_everything_as_it_was(api):
    api.book(start=TUESDAY_10)
    booked = api.book()
    answer = api.post(f"/appointments/{booked['token']}/move", {"start": TUESDAY_10})
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/slot-taken")
    assert TUESDAY_10 not in [each["start"] for each in answer.json["alternatives"]]
    assert api.get(f"/appointments/{booked['token']}").json == booked


def test_cancelling_twice_is_harmless_and_frees_the_slot(api):
    booked = api.book()
    first, second = (api.post(f"/appointments/{booked['token']}/cancel") for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.json == second.json == {**booked, "status": "cancelled", "sequence": 1}
    assert api.book()["start"] == TUESDAY_9
    assert events(api) == ["AppointmentBooked", "AppointmentCancelled", "AppointmentBooked"]


def test_cancelling_needs_no_words(api):
    path = f"/api/v1/appointments/{api.book()['token']}/cancel"
    for words in ({}, {"json": {}}, {"content_type": "application/json"}):
        assert api.client.post(path, **words).status_code == 200


def test_cancelling_takes_no_other_words(api):
    answer = api.post(f"/appointments/{api.book()['token']}/cancel", {"reason": "Grippe"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_what_is_cancelled_does_not_move(api):
    token = api.book()["token"]
    api.post(f"/appointments/{token}/cancel")
    answer = api.post(f"/appointments/{token}/move", {"start": TUESDAY_10})
    assert (answer.status_code, answer.json["type"]) == (409, "/probleme/not-allowed-now")
    assert (answer.json["reason"], answer.json["detail"]) == ("cancelled", "Der Termin ist abgesagt.")


def test_what_is_over_neither_moves_nor_is_cancelled(api):
    token = api.book()["token"]
    api.clock.moment = house.at_wall(house.TUESDAY, 9, 10)
    for step, body in (("move", {"start": TUESDAY_10}), ("cancel", None)):
        answer = api.post(f"/appointments/{token}/{step}", body)
        assert (answer.status_code, answer.json["reason"]) == (409, "past")


def test_a_token_that_opens_nothing_is_not_found(api):
    token = api.book()["token"]
    for other in ("unbekannt", token[:-1], token + "x", "x" * 200, "%00", "ü"):
        for answer in (
            api.get(f"/appointments/{other}"),
            api.post(f"/appointments/{other}/move", {"start": TUESDAY_10}),
            api.post(f"/appointments/{other}/cancel"),
        ):
            assert (answer.status_code, answer.json["type"]) == (404, "/probleme/not-found")
    api.clock.moment = house.NOW + timedelta(days=3)
    assert api.get(f"/appointments/{token}").status_code == 404


def test_looking_changes_nothing(api):
    booked = api.book()
    assert [api.get(f"/appointments/{booked['token']}").json for _ in range(2)] == [booked, booked]
    assert events(api) == ["AppointmentBooked"]
