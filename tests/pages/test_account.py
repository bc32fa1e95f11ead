"""The own account: a new password, codes from an app, signed-in browsers, tokens; everybody only their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from booking.accounts.enrolling import account_of
from booking.accounts.models import ApiToken, Role, SignIn
from booking.accounts.tokens import issue_api_token, make_token
from booking.db import database_now
from booking.outbox import EventRow
from booking.scheduling.walltime import wall_day
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_screen_lock import is_shut, leave_alone
from tests.pages.test_signing_in import PASSWORD, employ, sign_in

NEW = "birke laterne wolke"
SECRET = re.compile(r">((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})<")


@pytest.fixture
def address(site: Site) -> str:
    return employ(site, Role.STAFF)


@pytest.fixture
def visitor(site: Site, address: str) -> Visitor:
    return sign_in(site, address)


def changed(visitor: Visitor, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Visitor:
    return visitor.get("/konto/passwort").press(
        "Passwort ändern", password=old, new_password=new, new_password_again=new if again is None else again
    )


def told(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        rows = session.scalars(
            select(EventRow).where(EventRow.type == "AccountChanged").order_by(EventRow.id)
        )
        return [row.payload["what"] for row in rows]


def connect(visitor: Visitor) -> str:
    """Set an app up, to its last step; returns the secret."""
    visitor.get("/konto/code").press("Weiter", password=PASSWORD)
    found = SECRET.search(visitor.text)
    assert found is not None
    return found.group(1).replace(" ", "")


def now_code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


@pytest.mark.parametrize("role", list(Role))
def test_everybody_finds_their_account_beside_their_name(site: Site, role: Role) -> None:
    visitor = sign_in(site, employ(site, role)).follow("Mein Konto")
    assert (visitor.status, visitor.path) == (200, "/konto")
    assert f"{role}@example.org" in visitor.text
    assert visitor.page.headers["Cache-Control"] == "no-store"


def test_a_new_password_ends_the_other_sign_ins_at_once(site: Site, address: str, visitor: Visitor) -> None:
    other = sign_in(site, address)
    colleague = sign_in(site, employ(site, Role.ADMIN))
    changed(visitor)
    assert visitor.path == "/konto"
    assert "Ihr neues Passwort gilt." in visitor.text
    assert visitor.get("/empfang").path == "/empfang"
    assert other.get("/empfang").path == "/anmelden"
    assert colleague.get("/empfang").path == "/empfang"
    assert sign_in(site, address).status == 422
    assert sign_in(site, address, NEW).path == "/empfang"
    assert told(site) == ["password"]


def test_the_screen_lock_opens_with_the_new_password_and_not_with_the_old(
    site: Site, visitor: Visitor
) -> None:
    changed(visitor)
    leave_alone(site, 6)
    assert is_shut(visitor.get("/konto"))
    assert visitor.press("Entsperren", password=PASSWORD).status == 422
    assert visitor.press("Entsperren", password=NEW).path == "/konto"


def test_a_locked_screen_keeps_no_new_password(site: Site, visitor: Visitor) -> None:
    visitor.get("/konto/passwort")
    leave_alone(site, 6)
    visitor.press("Passwort ändern", password=PASSWORD, new_password=NEW, new_password_again=NEW)
    assert is_shut(visitor)
    visitor.press("Entsperren", password=PASSWORD)
    assert NEW not in visitor.text
    assert told(site) == []


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("falsch", NEW, NEW, "Das Passwort stimmt nicht."),
        ("", NEW, NEW, "Bitte geben Sie Ihr jetziges Passwort an."),
        (PASSWORD, "kurz", "kurz", "mindestens 12 Zeichen"),
        (PASSWORD, "x" * 1001, "x" * 1001, "höchstens 1000 Zeichen"),
        (PASSWORD, PASSWORD, PASSWORD, "Das ist Ihr jetziges Passwort."),
        (PASSWORD, NEW, NEW + "x", "Die beiden neuen Passwörter sind verschieden."),
    ],
)
def test_a_refused_password_changes_nothing(
    site: Site, visitor: Visitor, old: str, new: str, again: str, sentence: str
) -> None:
    before = site.rows()
    changed(visitor, old, new, again)
    assert visitor.status == 422
    assert sentence in visitor.text
    assert NEW not in visitor.text
    assert site.rows() == before


def test_guessing_the_old_password_is_limited_like_signing_in(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    visitor = sign_in(site, employ(site, Role.STAFF))
    sent = {"csrf_token": visitor.get("/konto/passwort").token(), "password": "falsch"}
    wanted = {**sent, "new_password": NEW, "new_password_again": NEW}
    doors = [("/konto/passwort", wanted), ("/konto/code", sent), ("/konto/code/ausschalten", sent)]
    tries = [doors[number % 3] for number in range(11)]
    assert [visitor.post(*each).status for each in tries] == [422] * 10 + [429]


def test_a_sign_in_begun_with_the_old_password_does_not_finish(site: Site) -> None:
    secret = pyotp.random_base32()
    address = employ(site, Role.STAFF, secret)
    visitor, begun = sign_in(site, address), sign_in(site, address)
    visitor.press("Weiter", code=now_code(secret, -1))
    assert changed(visitor).path == "/konto"
    assert begun.press("Weiter", code=now_code(secret)).path == "/anmelden"


def test_the_code_from_an_app_counts_once_it_was_typed(site: Site, address: str, visitor: Visitor) -> None:
    secret = connect(visitor)
    assert "<svg" in visitor.text
    assert sign_in(site, address).path == "/empfang", "nothing counts before a code was typed"
    wrong = next(
        each for each in ("000000", "111111") if each not in {now_code(secret, n) for n in (-1, 0, 1)}
    )
    assert visitor.press("App verbinden", code=wrong).status == 422
    code = now_code(secret)
    sent = next(dict(form.fields) for form in visitor.forms if "geheim" in dict(form.fields))
    visitor.press("App verbinden", code=f"{code[:3]} {code[3:]}")
    assert "fragen wir ab jetzt nach dem Code" in visitor.text
    before = site.rows()
    assert visitor.post("/konto/code/pruefen", {**sent, "code": code}).path == "/konto"
    assert site.rows() == before, "sent twice is done once"
    assert told(site) == ["second_factor"]
    with site.runtime.database.reading() as session:
        account = account_of(session, address)
        assert account is not None
        assert account.totp_sealed is not None
        assert secret.encode() not in account.totp_sealed

    other = sign_in(site, address)
    assert other.path == "/anmelden/code"
    assert other.press("Weiter", code=code).status == 422, "it was used up"
    assert other.press("Weiter", code=now_code(secret, 1)).path == "/empfang"


def test_without_the_password_nobody_connects_or_disconnects_an_app(site: Site, visitor: Visitor) -> None:
    before = site.rows()
    assert visitor.get("/konto/code").press("Weiter", password="falsch").status == 422
    assert SECRET.search(visitor.text) is None
    sent = {"csrf_token": visitor.token(), "geheim": "gibtesnicht", "code": "123456"}
    assert "zu lange gedauert" in visitor.post("/konto/code/pruefen", sent).text
    assert site.rows() == before
    visitor.press("App verbinden", code=now_code(connect(visitor)))
    visitor.get("/konto/code/ausschalten").press("Code ausschalten", password="falsch")
    assert visitor.status == 422
    assert told(site) == ["second_factor"]
    visitor.press("Code ausschalten", password=PASSWORD)
    assert "reicht ab jetzt Ihr Passwort" in visitor.text
    sent = {"csrf_token": visitor.token(), "password": PASSWORD}
    assert visitor.post("/konto/code/ausschalten", sent).path == "/konto"
    assert told(site) == ["second_factor", "second_factor"]


def test_the_secret_of_one_account_is_none_for_another(site: Site, visitor: Visitor) -> None:
    secret = connect(visitor)
    sealed = next(dict(form.fields)["geheim"] for form in visitor.forms if "geheim" in dict(form.fields))
    other = sign_in(site, employ(site, Role.ADMIN)).get("/konto")
    sent = {"csrf_token": other.token(), "geheim": sealed, "code": now_code(secret)}
    assert "zu lange gedauert" in other.post("/konto/code/pruefen", sent).text
    assert told(site) == []


def test_ending_all_other_sign_ins_leaves_this_one_and_everybody_elses(
    site: Site, address: str, visitor: Visitor
) -> None:
    other, colleague = sign_in(site, address), sign_in(site, employ(site, Role.ADMIN))
    visitor.get("/konto")
    assert visitor.text.count("Anderes Gerät") == 1
    visitor.press("Alle anderen abmelden")
    assert "1 anderes Gerät ist abgemeldet." in visitor.text
    assert other.get("/empfang").path == "/anmelden"
    assert colleague.get("/empfang").path == "/empfang"
    visitor.post("/konto/abmelden", {"csrf_token": visitor.token()})
    assert "Es war kein anderes Gerät angemeldet." in visitor.text
    assert told(site) == ["sign_ins_ended"]
    with site.runtime.database.reading() as session:
        assert len(session.scalars(select(SignIn)).all()) == 2


def shown_token(visitor: Visitor) -> str:
    found = re.search(r'id="schluessel-neu"[^>]* value="([^"]+)"', visitor.text)
    return found.group(1) if found else ""


def test_a_token_is_told_once_used_and_taken_back(site: Site, visitor: Visitor) -> None:
    visitor.get("/konto/schluessel").press("Schlüssel anlegen", name="Kalender der Diakonie")
    token = shown_token(visitor)
    assert token
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert "Noch nie benutzt." in visitor.text
    assert token not in visitor.get("/konto/schluessel").text
    with site.runtime.database.reading() as session:
        row = session.scalars(select(ApiToken)).one()
        assert row.expires_at is not None
        assert row.expires_at - row.created_at == timedelta(days=365)

    assert is_let_in(site, token)
    assert "Zuletzt benutzt am" in visitor.get("/konto/schluessel").text
    before = site.rows()
    assert is_let_in(site, token)
    assert site.rows() == before, "a second use on the same day writes nothing"

    hashed = row.token_hash
    visitor.press("Zurückziehen: Kalender der Diakonie, " + made_words(visitor))
    assert not is_let_in(site, token)
    assert "Sie haben keinen Schlüssel, der gilt." in visitor.text
    visitor.post("/konto/schluessel/zurueckziehen", {"csrf_token": visitor.token(), "schluessel": hashed})
    assert visitor.status == 200
    assert told(site) == ["token_made", "token_revoked"]


def made_words(visitor: Visitor) -> str:
    found = re.search(r"Angelegt am [^<]+\.", visitor.text)
    assert found is not None
    return found.group(0)


def is_let_in(site: Site, token: str) -> bool:
    """Whether the API knows who asks with this token."""
    answer = site.app.test_client().get("/api/v1/reservations", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def test_an_expired_token_opens_nothing_and_an_old_one_without_end_still_does(
    site: Site, address: str, visitor: Visitor
) -> None:
    with site.runtime.database.writing() as session:
        account, now = account_of(session, address), database_now(session)
        assert account is not None
        expired = make_token(session, account, name="Früher", days=30, now=now - timedelta(days=31))
        endless = issue_api_token(session, account, now)
    assert not is_let_in(site, expired)
    assert is_let_in(site, endless)
    visitor.get("/konto/schluessel")
    assert "Abgelaufen am" in visitor.text
    assert "Gilt ohne Ende." in visitor.text
    assert "Ohne Namen" in visitor.text


def test_a_use_is_written_down_as_a_day(site: Site, address: str) -> None:
    with site.runtime.database.writing() as session:
        account = account_of(session, address)
        assert account is not None
        token = issue_api_token(session, account, database_now(session))
    assert is_let_in(site, token)
    with site.runtime.database.reading() as session:
        assert session.scalars(select(ApiToken)).one().used_on == wall_day(database_now(session))


def test_tokens_of_others_are_neither_seen_nor_taken_back(site: Site, visitor: Visitor) -> None:
    visitor.get("/konto/schluessel").press("Schlüssel anlegen", name="Nur meiner")
    token = shown_token(visitor)
    with site.runtime.database.reading() as session:
        hashed = session.scalars(select(ApiToken)).one().token_hash
    for role in (Role.ADMIN, Role.LEAD, Role.CARETAKER):
        other = sign_in(site, employ(site, role)).get("/konto/schluessel")
        assert "Nur meiner" not in other.text
        other.post("/konto/schluessel/zurueckziehen", {"csrf_token": other.token(), "schluessel": hashed})
    assert is_let_in(site, token)
    assert told(site) == ["token_made"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Bitte schreiben Sie, wofür der Schlüssel ist."),
        ({"name": "x" * 61}, "Bitte schreiben Sie höchstens 60 Zeichen."),
        ({"name": "a\u202eb"}, "Bitte schreiben Sie nur Buchstaben, Zahlen und Satzzeichen."),
        ({"name": "gut", "days": "9999"}, "Bitte wählen Sie, wie lange der Schlüssel gilt."),
    ],
)
def test_a_token_without_a_name_or_an_end_is_refused(
    site: Site, visitor: Visitor, sent: dict[str, str], sentence: str
) -> None:
    visitor.get("/konto/schluessel").press("Schlüssel anlegen", **sent)
    assert visitor.status == 422
    assert sentence in visitor.text
    assert site.rows()["api_token"] == []
