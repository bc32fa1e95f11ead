"""A booking for a caller, on one screen and without a script: nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, CameBy, Channel
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE, HALF_PAST, TEN = "2026-11-24T08:00Z", "2026-11-24T08:30Z", "2026-11-24T09:00Z"
SAY = "Ich wiederhole: Dienstag, 24. November, 9 Uhr 30, Büro 1."


def enter(visitor: Visitor, **typed: str | list[str]) -> Visitor:
    """Fill in the screen and press Enter."""
    form = next(form for form in visitor.forms if form.action == "/empfang/termin")
    sent: dict[str, list[str]] = {}
    for name, value in form.fields:
        if name not in typed:
            sent.setdefault(name, []).append(value)
    for name, values in typed.items():
        sent[name] = [values] if isinstance(values, str) else values
    return visitor.post("/empfang/termin", sent)


@pytest.fixture
def toni(signed_in: Callable[..., Visitor]) -> Visitor:
    return signed_in(Role.STAFF, "toni@example.org").get("/empfang/termin")


def test_four_times_enter_from_the_first_word_to_the_slip(site: Site, toni: Visitor) -> None:
    enter(toni, was="Energie")
    assert "Energieberatung (Testverein)" in toni.text
    assert checked(toni) == NINE

    enter(toni, slot=HALF_PAST)
    assert [row.status for row in site.appointments()] == ["held"]
    assert "Vorgemerkt:" in toni.text
    assert "Das lesen Sie vor" not in toni.text

    enter(toni, name="Frau Anruf", phone="02175 000-1")
    assert SAY in toni.text
    assert [row.status for row in site.appointments()] == ["held"]

    toni.press("Buchen")
    assert "Gebucht." in toni.text
    assert SAY in toni.text
    made = booked(site)
    assert (made.came_by, made.taken_by) == (CameBy.PHONE, account_id(site, "toni@example.org"))
    assert made.starts_at == at_wall(TUESDAY, 9, 30)
    assert site.people() == [Contact(name="Frau Anruf", phone="02175 000-1")]

    toni.press("Zettel drucken")
    assert toni.path.startswith("/t/")
    assert toni.path.endswith("/zettel")
    assert f"{made.code[:3]} {made.code[3:]}" in toni.text
    assert toni.follow("Zurück zum Empfang").path == "/empfang"


def test_booking_twice_is_one_appointment(site: Site, toni: Visitor) -> None:
    read_back(toni)
    form = next(form for form in toni.forms if form.action == "/empfang/termin")
    sent: dict[str, list[str]] = {"step": ["buchen"]}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    first = toni.post("/empfang/termin", sent).path
    assert toni.post("/empfang/termin", sent).path == first
    assert [row.status for row in site.appointments()] == ["confirmed"]


def test_neither_phone_nor_mail_is_no_obstacle(site: Site, toni: Visitor) -> None:
    read_back(toni, name="Herr Ohne", phone="")
    assert "Ohne Telefon und E-Mail" in toni.text
    toni.press("Buchen", came_by="desk")
    assert booked(site).came_by == CameBy.DESK
    assert site.people() == [Contact(name="Herr Ohne")]


def test_a_lost_race_keeps_everything_and_shows_the_next_times(site: Site, toni: Visitor) -> None:
    enter(toni, was="Energie")
    site.taken(at_wall(TUESDAY, 9))
    enter(toni, slot=NINE)
    assert toni.status == 409
    assert "Diese Uhrzeit wurde gerade vergeben." in toni.text
    assert NINE not in times(toni)
    assert checked(toni) == HALF_PAST
    assert 'value="Energie"' in toni.text


def test_a_hold_that_ran_out_and_was_taken_keeps_everything(site: Site, toni: Visitor) -> None:
    read_back(toni)
    site.wait(25)
    site.taken(at_wall(TUESDAY, 9, 30))
    toni.press("Buchen")
    assert toni.status == 409
    assert "Frau Anruf" in toni.text
    assert "02175 000-1" in toni.text
    enter(toni, slot=TEN)
    assert toni.status == 200
    enter(toni)
    toni.press("Buchen")
    assert "Gebucht." in toni.text
    assert booked(site).starts_at == at_wall(TUESDAY, 10)


def test_another_time_moves_the_hold(site: Site, toni: Visitor) -> None:
    enter(toni, was="Energie")
    enter(toni, slot=NINE)
    enter(toni, slot=TEN, name="Frau Anruf")
    assert [row.status for row in site.appointments()] == ["held"]
    assert checked(toni) == TEN
    assert "Frau Anruf" in toni.text


def test_what_helps_is_looked_for_and_noted(site: Site, toni: Visitor) -> None:
    enter(toni, was="Energie")
    toni.press("Zeiten zeigen", needs=["more_time"])
    assert times(toni)[-1] == TEN.replace("09:00", "10:00")  # the last of two slots in a row
    enter(toni, slot=NINE)
    enter(toni, name="Frau Langsam")
    toni.press("Buchen")
    made = booked(site)
    assert made.ends_at == at_wall(TUESDAY, 10)
    assert site.people()[0].needs == ("more_time",)


def test_needs_that_change_what_was_read_back_are_read_back_anew(site: Site, toni: Visitor) -> None:
    read_back(toni)
    toni.press("Buchen", needs=["more_time"])
    assert toni.status == 409
    assert "Raum, Dauer oder Ansprechperson ist jetzt anders." in toni.text
    assert [row.status for row in site.appointments()] == ["held"]
    toni.press("Buchen")
    assert "Gebucht." in toni.text


def test_somebody_else_only_with_consent(site: Site, toni: Visitor) -> None:
    read_back(toni, name="Herr Vater", for_other="yes", helper="Frau Tochter")
    assert toni.status == 422
    assert "Bitte fragen Sie, ob die andere Person einverstanden ist." in toni.text
    assert "Frau Tochter" in toni.text
    enter(toni, consent="yes")
    toni.press("Buchen")
    assert site.people() == [Contact(name="Herr Vater", phone="02175 000-1", helper="Frau Tochter")]
    own = toni.press("Verschieben oder absagen").path
    assert "Frau Tochter" in toni.get(f"{own}/daten").text


def test_a_helper_without_the_tick_is_not_kept(site: Site, toni: Visitor) -> None:
    read_back(toni, helper="Frau Tochter")
    toni.press("Buchen")
    assert site.people()[0].helper == ""


def test_faults_are_said_and_the_time_stays_held(site: Site, toni: Visitor) -> None:
    read_back(toni, name="", phone="abc", email="ohne-at")
    assert toni.status == 422
    for sentence in ("Ein Vorname reicht.", "@-Zeichen", "nur mit Ziffern"):
        assert sentence in toni.text
    assert [row.status for row in site.appointments()] == ["held"]


def test_a_mistyped_mailbox_is_asked_about_once(site: Site, toni: Visitor) -> None:
    read_back(toni, email="frau@gmial.com")
    assert toni.status == 422
    toni.press("Ja, ändern in frau@gmail.com")
    assert SAY.partition(",")[0] in toni.text
    toni.press("Buchen")
    assert site.people()[0].email == "frau@gmail.com"


def test_words_that_fit_nothing_leave_a_way_on(site: Site, toni: Visitor) -> None:
    enter(toni, was="xyzzy")
    assert toni.status == 422
    assert "Dazu finden wir kein Angebot." in toni.text
    toni.press("Zeiten zeigen", angebot="energieberatung")
    assert checked(toni) == NINE
    enter(toni, slot=NINE)
    assert "Vorgemerkt:" in toni.text


def test_later_and_earlier_days(site: Site, toni: Visitor) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        for day in (25, 26, 27):
            house.hours_on(session, small, TUESDAY.replace(day=day), room=small.rooms[0])
    enter(toni, was="Energie")
    assert {value[:10] for value in times(toni)} == {"2026-11-24", "2026-11-25"}
    toni.press("Später")
    assert {value[:10] for value in times(toni)} == {"2026-11-26", "2026-11-27"}
    toni.press("Früher")
    assert {value[:10] for value in times(toni)} == {"2026-11-24", "2026-11-25"}
    toni.press("Zeiten zeigen", ab="2026-11-27")
    assert {value[:10] for value in times(toni)} == {"2026-11-27"}


def test_a_held_time_survives_a_look_at_other_days(site: Site, toni: Visitor) -> None:
    """On a screen without the held time nothing is marked, so that going on does not move it."""
    with site.runtime.database.writing() as session:
        for day in (25, 26, 27):
            house.hours_on(session, site.house, TUESDAY.replace(day=day), room=site.house.rooms[0])
    enter(toni, was="Energie")
    enter(toni, slot=NINE)
    toni.press("Später")
    assert checked(toni) == ""
    enter(toni, name="Frau Anruf")
    assert "Dienstag, 24. November, 9 Uhr, Büro 1." in toni.text


def test_a_sensitive_offer_gets_brief_mails(site: Site, toni: Visitor) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        house.hours_on(session, small, TUESDAY, start=14, end=16, room=small.rooms[1], offer=small.sensitive)
    enter(toni, was="Schuldnerberatung")
    enter(toni, slot="2026-11-24T13:00Z")
    enter(toni, name="Frau Still", email="still@example.org")
    toni.press("Buchen")
    assert site.people()[0].brief_mails


def test_an_adviser_books_for_the_own_provider_only(site: Site, signed_in: Callable[..., Visitor]) -> None:
    with site.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        foreign = house.offer("fremdes", other, "S1", title="Fremdes Angebot")
        session.add(foreign)
    lea = signed_in(Role.LEAD).get("/empfang/termin")
    assert "Energieberatung (Testverein)" in lea.text
    assert "Fremdes Angebot" not in lea.text
    enter(lea, was="Fremdes")
    assert "Fremdes Angebot" not in lea.text
    lea.press("Zeiten zeigen", angebot="fremdes")
    assert times(lea) == []
    enter(lea.get("/empfang/termin"), angebot="energieberatung")
    enter(lea, slot=NINE)
    enter(lea, name="Frau Anruf")
    lea.press("Buchen")
    assert "Gebucht." in lea.text


def test_a_hold_belongs_to_who_took_the_call(
    site: Site, toni: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    read_back(toni)
    held = site.appointments()[0].id
    other = signed_in(Role.STAFF, "tina@example.org").get("/empfang/termin")
    enter(other, hold=held, name="Frau Fremd", was="Energie", angebot="energieberatung", step="buchen")
    assert "Frau Anruf" not in other.text
    assert "Gebucht." not in other.text
    assert [row.status for row in site.appointments()] == ["held"]
    assert [each.name for each in site.people()] == ["Frau Anruf"]


def test_rubbish_is_answered_kindly(site: Site, toni: Visitor) -> None:
    sent = {
        "csrf_token": toni.token(), "was": "ä" * 5000, "angebot": "../..", "slot": "gestern", "hold": "'", "ab": "31.2.",
        "step": "buchen", "needs": "fliegen", "came_by": "fax", "davor": "x", "danach": "y",
    }  # fmt: skip
    for step in ("", "suchen", "zeiten", "frueher", "spaeter", "halten", "pruefen", "buchen", "löschen"):
        assert toni.post("/empfang/termin", {**sent, "step": step}).status in (200, 409, 422), step
    assert site.appointments() == []


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.PHONE, "Wir rufen die Person zum Termin an."),
        (Channel.HOME_VISIT, "Dann fragen wir nach der Adresse."),
    ],
)
def test_whom_we_call_we_need_the_number_of(site: Site, toni: Visitor, channel: Channel, said: str) -> None:
    with site.runtime.database.writing() as session:
        house.hours_on(session, site.house, TUESDAY, start=14, end=16, channel=channel)
    enter(toni, was="Energie")
    enter(toni, slot="2026-11-24T13:00Z")
    assert said in toni.text
    enter(toni, name="Frau Anruf", email="frau@example.org")
    assert toni.status == 422
    assert "Bitte fragen Sie nach der Telefonnummer. Wir rufen die Person an." in toni.text
    toni.press("Weiter zum Vorlesen")
    assert toni.status == 422
    enter(toni, phone="02175 000-1")
    toni.press("Buchen")
    assert booked(site).channel == channel
    assert [each.phone for each in site.people()] == ["02175 000-1"]


def test_the_form_of_a_time_given_back_loses_nothing(site: Site, toni: Visitor) -> None:
    """Back to an earlier form, whose time was given back for another one since."""
    read_back(toni)
    old = sent_by(toni, "buchen")
    enter(toni, slot=TEN)
    for step in ("buchen", "pruefen"):
        toni.post("/empfang/termin", {**old, "step": [step]})
        assert toni.status == 409, step
        assert "Diese Uhrzeit wurde gerade vergeben." in toni.text
        assert "Frau Anruf" in toni.text
        assert "02175 000-1" in toni.text
    toni.post("/empfang/termin", {**old, "step": ["zeiten"]})
    assert "Frau Anruf" in toni.text
    assert [row.status for row in site.appointments()] == ["held"]


def test_another_adviser_chosen_last_is_not_ignored(site: Site, toni: Visitor) -> None:
    with site.runtime.database.writing() as session:
        second = add_adviser(session, slug="ada-2", name="Ada 2", provider_id=site.house.provider.id)
        house.hours_on(session, site.house, TUESDAY, adviser=second, room=site.house.rooms[1])
    enter(toni, was="Energie")
    toni.press("Zeiten zeigen", adviser="ada-1")
    enter(toni, slot=HALF_PAST)
    enter(toni, name="Frau Anruf")
    assert "Sie sprechen mit Ada 1." in toni.text
    toni.press("Buchen", adviser="ada-2")
    assert "passt nicht mehr zu Ihrer Auswahl." in toni.text
    assert [row.status for row in site.appointments()] == ["held"]
    enter(toni)
    enter(toni)
    assert "Sie sprechen mit Ada 2." in toni.text
    toni.press("Buchen")
    assert booked(site).adviser_id == second.id


def test_a_later_first_day_chosen_last_is_not_ignored(site: Site, toni: Visitor) -> None:
    read_back(toni)
    toni.press("Buchen", ab="2026-11-25")
    assert "passt nicht mehr zu Ihrer Auswahl." in toni.text
    assert [row.status for row in site.appointments()] == ["held"]


def test_back_after_a_booking_does_not_drop_the_next_caller(site: Site, toni: Visitor) -> None:
    read_back(toni)
    old = sent_by(toni, "buchen")
    toni.press("Buchen")
    toni.post("/empfang/termin", {**old, "name": ["Herr Nächster"], "phone": ["02175 000-2"]})
    assert "Dieser Termin ist schon gebucht." in toni.text
    assert "Herr Nächster" in toni.text
    assert "02175 000-2" in toni.text
    enter(toni, slot=TEN)
    enter(toni)
    toni.press("Buchen")
    assert "Gebucht." in toni.text
    assert sorted(each.name for each in site.people()) == ["Frau Anruf", "Herr Nächster"]


def test_a_time_held_twice_is_held_once(site: Site, toni: Visitor) -> None:
    enter(toni, was="Energie")
    twice = {**sent_by(toni, "halten"), "slot": [HALF_PAST]}
    for _ in range(2):
        toni.post("/empfang/termin", twice)
        assert toni.status == 200
        assert "Vorgemerkt:" in toni.text
    assert [row.status for row in site.appointments()] == ["held"]


def sent_by(visitor: Visitor, step: str) -> dict[str, list[str]]:
    """All that the form on the screen sends with this button."""
    form = next(form for form in visitor.forms if form.action == "/empfang/termin")
    sent: dict[str, list[str]] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return {**sent, "step": [step]}


def read_back(toni: Visitor, **typed: str) -> None:
    """Up to the sentence to read out, for half past nine."""
    enter(toni, was="Energie")
    enter(toni, slot=HALF_PAST)
    enter(toni, **{"name": "Frau Anruf", "phone": "02175 000-1", **typed})


def times(visitor: Visitor) -> list[str]:
    """The values of the times on the screen."""
    return re.findall(r'name="slot" value="([^"]+)"', visitor.text)


def checked(visitor: Visitor) -> str:
    """The time that is marked."""
    for form in visitor.forms:
        for name, value in form.fields:
            if name == "slot":
                return value
    return ""


def booked(site: Site) -> Appointment:
    """The one that somebody took down."""
    with site.runtime.database.reading() as session:
        taken_down = session.query(Appointment).filter(Appointment.taken_by.is_not(None))
        return taken_down.filter_by(status="confirmed").one()


def account_id(site: Site, email: str) -> int:
    with site.runtime.database.reading() as session:
        return session.query(Account).filter_by(email=email).one().id
