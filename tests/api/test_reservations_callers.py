"""Who may reserve, look closer and change: the own provider's people, the lead, the house."""

from __future__ import annotations

import pytest

from tests.api.conftest import RESERVING
from tests.api.people import PEOPLE

CALLS = [
    ("GET", "/reservations"),
    ("GET", "/reservations/{id}"),
    ("POST", "/reservations"),
    ("POST", "/reservations/{id}/move"),
    ("POST", "/occurrences/{date}/move"),
    ("POST", "/occurrences/{date}/cancel"),
    ("POST", "/reservations/{id}/cancel"),
]


def ask(program, method, path, made):
    address = path.format(id=made["id"], date=made["occurrences"][0]["id"])
    if method == "GET":
        return program.get(address)
    wish = RESERVING if path == "/reservations" else {"start": "2026-11-24T15:00:00+01:00"}
    return program.post(address, {} if "cancel" in path else wish)


def test_without_a_token_nobody_reads_or_writes(api):
    made = api.reserve()
    for method, path in CALLS:
        answer = ask(api, method, path, made)
        assert (answer.status_code, answer.json["type"]) == (401, "/probleme/unauthorized"), path
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_caretaker_changes_nothing(api):
    made = api.reserve()
    for method, path in CALLS[2:]:
        answer = ask(api.by("karl"), method, path, made)
        assert (answer.status_code, answer.json["type"]) == (403, "/probleme/forbidden"), path
    assert api.by("karl").get(f"/reservations/{made['id']}").status_code == 404


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_who_may_change_what_ada_reserved(api, name):
    """Her lead and the house may; her colleague may look; for all others it is not there."""
    made = api.reserve()
    expected = {"ada": 200, "lea": 200, "stefan": 200, "agnes": 200, "karl": 403}.get(name, 404)
    answers = [ask(api.by(name), method, path, made) for method, path in CALLS[3:]]
    assert [each.status_code for each in answers] == [expected] * 4
    may_look = name in {"ada", "bela", "lea", "stefan", "agnes"}
    assert api.by(name).get(f"/reservations/{made['id']}").status_code == (200 if may_look else 404)


def test_foreign_and_unknown_look_the_same(api):
    made = api.reserve()
    unknown = {"id": "gibt-es-nicht", "occurrences": [{"id": "gibt-es-nicht"}]}
    for method, path in (CALLS[1], *CALLS[3:]):
        foreign = ask(api.by("fatma"), method, path, made)
        missing = ask(api.by("fatma"), method, path, unknown)
        assert (foreign.status_code, foreign.json) == (missing.status_code, missing.json), path


def test_the_house_says_for_whom_it_reserves(api):
    answer = api.by("stefan").post("/reservations", RESERVING)
    assert answer.json["errors"] == [{"field": "provider", "detail": "Diese Angabe fehlt."}]
    made = api.reserve("stefan", provider="nachbarn")
    assert made["provider"] == "Nachbarverein"
    assert api.by("friedrich").get(f"/reservations/{made['id']}").json["title"] == "Sprechstunde"
    assert api.reserve("ada", provider="haus", room="buero-3")["provider"] == "Testverein"


def test_an_account_without_a_provider_cannot_reserve_for_one(api):
    with api.runtime.database.writing() as session:
        session.merge(api.house.account).provider_id = None
    answer = api.by("ada").post("/reservations", RESERVING)
    assert (answer.status_code, answer.json["type"]) == (403, "/probleme/forbidden")
