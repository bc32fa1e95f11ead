"""The whole way of a resident, by the buttons that are really on the pages."""

from __future__ import annotations

from datetime import timedelta

from booking.house.models import Room, RoomAccess
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site

NINE, TEN = "2026-11-24T08:00Z", "2026-11-24T09:00Z"


def test_from_the_problem_to_a_booked_moved_and_cancelled_appointment(site: Site) -> None:
    maria = site.visitor().get("/")
    assert maria.status == 200
    maria.follow("Haus und Energie")
    assert 'href="/angebot/energieberatung"' in maria.text
    maria.get("/angebot/energieberatung").follow("Termin aussuchen")
    assert maria.slots()[0] == NINE
    assert "Schritt 1 von 3" in maria.title

    maria.press(NINE)
    assert maria.path == "/termin/energieberatung/angaben"
    maria.press("Weiter: Angaben prüfen", name="", contact="email", email="maria.example.org")
    assert maria.status == 422
    assert maria.title.startswith("Fehler: ")
    assert "mit einem @-Zeichen" in maria.text
    assert "maria.example.org" in maria.text

    maria.press("Weiter: Angaben prüfen", name="Maria Muster", contact="email", email="maria@example.org")
    assert maria.path == "/termin/energieberatung/pruefen"
    assert "maria@example.org" in maria.text

    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text
    assert maria.title.startswith("Ihr Termin ist gebucht")
    assert "Energie" not in maria.title
    own = maria.path
    assert own.startswith("/t/")
    assert "Ihr Termin ist gebucht." not in maria.get(own).text

    maria.follow("Termin verschieben")
    assert NINE not in maria.slots()
    maria.press(TEN)
    assert "Ihr Termin ist verschoben." in maria.text
    (moved,) = site.appointments()
    assert (moved.status, moved.sequence) == ("confirmed", 1)

    maria.follow("Termin absagen").press("Termin absagen")
    assert "Ihr Termin ist abgesagt." in maria.text
    (cancelled,) = site.appointments()
    assert (cancelled.status, cancelled.sequence, cancelled.uid) == ("cancelled", 2, moved.uid)
    assert TEN in site.visitor().get("/termin/energieberatung").slots()


