"""Who calls: residents' programs without a token, others with one, and nobody too often."""

from __future__ import annotations

from booking.accounts.models import Account, ApiToken
from booking.ids import token_hash
from booking.web.access import declared_roles
from tests import house
from tests.api.conftest import BOOKING


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
    assert len(endpoints) == 9
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
