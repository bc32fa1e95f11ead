"""Signing in by the page: for people who work here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from booking.accounts.enrolling import account_of, enrol
from booking.accounts.models import Role, SignIn
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PASSWORD = "ein langes Passwort"
ADMINS_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def employ(site: Site, role: Role, totp_secret: str | None = None) -> str:
    """An account; an admin has a code app in any case, which `sign_in` looks at."""
    if role == Role.ADMIN:
        totp_secret = totp_secret or ADMINS_SECRET
    address = f"{role}@example.org"
    with site.runtime.database.writing() as session:
        enrol(
            session,
            site.runtime.vault,
            email=address,
            name="Ben Muster",
            role=role,
            password=PASSWORD,
            provider_id=site.house.provider.id if role in (Role.ADVISER, Role.LEAD) else None,
            totp_secret=totp_secret,
        )
    return address


def sign_in(site: Site, address: str, password: str = PASSWORD, page: str = "/anmelden") -> Visitor:
    visitor = site.visitor().get(page).press("Einloggen", email=address, password=password)
    if visitor.path == "/anmelden/code" and address == f"{Role.ADMIN}@example.org":
        visitor.press("Weiter", code=pyotp.TOTP(ADMINS_SECRET).at(datetime.now(UTC)))
    return visitor


@pytest.mark.parametrize("role", list(Role))
def test_everybody_lands_where_the_work_is(site: Site, role: Role) -> None:
    visitor = sign_in(site, employ(site, role))
    places = {Role.ADVISER: "/ich", Role.LEAD: "/ich", Role.CARETAKER: "/tagesliste"}
    assert visitor.path == places.get(role, "/empfang")
    assert visitor.get("/anmelden").path == visitor.path
    assert "Ausloggen" in visitor.text


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(site: Site) -> None:
    address = employ(site, Role.STAFF)
    answers = [sign_in(site, address, "falsch"), sign_in(site, "niemand@example.org"), sign_in(site, "", "")]
    for visitor in answers:
        assert visitor.status == 422
        assert "E-Mail-Adresse oder Passwort stimmt nicht." in visitor.text
        assert PASSWORD not in visitor.text


def test_a_new_sign_in_starts_a_new_session(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung")
    before = visitor.token()
    visitor.get("/anmelden").press("Einloggen", email=employ(site, Role.ADVISER), password=PASSWORD)
    with visitor.client.session_transaction() as cookie:
        assert set(cookie) <= {"sign_in", "csrf_token"}
    assert visitor.post("/abmelden", {"csrf_token": before}).status == 400


def test_signing_out_ends_it_in_the_database_too(site: Site) -> None:
    visitor = sign_in(site, employ(site, Role.ADVISER))
    cookie = visitor.client.get_cookie("treffpunkt")
    assert cookie is not None
    visitor.press("Ausloggen")
    assert visitor.path == "/"
    visitor.client.set_cookie("treffpunkt", cookie.value)
    assert visitor.get("/ich").path == "/anmelden"
    with site.runtime.database.reading() as session:
        assert not session.scalars(select(SignIn)).all()


def test_a_disabled_account_is_out_at_once(site: Site) -> None:
    address = employ(site, Role.ADVISER)
    visitor = sign_in(site, address)
    with site.runtime.database.writing() as session:
        account = account_of(session, address)
        assert account is not None
        account.disabled_at = site.clock.now()
    assert visitor.get("/ich").path == "/anmelden"
    assert sign_in(site, address).status == 422


def test_being_active_keeps_a_sign_in(site: Site) -> None:
    visitor = sign_in(site, employ(site, Role.ADVISER))
    for idle, path in ((11, "/ich"), (11, "/ich"), (13, "/anmelden")):
        with site.runtime.database.writing() as session:
            row = session.scalars(select(SignIn)).one()
            row.seen_at -= timedelta(hours=idle)
        assert visitor.get("/ich").path == path


def test_putting_the_clock_forward_signs_nobody_out(site: Site) -> None:
    visitor = sign_in(site, employ(site, Role.ADVISER))
    site.clock.moment += timedelta(days=2)
    assert visitor.get("/ich").path == "/ich"


def test_after_signing_in_one_goes_on_where_one_was(site: Site) -> None:
    address = employ(site, Role.STAFF)
    assert sign_in(site, address, page="/anmelden?weiter=/leichte-sprache").path == "/leichte-sprache"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://boese.example",
        "//boese.example",
        "/\\boese.example",
        "\\\\boese.example",
        "javascript:alert(1)",
        "/%0d%0aX: y",
    ],
)
def test_but_never_elsewhere(site: Site, wanted: str) -> None:
    visitor = site.visitor().get("/anmelden")
    answer = visitor.client.post(
        "/anmelden",
        data={
            "csrf_token": visitor.token(),
            "email": employ(site, Role.STAFF),
            "password": PASSWORD,
            "weiter": wanted.replace("%0d%0a", "\r\n"),
        },
    )
    assert answer.headers["Location"] == "/empfang"


def test_the_second_factor(site: Site) -> None:
    address = employ(site, Role.ADVISER, SECRET)
    visitor = sign_in(site, address)
    assert visitor.path == "/anmelden/code"
    assert visitor.get("/ich").path == "/anmelden"
    assert visitor.get("/anmelden/code").press("Weiter", code="000000").status == 422
    code = pyotp.TOTP(SECRET).at(datetime.now(UTC))
    assert visitor.press("Weiter", code=f"{code[:3]} {code[3:]}").path == "/ich"

    other = sign_in(site, address)
    other.press("Weiter", code=code)
    assert "wurde schon benutzt" in other.text
    assert other.get("/ich").path == "/anmelden"


def test_the_second_factor_waits_ten_minutes(site: Site) -> None:
    visitor = sign_in(site, employ(site, Role.ADVISER, SECRET))
    site.clock.moment += timedelta(minutes=11)
    visitor.press("Weiter", code=pyotp.TOTP(SECRET).at(datetime.now(UTC)))
    assert visitor.path == "/anmelden"


def test_ten_wrong_passwords_are_enough(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    visitor = site.visitor().get("/anmelden")
    sent = {"csrf_token": visitor.token(), "email": address, "password": "falsch"}
    assert [visitor.post("/anmelden", sent).status for _ in range(10)] == [422] * 10
    visitor.post("/anmelden", sent)
    assert visitor.status == 429
    assert "Einen Moment bitte" in visitor.text
    assert visitor.page.headers["Retry-After"]
    assert sign_in(site, "andere@example.org").status == 422


def wrong(site: Site, email: str, times: int, address: str = "127.0.0.1") -> list[int]:
    visitor = site.visitor().get("/anmelden")
    sent = {"csrf_token": visitor.token(), "email": email, "password": "falsch"}
    place = {"REMOTE_ADDR": address}
    return [visitor.post("/anmelden", sent, environ_base=place).status for _ in range(times)]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003"])
def test_an_address_with_unseen_blanks_is_the_same_account(build: Callable[..., Site], blank: str) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    assert wrong(site, address, 5) == [422] * 5
    assert wrong(site, f"{blank}{address.upper()}", 6) == [422] * 5 + [429]


def test_wrong_guesses_from_elsewhere_do_not_lock_the_owner_out(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    assert wrong(site, address, 11, "203.0.113.1") == [422] * 10 + [429]
    assert sign_in(site, address).path == "/empfang"


def test_very_many_wrong_guesses_from_everywhere_close_the_account_for_a_while(
    build: Callable[..., Site],
) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    assert [wrong(site, address, 10, f"203.0.113.{number}") for number in range(5)] == [[422] * 10] * 5
    assert sign_in(site, address).status == 429


def test_the_right_password_counts_for_nothing(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    for _ in range(3):
        assert wrong(site, address, 9) == [422] * 9
        assert sign_in(site, address).path == "/empfang"