def test_an_expired_hold_is_no_obstacle_while_the_time_is_free(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    site.wait(45)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    site.wait(45)
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_an_expired_hold_that_somebody_took_keeps_what_was_typed(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="phone", phone="02175 123456")
    site.wait(21)
    site.taken(at_wall(TUESDAY, 9))

    maria.press("Termin verbindlich buchen")
    assert maria.status == 409
    assert "Wir haben Ihre Angaben behalten." in maria.text
    assert NINE not in maria.slots()

    maria.press(maria.slots()[0])
    assert maria.path == "/termin/energieberatung/pruefen"
    assert "02175 123456" in maria.text
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text


def test_a_time_lost_while_typing_keeps_what_was_typed(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    site.wait(21)
    site.taken(at_wall(TUESDAY, 9))
    maria.press("Weiter: Angaben prüfen", name="Maria Muster", contact="email", email="maria")
    assert maria.status == 409
    maria.press(maria.slots()[0])
    assert maria.path == "/termin/energieberatung/angaben" or "Maria Muster" in maria.text


def test_a_time_taken_before_the_tap_shows_the_others(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung")
    site.taken(at_wall(TUESDAY, 9))
    maria.press(NINE)
    assert maria.status == 409
    assert "Diese Uhrzeit wurde gerade vergeben." in maria.text
    assert NINE not in maria.slots()
    assert maria.slots()


def test_booking_twice_is_like_once(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    (form,) = [form for form in maria.forms if form.action.endswith("/pruefen")]
    for _time in range(3):
        maria.post(form.action, dict(form.fields))
        assert "Ihr Termin ist gebucht." in maria.text
    assert [row.status for row in site.appointments()] == ["confirmed"]


def test_a_double_tap_on_a_time_is_one_hold(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung")
    sent = {"csrf_token": maria.token(), "slot": NINE}
    maria.post("/termin/energieberatung", sent)
    first = site.appointments()
    maria.post("/termin/energieberatung", sent)
    assert maria.path.endswith("/angaben")
    assert site.appointments() == first


def test_a_double_tap_meets_even_when_the_first_answer_was_lost(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung")
    cookie = maria.client.get_cookie("treffpunkt")
    sent = {"csrf_token": maria.token(), "slot": NINE}
    maria.post("/termin/energieberatung", sent)
    assert cookie is not None
    maria.client.set_cookie("treffpunkt", cookie.value)
    maria.post("/termin/energieberatung", sent)
    assert maria.path.endswith("/angaben")
    assert len(site.appointments()) == 1


def test_another_time_lets_the_first_one_go(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.get("/termin/energieberatung").press(TEN)
    assert len(site.appointments()) == 1
    assert NINE in site.visitor().get("/termin/energieberatung").slots()
    assert TEN not in site.visitor().get("/termin/energieberatung").slots()


def test_changing_the_time_keeps_the_details(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none", needs="wheelchair")
    maria.get("/termin/energieberatung").press(TEN)
    assert maria.path.endswith("/pruefen")
    assert "Rollstuhl" in maria.text
    assert len(site.people()) == 1


def test_a_second_window_never_books_what_it_does_not_show(site: Site) -> None:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none")
    (old,) = [form for form in maria.forms if form.action.endswith("/pruefen")]
    maria.get("/termin/energieberatung").press(TEN)

    maria.post(old.action, dict(old.fields))
    assert maria.status == 409
    assert "In einem anderen Fenster" in maria.text
    assert "10:00 Uhr" in maria.text
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text
    assert len(site.appointments()) == 1


def test_support_needs_move_the_appointment_to_a_room_that_suits(site: Site) -> None:
    with site.runtime.database.writing() as session:
        room = session.get(Room, site.house.rooms[0].id)
        assert room is not None
        room.access = RoomAccess.STAIRS
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    assert "Büro 1" in maria.text
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none", needs="wheelchair")
    assert "Wir haben einen Raum genommen, der besser zu Ihnen passt." in maria.text
    assert "Büro 2" in maria.text


def test_number_and_name_open_the_appointment_for_half_an_hour(site: Site) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    maria = site.visitor().get("/code")
    maria.press("Termin ansehen", code=f" {code[:3].lower()} {code[3:]} ", name="maria muster")
    assert maria.path.startswith("/t/")
    own = maria.path
    site.wait(31)
    assert maria.get(own).status == 404
    assert "Bitte geben Sie Nummer und Namen noch einmal ein" in maria.text


def test_a_wrong_pair_says_nothing_more(site: Site) -> None:
    _, code, _ = site.booked(at_wall(TUESDAY, 9))
    maria = site.visitor()
    answers = {
        maria.get("/code")
        .press("Termin ansehen", code=typed, name=name)
        .text.count("Diese Nummer kennen wir nicht")
        for typed, name in [(code, "Jemand"), ("222222", "Maria Muster"), ("zu lang für uns", "Maria Muster")]
    }
    assert maria.status == 422
    assert answers == {2}


def test_the_link_works_until_a_day_after_the_end(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    site.clock.moment = at_wall(TUESDAY, 9) + timedelta(hours=2)
    maria = site.visitor().get(f"/t/{token}")
    assert "Dieser Termin ist vorbei." in maria.text
    site.clock.moment = at_wall(TUESDAY, 9) + timedelta(hours=25)
    assert maria.get(f"/t/{token}").status == 404


def test_reminders_are_one_press(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    maria = site.visitor().get(f"/t/{token}")
    assert "Dienstag, 24. November, 7:00 Uhr" in maria.text
    maria.press("Nicht erinnern")
    assert "Wir erinnern Sie nicht." in maria.text
    maria.press("Bitte erinnern")
    assert "Wir erinnern Sie." in maria.text


def test_the_calendar_file_is_neutral(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    maria = site.visitor().get(f"/t/{token}/termin.ics")
    assert maria.page.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "SUMMARY:Termin im Quartiersbüro" in maria.text
    assert "Energie" not in maria.text
    assert "METHOD:PUBLISH" in maria.text
