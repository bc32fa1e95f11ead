"""A time on the phone needs a number to call: the page asks for it, and whoever has none is not booked there unasked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking.accounts.people import Contact, contact_of
from booking.appointments import booking, finding
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, Channel
from booking.appointments.slots import Wish
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.house import TUESDAY
from tests.pages.conftest import Site

WEDNESDAY = TUESDAY + timedelta(days=1)
NINE, CALL, AT_NINE = at_wall(TUESDAY, 9), at_wall(WEDNESDAY, 9), "2026-11-25T08:00Z"
BY_MAIL = Contact(name="Frau M.", email="m@example.org")


@pytest.fixture
def called(site: Site) -> Site:
    """On Wednesday Ada advises on the phone."""
    with site.runtime.database.writing() as session:
        small.hours_on(session, site.house, WEDNESDAY, channel=Channel.PHONE)
    return site


def booked(site: Site, contact: Contact = BY_MAIL) -> str:
    """The token of an appointment in the house, on Tuesday at nine."""
    with site.runtime.database.writing() as session:
        wish, desk = Wish(session.get_one(Offer, site.house.advice.id)), site.runtime.desk()
        made = booking.book(session, desk, wish, NINE, contact)
        return booking.open_link(session, made, now=desk.now)


def stands(site: Site, token: str) -> tuple[Appointment, Contact]:
    with site.runtime.database.reading() as session:
        found = finding.by_token(session, token, now=site.runtime.clock.now())
        assert found.person is not None
        return found, contact_of(found.person, site.runtime.vault)


def test_the_page_asks_and_keeps_the_old_time(called: Site) -> None:
    token = booked(called)
    asks = called.visitor().get(f"/t/{token}/verschieben").press(AT_NINE)
    assert asks.status == 422
    assert "Unter welcher Nummer erreichen wir Sie?" in asks.text
    assert "Bitte schreiben Sie Ihre Telefonnummer." not in asks.text, "nobody did anything wrong"
    assert stands(called, token)[0].starts_at == NINE


def test_with_a_number_it_is_moved(called: Site) -> None:
    token = booked(called)
    page = called.visitor().get(f"/t/{token}/verschieben").press(AT_NINE)
    assert "Bitte schreiben Sie Ihre Telefonnummer." in page.press("Termin verschieben", phone="").text
    page.press("Termin verschieben", phone="ruf mich an")
    assert page.status == 422
    assert "nur mit Ziffern" in page.text
    assert "ruf mich an" in page.text
    page.press("Termin verschieben", phone="02175 12345")
    assert page.status == 200
    appointment, contact = stands(called, token)
    assert (appointment.starts_at, appointment.channel) == (CALL, Channel.PHONE)
    assert (contact.phone, contact.email) == ("02175 12345", "m@example.org")


def test_whose_number_we_have_is_not_asked(called: Site) -> None:
    token = booked(called, Contact(name="Frau M.", email="m@example.org", phone="02175 12345"))
    called.visitor().get(f"/t/{token}/verschieben").press(AT_NINE)
    assert stands(called, token)[0].starts_at == CALL


def test_who_can_sit_in_the_house_at_that_time_does(called: Site) -> None:
    """Two advise then, one of them on the phone."""
    with called.runtime.database.writing() as session:
        adviser = add_adviser(session, slug="bea", name="Bea", provider_id=called.house.provider.id)
        small.hours_on(session, called.house, WEDNESDAY, adviser=adviser, room=called.house.rooms[1])
    token = booked(called)
    called.visitor().get(f"/t/{token}/verschieben").press(AT_NINE)
    found = stands(called, token)[0]
    assert (found.starts_at, found.channel) == (CALL, Channel.ON_SITE)
