"""Forged forms are refused, and the page says what to do."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"


def posting(app: Flask) -> list[str]:
    return sorted(
        rule.rule.replace("<slug:slug>", "energieberatung")
        .replace("<token:token>", "x")
        .replace("<token:appointment_id>", "x")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    )


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    paths = posting(site.app)
    assert len(paths) >= 12
    before = site.rows()
    for path in paths:
        for sent in ({}, {"csrf_token": "geraten"}, {"csrf_token": ["a", "b"]}):
            visitor = site.visitor().get("/code").post(path, sent)
            if path.startswith("/ich"):
                continue
            assert visitor.status == 400, path
            assert "Bitte laden Sie die Seite neu" in visitor.text
    assert site.rows() == before


@pytest.mark.parametrize(
    ("said", "status"), [("cross-site", 400), ("same-site", 400), ("same-origin", 200), ("none", 200)]
)
def test_the_browser_says_where_a_form_comes_from(site: Site, said: str, status: int) -> None:
    visitor = site.visitor().get("/termin/energieberatung")
    sent = {"csrf_token": visitor.token(), "slot": NINE}
    assert visitor.post("/termin/energieberatung", sent, headers={"Sec-Fetch-Site": said}).status == status


def test_a_token_of_somebody_else_is_none(site: Site) -> None:
    stolen = site.visitor().get("/code").token()
    visitor = site.visitor().get("/code")
    assert visitor.post("/code", {"csrf_token": stolen, "code": "222222", "name": "x"}).status == 400
