"""A request that names another host leads nobody there."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.conftest import Site

ELSEWHERE = "https://boese.example"
OWN = "https://termin.example"


def test_two_slashes_are_no_way_to_another_host(site: Site) -> None:
    for path in ("//heute", "/ar//heute", "/termin//energieberatung", "/ar/termin//energieberatung"):
        sent = {"PATH_INFO": path, "HTTP_HOST": "boese.example"}
        answer = site.app.test_client().get(environ_overrides=sent)
        assert answer.status_code in (200, 404), path
        assert "boese" not in str(answer.headers)


def test_production_answers_for_its_own_host_only(build: Callable[..., Site]) -> None:
    client = build(env="production", base_url=OWN).app.test_client()
    for path in ("/heute", "/gibt-es-nicht", "/api/v1/rooms", "/static/mark.svg"):
        answer = client.get(path, base_url=ELSEWHERE)
        answer.close()
        assert answer.status_code == 400, path
    assert client.get("/heute", base_url=OWN).status_code == 200


def test_a_container_can_ask_itself(build: Callable[..., Site]) -> None:
    client = build(env="production", base_url=OWN).app.test_client()
    for host in ("http://127.0.0.1:8000", "http://localhost:8000"):
        assert client.get("/healthz", base_url=host).status_code == 200, host
        assert client.get("/readyz", base_url=host).status_code == 200, host
