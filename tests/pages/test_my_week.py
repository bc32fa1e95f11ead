"""An adviser's week: what is on it, whose contact stays closed until asked, handing over, and who sees none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Account, Person, Provider, Reading, Role
from booking.accounts.people import Contact
from booking.appointments import booking, changes
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, ConsultationHours
from booking.appointments.slots import Wish
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.todos.scene import put

ADA = "ada@example.org"
NINE, TEN = at_wall(TUESDAY, 9), at_wall(TUESDAY, 10)
SECRET = Contact(name="Selma Geheim", phone="02175 999", email="selma@example.org", needs=("companion",))


@pytest.fixture
def site(build: Callable[..., Site]) -> Site:
    """Ada 1 in Büro 1, Ada 2 in Büro 2, both on Tuesday from nine to twelve."""
    return build(advisers=2)


@pytest.fixture
def ada(site: Site, signed_in: Callable[..., Visitor]) -> Visitor:
    """Ada 1 on the morning of her Sprechstunde."""
    site.clock.moment = at_wall(TUESDAY, 8, 55)
    return signed_in(Role.ADVISER, ADA)


def booked(site: Site, start: datetime, contact: Contact, adviser: int = 0) -> tuple[str, str]:
    """The day before, with this adviser; id and code."""
    later, site.clock.moment = site.clock.moment, house.NOW
    made = site.booked(start, contact, adviser_id=site.house.advisers[adviser].id)
    site.clock.moment = later
    return made[0], made[1]


def sensitive(site: Site, start: datetime = NINE, contact: Contact = SECRET) -> tuple[str, str]:
    """An appointment of the sensitive offer, on another day or at another time than the other Sprechstunde."""
    with site.runtime.database.writing() as session:
        offer = session.get_one(Offer, site.house.sensitive.id)
        house.hours_on(
            session, site.house, start.date(), start=13, end=15, offer=offer, room=site.house.rooms[2]
        )
        desk = site.runtime.desk()
        made = booking.book(
            session, type(desk)(desk.vault, desk.domain, house.NOW), Wish(offer), start, contact
        )
        return made.id, made.code


def readings(site: Site) -> list[tuple[str, str]]:
    """Who was read and why."""
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(Reading).order_by(Reading.id)).all()
        names = {each.id: each.id for each in session.scalars(select(Person))}
        return [(names[each.person_id], each.why) for each in rows]


def spoken(code: str) -> str:
    return f"{code[:3]} {code[3:]}"


def test_a_slip_of_the_hand_is_taken_back_the_same_day(site: Site, ada: Visitor) -> None:
    booked(site, NINE, Contact(name="Maria Muster"))
    steps = [
        ("Ist da: Maria Muster", "arrived"),
        ("Zurücknehmen: Maria Muster", "confirmed"),
        ("Nicht gekommen: Maria Muster", "no_show"),
        ("Ist doch da: Maria Muster", "arrived"),
        ("Erledigt: Maria Muster", "done"),
        ("Doch nicht erledigt: Maria Muster", "arrived"),
    ]
    ada.get("/ich")
    for label, status in steps:
        ada.press(label)
        assert [row.status for row in site.appointments()] == [status], label
    token, appointment_id = ada.token(), site.appointments()[0].id
    site.wait(24 * 60)
    sent = {"csrf_token": token, "status": "confirmed"}
    assert ada.post(f"/ich/termin/{appointment_id}", sent).status == 409
    assert [row.status for row in site.appointments()] == ["arrived"]


def test_the_next_days_have_sprechstunden_and_reservations_with_their_rooms(site: Site, ada: Visitor) -> None:
    friday = date(2026, 11, 27)
    with site.runtime.database.writing() as session:
        interval = Interval(at_wall(friday, 15), at_wall(friday, 17))
        own = house.reserve(
            session, site.house.rooms[2], interval, provider_id=site.house.provider.id, title="Teamrunde"
        )
        account = session.scalars(select(Account).where(Account.email == ADA)).one()
        session.get_one(Reservation, own.reservation_id).account_id = account.id
        house.hours_on(session, site.house, friday, start=9, end=11, room=site.house.rooms[0])
        date_id = own.id
    text = ada.get("/ich").text
    assert "Reservierung: Teamrunde" in text
    assert text.count("Sprechstunde: Energieberatung") == 2, "of Tuesday and of Friday, none of Ada 2"
    assert "Reservierung: Sprechstunde" not in text, "a date is told once, by its Sprechstunde"
    assert "ruht" not in text
    with site.runtime.database.writing() as session:
        session.get_one(Occurrence, date_id).status = OccurrenceStatus.ASLEEP
        hours = session.scalars(
            select(ConsultationHours).where(ConsultationHours.starts_at == at_wall(friday, 9))
        )
        hours.one().asleep_by = "absence:1"
    assert ada.get("/ich").text.count("ruht") == 2
    assert 'href="/abwesenheit"' in ada.text


def test_what_rests_can_neither_be_attended_nor_handed_over(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, NINE, Contact(name="Maria Muster"))
    with site.runtime.database.writing() as session:
        session.get_one(Appointment, appointment_id).sleep("closure:1")
    assert "ruht" in ada.get("/ich").text
    assert "Ist da" not in ada.text
    assert ada.get(f"/ich/termin/{appointment_id}/uebergeben").status == 409


def test_the_contact_of_a_sensitive_offer_is_closed_until_asked_for_and_each_look_is_written_down(
    site: Site, ada: Visitor
) -> None:
    booked(site, NINE, Contact(name="Maria Muster", phone="02175 1234"))
    appointment_id, code = sensitive(site, at_wall(TUESDAY, 13))
    text = ada.get("/ich").text
    assert "Maria Muster" in text
    for word in ("Selma", "999", "Begleitung"):
        assert word not in text
    assert spoken(code) in text
    ada.get(f"/ich/termin/{appointment_id}/uebergeben")
    assert "Selma" not in ada.text
    assert readings(site) == []

    ada.get("/ich").press(f"Kontakt zeigen: Nummer {spoken(code)}")
    assert "Selma Geheim" in ada.text
    assert 'href="tel:02175999"' in ada.text
    assert "kommt in Begleitung" in ada.text
    assert "Selma" not in ada.get("/ich").text
    ada.press("Alle Kontakte von heute zeigen")
    assert "Selma Geheim" in ada.text
    ada.get("/ich").press("Liste für heute drucken")
    assert "Selma Geheim" in ada.text
    assert "vertraulich" in ada.text
    assert "Stand: 24. November 2026, 8:55 Uhr" in ada.text
    assert [why for _, why in readings(site)] == ["contact", "contact", "list"]
    assert len({person for person, _ in readings(site)}) == 1, "Maria's offer is not sensitive"


def test_contacts_that_are_open_stay_open_beside_the_next(site: Site, ada: Visitor) -> None:
    _, first = sensitive(site, at_wall(TUESDAY, 13))
    with site.runtime.database.writing() as session:
        offer = session.get_one(Offer, site.house.sensitive.id)
        desk = site.runtime.desk()
        other = booking.book(session, desk, Wish(offer), at_wall(TUESDAY, 14), Contact(name="Otto Zwei"))
        second = other.code
    ada.get("/ich").press(f"Kontakt zeigen: Nummer {spoken(first)}")
    ada.press(f"Kontakt zeigen: Nummer {spoken(second)}")
    assert "Selma Geheim" in ada.text
    assert "Otto Zwei" in ada.text


def test_searching_by_code_or_name_within_these_days_only(site: Site, ada: Visitor) -> None:
    _, code = booked(site, NINE, Contact(name="Maria Muster"))
    sensitive(site, at_wall(TUESDAY, 13))
    ada.get("/ich").press("Suchen", q=code.lower())
    assert "1 Termin gefunden" in ada.text
    ada.press("Suchen", q="frau geheim")
    assert "1 Termin gefunden" in ada.text
    assert "Selma Geheim" in ada.text
    assert [why for _, why in readings(site)] == ["search"]
    for query in ("Ma", "Niemand", "\u202eMaria", "", "%"):
        ada.get("/ich").press("Suchen", q=query)
        assert "Termin gefunden" not in ada.text, query
        assert ada.status == 200
    site.wait(60 * 24 * 20)
    ada.get("/ich").press("Suchen", q=code)
    assert "Nichts gefunden" in ada.text


def test_a_lead_looks_at_one_adviser_after_the_other(
    site: Site, ada: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    booked(site, NINE, Contact(name="Maria Muster"))
    booked(site, TEN, Contact(name="Otto Ost"), adviser=1)
    lead = signed_in(Role.LEAD).get("/ich")
    assert "Maria Muster" in lead.text
    assert "Otto Ost" in lead.text
    lead.press("Ansehen", beraterin=str(site.house.advisers[1].id))
    assert "Otto Ost" in lead.text
    assert "Maria Muster" not in lead.text
    lead.press("Ist da: Otto Ost")
    assert "Maria Muster" not in lead.text, "the choice stays"
    lead.get(f"/ich?beraterin={site.house.advisers[1].id}").press("Suchen", q="Maria Muster")
    assert "Nichts gefunden" in lead.text
    assert "Wessen Termine?" not in ada.get("/ich").text
    assert "Otto Ost" not in ada.get(f"/ich?beraterin={site.house.advisers[1].id}").text
    for nonsense in ("999999999999999999999", "-1", "x", "²"):
        assert lead.get("/ich", query_string={"beraterin": nonsense, "seite": nonsense}).status == 200


def test_to_dos_say_how_late_they_are_and_end_in_the_list(site: Site, ada: Visitor) -> None:
    assert "Für Sie wartet keine Aufgabe." in ada.get("/ich").text
    with site.runtime.database.writing() as session:
        for number in range(7):
            put(session, vault=site.runtime.vault, provider_id=site.house.provider.id, key=str(number))
    site.wait(60 * 24 * 30)
    text = ada.get("/ich").text
    assert "überfällig" in text
    assert text.count('<a href="/aufgabe/') == 5
    assert "Alle Aufgaben ansehen: 7 warten" in text


def test_long_weeks_come_in_pages_of_whole_days(site: Site, ada: Visitor) -> None:
    weekdays = [TUESDAY + timedelta(days=ahead) for ahead in range(1, 14)]
    with site.runtime.database.writing() as session:
        for day in [each for each in weekdays if each.weekday() < 5]:
            house.hours_on(session, site.house, day, start=9, end=15, room=site.house.rooms[0])
    for day in [each for each in weekdays if each.weekday() < 5]:
        for half in range(8):
            booked(site, at_wall(day, 9) + timedelta(minutes=30 * half), Contact(name=f"Frau {half}"))
    first = ada.get("/ich").text
    assert "Seite 1 von 3" in first
    assert first.count("<b><bdi>Frau") == 32
    ada.follow("Nächste Seite")
    assert "Seite 2 von 3" in ada.text
    assert ada.get("/ich?seite=99").text.count("Seite 3 von 3") == 1


def test_handing_over_to_a_colleague_who_has_the_time(site: Site, ada: Visitor) -> None:
    booked(site, NINE, Contact(name="Maria Muster", email="maria@example.org"))
    ada.get("/ich").follow("An Kollegin geben")
    assert "Die Person bekommt eine E-Mail mit der Änderung." in ada.text
    ada.press("An Ada 2 geben: Dienstag, 24. November, 9:00 Uhr")
    assert "Der Termin ist jetzt bei Ada 2." in ada.text
    assert "Maria Muster" not in ada.text
    assert [row.sequence for row in site.appointments()] == [1]


def test_who_works_alone_is_not_asked_to_hand_over(site: Site, ada: Visitor) -> None:
    booked(site, NINE, Contact(name="Maria Muster"))
    assert "An Kollegin geben" in ada.get("/ich").text
    with site.runtime.database.writing() as session:
        session.get_one(Adviser, site.house.advisers[1].id).retired_at = house.NOW
    assert "An Kollegin geben" not in ada.get("/ich").text


def test_a_time_lost_meanwhile_is_said_with_what_else_is_free(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, NINE, Contact(name="Maria Muster"))
    ada.get(f"/ich/termin/{appointment_id}/uebergeben")
    assert "Die Person hat keine E-Mail." in ada.text
    booked(site, NINE, Contact(name="Otto Ost"), adviser=1)
    ada.press("An Ada 2 geben: Dienstag, 24. November, 9:00 Uhr")
    assert ada.status == 409
    assert "Diese Zeit ist gerade vergeben worden" in ada.text
    assert "Um diese Zeit hat niemand sonst frei." in ada.text
    assert "An Ada 2 geben" not in ada.text, "another time is asked about first"
    ada.get(f"/ich/termin/{appointment_id}/uebergeben?wahl={site.house.advisers[1].id},2026-11-24T10:00Z")
    assert "Zur selben Zeit" not in ada.text
    assert [row.sequence for row in site.appointments()] == [0, 0], "looking changes nothing"
    ada.press("An Ada 2 geben: Dienstag, 24. November, 11:00 Uhr")
    assert "Der Termin ist jetzt bei Ada 2." in ada.text


def test_what_the_resident_did_meanwhile_is_not_taken_back(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, TEN, Contact(name="Maria Muster"))
    ada.get(f"/ich/termin/{appointment_id}/uebergeben")
    with site.runtime.database.writing() as session:
        moved = session.get_one(Appointment, appointment_id)
        changes.move(session, site.runtime.desk(), moved, at_wall(TUESDAY, 11), adviser_id=moved.adviser_id)
    ada.press("An Ada 2 geben: Dienstag, 24. November, 10:00 Uhr")
    assert ada.status == 409
    assert "Der Termin hat sich inzwischen geändert" in ada.text
    assert "Maria Muster</bdi>: Dienstag, 24. November, 11:00 Uhr" in ada.text
    with site.runtime.database.reading() as session:
        kept = session.get_one(Appointment, appointment_id)
        assert (kept.starts_at, kept.sequence) == (at_wall(TUESDAY, 11), 1)
    ada.press("An Ada 2 geben: Dienstag, 24. November, 11:00 Uhr")
    assert "Der Termin ist jetzt bei Ada 2." in ada.text


def test_pressing_twice_ends_as_pressing_once(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, NINE, Contact(name="Maria Muster"))
    token = ada.get(f"/ich/termin/{appointment_id}/uebergeben").token()
    second = site.house.advisers[1].id
    sent = {"csrf_token": token, "stand": "0", "wahl": f"{second},2026-11-24T08:00Z"}
    for _turn in range(2):
        ada.post(f"/ich/termin/{appointment_id}/uebergeben", sent)
        assert ada.status == 200
        assert "Der Termin ist jetzt bei Ada 2." in ada.text
    assert [row.sequence for row in site.appointments()] == [1]
    sent["wahl"] = f"{second},2026-11-24T09:00Z"
    assert ada.post(f"/ich/termin/{appointment_id}/uebergeben", sent).status == 404


def test_a_time_that_went_is_not_asked_about(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, NINE, Contact(name="Maria Muster"))
    address, second = f"/ich/termin/{appointment_id}/uebergeben", site.house.advisers[1].id
    assert ada.get(f"{address}?wahl={second},2026-11-24T10:00Z").status == 200
    booked(site, at_wall(TUESDAY, 11), Contact(name="Otto Ost"), adviser=1)
    assert ada.get(f"{address}?wahl={second},2026-11-24T10:00Z").status == 409
    assert "Diese Zeit ist gerade vergeben worden" in ada.text
    assert ada.get(f"{address}?wahl=x").status == 200


def test_no_other_button_hands_over(site: Site, ada: Visitor) -> None:
    appointment_id, _ = booked(site, NINE, Contact(name="Maria Muster"))
    address = f"/ich/termin/{appointment_id}/uebergeben"
    token = ada.get(address).token()
    second = site.house.advisers[1].id
    for wrong in ("", "x", f"{second}", f"{second},gestern", "999999999999999999999,2026-11-24T08:00Z"):
        assert ada.post(address, {"csrf_token": token, "stand": "0", "wahl": wrong}).status == 400, wrong
    for stand in ("", "x", "-1"):
        sent = {"csrf_token": token, "stand": stand, "wahl": f"{second},2026-11-24T08:00Z"}
        assert ada.post(address, sent).status == 400, stand
    for wrong, status in ((f"{second},2026-11-24T08:10Z", 409), ("999,2026-11-24T08:00Z", 404)):
        assert ada.post(address, {"csrf_token": token, "stand": "0", "wahl": wrong}).status == status, wrong
    site.wait(10)
    sent = {"csrf_token": token, "stand": "0", "wahl": f"{second},2026-11-24T08:00Z"}
    assert ada.post(address, sent).status == 409
    assert [row.sequence for row in site.appointments()] == [0]


def test_another_provider_learns_nothing_by_no_way(
    site: Site, ada: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    """Not by list, count, search, choice, contact, print or hand-over; neither an adviser nor a lead."""
    appointment_id, code = booked(site, NINE, Contact(name="Maria Muster"))
    secret_id, secret_code = sensitive(site, at_wall(TUESDAY, 13))
    ada.get("/ich")
    for role in (Role.ADVISER, Role.LEAD):
        stranger = signed_in(role, f"fremd-{role}@example.org")
        _moves_to_another_provider(site, f"fremd-{role}@example.org")
        own = stranger.get("/ich").text
        sent = {"csrf_token": stranger.token()}
        answers = [
            stranger.get(f"/ich?beraterin={site.house.advisers[0].id}").text,
            stranger.post("/ich/suchen", {**sent, "q": "Maria Muster"}).text.replace("Maria Muster", "", 1),
            stranger.post("/ich/suchen", {**sent, "q": secret_code}).text.replace(secret_code, "", 1),
            stranger.post("/ich/kontakt", {**sent, "termin": [appointment_id, secret_id, "heute"]}).text,
            stranger.post("/ich/liste", sent).text,
        ]
        for text in (own, *answers):
            for told in ("Maria", "Selma", code, spoken(code), secret_code, spoken(secret_code), "Energie"):
                assert told not in text
            assert "1 Termin" not in text
        for address in (f"/ich/termin/{appointment_id}/uebergeben", f"/ich/termin/{secret_id}/uebergeben"):
            assert stranger.get(address).status == 404
            choice = f"{site.house.advisers[1].id},2026-11-24T08:00Z"
            assert stranger.post(address, {**sent, "stand": "0", "wahl": choice}).status == 404
    assert readings(site) == []


def test_an_adviser_hands_over_only_the_own_and_a_lead_all_of_the_provider(
    site: Site, ada: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    other_id, _ = booked(site, NINE, Contact(name="Otto Ost"), adviser=1)
    assert ada.get(f"/ich/termin/{other_id}/uebergeben").status == 404
    lead = signed_in(Role.LEAD).get("/ich").follow("An Kollegin geben")
    lead.press("An Ada 1 geben: Dienstag, 24. November, 9:00 Uhr")
    assert "Der Termin ist jetzt bei Ada 1." in lead.text


def _moves_to_another_provider(site: Site, email: str) -> None:
    with site.runtime.database.writing() as session:
        other = Provider(slug=email.partition("@")[0], name="Andere")
        session.add(other)
        session.flush()
        account = session.scalars(select(Account).where(Account.email == email)).one()
        account.provider_id = other.id
        add_adviser(session, slug=other.slug, name="Fremde", provider_id=other.id, account_id=account.id)
