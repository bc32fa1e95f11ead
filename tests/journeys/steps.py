"""The steps of a booking as a person makes them, for every story."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.living import LivingHouse
from tests.servers.waiting import wait_until


def choose_a_time(page: Page, house: LivingHouse, *, prefix: str = "") -> None:
    """From the home page by concern and offer to a held time; the page asks for the details then.

    The last one on the page, so that stories that share a house do not wait for each other's times.
    """
    look_for_a_time(page, house, prefix=prefix)
    page.locator("button.tp-slot").last.click()
    expect(page.locator("#name")).to_be_visible()


def look_for_a_time(page: Page, house: LivingHouse, *, prefix: str = "") -> None:
    """From the home page by concern and offer to the list of free times in the house.

    Times on the phone ask for a number, and which ones they are changes from day to day.
    """
    page.goto(f"{house.url}{prefix}/")
    page.locator('a[href$="/hilfe/haus-und-energie"]').first.click()
    page.locator('a[href$="/angebot/energieberatung"]').first.click()
    page.locator('a[href$="/termin/energieberatung"]').first.click()
    page.goto(f"{page.url}?ort=vor-ort")


def give_details(page: Page, name: str, email: str | None) -> None:
    page.locator("#name").fill(name)
    if email is None:
        page.locator("#contact-none").check()
    else:
        page.locator("#contact-email").check()
        page.locator("#email").fill(email)
    submit_main_form(page)


def submit_main_form(page: Page) -> None:
    page.locator("main form button.kern-btn--primary[type=submit]").first.click()


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Click the link, and be there: who looks at once would see the page before."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()


def book(page: Page, house: LivingHouse, name: str, email: str | None) -> str:
    """The whole booking; returns the path of the appointment's page."""
    choose_a_time(page, house)
    give_details(page, name, email)
    submit_main_form(page)
    expect(page.locator("h1")).to_have_text("Ihr Termin ist gebucht.")
    return urlsplit(page.url).path


def sign_in(page: Page, house: LivingHouse, role: str) -> None:
    account = house.account(role)
    page.goto(f"{house.url}/anmelden")
    page.locator("#email").fill(account["email"])
    page.locator("#password").fill(account["password"])
    submit_main_form(page)


def sign_in_as_admin(page: Page, house: LivingHouse) -> None:
    """A code is good once: whoever signs in again within half a minute waits for the next one."""
    sign_in(page, house, "admin")
    secret = pyotp.TOTP(house.account("admin")["totp_secret"])

    def is_in() -> bool:
        if page.locator("#code").count():
            page.locator("#code").fill(secret.at(datetime.now(UTC)))
            submit_main_form(page)
        return page.url.endswith("/empfang")

    wait_until(is_in, 60, "a code that nobody used")
