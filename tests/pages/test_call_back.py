"""R12 A call-back: asked for once, promised for a day on which somebody calls, and told to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact, contact_of
from booking.scheduling.walltime import at_wall
from booking.todos.models import Kind, Todo
from booking.todos.texts import text_of
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PHONE = {"name": "Maria Muster", "contact": "phone", "phone": "02175 123456"}


def todos(site: Site, kind: Kind = Kind.CALL_BACK) -> list[tuple[Todo, Contact | None, str]]:
    with site.runtime.database.reading() as session:
        return [
            (
                each,
                contact_of(each.person, site.runtime.vault) if each.person else None,
                text_of(each, site.runtime.vault),
            )
            for each in session.scalars(select(Todo).where(Todo.kind == kind).order_by(Todo.created_at))
        ]


def ask(site: Site, **typed: Any) -> Visitor:
    return (
        site.visitor()
        .get("/rueckruf?thema=haus-und-energie")
        .press("Um einen Rückruf bitten", **{**PHONE, **typed})
    )


def test_the_promise_is_the_deadline_of_a_todo(site: Site) -> None:
    visitor = ask(site, phone_hours="morning", leave_message="yes", language="ar")
    assert (visitor.status, visitor.path) == (200, "/rueckruf/fertig")
    assert "Wir rufen Sie bis Dienstag, 24. November, 12 Uhr, an." in visitor.text
    ((todo, contact, concern),) = todos(site)
    assert (todo.due_at, todo.provider_id, concern) == (at_wall(TUESDAY, 12), None, "haus-und-energie")
    assert contact == Contact(
        name="Maria Muster", phone="02175 123456", phone_hours="morning", leave_message=True, language="ar"
    )
    assert todo.person is not None
    assert todo.person.provider_id is None


def test_sent_twice_it_is_one_call(site: Site) -> None:
    visitor = site.visitor().get("/rueckruf")
    fields = dict(visitor.forms[0].fields) | PHONE
    for _ in range(2):
        visitor.post("/rueckruf", fields)
        assert visitor.path == "/rueckruf/fertig"
    visitor.post("/rueckruf", fields | {"phone": "02175 654321"})
    assert [contact.phone for _, contact, _ in todos(site) if contact] == ["02175 654321"]
    assert len(site.people()) == 1


def test_the_concern_need_not_be_said(site: Site) -> None:
    ask(site, thema="keines")
    ask(site, thema="gibt-es-nicht")
    assert [concern for _, _, concern in todos(site)] == ["", ""]


def test_who_does_not_hear_gets_an_answer_by_mail(site: Site) -> None:
    visitor = site.visitor().get("/rueckruf?antwort=email&gebaerden=ja")
    visitor.press("Um einen Rückruf bitten", name="Maria", email="maria@example.org")
    assert "Wir schreiben Ihnen bis Dienstag, 24. November, 12 Uhr." in visitor.text
    ((_, contact, _),) = todos(site)
    assert contact is not None
    assert (contact.email, contact.phone, contact.needs) == ("maria@example.org", None, ("sign_language",))


def test_an_address_besides_the_phone_is_kept(site: Site) -> None:
    ask(site, email="maria@example.org")
    ((_, contact, _),) = todos(site)
    assert contact is not None
    assert (contact.email, contact.phone) == ("maria@example.org", "02175 123456")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Bitte schreiben Sie, wie wir Sie ansprechen dürfen."),
        ({"phone": ""}, "Bitte schreiben Sie Ihre Telefonnummer."),
        ({"phone": "abc"}, "nur mit Ziffern"),
        ({"contact": "brief"}, "Bitte wählen Sie aus, wie wir Sie erreichen."),
        ({"contact": "none"}, "Bitte wählen Sie aus, wie wir Sie erreichen."),
        ({"contact": "email", "email": ""}, "Bitte schreiben Sie Ihre E-Mail-Adresse."),
        ({"email": "maria.example.org"}, "mit einem @-Zeichen"),
        ({"email": "maria@gmial.com"}, "Meinten Sie maria@gmail.com?"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(site: Site, typed: dict[str, str], words: str) -> None:
    visitor = ask(site, **typed)
    assert visitor.status == 422
    assert visitor.title.startswith("Fehler: ")
    assert words in visitor.text
    if "name" not in typed:
        assert "Maria Muster" in visitor.text
    assert ("thema", "haus-und-energie") in visitor.forms[0].fields
    assert todos(site) == []


def test_a_questioned_address_can_be_changed_or_kept_with_one_button(site: Site) -> None:
    ask(site, email="maria@gmial.com").press("Ja, ändern in maria@gmail.com")
    ask(site, email="maria@gmial.com").press("Nein, maria@gmial.com stimmt")
    assert {contact.email for _, contact, _ in todos(site) if contact} == {
        "maria@gmail.com",
        "maria@gmial.com",
    }


def test_nothing_sent_is_no_fault_of_ours(site: Site) -> None:
    visitor = site.visitor().get("/rueckruf")
    token = visitor.token()
    for fields in ({}, {"anfrage": "x" * 500}, {"thema": "\x00", "name": "\u2028", "needs": ["a", "b"]}):
        visitor.post("/rueckruf", {"csrf_token": token, **fields})
        assert visitor.status == 422
    assert site.visitor().get("/rueckruf/fertig").path == "/rueckruf"


def test_the_page_after_it_can_be_read_again_until_somebody_leaves(site: Site) -> None:
    visitor = ask(site)
    for _ in range(2):
        assert "Ihre Bitte ist angekommen." in visitor.get("/rueckruf/fertig").text
    visitor.press("Gerät für andere frei machen")
    assert visitor.get("/rueckruf/fertig").path == "/rueckruf"


def test_a_mailbox_is_not_flooded_by_strangers(build: Any) -> None:
    site = build(limits=True)
    for _ in range(6):
        assert ask(site, email="maria@example.org").status == 200
    visitor = ask(site, email="maria@example.org")
    assert visitor.status == 429
    assert "gerade schon viele Mails geschickt" in visitor.text
    assert "Maria Muster" in visitor.text
    assert len(todos(site)) == 6
    assert ask(site).status == 200


def test_in_arabic_the_whole_way_stays_arabic(site: Site) -> None:
    visitor = site.visitor().get("/ar/rueckruf")
    visitor.post("/ar/rueckruf", dict(visitor.forms[0].fields) | PHONE)
    assert visitor.path == "/ar/rueckruf/fertig"
    ((_, contact, _),) = todos(site)
    assert contact is not None
    assert contact.language == "ar"
