"""Everything we know of a resident, behind their link: seen, taken along, corrected, deleted; each step twice is like once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from booking.accounts.models import Person, Reading
from booking.accounts.people import Contact
from booking.appointments.booking import book, open_link
from booking.appointments.models import Appointment
from booking.appointments.pending import book_or_ask
from booking.appointments.slots import Wish
from booking.house.models import Room, RoomAccess
from booking.notifications.models import Delivery, Fate
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import MARIA, Site

NINE = at_wall(TUESDAY, 9)
FULL = Contact(
    name="Maria Muster",
    email="maria@example.org",
    language="de",
    needs=("wheelchair",),
    brief_mails=True,
)


def test_everything_is_on_the_page_with_who_sees_it_and_when_it_goes(site: Site) -> None:
    _, _, token = site.booked(NINE, FULL)
    maria = site.visitor().get(f"/t/{token}").follow("Meine Daten ansehen")
    assert maria.status == 200
    for told in (
        "Maria Muster",
        "maria@example.org",
        "Nur Tag und Uhrzeit",
        "Rollstuhl",
        "Deutsch",
        "Testverein",
        "24. Dezember 2026",
        "Dienstag, 24. November 2026, 9:00 Uhr, Energieberatung",
    ):
        assert told in maria.text, told


def test_it_can_be_taken_along_as_a_page_and_as_a_file(site: Site) -> None:
    _, code, token = site.booked(NINE, replace(FULL, email=None, phone="02175 555", leave_message=True))
    maria = site.visitor().get(f"/t/{token}/daten").follow("als einfache Seite")
    assert maria.page.headers["Content-Disposition"] == 'attachment; filename="meine-daten.html"'
    assert "02175 555" in maria.text
    assert "<link" not in maria.text
    maria.get(f"/t/{token}/daten").follow("als Datei für Programme (JSON)")
    assert maria.page.headers["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    told = json.loads(maria.text)
    assert told["angaben"]["telefon"] == "02175 555"
    assert told["angaben"]["nachricht_hinterlassen"] is True
    assert told["angaben"]["bedarf"] == ["wheelchair"]
    assert told["termine"][0]["angebot"] == "Energieberatung"
    assert (told["termine"][0]["nummer"], told["sichtbar_fuer"]) == (code, "Testverein")


def test_only_mails_that_left_are_counted_and_every_reading(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/daten")
    assert "Von Mitarbeitenden gelesen" not in maria.text
    with site.runtime.database.writing() as session:
        person = session.query(Person).one()
        for number, fate in enumerate((Fate.SENT, Fate.FAILED, Fate.OUTDATED, Fate.QUEUED)):
            mail = Delivery(
                public_id=f"mail-{number}",
                kind="confirmation",
                dedup_key=f"mail-{number}",
                order_key="mail",
                message_id=f"<mail-{number}@test.example>",
                sealed=None,
                created_at=site.clock.now(),
                next_attempt_at=site.clock.now(),
                valid_until=site.clock.now(),
                person_id=person.id,
            )
            mail.fate = fate
            session.add(mail)
        account_id = site.house.account.id
        session.add(Reading(account_id=account_id, person_id=person.id, why="todo", at=site.clock.now()))
    maria.get(f"/t/{token}/daten")
    assert "1 E-Mail<" in maria.text
    assert "Von Mitarbeitenden gelesen" in maria.text
    told = json.loads(maria.get(f"/t/{token}/daten.json").text)
    assert [each["verschickt"] for each in told["e_mails"]] == [True, False, False, False]
    assert len(told["gelesen_von_mitarbeitenden"]) == 1


def test_the_old_mailbox_opens_nothing_while_the_page_in_use_goes_on(site: Site) -> None:
    appointment_id, _, token = site.booked(NINE)
    with site.runtime.database.writing() as session:
        old = open_link(session, session.get_one(Appointment, appointment_id), now=site.clock.now())
    maria = site.visitor().get(f"/t/{token}/daten/aendern")
    maria.press("Angaben speichern", email="richtig@example.org")
    assert "Ihre Angaben sind geändert." in maria.text
    stranger = site.visitor().get(f"/t/{old}/daten")
    assert stranger.status == 404
    assert "richtig@example.org" not in stranger.text


def test_a_correction_is_kept_and_the_same_again_is_no_news(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/daten/aendern")
    for _time in range(2):
        maria.get(f"/t/{token}/daten/aendern").press(
            "Angaben speichern",
            name="Mia Muster",
            contact="phone",
            phone="02175 12345",
            phone_hours="morning",
        )
        assert "Ihre Angaben sind geändert." in maria.text
    assert site.people() == [Contact(name="Mia Muster", phone="02175 12345", phone_hours="morning")]
    corrected = [row for row in site.rows()["event"] if "PersonCorrected" in row]
    assert len(corrected) == 1
    assert "Mia" not in str(corrected)


def test_a_mistake_is_explained_and_nothing_changes(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/daten/aendern")
    maria.press("Angaben speichern", name="", email="maria.example.org")
    assert maria.status == 422
    assert maria.title.startswith("Fehler: ")
    assert "mit einem @-Zeichen" in maria.text
    assert "Ihr Termin bleibt, wie er ist." in maria.text
    assert site.people() == [MARIA]


def test_a_mistyped_address_is_asked_about_once(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = (
        site.visitor().get(f"/t/{token}/daten/aendern").press("Angaben speichern", email="maria@gmial.com")
    )
    assert maria.status == 422
    assert site.people() == [MARIA]
    maria.press("Ja, ändern in maria@gmail.com")
    assert [each.email for each in site.people()] == ["maria@gmail.com"]


def test_who_gave_phone_and_mail_keeps_both(site: Site) -> None:
    both = Contact(name="Maria", email="maria@example.org", phone="02175 555", leave_message=True)
    _, _, token = site.booked(NINE, both)
    site.visitor().get(f"/t/{token}/daten/aendern").press("Angaben speichern", name="Maria Muster")
    assert site.people() == [replace(both, name="Maria Muster")]


def test_a_number_for_when_the_mail_does_not_arrive_can_change_or_go(site: Site) -> None:
    both = Contact(name="Maria", email="maria@example.org", phone="02175 555", phone_hours="morning")
    _, _, token = site.booked(NINE, both)
    own = f"/t/{token}/daten"
    assert 'daten/aendern#spare_phone"' in site.visitor().get(own).text
    site.visitor().get(f"{own}/aendern").press("Angaben speichern", spare_phone="02175 777")
    assert site.people() == [replace(both, phone="02175 777", phone_hours="")]
    site.visitor().get(f"{own}/aendern").press("Angaben speichern", spare_phone="")
    assert site.people() == [replace(both, phone=None, phone_hours="")]


def test_a_room_that_does_not_fit_any_more_leads_to_another_time(site: Site) -> None:
    _, _, token = site.booked(NINE)
    with site.runtime.database.writing() as session:
        session.get_one(Room, site.house.rooms[0].id).access = RoomAccess.STAIRS
    before = site.appointments()
    maria = site.visitor().get(f"/t/{token}/daten/aendern")
    maria.press("Angaben speichern", needs="wheelchair")
    assert "Ihr Termin passt noch nicht zu Ihren Angaben" in maria.text
    assert site.appointments() == before
    maria.follow("Passende Zeit wählen").press(maria.slots()[1])
    assert "Ihr Termin ist verschoben." in maria.text
    assert "Büro 1" not in maria.text
    assert "passt noch nicht" not in maria.get(f"/t/{token}/daten").text


def test_more_time_than_the_appointment_has_is_said_too(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/daten/aendern")
    maria.press("Angaben speichern", needs="more_time")
    assert "Raum oder Dauer reichen nicht." in maria.text


def test_deleting_cancels_and_erases_at_once_and_twice_is_like_once(site: Site) -> None:
    _, _, token = site.booked(NINE)
    maria = site.visitor().get(f"/t/{token}/daten").follow("Termin absagen und Angaben löschen")
    assert "Das können wir nicht zurücknehmen." in maria.text
    sent = {"csrf_token": maria.token()}
    for _time in range(2):
        maria.post(f"/t/{token}/daten/loeschen", sent)
        assert (maria.status, maria.path) == (200, "/daten-geloescht")
        assert "Ihre Angaben sind gelöscht." in maria.text
    assert site.people() == []
    (left,) = site.appointments()
    assert (left.status, left.sequence, left.person_id) == ("cancelled", 1, None)
    rows = site.rows()
    assert sum("AppointmentCancelled" in row for row in rows["event"]) == 1
    assert sum("PersonErased" in row for row in rows["event"]) == 1
    assert maria.get(f"/t/{token}").status == 404
    assert "2026-11-24T08:00Z" in site.visitor().get("/termin/energieberatung").slots()


def test_a_guessed_link_deletes_nothing(site: Site) -> None:
    _, _, token = site.booked(NINE)
    visitor = site.visitor().get(f"/t/{token}/daten/loeschen")
    before = site.rows()
    visitor.post("/t/geraten/daten/loeschen", {"csrf_token": visitor.token()})
    assert visitor.status == 404
    assert site.rows() == before


def test_after_the_appointment_only_the_data_is_deleted(site: Site) -> None:
    _, _, token = site.booked(NINE)
    site.clock.moment = at_wall(TUESDAY, 13)
    maria = site.visitor().get(f"/t/{token}/daten").follow("Angaben löschen").press("Angaben löschen")
    assert "Ihre Angaben sind gelöscht." in maria.text
    assert [(row.status, row.person_id) for row in site.appointments()] == [("confirmed", None)]


def asked_first(site: Site) -> str:
    """The link of an appointment whose mail nobody has answered yet."""
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice, load=False)
        offer.confirm_by_mail = True
        made = book_or_ask(session, site.runtime.desk(), Wish(offer), NINE, MARIA)
        return open_link(session, made, now=site.clock.now())


def test_a_mistyped_address_is_corrected_before_it_was_confirmed(site: Site) -> None:
    token = asked_first(site)
    maria = site.visitor().get(f"/t/{token}")
    assert "Bitte bestätigen Sie Ihren Termin." in maria.text
    assert "Wir halten die Zeit bis 10:00 Uhr für Sie frei." in maria.text
    assert site.visitor().get(f"/t/{token}/termin.ics").path == f"/t/{token}"
    maria.follow("Angaben ändern").press("Angaben speichern", email="richtig@example.org")
    assert sum("ConfirmationAsked" in row for row in site.rows()["event"]) == 2
    assert [row.status for row in site.appointments()] == ["pending"]
    maria.get(f"/t/{token}/daten/aendern").press("Angaben speichern", contact="none")
    assert [row.status for row in site.appointments()] == ["confirmed"]


def test_what_was_not_confirmed_is_free_at_once_when_its_data_is_deleted(site: Site) -> None:
    token = asked_first(site)
    maria = site.visitor().get(f"/t/{token}").follow("Angaben löschen").press("Angaben löschen")
    assert "Ihre Angaben sind gelöscht." in maria.text
    assert site.people() == []
    assert "2026-11-24T08:00Z" in site.visitor().get("/termin/energieberatung").slots()


@pytest.mark.parametrize("code", ["de-simple", "en", "uk", "ar", "tr"])
def test_each_page_in_each_language(site: Site, code: str) -> None:
    _, _, token = site.booked(NINE, FULL)
    for path in ("daten", "daten.html", "daten/aendern", "daten/loeschen"):
        answer = site.visitor().get(f"/{code}/t/{token}/{path}")
        assert answer.status == 200
        assert f'lang="{code}"' in answer.text


def test_a_sensitive_appointment_is_named_only_where_everything_is_told(site: Site) -> None:
    with site.runtime.database.writing() as session:
        from tests import house

        offer = session.merge(site.house.sensitive, load=False)
        adviser = session.merge(site.house.advisers[0], load=False)
        house.hours_on(session, site.house, adviser=adviser, offer=offer, start=14, end=16, channel="phone")
        made = book(session, site.runtime.desk(), Wish(offer), at_wall(TUESDAY, 14), MARIA)
        token = open_link(session, made, now=site.clock.now())
        assert session.get(Appointment, made.id) is not None
    for path in ("", "/daten/aendern", "/daten/loeschen", "/absagen", "/zettel", "/termin.ics"):
        assert "Schuldner" not in site.visitor().get(f"/t/{token}{path}").text, path
    for path in ("/daten", "/daten.html", "/daten.json"):
        assert "Schuldnerberatung" in site.visitor().get(f"/t/{token}{path}").text, path
