"""A resident books, reads the mail, moves, is reminded and cancels; without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from booking.scheduling.walltime import BERLIN
from tests.journeys.living import LivingHouse, a_living_house
from tests.journeys.steps import book, choose_a_time, give_details, submit_main_form
from tests.servers.browser import open_page
from tests.servers.icaljs import parse
from tests.servers.waiting import wait_until


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser, 1280, javascript=False) as opened:
        yield opened


def mails_to(house: LivingHouse, address: str) -> list[EmailMessage]:
    files = sorted((house.data_dir / "mail").glob("*.eml"))
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [mail for mail in mails if address in str(mail["To"])]


def wait_for_mail(house: LivingHouse, address: str, subject: str) -> EmailMessage:
    def found() -> list[EmailMessage]:
        return [mail for mail in mails_to(house, address) if str(mail["Subject"]).startswith(subject)]

    wait_until(found, 30, f"a mail to {address} about {subject!r}")
    return found()[-1]


def calendar(mail: EmailMessage):
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part.get_param("method"), parse(part.get_payload(decode=True))


def parse_start(mail: EmailMessage) -> datetime:
    _, invitation = calendar(mail)
    return datetime.fromisoformat(invitation.inside("vevent")[0].one("dtstart").value)


def test_the_whole_story_of_one_appointment(page: Page, any_house: LivingHouse) -> None:
    address = "frau.m@example.org"
    book(page, any_house, "Frau M.", address)
    code = page.locator(".tp-code").inner_text()
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{3} [2-9A-HJ-NP-Z]{3}", code)

    confirmation = wait_for_mail(any_house, address, "Ihr Termin am")
    method, invitation = calendar(confirmation)
    event = invitation.inside("vevent")[0]
    assert (method, event.one("sequence").value) == ("REQUEST", 0)
    body = confirmation.get_body(("plain",)).get_content()
    assert code in body

    # The mail can be read in the browser, and its link leads to the appointment.
    page.goto(f"{any_house.url}/demo/mails")
    page.locator("main li a", has_text=str(confirmation["Subject"])).first.click()
    expect(page.locator("main")).to_contain_text(code)
    link = re.search(r"https?://\S+/t/\S+", body)
    assert link
    path = urlsplit(link.group()).path
    page.goto(any_house.url + path)
    expect(page.locator(".tp-code")).to_have_text(code)

    # Move.
    page.locator(f'a[href$="{path}/verschieben"]').click()
    page.locator("button.tp-slot").nth(2).click()
    expect(page.locator("h1")).to_have_text("Ihr Termin ist verschoben.")
    method, update = calendar(wait_for_mail(any_house, address, "Ihr Termin ist verschoben"))
    moved = update.inside("vevent")[0]
    assert (method, moved.one("sequence").value, moved.one("uid").value) == (
        "REQUEST",
        1,
        event.one("uid").value,
    )

    # Find it again by code and name.
    page.goto(f"{any_house.url}/code")
    page.locator("#code").fill(code.lower())
    page.locator("#name").fill("frau m")
    submit_main_form(page)
    expect(page.locator(".tp-code")).to_have_text(code)

    # Cancel: looking at the page changes nothing, the button does.
    page.locator('a[href$="/absagen"]').click()
    page.go_back()
    expect(page.locator(".tp-code")).to_have_text(code)
    page.locator('a[href$="/absagen"]').click()
    submit_main_form(page)
    expect(page.locator("h1")).to_have_text("Ihr Termin ist abgesagt.")
    method, end = calendar(wait_for_mail(any_house, address, "Ihr Termin ist abgesagt"))
    cancelled = end.inside("vevent")[0]
    assert (method, cancelled.one("status").value) == ("CANCEL", "CANCELLED")
    assert (cancelled.one("sequence").value, cancelled.one("uid").value) == (2, event.one("uid").value)


def test_no_mail_no_phone_the_page_is_enough(page: Page, living_house: LivingHouse) -> None:
    book(page, living_house, "Herr Ö.", None)
    expect(page.locator("main")).to_contain_text("Schreiben Sie sich Tag, Uhrzeit und Nummer auf.")


def test_a_mistake_is_explained_and_nothing_is_lost(page: Page, living_house: LivingHouse) -> None:
    choose_a_time(page, living_house)
    give_details(page, "Frau Ö.", "frau.oe.example.org")
    expect(page.locator("#fehler")).to_be_visible()
    assert page.title().startswith("Fehler: ")
    assert page.locator("#email").input_value() == "frau.oe.example.org"
    assert page.locator("#name").input_value() == "Frau Ö."
    page.locator("#email").fill("frau.oe@example.org")
    submit_main_form(page)
    submit_main_form(page)
    expect(page.locator("h1")).to_have_text("Ihr Termin ist gebucht.")


def test_going_back_and_booking_twice_gives_one_appointment(page: Page, living_house: LivingHouse) -> None:
    address = "zweimal@example.org"
    book(page, living_house, "Frau Zweimal", address)
    page.go_back()
    submit_main_form(page)
    wait_for_mail(living_house, address, "Ihr Termin am")
    assert len(mails_to(living_house, address)) == 1


def test_the_clock_is_moved_and_the_reminder_comes(page: Page, tmp_path: Path) -> None:
    """In a house of its own: moving the clock would age everybody else's."""
    address = "erinnern@example.org"
    with a_living_house(tmp_path) as house:
        book(page, house, "Frau Bald", address)
        wait_for_mail(house, address, "Ihr Termin am")
        start = parse_start(mails_to(house, address)[0])
        days = (start.astimezone(BERLIN).date() - datetime.now(BERLIN).date()).days
        for _ in range(days - 1):
            page.goto(f"{house.url}/demo/mails")
            page.locator("button[value='1d']").click()
            expect(page.locator("main")).to_contain_text("vorgestellt")
        wait_for_mail(house, address, "Erinnerung")
