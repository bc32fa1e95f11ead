"""A shared desk: after five minutes without a hand on it, every page is a field for the password; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from booking.accounts.models import Account, Role, SignIn
from booking.accounts.people import Contact
from booking.accounts.tokens import issue_api_token
from booking.db import database_now
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PASSWORD = "ein langes Passwort"
LOCKED = "Bildschirm gesperrt"
LEAD = "lead@example.org"


def leave_alone(site: Site, minutes: float) -> None:
    """Nobody touches any browser for so long."""
    with site.runtime.database.writing() as session:
        for each in session.scalars(select(SignIn)):
            each.used_at = database_now(session) - timedelta(minutes=minutes)


@pytest.fixture
def lead(site: Site, signed_in: Callable[..., Visitor]) -> Visitor:
    """At their list, with Maria on it."""
    site.booked(at_wall(TUESDAY, 9), Contact(name="Maria Muster", phone="02175 1234"))
    site.clock.moment = at_wall(TUESDAY, 8, 55)
    visitor = signed_in(Role.LEAD).get("/ich")
    assert "Maria Muster" in visitor.text
    return visitor


def is_shut(visitor: Visitor) -> bool:
    return visitor.status == 423 and visitor.title.startswith(LOCKED)


def test_a_desk_left_alone_shows_nothing_until_the_password_and_goes_on_where_one_was(
    site: Site, lead: Visitor
) -> None:
    leave_alone(site, 5.5)
    assert lead.get("/planer").status == 200, "a page may still promise a minute"
    leave_alone(site, 5.8)
    lead.get("/planer?tag=2026-11-24")
    assert is_shut(lead)
    assert "Maria" not in lead.get("/ich").text
    assert "Angemeldet ist Konto lead." in lead.text
    lead.get("/planer?tag=2026-11-24").press("Entsperren", password=PASSWORD)
    assert (lead.path, lead.status) == ("/planer", 200)
    assert lead.page.request.query_string == b"tag=2026-11-24"
    assert "Maria Muster" in lead.get("/ich").text


def test_using_it_keeps_it_open(site: Site, lead: Visitor) -> None:
    for _ in range(3):
        leave_alone(site, 4)
        assert lead.get("/ich").status == 200
    leave_alone(site, 4)
    lead.post("/bildschirm/benutzt", {"csrf_token": lead.token()})
    assert lead.status == 204
    with site.runtime.database.reading() as session:
        used = session.scalars(select(SignIn)).one().used_at
        assert used is not None
        assert database_now(session) - used < timedelta(minutes=1)


def test_what_a_page_asks_by_itself_keeps_nothing_open(site: Site, lead: Visitor) -> None:
    leave_alone(site, 4)
    before = site.rows()["sign_in"]
    assert lead.get("/ich", headers={"Treffpunkt-Live": "1"}).status == 200
    assert lead.get("/heute").status == 200
    assert site.rows()["sign_in"] == before
    leave_alone(site, 6)
    assert lead.get("/ich", headers={"Treffpunkt-Live": "1"}).status == 423
    assert lead.post("/bildschirm/benutzt", {"csrf_token": lead.token()}).status == 423
    assert is_shut(lead.get("/ich"))


def test_what_says_the_same_to_everybody_is_not_locked(site: Site, lead: Visitor) -> None:
    leave_alone(site, 6)
    for path in ("/", "/heute", "/impressum"):
        assert lead.get(path).status == 200
    assert is_shut(lead.get("/code"))
    assert is_shut(lead.get("/gibt-es-nicht"))


def test_a_form_sent_to_a_locked_screen_is_kept_unread_and_sent_by_hand_afterwards(
    site: Site, lead: Visitor
) -> None:
    leave_alone(site, 40)
    lead.press("Ist da: Maria Muster")
    assert is_shut(lead)
    assert "Ihre Angaben sind nicht verloren." in lead.text
    assert "arrived" not in lead.text
    assert [row.status for row in site.appointments()] == ["confirmed"]
    lead.press("Entsperren", password="falsch")
    assert lead.status == 422
    assert "Das Passwort stimmt nicht." in lead.text
    lead.press("Entsperren", password=PASSWORD)
    assert "Ihre Angaben sind noch da" in lead.text
    assert [row.status for row in site.appointments()] == ["confirmed"]
    lead.press("Jetzt absenden")
    assert "Gespeichert: ist da." in lead.text
    assert [row.status for row in site.appointments()] == ["arrived"]


def test_going_back_and_sending_the_password_once_more_opens_no_later_lock(site: Site, lead: Visitor) -> None:
    leave_alone(site, 6)
    lead.press("Ist da: Maria Muster")
    fields = next(dict(form.fields) for form in lead.forms if "kept" in dict(form.fields))
    sent = fields | {"password": PASSWORD}
    lead.post("/bildschirm/entsperren", sent)
    assert "Ihre Angaben sind noch da" in lead.text
    lead.post("/bildschirm/entsperren", sent)
    assert "Ihre Angaben sind noch da" in lead.text, "pressed twice, it is still open"
    leave_alone(site, 6)
    lead.post("/bildschirm/entsperren", sent)
    assert lead.status == 422
    assert "Bitte geben Sie Ihr Passwort noch einmal ein." in lead.text
    assert is_shut(lead.get("/ich"))
    lead.post("/bildschirm/entsperren", {name: text for name, text in sent.items() if name != "schloss"})
    assert is_shut(lead.get("/ich"))
    lead.post("/bildschirm/entsperren", sent).press("Entsperren", password=PASSWORD)
    assert "Ihre Angaben sind noch da" in lead.text


def test_what_is_too_large_to_be_kept_is_not_lost_without_a_word(site: Site, lead: Visitor) -> None:
    words = "Ihre Angaben waren zu groß. Bitte gehen Sie zurück und senden Sie sie noch einmal ab."
    token = lead.token()
    leave_alone(site, 6)
    assert words not in lead.get("/ich").text
    for sent in (
        {"csrf_token": token, "text": "x" * 160_000},
        {"csrf_token": token, "text": "x", "datei": (BytesIO(b"a"), "a.csv")},
    ):
        lead.post("/aufgaben", sent)
        assert is_shut(lead)
        assert words in lead.text
        assert "nicht verloren" not in lead.text
    lead.post("/aufgaben", {"csrf_token": token, "text": "x", "datei": (BytesIO(b""), "")})
    assert words not in lead.text


def test_a_locked_browser_that_is_asked_again_stays_locked(site: Site, lead: Visitor) -> None:
    with site.runtime.database.writing() as session:
        row = session.scalars(select(SignIn)).one()
        row.used_at, row.seen_at = None, database_now(session) - timedelta(hours=1)
    before = site.rows()["sign_in"]
    for _ in range(2):
        assert is_shut(lead.get("/ich"))
    assert site.rows()["sign_in"] == before


def test_a_public_page_of_a_locked_browser_tells_the_others_of_no_use(site: Site, lead: Visitor) -> None:
    assert 'id="sperre"' in lead.get("/heute").text
    leave_alone(site, 6)
    assert 'id="sperre"' not in lead.get("/heute").text
    lead.get("/ich").press("Entsperren", password=PASSWORD)
    assert 'id="sperre"' in lead.get("/heute").text


def test_locked_by_hand_one_goes_on_at_the_very_same_page(lead: Visitor) -> None:
    lead.get("/planer?tag=2026-11-24").press("Bildschirm sperren").press("Entsperren", password=PASSWORD)
    assert lead.path == "/planer"
    assert lead.page.request.query_string == b"tag=2026-11-24"


def test_what_one_account_sent_opens_for_no_other(
    site: Site, lead: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    leave_alone(site, 6)
    lead.press("Ist da: Maria Muster")
    kept = next(dict(form.fields)["kept"] for form in lead.forms if "kept" in dict(form.fields))
    other = signed_in(Role.STAFF).get("/planer")
    for sealed in (kept, "x", "YWJj", "ä"):
        sent = {"csrf_token": other.get("/planer").token(), "password": PASSWORD, "kept": sealed}
        other.post("/bildschirm/entsperren", sent)
        assert (other.status, other.path) == (200, "/empfang")


def test_it_can_be_locked_by_hand(site: Site, lead: Visitor) -> None:
    lead.press("Bildschirm sperren")
    assert is_shut(lead)
    assert is_shut(lead.get("/ich"))
    lead.get("/bildschirm?weiter=/ich").press("Entsperren", password=PASSWORD)
    assert lead.path == "/ich"
    assert lead.get("/bildschirm").path == "/ich", "what is open needs no lock page"


def test_the_way_on_leads_to_no_other_site(site: Site, lead: Visitor) -> None:
    for goal in ("//boese.example", "https://boese.example", "/\\boese.example"):
        lead.get("/ich").press("Bildschirm sperren", weiter=goal)
        lead.press("Entsperren", password=PASSWORD)
        assert lead.path == "/ich"


def test_ten_wrong_passwords_are_enough_and_strangers_cannot_use_them_up(build: Callable[..., Site]) -> None:
    from booking.accounts import signin
    from booking.accounts.enrolling import enrol
    from booking.web.actors import COOKIE_KEY

    site = build(limits=True)
    with site.runtime.database.writing() as session:
        account = enrol(
            session, site.runtime.vault, email=LEAD, name="Lea", role=Role.STAFF, password=PASSWORD
        )
        token = signin.sign_in(session, account, now=database_now(session))
    stranger = site.visitor().get("/anmelden")
    tries = [
        stranger.post("/anmelden", {"csrf_token": stranger.token(), "email": LEAD, "password": "falsch"})
        for _ in range(11)
    ]
    assert tries[-1].status == 429
    visitor = site.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    visitor.get("/planer").press("Bildschirm sperren").press("Entsperren", password=PASSWORD)
    assert visitor.status == 200, "what strangers try at the door keeps nobody out of their own browser"
    page_token = visitor.get("/planer").token()
    visitor.press("Bildschirm sperren").post("/aufgaben", {"csrf_token": page_token, "text": "Frau Halb"})
    answers = [visitor.press("Entsperren", password="falsch").status for _ in range(10)]
    assert answers == [422] * 10
    assert visitor.press("Entsperren", password=PASSWORD).status == 429
    assert "Bitte warten Sie einige Minuten." in visitor.text
    assert visitor.page.headers["Retry-After"] == "60"
    assert any("kept" in dict(form.fields) for form in visitor.forms), "what was typed is still there"


def test_whoever_is_somebody_else_signs_out_and_in(site: Site, lead: Visitor) -> None:
    lead.press("Bildschirm sperren").press("Ausloggen und neu einloggen")
    assert lead.path == "/"
    assert lead.get("/ich").path == "/anmelden"


def test_an_open_page_of_one_account_is_not_opened_by_the_password_of_another(
    site: Site, lead: Visitor
) -> None:
    lead.press("Bildschirm sperren")
    token = lead.token()
    sent = {"csrf_token": token, "password": PASSWORD, "konto": "999"}
    assert lead.post("/bildschirm/entsperren", sent).status == 409
    assert is_shut(lead.get("/ich"))


def test_programs_are_never_locked(site: Site, lead: Visitor) -> None:
    with site.runtime.database.writing() as session:
        account = session.scalars(select(Account).where(Account.email == LEAD)).one()
        token = issue_api_token(session, account, site.clock.now())
    leave_alone(site, 60)
    bearer = {"Authorization": f"Bearer {token}"}
    answer = lead.client.get("/api/v1/rooms", headers=bearer)
    assert answer.status_code == 200


def test_the_clock_of_the_demonstration_locks_nobody(site: Site, lead: Visitor) -> None:
    site.wait(60 * 24)
    assert lead.get("/ich").status == 200


def test_residents_never_meet_it(site: Site) -> None:
    visitor = site.visitor().get("/code")
    assert "lock.js" not in visitor.text
    assert visitor.get("/bildschirm").path == "/anmelden"
