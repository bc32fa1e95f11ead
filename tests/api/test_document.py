"""The OpenAPI document is true, and people can read it."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import booleans, one_of
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.conftest import TUESDAY_10

CALLS = {
    ("GET", "/api/v1/rooms"),
    ("GET", "/api/v1/offers"),
    ("GET", "/api/v1/offers/{slug}/slots"),
    ("POST", "/api/v1/appointments"),
    ("GET", "/api/v1/appointments/{token}"),
    ("POST", "/api/v1/appointments/{token}/move"),
    ("POST", "/api/v1/appointments/{token}/cancel"),
}


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


@pytest.mark.parametrize("call", sorted(CALLS), ids=lambda call: f"{call[0]} {call[1]}")
def test_the_document_is_true(api, call):
    """Whatever fits the document is answered as it says; whatever does not fit is refused as it says."""
    method, path = call
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.app)
    operation = document[path][method]
    modes = [GenerationMode.POSITIVE] if path == "/api/v1/rooms" else list(GenerationMode)
    token = api.book()["token"]
    seen = set()

    @seed(2026)
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=one_of([operation.as_strategy(generation_mode=mode) for mode in modes]), real=booleans())
    def ask(case, real):
        if real and case.meta.generation.mode == GenerationMode.POSITIVE:
            point_at_what_there_is(case, token)
        # Whether a day or a slot exists is no matter of a body's shape.
        seen.add(case.call_and_validate(excluded_checks=[positive_data_acceptance]).status_code)

    ask()
    assert seen & {200, 201}


def point_at_what_there_is(case, token):
    known = {"slug": "energieberatung", "token": token}
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    if isinstance(case.body, dict) and "offer" in case.body:
        case.body = {**case.body, "offer": "energieberatung", "adviser": None}
    if isinstance(case.body, dict) and "start" in case.body:
        case.body = {**case.body, "start": TUESDAY_10}


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
    ):
        assert word in page


def test_the_type_of_a_problem_leads_to_a_few_words(api):
    answer = api.client.get(api.get("/offers/gibt-es-nicht/slots").json["type"])
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.startswith("Nicht gefunden (404)")
    assert api.client.get("/probleme/gibt-es-nicht").status_code == 404
