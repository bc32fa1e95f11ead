"""Name and mailbox: a made-up name where it protects, a question about a slip, brief mails for shared mailboxes."""

from __future__ import annotations

import pytest

from booking.accounts.people import Contact
from booking.appointments.models import Channel
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

PAGE = "/termin/energieberatung"
NINE, ONE = "2026-11-24T08:00Z", "2026-11-24T12:00Z"
NEXT = "Weiter: Angaben prüfen"
BY_MAIL = {"name": "Erika", "contact": "email", "email": "erika@example.org"}
SLIP = {"name": "Erika", "contact": "email", "email": "erika@gmial.com"}


def filling_in(site: Site) -> Visitor:
    return site.visitor().get(PAGE).press(NINE)


def sensitive(site: Site) -> Visitor:
    """A free time of the offer that tells something about whoever comes."""
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.sensitive)
        small.hours_on(session, site.house, start=13, end=14, room=site.house.rooms[1], offer=offer)
    return site.visitor().get("/termin/beratung-7").press(ONE)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.PHONE, "Zu Ihrem Termin rufen wir Sie an. Dafür brauchen wir Ihre Telefonnummer."),
        (Channel.HOME_VISIT, "Vor dem Besuch rufen wir Sie an und fragen nach Ihrer Adresse."),
    ],
)
def test_whom_we_call_we_need_the_number_of(site: Site, channel: Channel, said: str) -> None:
    with site.runtime.database.writing() as session:
        small.hours_on(session, site.house, start=13, end=14, channel=channel)
    erika = site.visitor().get(PAGE).press(ONE)
    assert said in erika.text
    assert "Ich nehme einen Zettel mit." not in erika.text
    erika.press(NEXT, name="Erika", contact="none")
    assert "Bitte wählen Sie aus, wie wir Sie erreichen." in erika.text
    erika.press(NEXT, **BY_MAIL)
    assert erika.status == 422
    assert "Für diesen Termin rufen wir Sie an. Bitte schreiben Sie Ihre Telefonnummer." in erika.text
    assert erika.get(f"{PAGE}/pruefen").path.endswith("/angaben")
    erika.press(NEXT, **BY_MAIL, spare_phone="02175 123456")
    assert erika.path.endswith("/pruefen")
    assert site.people() == [Contact(name="Erika", email="erika@example.org", phone="02175 123456")]


def test_the_number_of_a_call_can_be_changed_but_not_taken_back(site: Site) -> None:
    with site.runtime.database.writing() as session:
        small.hours_on(session, site.house, start=13, end=14, channel=Channel.PHONE)
    _, _, token = site.booked(at_wall(TUESDAY, 13), Contact(name="Erika", phone="02175 123456"))
    erika = site.visitor().get(f"/t/{token}/daten/aendern")
    assert "Ich nehme einen Zettel mit." not in erika.text
    erika.press("Angaben speichern", **BY_MAIL, phone="", spare_phone="")
    assert "Für diesen Termin rufen wir Sie an." in erika.text
    assert [each.phone for each in site.people()] == ["02175 123456"]


def test_what_was_said_for_a_room_is_asked_again_for_a_call(site: Site) -> None:
    """Another time was chosen: what was typed is complete for the house, not for the phone."""
    with site.runtime.database.writing() as session:
        small.hours_on(session, site.house, start=13, end=14, channel=Channel.PHONE)
    erika = filling_in(site).press(NEXT, **BY_MAIL).get(PAGE).press(ONE)
    assert erika.path.endswith("/angaben")
    assert erika.get(f"{PAGE}/pruefen").path.endswith("/angaben")


def test_a_slip_is_asked_about_and_one_tap_mends_it(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **SLIP)
    assert erika.status == 422
    assert "Meinten Sie erika@gmail.com?" in erika.text
    erika.press("Ja, ändern in erika@gmail.com")
    assert erika.path.endswith("/pruefen")
    assert site.people() == [Contact(name="Erika", email="erika@gmail.com")]


def test_one_tap_keeps_it(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **SLIP).press("Nein, erika@gmial.com stimmt")
    assert erika.path.endswith("/pruefen")
    assert site.people() == [Contact(name="Erika", email="erika@gmial.com")]


