"""An adviser sees who comes, says what became of it, and sees nobody of another provider."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Browser, expect

from tests.journeys.living import LivingHouse
from tests.journeys.steps import give_details, look_for_a_time, sign_in, submit_main_form
from tests.servers.browser import open_page


def test_a_booked_appointment_is_on_the_list_of_its_adviser_only(
    browser: Browser, own_house: LivingHouse
) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        # The soonest time in a house of its own: the list shows two weeks, and other stories book in theirs.
        look_for_a_time(page, own_house)
        page.locator("button.tp-slot").first.click()
        give_details(page, "Frau Liste", None)
        submit_main_form(page)
        sign_in(page, own_house, "adviser")
        expect(page.locator("h1")).to_have_text("Meine Termine")
        expect(page.locator("main")).to_contain_text("Frau Liste")
        page.locator("header form button").first.click()
        page.goto(f"{own_house.url}/ich")
        expect(page.locator("main")).not_to_contain_text("Frau Liste")
        sign_in(page, own_house, "lead")
        page.goto(f"{own_house.url}/ich")
        expect(page.locator("main")).not_to_contain_text("Frau Liste")


def test_the_second_factor_is_asked_for_and_works_once(browser: Browser, living_house: LivingHouse) -> None:
    secret = living_house.account("admin")["totp_secret"]
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, living_house, "admin")
        code = pyotp.TOTP(secret).now()
        page.locator("main form input[autocomplete=one-time-code]").fill(code)
        submit_main_form(page)
        expect(page.locator("header form button").first).to_be_visible()
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, living_house, "admin")
        page.locator("main form input[autocomplete=one-time-code]").fill(code)
        submit_main_form(page)
        assert page.title().startswith("Fehler: ")
