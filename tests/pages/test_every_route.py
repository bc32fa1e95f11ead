"""What holds for every route: access is declared, GET changes nothing, the headers are there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.web.access import EVERYBODY, declared_roles
from booking.web.headers import POLICY
from tests.pages.addresses import addresses, get_rules
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.doors import may_open

SECRETS = ("/t/", "/w/", "/erinnerung-aus/", "/kalender/", "/demo/mails/", "/einladung/", "/passwort-neu/")


def test_every_route_says_who_may_call_it(site: Site) -> None:
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        declared = declared_roles(site.app, rule.endpoint)
        assert declared is not None, f"{rule.rule} declares no access"
        if rule.endpoint.partition(".")[0] in site.app.blueprints and not rule.rule.startswith("/api/"):
            assert declared == may_open(rule.endpoint), rule.rule


@pytest.mark.parametrize("role", [None, *Role])
def test_every_role_at_every_door(site: Site, signed_in: Callable[..., Visitor], role: Role | None) -> None:
    visitor = signed_in(role) if role else site.visitor()
    paths = addresses(site)
    for rule in get_rules(site):
        allowed, path = may_open(rule.endpoint), paths[rule.rule]
        if allowed == EVERYBODY:
            continue
        visitor.get(path)
        if role is None:
            assert (visitor.status, visitor.path) == (200, "/anmelden"), path
        elif role not in allowed:
            assert visitor.status == 403, path
        else:
            assert visitor.status in ((200, 404) if rule.arguments else (200,)), path
    visitor.get("/heute")
    assert visitor.status == 200
    visitor.post("/ich/termin/abc", {"status": "done", "csrf_token": visitor.get("/code").token()})
    expected = {None: 200, Role.ADVISER: 404, Role.LEAD: 404}.get(role, 403)
    assert visitor.status == expected
    assert (visitor.path == "/anmelden") == (role is None)


@pytest.mark.parametrize("who", ["nobody", "somebody who holds a time", "adviser"])
def test_looking_changes_nothing(site: Site, signed_in: Callable[..., Visitor], who: str) -> None:
    """There is one exception, a count of pages without a free time: test_no_time.py holds it to its word."""
    paths = addresses(site)
    visitor = signed_in(Role.ADVISER, "ada@example.org") if who == "adviser" else site.visitor()
    if who == "somebody who holds a time":
        visitor.get("/termin/energieberatung").press("2026-11-24T08:00Z")
        visitor.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    before = site.rows()
    for path in paths.values():
        for method in ("GET", "HEAD"):
            answer = visitor.client.open(path, method=method)
            answer.close()
            assert answer.status_code < 500, path
    assert site.rows() == before


def test_every_page_carries_the_headers(site: Site) -> None:
    for path in [*addresses(site).values(), "/gibt-es-nicht", "/static/mark.svg", "/t/unbekannt"]:
        answer = site.app.test_client().get(path)
        answer.close()
        headers = answer.headers
        assert headers["Content-Security-Policy"] == POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Permissions-Policy" in headers
        assert "Strict-Transport-Security" not in headers
        secret = path.startswith(SECRETS)
        assert headers["Referrer-Policy"] == ("no-referrer" if secret else "same-origin")
        assert headers.get("X-Robots-Tag") == ("noindex" if secret else None)
        if secret or path.startswith("/termin/"):
            assert headers["Cache-Control"] == "no-store", path


def test_over_https_the_cookie_belongs_to_this_host_only(build: Callable[..., Site]) -> None:
    site = build(base_url="https://termin.example")
    answer = site.app.test_client().get("/code", base_url="https://termin.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-treffpunkt=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_first_page_needs_no_cookie(site: Site) -> None:
    for path in ("/", "/hilfe/haus-und-energie", "/angebot/energieberatung", "/heute", "/impressum"):
        answer = site.app.test_client().get(path)
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_files_are_kept_for_a_year_under_an_address_of_their_version(site: Site) -> None:
    visitor = site.visitor().get("/")
    address = next(part for part in visitor.text.split('"') if part.startswith("/static/treffpunkt.css?v="))
    for path, seconds in ((address, 31536000), ("/static/mark.svg", 86400)):
        answer = visitor.client.get(path)
        answer.close()
        assert answer.headers["Cache-Control"] == f"public, max-age={seconds}"
