"""Somebody new: the admin invites, the mail arrives, a password is set; then the door is shut and they are out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.living import LivingHouse
from tests.journeys.looking import look
from tests.journeys.steps import follow, sign_in_as_admin, submit_main_form
from tests.journeys.test_resident import mails_to, wait_for_mail
from tests.notifications.reading import part
from tests.servers.browser import open_page

NEW = "birke laterne wolke"
LINK = re.compile(r"https?://[^/\s]+(/(?:einladung|passwort-neu)/[\w-]{43})")


@pytest.fixture
def other(browser: Browser, page: Page) -> Iterator[Page]:
    """The browser of the one who is invited."""
    with open_page(browser, page.width) as opened:
        opened.width = page.width
        yield opened


def test_from_the_invitation_to_being_out(page: Page, other: Page, own_house: LivingHouse) -> None:
    address = f"nina{page.width}@example.org"
    sign_in_as_admin(page, own_house)
    page.goto(f"{own_house.url}/einstellungen")
    follow(page, "Personen")
    findings = look(page, "personen")
    follow(page, "Jemanden einladen")
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
    follow(page, "Rolle oder Anbieter")
    findings += look(page, "person-aendern")
    page.goto(person)
    follow(page, "Zugang sperren")
    findings += look(page, "person-sperren")
    submit_main_form(page)
    expect(page.locator("#neu")).to_contain_text("Der Zugang ist gesperrt.")
    other.goto(f"{own_house.url}/ich")
    expect(other.locator("h1")).to_have_text("Einloggen für Mitarbeitende")

    follow(other, "Passwort vergessen?")
    findings += look(other, "passwort-vergessen")
    other.goto(own_house.url + link_in(own_house, address))
    findings += look(other, "einladung-vorbei")
    follow(page, "Verlauf ansehen")
    findings += look(page, "person-verlauf")
    assert findings == []


def test_the_pages_of_providers_and_advisers(page: Page, own_house: LivingHouse) -> None:
    sign_in_as_admin(page, own_house)
    findings = []
    for name, path in {
        "anbieter": "/anbieter",
        "anbieter-neu": "/anbieter/neu",
        "beratende": "/beratende",
    }.items():
        page.goto(f"{own_house.url}/einstellungen{path}")
        findings += look(page, name)
    follow(page, "Ben Muster")
    findings += look(page, "beratende-person")
    follow(page, "Ansehen, was noch offen ist")
    findings += look(page, "beratende-ende")
    page.goto(f"{own_house.url}/einstellungen/anbieter")
    follow(page, "Diakonisches Werk")
    findings += look(page, "anbieter-einer")
    follow(page, "Ansehen, was noch offen ist")
    expect(page.locator("h1")).to_have_text("Noch ist etwas offen")
    findings += look(page, "anbieter-ende")
    assert findings == []


def link_in(house: LivingHouse, address: str) -> str:
    found = LINK.search(part(mails_to(house, address)[-1], "text/plain").get_content())
    assert found is not None
    return found.group(1)
