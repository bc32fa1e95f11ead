"""A morning of somebody who advises: who comes, a slip of the hand, a colleague who takes over, a list on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from booking.appointments.hours import Plan, open_hours
from booking.appointments.models import Appointment, ConsultationHours, Status
from booking.db import Database
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds, wall_day
from tests.journeys.living import LivingHouse, a_living_house
from tests.journeys.looking import look
from tests.journeys.steps import sign_in
from tests.servers.browser import open_page


@pytest.fixture(scope="module")
def tuesday() -> date:
    """The next one that is not today."""
    today = wall_day(datetime.now(UTC))
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


@pytest.fixture(scope="module")
def morning_house(tmp_path_factory: pytest.TempPathFactory, tuesday: date) -> Iterator[LivingHouse]:
    """The demonstration on a Tuesday at 8:40; Ida sits beside Ben this morning and can do what he does."""
    folder = tmp_path_factory.mktemp("morning-house")
    offset = Path(folder, "clock-offset")
    offset.write_text(str((at_wall(tuesday, 8, 40) - datetime.now(UTC)).total_seconds()))
    with a_living_house(folder, CLOCK_OFFSET_FILE=str(offset)) as house:
        _ida_sits_beside_ben(house, tuesday)
        yield house


def test_the_pages_of_the_week(page: Page, morning_house: LivingHouse) -> None:
    sign_in(page, morning_house, "adviser")
    findings = look(page, "woche-ada")
    page.locator("form[action='/ich/liste'] button").click()
    findings += look(page, "woche-ada-liste")
    page.goto(f"{morning_house.url}/ich")
    page.locator("#q").fill("niemand")
    page.keyboard.press("Enter")
    expect(page.locator("#gefunden")).to_be_focused()
    findings += look(page, "woche-suche-leer")
    sign_out(page)
    sign_in(page, morning_house, "lead")
    findings += look(page, "woche-lea")
    page.get_by_role("button", name="Kontakt zeigen").first.click()
    findings += look(page, "woche-lea-kontakt")
    page.goto(f"{morning_house.url}/ich")
    page.locator("#heute ~ ul a[href$='/uebergeben']").first.click()
    findings += look(page, "uebergeben")
    assert findings == []


def test_a_slip_of_the_hand_by_keyboard_alone(browser: Browser, morning_house: LivingHouse) -> None:
    with open_page(browser, 1280, javascript=False) as page:
        sign_in(page, morning_house, "lead")
        for label, said in (
            ("Nicht gekommen", "Gespeichert: nicht gekommen."),
            ("Ist doch da", "Gespeichert: ist da."),
            ("Zurücknehmen", "Zurückgenommen."),
        ):
            button = page.get_by_role("button", name=label).first
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator("main p[role=status]", has_text=said)).to_be_visible()


def test_a_colleague_takes_over_and_the_resident_is_told(
    browser: Browser, morning_house: LivingHouse, tuesday: date
) -> None:
    with open_page(browser, 1280) as page:
        sign_in(page, morning_house, "lead")
        page.goto(f"{morning_house.url}/ich")
        row = page.locator("#heute ~ ul li", has_text="Ben Muster").filter(has_text="9:00 Uhr").first
        row.get_by_role("link", name="An Kollegin geben").click()
        page.get_by_role("button", name="An Ida Schablone geben").first.click()
        told = page.locator("main p[role=status]", has_text="Der Termin ist jetzt bei Ida Schablone.")
        expect(told).to_be_visible()
        expect(page.locator("#heute ~ ul li:has(form)", has_text="Ida Schablone").first).to_contain_text(
            "9:00 Uhr"
        )
    with _database(morning_house).reading() as session:
        at_nine = select(Appointment).where(Appointment.starts_at == at_wall(tuesday, 9))
        moved = session.scalars(at_nine.join(Adviser).where(Adviser.slug == "ida-schablone")).one()
        assert (moved.sequence, moved.status) == (1, Status.CONFIRMED)


def sign_out(page: Page) -> None:
    page.locator("header form[action='/abmelden'] button").click()


def _ida_sits_beside_ben(house: LivingHouse, day: date) -> None:
    bounds = day_bounds(day)
    with _database(house).writing() as session:
        bens = session.scalars(
            select(ConsultationHours)
            .join(ConsultationHours.adviser)
            .where(Adviser.slug == "ben-muster")
            .where(ConsultationHours.starts_at >= bounds.start, ConsultationHours.ends_at < bounds.end)
        ).one()
        ida = session.scalars(select(Adviser).where(Adviser.slug == "ida-schablone")).one()
        beside = Plan(offer=bens.offer, adviser=ida, interval=Interval(bens.starts_at, bens.ends_at))
        open_hours(session, beside, now=bens.starts_at - timedelta(days=1))


def _database(house: LivingHouse) -> Database:
    return Database(f"sqlite:///{house.data_dir / 'treffpunkt.sqlite3'}")
