"""Texts are sent compressed to whoever accepts it, and what a browser has already is not sent again."""

from __future__ import annotations

import gzip

import pytest

from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

GZIP = {"Accept-Encoding": "br;q=1.0, gzip;q=0.8"}
STYLES = "/static/treffpunkt.css"


@pytest.mark.parametrize("path", ["/", STYLES, "/static/vendor/icons.svg", "/t/{}/termin.ics"])
def test_the_same_text_in_fewer_bytes(site: Site, path: str) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    client = site.app.test_client()
    with client.get(path.format(token)) as plain, client.get(path.format(token), headers=GZIP) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        assert gzip.decompress(packed.data).splitlines()[:1] == plain.data.splitlines()[:1]
        for answer in (plain, packed):
            assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0, *;q=0.1"])
def test_nobody_gets_what_they_cannot_read(site: Site, accepted: str) -> None:
    with site.app.test_client().get(STYLES, headers={"Accept-Encoding": accepted}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.data.startswith(b"/*")


def test_fonts_and_short_answers_stay_as_they_are(site: Site) -> None:
    for path in ("/static/vendor/fonts/fira-sans-latin-400.woff2", "/healthz"):
        with site.app.test_client().get(path, headers=GZIP) as answer:
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers, path


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_what_a_browser_has_is_not_sent_again(site: Site, headers: dict[str, str]) -> None:
    client = site.app.test_client()
    with client.get(STYLES, headers=headers) as first:
        etag = first.headers["ETag"]
    with client.get(STYLES, headers={**headers, "If-None-Match": etag}) as again:
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Accept-Encoding" in again.headers["Vary"]


def test_compressed_bytes_have_an_etag_of_their_own(site: Site) -> None:
    client = site.app.test_client()
    with client.get(STYLES) as plain, client.get(STYLES, headers=GZIP) as packed:
        assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"


def test_a_part_of_a_file_is_a_part_of_the_file(site: Site) -> None:
    with site.app.test_client().get(STYLES, headers={**GZIP, "Range": "bytes=0-9"}) as answer:
        assert answer.status_code == 206
        assert len(answer.data) == 10
        assert "Content-Encoding" not in answer.headers


def test_the_length_of_a_page_tells_nothing_exact(site: Site) -> None:
    client = site.app.test_client()
    lengths = {len(client.get("/heute", headers=GZIP).data) for _ in range(20)}
    assert len(lengths) > 5


@pytest.mark.parametrize(
    "path",
    [
        "/static/../compressing.py",
        "/static/%2e%2e/compressing.py",
        "/static/vendor/../../headers.py",
        f"/static/{'../' * 12}etc/passwd",
        "/static/there-is-none.css",
    ],
)
def test_nothing_but_what_was_answered_is_compressed(site: Site, path: str) -> None:
    with site.app.test_client().get(path, headers=GZIP) as answer:
        assert answer.status_code == 404
        assert "Content-Security-Policy" in answer.headers
        sent = answer.data
        page = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
        assert b"<h1" in page
        assert b"import" not in page
        assert b"root:" not in page
