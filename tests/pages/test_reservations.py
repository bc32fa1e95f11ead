"""An existing reservation: who sees it, and moving, calling off and renaming its dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from booking.accounts.models import Account, Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.reservations.models import Reservation
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY, hours_on
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import (
    add_hall,
    date_id,
    dates,
    events,
    reserved,
    send_away,
    series,
    titles,
)

ADA = "ada@example.org"
NEXT_TUESDAY = date(2026, 12, 1)
SignIn = Callable[..., Visitor]


@pytest.fixture
def ada(signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, ADA)


# Seeing


def test_the_list_shows_what_comes_next(site: Site, ada: Visitor) -> None:
    later = reserved(site, day=date(2026, 12, 10), title="Elternrunde", count=1)
    reserved(site, public_title="Besprechung")
    ada.get("/reservierungen")
    text = ada.text
    assert (
        text.index("Diese Woche") < text.index("Teamrunde") < text.index("Später") < text.index("Elternrunde")
    )
    assert "jeden Dienstag, 14–16 Uhr, 4-mal" in text
    assert "Di, 24. November 2026, 14–16 Uhr" in text
    assert ada.links["Raum reservieren"] == "/reservieren"
    ada.follow("Elternrunde")
    assert ada.path == f"/reservierung/{later}"


def test_an_empty_list_says_so(build: Callable[..., Site], ada: Visitor, site: Site) -> None:
    site.clock.moment = at_wall(date(2027, 3, 1), 8)
    assert "Es ist noch nichts reserviert." in ada.get("/reservierungen").text


def test_one_reservation_with_all_its_dates(site: Site, ada: Visitor) -> None:
    made = reserved(site, people=6, setup_minutes=15, needs=("confidential",))
    ada.get(f"/reservierung/{made}?neu=1")
    assert "Ihre Reservierung gilt." in ada.text
    for words in ("Di, 24. November 2026, 14–16 Uhr", "gilt", "vertraulich sein", "15 Minuten davor"):
        assert words in ada.text
    assert ada.text.count(">Verschieben<") == 4
    site.clock.moment = at_wall(NEXT_TUESDAY, 15)
    ada.get(f"/reservierung/{made}")
    assert "1 vergangenen Termin ansehen" in ada.text
    assert "läuft gerade" in ada.text
    assert ada.text.count(">Verschieben<") == 2


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_it(site: Site, signed_in: SignIn, role: Role) -> None:
    made = reserved(site, public_title="Gespräche")
    visitor = signed_in(role).get(f"/reservierung/{made}")
    if role == Role.CARETAKER:
        assert visitor.status == 403
        return
    assert visitor.status == 200
    own = role in (Role.ADVISER, Role.LEAD)
    assert ("Teamrunde" in visitor.text) == own
    assert "Gespräche" in visitor.text
    # A colleague reads it and changes nothing; the house does not rename what it cannot read.
    assert ("Verschieben" in visitor.text) == (role != Role.ADVISER)
    assert ("Umbenennen" in visitor.text) == (role == Role.LEAD)
    for step in ("verschieben", "absagen"):
        assert visitor.get(f"/reservierung/{made}/{step}").status == (404 if role == Role.ADVISER else 200)
    assert visitor.get(f"/reservierung/{made}/umbenennen").status == (200 if role == Role.LEAD else 404)


def test_another_provider_is_told_nothing(site: Site, signed_in: SignIn) -> None:
    made = reserved(site)
    stranger = signed_in(Role.LEAD, "lea@example.org")
    send_away(site, "lea@example.org")
    assert "Es ist noch nichts reserviert." in stranger.get("/reservierungen").text
    token = stranger.get("/reservierungen").token()
    before = site.rows()
    for path in ("", "/verschieben", "/absagen", "/umbenennen", "/vorbereiten"):
        there = stranger.get(f"/reservierung/{made}{path}")
        assert there.status == 404
        told = main_of(there)
        assert main_of(stranger.get(f"/reservierung/gibt-es-nicht{path}")) == told
        if path:
            sent = {"csrf_token": token, "step": "speichern", "title": "Meins"}
            assert stranger.post(f"/reservierung/{made}{path}", sent).status == 404
    assert site.rows() == before


def main_of(visitor: Visitor) -> str:
    """What a page says, without the frame around it."""
    return visitor.text.partition("<main")[2].partition("</main>")[0]


def test_a_date_of_something_else_is_not_there(site: Site, ada: Visitor) -> None:
    mine, other = reserved(site), reserved(site, at=time(16), title="Andere")
    strange = date_id(site, other, 0)
    for path in ("verschieben", "absagen", "umbenennen"):
        assert ada.get(f"/reservierung/{mine}/{path}?termin={strange}").status == 404
        assert ada.get(f"/reservierung/{mine}/{path}?termin=%00").status == 404


# Moving


def begin(ada: Visitor, site: Site, made: str, number: int | None, step: str) -> Visitor:
    picked = "" if number is None else f"?termin={date_id(site, made, number)}"
    return ada.get(f"/reservierung/{made}/{step}{picked}")


def test_one_date_goes_elsewhere(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 1, "verschieben")
    assert 'value="2026-12-01"' in ada.text
    ada.press("Weiter: Vorschau ansehen", day="2026-12-02", start="10:00", end="12:00")
    assert ada.status == 200
    assert "Der Termin ist frei." in ada.text
    assert dates(site, made)[1] == "01.12. 14:00 Büro 1 confirmed"
    ada.press("Änderung speichern")
    assert ada.path == f"/reservierung/{made}"
    assert "Gespeichert. Die neuen Zeiten gelten ab jetzt." in ada.text
    assert dates(site, made) == [
        "24.11. 14:00 Büro 1 confirmed",
        "02.12. 10:00 Büro 1 confirmed",
        "08.12. 14:00 Büro 1 confirmed",
        "15.12. 14:00 Büro 1 confirmed",
    ]


def test_the_rest_goes_and_what_was_changed_alone_stays(site: Site, ada: Visitor) -> None:
    made = reserved(site, count=6)
    begin(ada, site, made, 3, "absagen").press("Weiter: Folgen ansehen").press("Ja, absagen")
    begin(ada, site, made, 2, "verschieben")
    ada.press("Weiter: Vorschau ansehen", scope="following", day="2026-12-09", start="15:00", end="17:00")
    assert "Alle 3 Termine sind frei." in ada.text
    assert "Ab diesem Termin alle" in ada.text
    ada.press("Änderung speichern")
    assert [line[:12] for line in dates(site, made)] == [
        "24.11. 14:00",
        "01.12. 14:00",
        "09.12. 15:00",
        "15.12. 14:00",
        "23.12. 15:00",
        "30.12. 15:00",
    ]
    assert dates(site, made)[3].endswith("cancelled")
    assert len({uid for uid, _ in series(site, made)}) == 2


def test_all_dates_keep_their_steps(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, None, "verschieben")
    ada.press("Weiter: Vorschau ansehen", room="buero-2", day="2026-11-25").press("Änderung speichern")
    assert dates(site, made) == [
        f"{day} 14:00 Büro 2 confirmed" for day in ("25.11.", "02.12.", "09.12.", "16.12.")
    ]
    assert len(series(site, made)) == 1


def test_a_single_date_that_was_moved_moves_again(site: Site, ada: Visitor) -> None:
    made = reserved(site, count=1)
    reserved(site, count=1, room=site.house.rooms[1], own=False, title="Fremd")
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    assert "Der Termin ist so nicht frei." in ada.text
    ada.press(
        "Änderung speichern", **{"termin-2026-11-24T13:00Z": "2026-11-24T15:00Z/2026-11-24T17:00Z/buero-2"}
    )
    assert dates(site, made) == ["24.11. 16:00 Büro 2 confirmed"]
    begin(ada, site, made, 0, "verschieben").press(
        "Weiter: Vorschau ansehen", day="2026-11-25", room="buero-3"
    )
    ada.press("Änderung speichern")
    assert dates(site, made) == ["25.11. 16:00 Büro 3 confirmed"]


def test_all_from_a_later_date_move_by_what_that_date_moves(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 2, "verschieben")
    ada.press("Weiter: Vorschau ansehen", scope="all", day="2026-12-09")
    ada.press("Änderung speichern")
    assert [line[:6] for line in dates(site, made)] == ["25.11.", "02.12.", "09.12.", "16.12."]


def test_a_taken_date_gets_another_room(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    reserved(site, count=1, day=NEXT_TUESDAY, room=site.house.rooms[1], own=False, title="Fremd")
    begin(ada, site, made, None, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    assert "3 von 4 Terminen sind frei. 1 ist belegt." in ada.text
    ada.press("Änderung speichern")
    assert [line.split(" ", 2)[2] for line in dates(site, made)] == [
        "Büro 2 confirmed",
        "Büro 1 confirmed",
        "Büro 2 confirmed",
        "Büro 2 confirmed",
    ]


def test_somebody_was_faster(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, None, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    reserved(site, count=1, day=NEXT_TUESDAY, room=site.house.rooms[1], own=False, title="Fremd")
    before = dates(site, made)
    key = "termin-2026-12-08T13:00Z"
    ada.press("Änderung speichern", **{key: "out"})
    assert ada.status == 409
    assert "Jemand war schneller: Di, 1. Dezember 2026, 14–16 Uhr." in ada.text
    assert "Ihre Änderung wurde nicht gespeichert." in ada.text
    assert dates(site, made) == before
    ada.press("Änderung speichern")
    after = dates(site, made)
    assert after[1] == "01.12. 14:00 Büro 1 confirmed"
    assert not after[2].endswith("confirmed"), "what was left out stays left out"


def test_the_reservation_changed_meanwhile(site: Site, signed_in: SignIn, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    lead = begin(signed_in(Role.LEAD), site, made, 0, "verschieben")
    site.wait(1)
    lead.press("Weiter: Vorschau ansehen", start="15:00", end="17:00").press("Änderung speichern")
    ada.press("Änderung speichern")
    assert ada.status == 409
    assert "Die Reservierung hat sich inzwischen geändert." in ada.text
    assert dates(site, made)[0] == "24.11. 15:00 Büro 1 confirmed"


def test_saving_twice_is_saving_once(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    reserved(site, count=1, day=NEXT_TUESDAY, room=site.house.rooms[1], own=False, title="Fremd")
    begin(ada, site, made, None, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    sent = dict(next(each.fields for each in ada.forms if each.action.endswith("/verschieben")))
    sent |= {"step": "speichern"}
    for _ in range(2):
        ada.post(f"/reservierung/{made}/verschieben", sent)
        assert (ada.status, ada.path) == (200, f"/reservierung/{made}")
    assert events(site, "ReservationChanged") == 1
    assert [sequence for _, sequence in series(site, made)] == [1]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"day": ""}, "Bitte wählen Sie einen Tag."),
        ({"day": "9999-99-99"}, "Bitte wählen Sie einen Tag."),
        ({"start": "25:00"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"end": "\x00"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"end": "13:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"start": "01:00", "end": "23:00"}, "Ein Termin dauert höchstens 16 Stunden."),
        ({"room": "keller"}, "Bitte wählen Sie einen Raum."),
        ({"day": "2026-11-20"}, "Schon vorbei: Fr, 20. November 2026, 14–16 Uhr."),
        ({"day": "2027-03-28", "start": "02:30", "end": "04:00"}, "Am 28. März 2027 gibt es 2:30 Uhr nicht."),
    ],
    ids=str,
)
def test_each_mistake_has_its_sentence(site: Site, ada: Visitor, typed: dict[str, str], fault: str) -> None:
    made = reserved(site)
    before = dates(site, made)
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", **typed)
    assert ada.status == 422
    assert fault in ada.text
    assert ada.title.startswith("Fehler: ")
    kept = [value for name, value in typed.items() if name != "room" and value and "\x00" not in value]
    assert all(f'value="{value}"' in ada.text for value in kept)
    assert dates(site, made) == before


def test_back_to_the_form_with_everything_typed(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 0, "verschieben")
    ada.press("Weiter: Vorschau ansehen", scope="following", start="15:30", end="17:00")
    ada.press("Angaben ändern")
    assert ada.status == 200
    assert 'value="15:30"' in ada.text
    assert 'id="scope-following" name="scope" value="following" checked' in ada.text


def test_what_is_over_stays_as_it_was(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    first = date_id(site, made, 0)
    site.clock.moment = at_wall(TUESDAY, 15)
    for step in ("verschieben", "absagen", "umbenennen"):
        ada.get(f"/reservierung/{made}/{step}?termin={first}")
        assert "Das lässt sich nicht mehr ändern." in ada.text
        sent = {"csrf_token": ada.token(), "termin": first, "step": "speichern", "title": "X"}
        sent |= {"day": "2026-11-25", "start": "10:00", "end": "11:00", "room": "buero-1"}
        ada.post(f"/reservierung/{made}/{step}", sent)
        assert "Das lässt sich nicht mehr ändern." in ada.text
    assert dates(site, made)[0] == "24.11. 14:00 Büro 1 confirmed"


def test_only_the_house_moves_the_hall(site: Site, ada: Visitor, signed_in: SignIn) -> None:
    hall = add_hall(site)
    made = reserved(site, room=hall)
    refusal = "Den Saal verschiebt das Quartiersbüro."
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="16:00")
    assert ada.status == 422
    assert refusal in ada.text
    office = reserved(site, at=time(10), room=site.house.rooms[1])
    begin(ada, site, office, 0, "verschieben").press("Weiter: Vorschau ansehen", room="saal")
    assert refusal in ada.text
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", room="buero-3")
    ada.press("Änderung speichern")
    assert dates(site, made)[0] == "24.11. 14:00 Büro 3 confirmed", "giving the hall back is fine"
    team = begin(signed_in(Role.STAFF), site, made, 1, "verschieben")
    team.press("Weiter: Vorschau ansehen", start="15:00", end="17:00").press("Änderung speichern")
    assert dates(site, made)[1] == "01.12. 15:00 Saal confirmed"


def test_an_open_request_may_still_change(site: Site, ada: Visitor) -> None:
    made = reserved(site, room=add_hall(site), as_request=True)
    assert "angefragt bis" in ada.get(f"/reservierung/{made}").text
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    ada.press("Änderung speichern")
    assert dates(site, made)[0] == "24.11. 15:00 Saal pending"
    site.clock.moment = at_wall(date(2026, 11, 30), 8)
    ada.get(f"/reservierung/{made}")
    assert "abgelaufen" in ada.text
    assert "Verschieben" not in ada.text
    assert "Das lässt sich nicht mehr ändern." in begin(ada, site, made, 1, "verschieben").text


# Residents in the Sprechstunde


MARIA = Contact(name="Maria Muster", phone="02175 1234")


def booked_sprechstunde(site: Site) -> tuple[str, str]:
    """The reservation with the Sprechstunde of Tuesday, in which Maria has an appointment at nine."""
    appointment, _, _ = site.booked(at_wall(TUESDAY, 9), MARIA)
    with site.runtime.database.writing() as session:
        hours_on(session, site.house, date(2026, 11, 25), room=site.house.rooms[1])
        found = session.query(Reservation).order_by(Reservation.created_at, Reservation.id).all()
        first = next(each for each in found if each.series[0].first_day == TUESDAY)
        first.account_id = site.house.account.id
        return first.id, appointment


def test_a_resident_who_stays_stays(site: Site, ada: Visitor) -> None:
    made, appointment = booked_sprechstunde(site)
    begin(ada, site, made, 0, "verschieben").press("Weiter: Vorschau ansehen", room="buero-3")
    assert "1 gebuchter Termin ist betroffen" in ada.text
    assert "Maria Muster" in ada.text
    assert "Bitte anrufen." in ada.text
    assert "02175 1234" in ada.text
    assert "bleibt, wie er ist" in ada.text
    ada.press("Änderung speichern")
    assert dates(site, made) == ["24.11. 09:00 Büro 3 confirmed"]
    assert [row.status for row in site.appointments() if row.id == appointment] == ["confirmed"]


def test_a_resident_gets_the_held_time(site: Site, ada: Visitor) -> None:
    made, appointment = booked_sprechstunde(site)
    begin(ada, site, made, 0, "verschieben")
    ada.press("Weiter: Vorschau ansehen", start="14:00", end="17:00")
    assert "verschieben auf Mi, 25. November, 9:00 Uhr (vorgemerkt)" in ada.text
    assert sum(row.status == "held" for row in site.appointments()) == 1
    ada.press("Vorschau neu anzeigen")
    assert sum(row.status == "held" for row in site.appointments()) == 1, "the hold before was given back"
    ada.press("Änderung speichern")
    assert dates(site, made) == ["24.11. 14:00 Büro 1 confirmed"]
    (row,) = [row for row in site.appointments() if row.id == appointment]
    assert (row.status, row.sequence) == ("confirmed", 1)
    assert "2026-11-25" in str(row.starts_at)


def test_a_resident_is_told_that_it_is_off(site: Site, ada: Visitor) -> None:
    made, appointment = booked_sprechstunde(site)
    begin(ada, site, made, 0, "absagen").press("Weiter: Folgen ansehen")
    assert "Maria Muster" in ada.text
    ada.press("Ja, absagen", **{f"gast-{appointment}": "cancel"})
    assert "Abgesagt. Der Raum ist wieder frei." in ada.text
    assert [row.status for row in site.appointments() if row.id == appointment] == ["cancelled"]
    assert dates(site, made) == ["24.11. 09:00 Büro 1 cancelled"]


def test_a_colleague_reads_no_names(site: Site, signed_in: SignIn) -> None:
    """Who reserved the room for somebody else decides by time and number."""
    made, appointment = booked_sprechstunde(site)
    colleague = signed_in(Role.ADVISER, "neu@example.org")
    with site.runtime.database.writing() as session:
        account = session.query(Account).filter_by(email="neu@example.org").one()
        session.get_one(Reservation, made).account_id = account.id
        code = session.get_one(Appointment, appointment).code
    begin(colleague, site, made, 0, "absagen").press("Weiter: Folgen ansehen")
    assert colleague.status == 200
    assert code[:3] in colleague.text
    assert "Maria" not in colleague.text
    assert "02175 1234" not in colleague.text


def test_somebody_booked_meanwhile(site: Site, ada: Visitor) -> None:
    made, _ = booked_sprechstunde(site)
    begin(ada, site, made, 0, "absagen").press("Weiter: Folgen ansehen")
    site.booked(at_wall(TUESDAY, 10), Contact(name="Herr Neu", email="neu@example.org"))
    ada.press("Ja, absagen")
    assert ada.status == 409
    assert "Jemand war schneller: Termine von Besucherinnen und Besuchern haben sich geändert." in ada.text
    assert "2 gebuchte Termine sind betroffen" in ada.text
    assert "absagen, wir schreiben eine E-Mail" in ada.text
    assert dates(site, made) == ["24.11. 09:00 Büro 1 confirmed"]
    ada.press("Ja, absagen")
    assert dates(site, made) == ["24.11. 09:00 Büro 1 cancelled"]


def test_the_house_reads_no_names(site: Site, signed_in: SignIn) -> None:
    made, _ = booked_sprechstunde(site)
    team = begin(signed_in(Role.STAFF), site, made, 0, "absagen").press("Weiter: Folgen ansehen")
    assert "1 gebuchter Termin ist betroffen" in team.text
    assert "Maria" not in team.text
    assert "02175 1234" not in team.text
    assert "Der Anbieter muss anrufen." in team.text


# Calling off


@pytest.mark.parametrize(
    ("scope", "left"),
    [("one", [0, 2, 3]), ("following", [0]), ("all", [])],
)
def test_calling_off_reaches_as_far_as_chosen(site: Site, ada: Visitor, scope: str, left: list[int]) -> None:
    made = reserved(site)
    begin(ada, site, made, 1, "absagen").press("Weiter: Folgen ansehen", scope=scope)
    assert "Es ist kein gebuchter Termin betroffen." in ada.text
    assert all(line.endswith("confirmed") for line in dates(site, made)), "looking changes nothing"
    ada.press("Ja, absagen")
    standing = [number for number, line in enumerate(dates(site, made)) if line.endswith("confirmed")]
    assert standing == left
    assert "abgesagt" in ada.text
    assert ("Es kommt kein Termin mehr" in ada.text) is False


def test_calling_off_twice_is_calling_off_once(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    for number, scope in ((1, "one"), (None, "all")):
        begin(ada, site, made, number, "absagen")
        sent = dict(next(each.fields for each in ada.forms if each.action.endswith("/absagen")))
        sent |= {"step": "speichern"}
        picked = "" if number is None else date_id(site, made, number)
        for _ in range(2):
            ada.post(f"/reservierung/{made}/absagen", {**sent, "scope": scope, "termin": picked})
            assert ada.status == 200
    assert (events(site, "ReservationChanged"), events(site, "ReservationCancelled")) == (1, 1)


def test_a_freed_date_can_be_taken_and_blocks_no_edit(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 1, "absagen").press("Weiter: Folgen ansehen").press("Ja, absagen")
    reserved(site, count=1, day=NEXT_TUESDAY, own=False, title="Fremd")
    begin(ada, site, made, None, "verschieben").press("Weiter: Vorschau ansehen", end="15:00")
    assert "Alle 3 Termine sind frei." in ada.text
    ada.press("Änderung speichern")
    assert dates(site, made)[1] == "01.12. 14:00 Büro 1 cancelled"


# Renaming


def test_titles_change_as_far_as_chosen(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, 1, "umbenennen").press("Titel speichern", title="Planung", public_title="Treffen")
    assert "Gespeichert. Der neue Titel gilt." in ada.text
    assert "Planung" in ada.text
    begin(ada, site, made, None, "umbenennen").press("Titel speichern", title="Teamtag", public_title="")
    assert titles(site, made) == [("Teamtag", None)] * 4
    count = events(site, "ReservationChanged")
    begin(ada, site, made, None, "umbenennen").press("Titel speichern")
    assert events(site, "ReservationChanged") == count, "the same title is no change"


@pytest.mark.parametrize("title", ["", "x" * 121, "a\u202eb", "a\x00"])
def test_titles_that_cannot_be(site: Site, ada: Visitor, title: str) -> None:
    made = reserved(site)
    begin(ada, site, made, 0, "umbenennen").press("Titel speichern", title=title)
    assert ada.status == 422
    assert ada.title.startswith("Fehler: ")
    assert titles(site, made)[0] == ("Teamrunde", None)


@pytest.mark.parametrize("strange", ["", "\x00", "x" * 3000, "<script>", "-1", "٣"])
def test_strange_words_help_nobody_and_break_nothing(site: Site, ada: Visitor, strange: str) -> None:
    made = reserved(site)
    token = ada.get("/reservierungen", query_string={"seite": strange}).token()
    names = (
        "step",
        "scope",
        "day",
        "start",
        "end",
        "room",
        "stand",
        "einmal",
        "vorgemerkt",
        "gast-x",
        "title",
    )
    for path in ("verschieben", "absagen", "umbenennen", "vorbereiten"):
        for step in ("vorschau", "speichern", strange):
            sent = dict.fromkeys(names, strange) | {"csrf_token": token, "step": step}
            ada.post(f"/reservierung/{made}/{path}", sent)
            assert ada.status < 500
            assert ada.get(f"/reservierung/{made}/{path}", query_string={"termin": strange}).status < 500
