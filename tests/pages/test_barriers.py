"""A reported barrier and a question about one's own data: with or without an address, with the deadlines of the law."""

from __future__ import annotations

from datetime import date

import pytest

from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind
from booking.todos.texts import page_of
from booking.web.forms.contact_faults import LONGEST_NAME
from tests.pages.conftest import Site
from tests.pages.test_call_back import todos

REPORT = {"text": "Die Schrift ist zu klein.", "contact": "none"}
QUESTION = {"right": "access", "who": "HAUS", "proof": "visit", "name": "Maria", "contact": "none"}


def test_every_page_leads_there_and_names_itself_but_for_secret_ones(site: Site) -> None:
    _, _, token = site.booked(at_wall(date(2026, 11, 24), 9))
    for path, named in (
        ("/heute", "/heute"),
        ("/hilfe/haus-und-energie", "/hilfe/haus-und-energie"),
        (f"/t/{token}", ""),
    ):
        visitor = site.visitor().get(path).follow("Barriere melden")
        assert (visitor.status, visitor.path) == (200, "/barriere-melden")
        assert dict(visitor.forms[0].fields).get("seite", "") == named


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/heute?x=Maria", "/heute"),
        ("/t/geheim", ""),
        ("/ar/t/geheim", ""),
        ("https://termin.example/t/geheim", ""),
        ("https://termin.example/ar/w/geheim", ""),
        ("am Empfang", "am Empfang"),
        ("a\u202eb", ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_the_address_of_a_page_tells_no_secret(site: Site, sent: str, kept: str) -> None:
    site.visitor().get("/barriere-melden").press("Barriere melden", **REPORT, seite=sent)
    ((todo, _, _),) = todos(site, Kind.BARRIER)
    assert page_of(todo, site.runtime.vault) == kept
    assert todo.subject == ""


def test_a_report_without_any_contact(site: Site) -> None:
    visitor = site.visitor().get("/barriere-melden?seite=/heute").press("Barriere melden", **REPORT)
    assert visitor.path == "/barriere-melden/fertig"
    assert "Eine Antwort schicken wir Ihnen nicht." in visitor.text
    ((todo, contact, text),) = todos(site, Kind.BARRIER)
    assert (contact, text) == (None, "Die Schrift ist zu klein.")
    assert page_of(todo, site.runtime.vault) == "/heute"
    assert todo.due_at == at_wall(date(2026, 12, 7), 12)
    assert todo.final_at == at_wall(date(2027, 1, 4), 12)
    assert site.people() == []


def test_an_answer_by_phone_needs_no_name(site: Site) -> None:
    visitor = site.visitor().get("/barriere-melden")
    visitor.press("Barriere melden", **REPORT | {"contact": "phone", "phone": "02175 123456"})
    assert "Wir rufen Sie mit einer Antwort an, bis 7. Dezember 2026." in visitor.text
    ((_, contact, _),) = todos(site, Kind.BARRIER)
    assert contact is not None
    assert (contact.name, contact.phone) == ("", "02175 123456")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": " \n "}, "Bitte schreiben Sie, was nicht geht."),
        ({"text": "a" * 2001}, "Ihr Text hat 2001 Zeichen. Bitte kürzen Sie ihn auf 2000."),
        ({"contact": ""}, "Bitte wählen Sie aus, ob und wie wir Ihnen antworten."),
        ({"contact": "email", "email": "maria"}, "mit einem @-Zeichen"),
        ({"contact": "phone", "phone": ""}, "Bitte schreiben Sie Ihre Telefonnummer."),
        ({"contact": "phone", "phone": "02175 123456", "name": "\u202ex"}, "ohne Sonderzeichen"),
    ],
)
def test_a_report_with_a_fault_keeps_its_text(site: Site, sent: dict[str, str], words: str) -> None:
    visitor = site.visitor().get("/barriere-melden").press("Barriere melden", **REPORT | sent)
    assert visitor.status == 422
    assert words in visitor.text
    assert sent.get("text", REPORT["text"]).strip() in visitor.text
    assert todos(site, Kind.BARRIER) == []


def test_lines_stay_lines_and_tricks_go(site: Site) -> None:
    sent = {"text": "Zeile 1\r\nZeile\u202e 2\x07\n\n<b>3</b>"}
    site.visitor().get("/barriere-melden").press("Barriere melden", **REPORT | sent)
    ((_, _, text),) = todos(site, Kind.BARRIER)
    assert text == "Zeile 1\nZeile 2\n\n<b>3</b>"


def test_a_question_about_data_goes_to_the_provider_it_is_about(site: Site) -> None:
    visitor = site.visitor().get("/daten-anfrage")
    visitor.press("Anfrage senden", **QUESTION | {"who": "haus", "proof": "code", "code": "7f3 k9m"})
    assert "Sie bekommen eine Antwort bis 23. Dezember 2026." in visitor.text
    ((todo, contact, code),) = todos(site, Kind.DATA)
    assert (todo.provider_id, todo.subject, code) == (site.house.provider.id, "access", "7F3K9M")
    assert contact is not None
    assert contact.name == "Maria"
    assert todo.person is not None
    assert todo.person.provider_id == site.house.provider.id


def test_the_desk_sees_requests_to_the_house_only_and_says_so(site: Site) -> None:
    visitor = site.visitor().get("/daten-anfrage").press("Anfrage senden", **QUESTION | {"who": "haus"})
    assert "Kommen Sie bitte mit Ihrem Ausweis zum Empfang." not in visitor.text
    assert "Zeigen Sie Ihren Ausweis bitte der Stelle, an die Ihre Anfrage geht." in visitor.text
    assert "Der Empfang sieht Ihre Anfrage nicht." in visitor.text
    assert site.house.provider.name not in visitor.text.partition("<main")[2]


@pytest.mark.parametrize("path", ["/code", "/barriere-melden", "/daten-anfrage"])
def test_a_name_is_as_long_here_as_where_it_is_checked(site: Site, path: str) -> None:
    field = site.visitor().get(path).text.partition('id="name"')[2].partition(">")[0]
    assert f'maxlength="{LONGEST_NAME}"' in field


def test_whoever_comes_along_needs_no_number(site: Site) -> None:
    visitor = site.visitor().get("/daten-anfrage").press("Anfrage senden", **QUESTION)
    assert "Kommen Sie bitte mit Ihrem Ausweis zum Empfang." in visitor.text
    ((todo, _, code),) = todos(site, Kind.DATA)
    assert code == ""
    assert todo.due_at == at_wall(date(2026, 12, 23), 12)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"right": ""}, "Bitte wählen Sie aus, worum Sie bitten."),
        ({"who": "unbekannt"}, "Bitte wählen Sie aus, an wen sich Ihre Anfrage richtet."),
        ({"proof": ""}, "Bitte wählen Sie aus, wie Sie zeigen, dass Sie es sind."),
        ({"proof": "code", "code": "abc"}, "sechs Buchstaben und Zahlen"),
        ({"name": ""}, "Bitte schreiben Sie, wie wir Sie ansprechen dürfen."),
        ({"contact": ""}, "Bitte wählen Sie aus, wie wir Ihnen antworten."),
    ],
)
def test_a_question_with_a_fault(site: Site, sent: dict[str, str], words: str) -> None:
    visitor = site.visitor().get("/daten-anfrage").press("Anfrage senden", **QUESTION | sent)
    assert visitor.status == 422
    assert words in visitor.text
    assert todos(site, Kind.DATA) == []
