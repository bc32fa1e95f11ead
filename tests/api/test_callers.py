"""Who calls: residents' programs without a token, others with one, and nobody too often."""

from __future__ import annotations

from booking.accounts.models import Account, ApiToken
from booking.ids import token_hash
from booking.web.access import declared_roles
from tests import house
from tests.api.conftest import BOOKING, TUESDAY_9, TUESDAY_10


def token_of(api, token="geheim-und-lang", **account):
    with api.runtime.database.writing() as session:
        found = session.get(Account, api.house.account.id)
        for name, value in account.items():
            setattr(found, name, value)
        session.merge(ApiToken(token_hash=token_hash(token), account_id=found.id, created_at=house.NOW))
    return {"Authorization": f"Bearer {token}"}


def test_a_valid_token_is_taken(api):
    assert api.get("/rooms", headers=token_of(api)).status_code == 200


def test_a_token_that_is_not_valid_is_refused_everywhere(api):
    disabled = token_of(api, disabled_at=house.NOW)
    for headers in (
        disabled,
        *({"Authorization": each} for each in ("Bearer falsch", "Bearer ", "Basic eDp5", "x", "")),
    ):
        for answer in (
            api.get("/rooms", headers=headers),
            api.post("/appointments", BOOKING, headers=headers),
        ):
            assert (answer.status_code, answer.json["type"]) == (401, "/probleme/unauthorized")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_address_of_the_api_declares_who_may_call(api):
    endpoints = {rule.endpoint for rule in api.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert len(endpoints) == 16
    assert all(declared_roles(api.app, endpoint) is not None for endpoint in endpoints)


def test_an_address_books_sixty_times_an_hour_and_no_more(settle):
    api = settle(limits=True)
    refused = [
        api.post("/appointments", {**BOOKING, "offer": "gibt-es-nicht"}).status_code for _ in range(60)
    ]
    assert set(refused) == {404}
    answer = api.post("/appointments", BOOKING)
    assert (answer.status_code, answer.json["type"]) == (429, "/probleme/too-many-requests")
    assert int(answer.headers["Retry-After"]) > 0
    assert api.post("/appointments", BOOKING, headers=token_of(api)).status_code == 201
    assert api.get("/rooms").status_code == 200


def test_an_appointment_is_moved_ten_times_an_hour_and_can_still_be_cancelled(settle):
    api = settle(limits=True)
    path = f"/appointments/{api.book()['token']}"
    moves = [api.post(f"{path}/move", {"start": start}).status_code for start in (TUESDAY_10, TUESDAY_9) * 6]
    assert moves == [200] * 10 + [429] * 2
    assert [api.post(f"{path}/cancel").status_code for _ in range(11)] == [200] * 10 + [429]


def test_a_mailbox_gets_six_bookings_an_hour_from_strangers(settle):
    api = settle(limits=True)
    bookings = [
        api.post(
            "/appointments",
            {**BOOKING, "start": f"2026-11-24T{time}:00+01:00", "email": email},
            environ_base={"REMOTE_ADDR": f"203.0.113.{number}"},
        )
        for number, (time, email) in enumerate(
            [
                ("09:00", "opfer@example.org"),
                ("09:30", "Opfer@example.org"),
                ("10:00", "opfer@example.org"),
                ("10:30", "opfer@EXAMPLE.org"),
                ("11:00", "opfer@example.org"),
                ("11:30", "opfer@example.org"),
                ("09:00", "opfer@example.org"),
                ("09:00", "andere@example.org"),
            ]
        )
    ]
    assert [answer.status_code for answer in bookings] == [201] * 6 + [429, 409]
    assert bookings[6].json["type"] == "/probleme/too-many-requests"
    signed_in = api.post("/appointments", {**BOOKING, "email": "opfer@example.org"}, headers=token_of(api))
    assert signed_in.status_code == 409
