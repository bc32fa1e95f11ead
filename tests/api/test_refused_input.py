"""What is no booking: refused in German, at its field, and nothing is written."""

from __future__ import annotations

import json

from tests.api.conftest import BOOKING
from tests.api.test_booking import appointments


def sent(api, body, content_type="application/json"):
    return api.client.post("/api/v1/appointments", data=body, content_type=content_type)


WRONG = [
    ("name", ""),
    ("name", "   "),
    ("name", None),
    ("name", ["Maria"]),
    ("name", {"first": "Maria"}),
    ("name", 7),
    ("name", "x" * 81),
    ("name", "Maria\x00"),
    ("name", "Maria\r\nBcc: a@example.org"),
    ("name", "Maria\ud800"),
    ("name", "Maria\u202etxet"),
    ("email", ""),
    ("email", "maria"),
    ("email", "maria@example"),
    ("email", "a@b@example.org"),
    ("email", "maria@example.org\n"),
    ("email", '"maria muster"@example.org'),
    ("email", ["maria@example.org"]),
    ("email", "a" * 244 + "@example.org"),
    ("phone", "0" * 41),
    ("phone", 2175),
    ("language", "klingonisch"),
    ("needs", "wheelchair"),
    ("needs", {"wheelchair": True}),
    ("needs", ["elevator"]),
    ("needs", ["wheelchair"] * 7),
    ("adviser", 1),
    ("offer", None),
    ("offer", "x" * 61),
    ("start", "2026-11-24T09:00:00"),
    ("start", "2026-11-24"),
    ("start", "2026-02-30T09:00:00Z"),
    ("start", "0001-01-01T00:00:00+14:00"),
    ("start", "9999-12-31T23:59:59-14:00"),
    ("start", "2026-11-24T09:00:00+25:00"),
    ("start", "2026-11-24T09:00:60Z"),
    ("start", "\u0662026-11-24T09:00:00Z"),
    ("start", 1795593600),
    ("start", ["2026-11-24T09:00:00Z"]),
    ("token", "x"),
]


def test_a_wrong_field_is_named_with_a_sentence(api):
    for field, value in WRONG:
        answer = sent(api, json.dumps({**BOOKING, field: value}))
        assert (answer.status_code, answer.json["type"]) == (422, "/probleme/invalid"), (field, value)
        assert {each["field"].partition(".")[0] for each in answer.json["errors"]} == {field}, value
        assert all(" " in each["detail"] for each in answer.json["errors"])
    assert appointments(api) == 0


def test_everything_that_is_missing_is_said_at_once(api):
    answer = api.post("/appointments", {})
    assert [each["field"] for each in answer.json["errors"]] == ["offer", "start", "name"]
    assert {each["detail"] for each in answer.json["errors"]} == {"Diese Angabe fehlt."}


def test_json_that_is_no_object_is_refused(api):
    for body in ("[]", "null", '"x"', "7", "[[]]"):
        assert sent(api, body).status_code == 422


def test_what_is_no_json_is_refused(api):
    number = f'{{"name": {"9" * 5000}}}'
    for body in ("{", "", "{'name': 1}", b"\xff\xfe{}", '{"start": NaN}', "[" * 30_000, number):
        answer = sent(api, body)
        assert (answer.status_code, answer.json["type"]) == (400, "/probleme/bad-request")


def test_another_format_is_refused(api):
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = sent(api, json.dumps(BOOKING), content_type)
        assert (answer.status_code, answer.json["type"]) == (415, "/probleme/unsupported-media-type")


def test_a_megabyte_is_too_much(api):
    answer = api.post("/appointments", {**BOOKING, "name": "x" * 1_000_000})
    assert (answer.status_code, answer.json["type"]) == (413, "/probleme/content-too-large")


def test_another_method_is_told_which_there_are(api):
    for method, path in (
        ("DELETE", "/rooms"),
        ("GET", "/appointments"),
        ("PUT", "/offers"),
        ("TRACE", "/rooms"),
    ):
        answer = api.client.open(f"/api/v1{path}", method=method)
        assert (answer.status_code, answer.json["type"]) == (405, "/probleme/method-not-allowed")
        assert answer.headers["Allow"]


def test_an_address_that_is_none_is_a_problem_too(api):
    answer = api.get("/gibt-es-nicht")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
