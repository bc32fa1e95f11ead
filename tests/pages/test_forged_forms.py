"""Forged forms are refused, and the page says what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.web.forgery import ONE_CLICK
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.doors import may_open

NINE = "2026-11-24T08:00Z"


def posting(site: Site) -> list[tuple[str, frozenset[Role]]]:
    """Every address that takes a form, and who may send one."""
    app, somebody = site.app, {"slug": "energieberatung", "step": "sperren"}
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == ONE_CLICK:
            continue  # mail programs send it without a token (test_unsubscribing.py)
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            values = {name: somebody.get(name, 1 if name.endswith("_id") else "x") for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            found.append((path, may_open(rule.endpoint)))
    return found


def test_no_form_is_taken_without_its_token(site: Site, signed_in: Callable[..., Visitor]) -> None:
    paths = posting(site)
    assert len(paths) >= 25
    visitors = {role: signed_in(role) for role in Role}
    before = site.rows()
    for path, roles in paths:
        for sent in ({}, {"csrf_token": "geraten"}, {"csrf_token": ["a", "b"]}):
            visitor = visitors[min(roles)] if roles else site.visitor().get("/code")
            visitor.post(path, sent)
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
