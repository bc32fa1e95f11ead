"""Whatever is sent, the answer is a page that helps, never a 500."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"
STRANGE = [
    "",
    "\x00",
    "a\r\nBcc: x@example.org",
    "\ud800",
    "<script>alert(1)</script>",
    "x" * 40_000,
    "\u202e",
    "😀",
    "%s%n{0}",
    "'",
]
DAYS = ["", "abc", "0001-01-01", "9999-12-31", "2026-13-45", "-1", "2026-11-24T00:00", "٢٠٢٦-١١-٢٤"]
TIMES = [
    "",
    "x",
    "0001-01-01T00:00Z",
    "9999-12-31T23:59Z",
    "2026-11-24T08:00",
    "2026-11-24T08:07Z",
    "2020-01-01T08:00Z",
    "2026-11-24T08:00+99:00",
    "2027-03-28T01:30Z",
    "\x00",
]


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("strange", STRANGE, ids=lambda text: repr(text[:12]))
def test_strange_words_in_an_address(site: Site, strange: str) -> None:
    client = site.app.test_client()
    short = encoded(strange[:200])
    for path in (
        f"/?q={short}",
        f"/?q[]={short}",
        f"/?q={short}&q=x",
        f"/angebot/{short}",
        f"/hilfe/{short}",
        f"/t/{short}",
        f"/termin/{short}",
        f"/termin/energieberatung?adviser={short}",
        f"/termin/energieberatung?ab={short}",
        f"/anmelden?weiter={short}",
        f"/ar/{short}",
        f"/{short}/",
        f"/demo/mails/{short}",
    ):
        assert client.get(path, follow_redirects=True).status_code < 500, path


@pytest.mark.parametrize("day", DAYS)
def test_absurd_days(site: Site, day: str) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    for path in ("/termin/energieberatung", f"/t/{token}/verschieben"):
        visitor = site.visitor().get(path, query_string={"ab": day})
        assert visitor.status == 200


@pytest.mark.parametrize("time", TIMES)
def test_absurd_times(site: Site, time: str) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    for path in ("/termin/energieberatung", f"/t/{token}/verschieben"):
        visitor = site.visitor().get(path)
        visitor.post(path, {"csrf_token": visitor.token(), "slot": time})
        assert visitor.status in (400, 409), path
    assert [row.sequence for row in site.appointments()] == [0]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"name": "Maria\r\nMuster"}, "in eine Zeile"),
        ({"name": "Maria\x00"}, "in eine Zeile"),
        ({"name": "\u202eairaM"}, "in eine Zeile"),
        ({"name": "   "}, "wie wir Sie ansprechen dürfen"),
        ({"name": "…!"}, "wie wir Sie ansprechen dürfen"),
        ({"name": "x" * 81}, "auf 80 Zeichen"),
        ({"name": "x" * 200_000}, "auf 80 Zeichen"),
        ({"contact": "taube"}, "wie wir Sie erreichen"),
        ({"contact": ""}, "wie wir Sie erreichen"),
        ({"contact": "email", "email": ""}, "Bitte schreiben Sie Ihre E-Mail-Adresse"),
        ({"contact": "email", "email": "maria"}, "mit einem @-Zeichen"),
        ({"contact": "email", "email": "maria@"}, "Hinter dem @ fehlt"),
        ({"contact": "email", "email": "maria@beispiel"}, "Hinter dem @ fehlt"),
        ({"contact": "email", "email": "maria muster@beispiel.de"}, "keine Leerzeichen"),
        ({"contact": "email", "email": "maria@beispiel.de\r\nBcc: x@y.de"}, "keine Leerzeichen"),
        ({"contact": "email", "email": "mar\x00ia@beispiel.de"}, "Zeichen für Zeichen"),
        ({"contact": "email", "email": "<maria@beispiel.de>"}, "Zeichen für Zeichen"),
        ({"contact": "email", "email": "a@b@beispiel.de"}, "Zeichen für Zeichen"),
        ({"contact": "email", "email": f"{'x' * 250}@beispiel.de"}, "Zeichen für Zeichen"),
        ({"contact": "email", "email": "maria@-beispiel..de"}, "Zeichen für Zeichen"),
        ({"contact": "phone", "phone": ""}, "Bitte schreiben Sie Ihre Telefonnummer"),
        ({"contact": "phone", "phone": "anrufen!"}, "nur mit Ziffern"),
        ({"contact": "phone", "phone": "123"}, "zu kurz"),
        ({"contact": "phone", "phone": "1" * 41}, "nur mit Ziffern"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_fault_in_the_details_has_its_sentence(site: Site, sent: dict[str, str], fault: str) -> None:
    visitor = site.visitor().get("/termin/energieberatung").press(NINE)
    good = {"name": "Maria", "contact": "none", "csrf_token": visitor.token()}
    visitor.post("/termin/energieberatung/angaben", {**good, **sent})
    assert visitor.status == 422
    assert fault in visitor.text
    assert visitor.title.startswith("Fehler: ")


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "Maria", "contact": "email", "email": "maria@müller.de"},
        {"name": "Maria", "contact": "email", "email": "Maria.Muster+x@beispiel.co.uk"},
        {"name": "أمل", "contact": "phone", "phone": "+49 (0) 2175 / 12-34"},
        {
            "name": "D’Artagnan-Özdemir",
            "contact": "none",
            "needs": ["wheelchair", "flügel"],
            "language": "klingonisch",
        },
        {"name": ["Maria", "Josef"], "contact": ["none", "email"], "name[]": "x", "needs[]": "wheelchair"},
    ],
    ids=str,
)
def test_what_real_people_write_is_taken(site: Site, sent: dict[str, Any]) -> None:
    visitor = site.visitor().get("/termin/energieberatung").press(NINE)
    visitor.post("/termin/energieberatung/angaben", {**sent, "csrf_token": visitor.token()})
    assert visitor.path.endswith("/pruefen"), visitor.text
    visitor.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in visitor.text
    (contact,) = site.people()
    assert contact.language == "de"


@pytest.mark.parametrize("strange", STRANGE, ids=lambda text: repr(text[:12]))
def test_strange_words_in_the_small_forms(site: Site, strange: str) -> None:
    visitor = site.visitor().get("/code")
    text = strange.encode("utf-8", "replace").decode()
    token = visitor.token()
    assert visitor.post("/code", {"csrf_token": token, "code": text, "name": text}).status == 422
    assert (
        visitor.post(
            "/anmelden", {"csrf_token": token, "email": text, "password": text, "weiter": text}
        ).status
        == 422
    )
    assert visitor.post("/anmelden/code", {"csrf_token": token, "code": text}).path == "/anmelden"


def test_too_much_at_once(site: Site) -> None:
    visitor = site.visitor().get("/code")
    visitor.post("/code", {"csrf_token": visitor.token(), "code": "222222", "name": "x" * 1_000_000})
    assert visitor.status == 413
    assert "Das war zu viel auf einmal" in visitor.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 405),
        ("DELETE", "/code", 405),
        ("GET", "/abmelden", 405),
        ("GET", "/t/x/erinnerung", 405),
        ("GET", "/gibt-es-nicht", 404),
        ("GET", "/de/", 404),
        ("GET", "/xx/code", 404),
        ("GET", "/t/x/absagen", 404),
    ],
)
def test_errors_are_pages_that_help(site: Site, method: str, path: str, status: int) -> None:
    answer = site.app.test_client().open(path, method=method)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert "Nichts ist verloren." in text
    assert "02175" in text
    if status == 405:
        assert answer.headers["Allow"]


def test_programs_get_problems_where_people_get_pages(site: Site) -> None:
    answer = site.app.test_client().get("/api/v1/gibt-es-nicht")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