def test_sending_it_again_as_it_is_counts_and_nobody_is_asked_twice(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **SLIP).press(NEXT)
    assert erika.path.endswith("/pruefen")
    erika.follow("Zurück").press(NEXT)
    assert erika.path.endswith("/pruefen")


def test_another_slip_is_asked_about_anew(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **SLIP).press(NEXT, email="erika@web.ed")
    assert "Meinten Sie erika@web.de?" in erika.text


def test_a_missing_dot_is_a_fault_with_a_way_out(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **{**SLIP, "email": "erika@gmailcom"})
    assert "Hinter dem @ fehlt noch etwas" in erika.text
    assert "stimmt</span>" not in erika.text
    erika.press("Ja, ändern in erika@gmail.com")
    assert erika.path.endswith("/pruefen")


def test_other_faults_stand_beside_the_question(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **{**SLIP, "name": ""})
    assert "Bitte prüfen Sie 2 Angaben" in erika.text
    erika.press("Ja, ändern in erika@gmail.com")
    assert erika.status == 422
    assert "Bitte prüfen Sie 1 Angabe" in erika.text
    assert "erika@gmail.com" in erika.text


def test_a_number_for_when_the_mail_does_not_arrive(site: Site) -> None:
    erika = filling_in(site)
    assert "Telefon, falls die E-Mail nicht ankommt" in erika.text
    erika.press(NEXT, **BY_MAIL, spare_phone="02175 555")
    assert erika.path.endswith("/pruefen")
    assert "02175 555" in erika.text
    assert site.people() == [Contact(name="Erika", email="erika@example.org", phone="02175 555")]
    erika.follow("Zurück").press(NEXT)
    assert [each.phone for each in site.people()] == ["02175 555"]


def test_nobody_has_to_give_it_but_a_wrong_one_is_said(site: Site) -> None:
    erika = filling_in(site).press(NEXT, **BY_MAIL, spare_phone="ja")
    assert erika.status == 422
    assert 'href="#spare_phone"' in erika.text
    assert "nur mit Ziffern, zum Beispiel 02175 123456." in erika.text
    erika.press(NEXT, spare_phone="")
    assert erika.path.endswith("/pruefen")
    assert site.people() == [Contact(name="Erika", email="erika@example.org")]


def test_it_belongs_to_the_way_that_was_chosen(site: Site) -> None:
    given = {"name": "Erika", "phone": "02175 1234", "spare_phone": "nein"}
    filling_in(site).press(NEXT, **given, contact="phone")
    assert site.people() == [Contact(name="Erika", phone="02175 1234")]


def test_the_waiting_list_asks_for_it_too(site: Site) -> None:
    page = site.visitor().get("/warteliste/energieberatung")
    page.press("Auf die Warteliste setzen", **BY_MAIL, spare_phone="1")
    assert 'href="#spare_phone"' in page.text
    page.press("Auf die Warteliste setzen", spare_phone="02175 555")
    assert site.people() == [Contact(name="Erika", email="erika@example.org", phone="02175 555")]


def test_a_sensitive_offer_takes_a_made_up_name_and_no_contact(site: Site) -> None:
    page = sensitive(site)
    assert "Sie können auch einen ausgedachten Namen nennen. Merken Sie ihn sich." in page.text
    assert "<textarea" not in page.text
    page.press(NEXT, name="Blaue Amsel", contact="none").press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in page.text
    assert site.people() == [Contact(name="Blaue Amsel")]
    assert "ausgedachten" not in filling_in(site).text


def test_its_mails_are_brief_unless_somebody_wishes_otherwise(site: Site) -> None:
    page = sensitive(site)
    page.press(NEXT, name="Amsel", contact="email", email="amsel@example.org")
    assert site.people() == [Contact(name="Amsel", email="amsel@example.org", brief_mails=True)]
    page.follow("Zurück").press(NEXT, brief_mails=[])
    assert site.people() == [Contact(name="Amsel", email="amsel@example.org")]


def test_what_was_typed_for_another_offer_becomes_brief_too(site: Site) -> None:
    page = filling_in(site).press(NEXT, name="Amsel", contact="email", email="amsel@example.org")
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.sensitive)
        small.hours_on(session, site.house, start=13, end=14, room=site.house.rooms[1], offer=offer)
    page.get("/termin/beratung-7").press(ONE)
    assert site.people() == [Contact(name="Amsel", email="amsel@example.org", brief_mails=True)]
