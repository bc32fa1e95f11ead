"""The own account: connecting an app by its QR code, a token, a new password, with axe at both widths."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import WIDTHS, look
from tests.journeys.steps import sign_in, submit_main_form

NEW = "birke laterne wolke"


def test_every_page_of_the_account(page: Page, own_house: LivingHouse) -> None:
    """Each width has an account of its own: at the end its password is another one."""
    role = "lead" if page.width == WIDTHS[0] else "staff"
    password = own_house.account(role)["password"]
    sign_in(page, own_house, role)
    page.get_by_role("link", name="Mein Konto").click()
    expect(page.locator("h1")).to_have_text("Mein Konto")
    findings = look(page, "konto")

    page.get_by_role("link", name="Einrichten").click()
    findings += look(page, "konto-code")
    page.locator("#password").fill(password)
    submit_main_form(page)
    picture = page.locator(".tp-qr svg").bounding_box()
    assert picture is not None
    assert 150 < picture["width"] < 260
    assert abs(picture["width"] - picture["height"]) < 2
    findings += look(page, "konto-code-verbinden")
    secret = page.locator("main bdi").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).at(datetime.now(UTC)))
    submit_main_form(page)
    expect(page.locator("#neu")).to_contain_text("nach dem Code aus Ihrer App")
    findings += look(page, "konto-mit-code")

    page.get_by_role("link", name="Ausschalten").click()
    findings += look(page, "konto-code-ausschalten")
    page.locator("#password").fill(password)
    page.get_by_role("button", name="Code ausschalten").click()

    page.goto(f"{own_house.url}/konto/schluessel")
    page.get_by_role("button", name="Schlüssel anlegen").click()
    findings += look(page, "konto-schluessel-fehler")
    page.locator("#name").fill("Kalender der Diakonie")
    page.get_by_role("button", name="Schlüssel anlegen").click()
    expect(page.locator("#schluessel-neu")).to_be_visible()
    findings += look(page, "konto-schluessel-neu")
    page.get_by_role("button", name="Kalender der Diakonie").click()
    expect(page.locator("main")).to_contain_text("Er öffnet nichts mehr.")
    findings += look(page, "konto-schluessel")

    page.goto(f"{own_house.url}/konto/passwort")
    submit_main_form(page)
    findings += look(page, "konto-passwort-fehler")
    page.locator("#password").fill(password)
    page.locator("#new_password").fill(NEW)
    page.locator("#new_password_again").fill(NEW)
    submit_main_form(page)
    expect(page.locator("#neu")).to_contain_text("Ihr neues Passwort gilt.")
    assert findings == []

    with page.expect_response("**/bildschirm/sperren"):
        page.get_by_role("button", name="Bildschirm sperren").click()
    page.locator("#sperre-passwort").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.locator("#sperre")).to_be_hidden()
    expect(page.locator("h1")).to_have_text("Mein Konto")
