"""The OpenAPI document is true, and people can read it."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import booleans, just, one_of, sampled_from
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.conftest import RESERVING, TUESDAY_10, TUESDAY_16

OF_RESIDENTS = {
    ("GET", "/api/v1/rooms"),
    ("GET", "/api/v1/offers"),
    ("GET", "/api/v1/offers/{slug}/slots"),
    ("POST", "/api/v1/appointments"),
    ("GET", "/api/v1/appointments/{token}"),
    ("POST", "/api/v1/appointments/{token}/move"),
    ("POST", "/api/v1/appointments/{token}/cancel"),
}
OF_RESERVATIONS = {
    ("GET", "/api/v1/reservations"),
    ("POST", "/api/v1/reservations"),
    ("GET", "/api/v1/reservations/{reservation}"),
    ("POST", "/api/v1/reservations/{reservation}/move"),
    ("POST", "/api/v1/reservations/{reservation}/cancel"),
    ("POST", "/api/v1/occurrences/{occurrence}/move"),
    ("POST", "/api/v1/occurrences/{occurrence}/cancel"),
}
CALLS = OF_RESIDENTS | OF_RESERVATIONS
RULES = (None, "FREQ=WEEKLY;COUNT=4", "FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20271231", "FREQ=DAILY;COUNT=370")


def test_the_document_names_every_call(api):
    answer = api.get("/openapi.json")
    assert answer.json["openapi"] == "3.1.0"
    assert answer.json["servers"] == [{"url": "https://termin.example"}]
    told = {
        (method.upper(), path)
        for path, each in answer.json["paths"].items()
        for method in each
        if method != "parameters"
    }
    assert told == CALLS


def test_the_document_says_which_calls_need_a_token(api):
    paths = api.get("/openapi.json").json["paths"]
    for method, path in CALLS:
        call = paths[path][method.lower()]
        needs_one = (method, path) in OF_RESERVATIONS
        assert call.get("security", []) == ([{"bearer": []}] if needs_one else []), path
        assert ("403" in call["responses"]) == needs_one, path


@pytest.mark.parametrize("call", sorted(OF_RESIDENTS), ids=lambda call: f"{call[0]} {call[1]}")
def test_the_document_is_true(api, call):
    """Whatever fits the document is answered as it says; whatever does not fit is refused as it says."""
    known = {"slug": "energieberatung", "token": api.book()["token"]}
    assert statuses_of(api, call, known, [{}]) & {200, 201}


@pytest.mark.parametrize("call", sorted(OF_RESERVATIONS), ids=lambda call: f"{call[0]} {call[1]}")
def test_the_document_is_true_for_an_adviser_and_for_the_house(api, call):
    made = api.reserve(rrule="FREQ=WEEKLY;COUNT=20", start=TUESDAY_16, end="2026-11-24T17:00:00+01:00")
    known = {"reservation": made["id"], "occurrence": made["occurrences"][3]["id"]}
    seen = statuses_of(api, call, known, [api.by(name).headers for name in ("ada", "stefan")])
    assert seen & {200, 201}
    assert 403 not in seen


def statuses_of(api, call, known, callers):
    """The statuses of many answers to one call, each of them as the document says.

    Some of them surely ask for what there is: left to chance, all forty may ask for something else.
    """
    every = [GenerationMode.POSITIVE] if call[1] == "/api/v1/rooms" else list(GenerationMode)
    by_chance = asked(api, call, known, callers, modes=every, of_what_there_is=booleans(), times=40)
    return by_chance | asked(
        api, call, known, callers, modes=[GenerationMode.POSITIVE], of_what_there_is=just(True), times=10
    )


def asked(api, call, known, callers, *, modes, of_what_there_is, times):
    method, path = call
    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.app)[path][method]
    seen = set()

    @seed(2026)
    @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        case=one_of([operation.as_strategy(generation_mode=mode) for mode in modes]),
        real=of_what_there_is,
        rule=sampled_from(RULES),
        headers=sampled_from(callers),
    )
    def ask(case, real, rule, headers):
        if real and case.meta.generation.mode == GenerationMode.POSITIVE:
            point_at_what_there_is(case, known, rule)
        # Whether a day or a slot exists is no matter of a body's shape.
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance], headers=headers)
        seen.add(answer.status_code)

    ask()
    return seen


def point_at_what_there_is(case, known, rule):
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    if not isinstance(case.body, dict):
        return
    if "offer" in case.body:
        case.body = {**case.body, "offer": "energieberatung", "adviser": None}
    if "title" in case.body:
        case.body = {**case.body, **RESERVING, "provider": "haus", "rrule": rule, "exdates": []}
    elif "start" in case.body:
        case.body = {**case.body, "start": TUESDAY_10}
    if "room" in case.body:
        case.body = {**case.body, "room": "buero-2"}
    if "end" in case.body and "title" not in case.body:
        case.body = {**case.body, "end": None}


def test_people_can_read_it_without_scripts(api):
    answer = api.client.get("/api/docs")
    page = answer.text
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert "<script" not in page
    assert "style=" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
    for method, path in CALLS:
        assert f">{method} {path}</code>" in page
    for word in (
        "Idempotency-Key",
        "hearing_loop",
        "Maria Muster",
        "429 Zu viele Anfragen",
        "höchstens 80 Zeichen",
        "403 Nicht erlaubt",
        "FREQ=WEEKLY;COUNT=10",
        "höchstens 370 Einträge",
        "1 bis 500",
    ):
        assert word in page


def test_the_type_of_a_problem_leads_to_a_few_words(api):
    answer = api.client.get(api.get("/offers/gibt-es-nicht/slots").json["type"])
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.startswith("Nicht gefunden (404)")
    assert api.client.get("/probleme/gibt-es-nicht").status_code == 404
