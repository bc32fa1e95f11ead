"""Without a link: number and name, forgiving to people and hard on guessing; or the link again, by mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.ids import typed_code
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = at_wall(TUESDAY, 9)


@pytest.mark.parametrize(
    "typed",
    ["7F3K9L", " 7f3 k9l ", "7F3-K9L", "QB-7F3K9L", "qb 7f3 k9l", "7F3K91", "7f3k9i", "7F3К9L", "٧F٣K٩L"],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert typed_code(typed) == "7F3K9L"


def test_a_code_that_begins_like_the_prefix_stays_whole() -> None:
    assert typed_code("QB7 F3K") == "QB7F3K"
    assert typed_code("0O2345") == "QQ2345"


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Frau Yılmaz", "yilmaz"),
        ("Maria Müller", "MUELLER, Maria"),
        ("Maria Müller", "Frau Muller"),
        ("Herr Weiß", "weiss"),
        ("Blaue Katze 7", "blaue katze7"),
        ("Олена Ткаченко", "пані Ткаченко"),
        ("فاطمة علي", "السيدة فاطمه"),
        ("Ö.", "oe"),
    ],
)
def test_the_name_is_forgiven_what_people_vary(site: Site, known: str, typed: str) -> None:
    _, code, _ = site.booked(NINE, Contact(name=known))
    visitor = site.visitor().get("/code").press("Termin ansehen", code=f"QB-{code}", name=typed)
    assert visitor.path.startswith("/t/"), visitor.text


@pytest.mark.parametrize("typed", ["Maria", "M", "Ma", "Frau", "Müllerin", "Frau Maria Meier"])
def test_another_name_opens_nothing(site: Site, typed: str) -> None:
    _, code, _ = site.booked(NINE, Contact(name="Anna Müller"))
    visitor = site.visitor().get("/code").press("Termin ansehen", code=code, name=typed)
    assert (visitor.status, visitor.path) == (422, "/code")
    assert "Diese Nummer kennen wir nicht." in visitor.text


def guess(visitor: Visitor, code: str, name: str = "Falsch", address: str = "203.0.113.7") -> int:
    sent = {"csrf_token": visitor.get("/code").token(), "code": code, "name": name}
    return visitor.post("/code", sent, environ_base={"REMOTE_ADDR": address}).status


def test_guessing_is_slowed_down_and_the_page_says_what_to_do(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(NINE)
    visitor = site.visitor()
    assert [guess(visitor, code) for _ in range(11)] == [422] * 10 + [429]
    assert "Bitte rufen Sie uns an" in visitor.text
    assert "02175 000-000" in visitor.text
    assert visitor.page.headers["Retry-After"] == "900"
    assert guess(visitor, code, "Maria Muster") == 429
    assert guess(visitor, code, "Maria Muster", "203.0.113.8") == 200


def test_a_right_answer_clears_the_count_and_does_not_count(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(NINE)
    visitor = site.visitor()
    for _round in range(2):
        assert [guess(visitor, code) for _ in range(9)] == [422] * 9
        assert guess(visitor, code, "Maria Muster") == 200
    assert [guess(visitor, code, "Maria Muster") for _ in range(15)] == [200] * 15


def test_many_networks_cannot_guess_one_name_for_ever(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(NINE)
    visitor = site.visitor()
    answers = [guess(visitor, code, address=f"203.0.113.{each}") for each in range(1, 52)]
    assert answers == [422] * 50 + [429]


def test_strangers_behind_the_houses_address_never_lock_the_desk_out(
    build: Callable[..., Site], request: pytest.FixtureRequest
) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(NINE)
    stranger = site.visitor()
    for number in range(40):
        guess(stranger, f"ABCD{number + 22}")
    for number in range(60):
        guess(stranger, code, address=f"198.51.100.{number}")
    assert guess(stranger, code, "Maria Muster") == 429
    desk = _signed_in(site, Role.STAFF)
    assert guess(desk, code) == 422
    assert guess(desk, code, "Maria Muster") == 200
    assert desk.path.startswith("/t/")


def test_the_desk_cannot_guess_for_ever_either(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    _, code, _ = site.booked(NINE)
    desk = _signed_in(site, Role.STAFF)
    assert [guess(desk, code) for _ in range(61)] == [422] * 60 + [429]


def test_a_lost_link_has_one_answer_for_everybody(site: Site) -> None:
    site.booked(NINE)
    answers = set()
    for address in ("maria@example.org", "fremd@example.org", "MARIA@example.org"):
        visitor = site.visitor().get("/code").follow("Link neu schicken")
        visitor.press("Link schicken", email=address)
        answers.add((visitor.status, visitor.path, visitor.text))
    assert len(answers) == 1
    ((status, path, text),) = answers
    assert (status, path) == (200, "/link-verloren/unterwegs")
    assert "Wenn es zu dieser Adresse Termine gibt, ist eine E-Mail unterwegs." in text
    asked = [row for row in site.rows()["event"] if "LinkAsked" in row]
    assert len(asked) == 3
    assert "example.org" not in str(asked)


def test_a_mistyped_address_is_explained(site: Site) -> None:
    visitor = site.visitor().get("/link-verloren").press("Link schicken", email="maria.example.org")
    assert visitor.status == 422
    assert visitor.title.startswith("Fehler: ")
    assert "mit einem @-Zeichen" in visitor.text
    assert "maria.example.org" in visitor.text


def test_a_mailbox_gets_three_mails_an_hour_and_the_answer_stays_the_same(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    visitor = site.visitor().get("/link-verloren")
    sent = {"csrf_token": visitor.token(), "email": "maria@example.org"}
    answers = {(visitor.post("/link-verloren", sent).status, visitor.path) for _ in range(5)}
    assert answers == {(200, "/link-verloren/unterwegs")}
    assert sum("LinkAsked" in row for row in site.rows()["event"]) == 3


def test_a_network_cannot_ask_for_every_address(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    visitor = site.visitor().get("/link-verloren")
    sent = {"csrf_token": visitor.token()}
    statuses = [
        visitor.post("/link-verloren", {**sent, "email": f"{each}@example.org"}).status for each in range(31)
    ]
    assert statuses == [200] * 30 + [429]


def _signed_in(site: Site, role: Role) -> Visitor:
    from booking.accounts import signin
    from booking.accounts.enrolling import enrol
    from booking.db import database_now
    from booking.web.actors import COOKIE_KEY

    with site.runtime.database.writing() as session:
        account = enrol(
            session,
            site.runtime.vault,
            email="empfang@example.org",
            name="Empfang",
            role=role,
            password="ein langes Passwort",
            provider_id=None,
        )
        session.flush()
        token = signin.sign_in(session, account, now=database_now(session))
    visitor = site.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    return visitor
