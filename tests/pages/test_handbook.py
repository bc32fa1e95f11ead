"""The handbook in the house: for whoever signs in, from a fixed list of chapters and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.web.handbook import CHAPTERS, pictures
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PNG = b"\x89PNG"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_every_chapter(signed_in: Callable[..., Visitor], role: Role) -> None:
    visitor = signed_in(role)
    visitor.get("/handbuch")
    assert visitor.status == 200
    for chapter in CHAPTERS:
        assert f'href="/handbuch/{chapter}"' in visitor.text
    for chapter in CHAPTERS:
        visitor.get(f"/handbuch/{chapter}")
        assert visitor.status == 200
        assert visitor.text.count("<h1") == 1
        assert ".md" not in visitor.text


def test_residents_are_asked_to_sign_in(site: Site) -> None:
    for path in ("/handbuch", f"/handbuch/{CHAPTERS[0]}", f"/handbuch/bilder/{next(iter(pictures()))}"):
        visitor = site.visitor().get(path)
        assert visitor.path == "/anmelden", path
        assert "handbuch" not in site.visitor().get("/").text


def test_pictures_are_there_and_say_their_size(signed_in: Callable[..., Visitor]) -> None:
    visitor = signed_in(Role.STAFF)
    seen = set()
    for chapter in CHAPTERS:
        for tag in re.findall("<img[^>]*>", visitor.get(f"/handbuch/{chapter}").text):
            assert re.search('alt="[^"]{30,}"', tag)
            assert re.search('width="[0-9]+" height="[0-9]+"', tag)
            seen.add(tag.partition('src="')[2].partition('"')[0])
    assert {path.rpartition("/")[2] for path in seen} == set(pictures())
    for path in seen:
        answer = visitor.client.get(path)
        assert answer.mimetype == "image/png"
        assert answer.data.startswith(PNG)
        answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/handbuch/README",
        "/handbuch/7-gibt-es-nicht",
        "/handbuch/1-erster-tag.md",
        "/handbuch/../architecture",
        "/handbuch/..%2farchitecture",
        "/handbuch/%2e%2e/%2e%2e/wsgi.py",
        "/handbuch/bilder/gibt-es-nicht.png",
        "/handbuch/bilder/../1-erster-tag.md",
        "/handbuch/bilder/..%2f1-erster-tag.md",
        "/handbuch/bilder/%2e%2e%2f%2e%2e%2fscreenshots%2fhome.png",
        "/handbuch/bilder/..%5c..%5cscreenshots%5chome.png",
        "/handbuch/bilder//etc/passwd",
        "/handbuch/bilder/%00.png",
    ],
)
def test_nothing_else_is_served(signed_in: Callable[..., Visitor], path: str) -> None:
    answer = signed_in(Role.ADMIN).client.get(path)
    assert answer.status_code == 404
    assert b"Architecture" not in answer.data
    answer.close()


def test_a_picture_opens_large(signed_in: Callable[..., Visitor]) -> None:
    text = signed_in(Role.STAFF).get(f"/handbuch/{CHAPTERS[0]}").text
    leads = re.findall('<a href="([^"]+)"><img src="([^"]+)"', text)
    assert leads
    assert len(leads) == text.count("<img")
    assert all(target == source for target, source in leads)
