"""Somebody new: the admin invites, the mail arrives, a password is set; then the door is shut and they are out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LivingHouse
from tests.journeys.steps import sign_in, submit_main_form
from tests.journeys.test_everybody import WIDTHS, look
from tests.journeys.test_resident import mails_to, wait_for_mail
from tests.notifications.reading import part
from tests.servers.browser import open_page
from tests.servers.waiting import wait_until

NEW = "birke laterne wolke"
LINK = re.compile(r"https?://[^/\s]+(/(?:einladung|passwort-neu)/[\w-]{43})")


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as opened:
        opened.width = request.param
        yield opened


@pytest.fixture
def other(browser: Browser, page: Page) -> Iterator[Page]:
    """The browser of the one who is invited."""
    with open_page(browser, page.width) as opened:
        opened.width = page.width
        yield opened


def test_from_the_invitation_to_being_out(page: Page, other: Page, own_house: LivingHouse) -> None:
    address = f"nina{page.width}@example.org"
    admin_signs_in(page, own_house)
    page.goto(f"{own_house.url}/einstellungen")
    page.get_by_role("link", name="Personen").click()
    findings = look(page, "personen")
    page.get_by_role("link", name="Jemanden einladen").click()
    submit_main_form(page)
    findings += look(page, "person-einladen-fehler")
    page.locator("#email").fill(address)
    page.locator("#name").fill("Nina Neu")
    page.locator("#role-adviser").check()
    page.locator("#provider").select_option("diakonie")
    submit_main_form(page)
    expect(page.locator("#neu")).to_contain_text("Die Einladung ist unterwegs.")
    person = page.url

    wait_for_mail(own_house, address, "Ihr Zugang")
    page.goto(person)
    findings += look(page, "person-eingeladen")
    other.goto(own_house.url + link_in(own_house, address))
    findings += look(other, "einladung")
    other.locator("#new_password").fill(NEW)
    other.locator("#new_password_again").fill(NEW)
    submit_main_form(other)
    expect(other.locator("#neu")).to_contain_text("Ihr Passwort gilt.")
    other.locator("#email").fill(address)
    other.locator("#password").fill(NEW)
    submit_main_form(other)
    expect(other).to_have_url(f"{own_house.url}/ich")

    page.goto(person)
    findings += look(page, "person")
    page.get_by_role("link", name="Rolle oder Anbieter").click()
    findings += look(page, "person-aendern")
    page.goto(person)
    page.get_by_role("link", name="Zugang sperren").click()
    findings += look(page, "person-sperren")
    submit_main_form(page)
    expect(page.locator("#neu")).to_contain_text("Der Zugang ist gesperrt.")
    other.goto(f"{own_house.url}/ich")
    expect(other.locator("h1")).to_have_text("Einloggen für Mitarbeitende")

    other.get_by_role("link", name="Passwort vergessen?").click()
    findings += look(other, "passwort-vergessen")
    other.goto(own_house.url + link_in(own_house, address))
    findings += look(other, "einladung-vorbei")
    page.get_by_role("link", name="Verlauf ansehen").click()
    findings += look(page, "person-verlauf")
    assert findings == []


def test_the_pages_of_providers_and_advisers(page: Page, own_house: LivingHouse) -> None:
    admin_signs_in(page, own_house)
    findings = []
    for name, path in {
        "traeger": "/traeger",
        "traeger-neu": "/traeger/neu",
        "beratende": "/beratende",
    }.items():
        page.goto(f"{own_house.url}/einstellungen{path}")
        findings += look(page, name)
    page.get_by_role("link", name="Ben Muster").click()
    findings += look(page, "beratende-person")
    page.get_by_role("link", name="Ansehen, was noch offen ist").click()
    findings += look(page, "beratende-ende")
    page.goto(f"{own_house.url}/einstellungen/traeger")
    page.get_by_role("link", name="Diakonisches Werk").click()
    findings += look(page, "traeger-einer")
    page.get_by_role("link", name="Ansehen, was noch offen ist").click()
    expect(page.locator("h1")).to_have_text("Noch ist etwas offen")
    findings += look(page, "traeger-ende")
    assert findings == []


def admin_signs_in(page: Page, house: LivingHouse) -> None:
    """A code is good once: whoever signs in again within half a minute waits for the next one."""
    sign_in(page, house, "admin")
    secret = pyotp.TOTP(house.account("admin")["totp_secret"])

    def taken() -> bool:
        if page.locator("#code").count():
            page.locator("#code").fill(secret.at(datetime.now(UTC)))
            submit_main_form(page)
        return page.url.endswith("/empfang")

    wait_until(taken, 60, "a code that nobody used")


def link_in(house: LivingHouse, address: str) -> str:
    found = LINK.search(part(mails_to(house, address)[-1], "text/plain").get_content())
    assert found is not None
    return found.group(1)
