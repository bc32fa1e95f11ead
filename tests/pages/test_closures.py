"""/schliessungen: entered after a look at who is hit, shown with how each stands, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Reading, Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Status
from booking.house.models import Closure, ClosureKind, Room, RoomAccess
from booking.house.rooms import HEARING_LOOP, WHEELCHAIR
from booking.ids import new_code, random_id
from booking.offers.models import Offer, OfferClass
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.disrupting import held_for

SignIn = Callable[..., Visitor]
NEW = "/schliessungen/neu"
WEDNESDAY = TUESDAY + timedelta(days=1)
BY_PHONE = Contact(name="Theo Telefon", phone="02175 123456")
BY_MAIL = Contact(name="Maria Muster", email="maria@example.org")
OUTING = {"kind": "house", "first": str(TUESDAY), "reason": "Betriebsausflug"}
LOOK, SAVE = "Weiter: Sehen, wen es trifft", "Schließung eintragen"


@pytest.fixture
def busy(site: Site) -> Site:
    """Two residents on Tuesday, and another Sprechstunde on Wednesday with free times."""
    with site.runtime.database.writing() as session:
        small = site.house
        adviser, room = session.merge(small.advisers[0]), session.merge(small.rooms[0])
        house.hours_on(
            session, small, WEDNESDAY, adviser=adviser, room=room, offer=session.merge(small.advice)
        )
    site.booked(at_wall(TUESDAY, 9), BY_MAIL)
    site.booked(at_wall(TUESDAY, 10), BY_PHONE)
    return site


def entered(staff: Visitor, **typed: str) -> Visitor:
    staff.get(NEW).press(LOOK, **typed)
    assert staff.status == 200
    return staff.press(SAVE)


def closures(site: Site) -> list[Closure]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Closure).order_by(Closure.id)))


def test_the_preview_says_who_is_hit_and_saves_nothing(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert staff.status == 200
    assert "2 Termine sind betroffen. 1 erreichen wir per E-Mail, 1 ruft der Anbieter an." in staff.text
    assert "1 Reservierung ruht." in staff.text
    assert "2 andere Zeiten anbieten" in staff.text
    assert "Mi, 25. November, 9:00 Uhr" in staff.text
    assert closures(busy) == []
    assert "Maria" not in staff.text
    assert "Theo" not in staff.text
    assert "123456" not in staff.text


def test_the_team_is_asked_to_call_for_whom_it_may_call_only(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert "am Telefon: der Anbieter ruft an" in staff.text
    assert "bitte anrufen" not in staff.text
    with busy.runtime.database.writing() as session:
        session.merge(busy.house.provider).house_calls = True
    staff.get(NEW).press(LOOK, **OUTING)
    assert "1 erreichen wir per E-Mail, 1 ruft das Quartiersbüro an." in staff.text
    assert "am Telefon: das Quartiersbüro ruft an" in staff.text
    assert "der Anbieter ruft an" not in staff.text


def test_entered_it_shows_how_each_stands(busy: Site, signed_in: SignIn) -> None:
    staff = entered(signed_in(Role.STAFF), **OUTING)
    assert staff.path.startswith("/schliessung/")
    assert "Die Schließung ist eingetragen." in staff.text
    assert "2 Termine waren betroffen. 2 warten noch auf Antwort." in staff.text
    assert "wartet auf Antwort bis" in staff.text
    assert "1 Reservierung ruht" in staff.text
    (row,) = closures(busy)
    assert (row.kind, row.reason, row.starts_at) == ("house", "Betriebsausflug", at_wall(TUESDAY, 0))
    with busy.runtime.database.reading() as session:
        asleep = session.scalars(select(Appointment).where(Appointment.asleep_by == row.cause)).all()
        assert len(asleep) == 2
        assert session.scalars(select(Occurrence.status).where(Occurrence.asleep_by == row.cause)).all() == [
            "asleep"
        ]


def test_each_line_can_be_decided_differently(busy: Site, signed_in: SignIn) -> None:
    with busy.runtime.database.reading() as session:
        first = session.scalars(select(Appointment).order_by(Appointment.starts_at)).first()
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    staff.press(SAVE, **{f"weg-{first.id}": "cancel"})
    assert "abgesagt" in staff.text
    assert "1 wartet noch auf Antwort." in staff.text
    with busy.runtime.database.reading() as session:
        assert session.get_one(Appointment, first.id).status == Status.CANCELLED


def test_somebody_who_books_meanwhile_brings_the_page_back_with_everything_typed(
    busy: Site, signed_in: SignIn
) -> None:
    with busy.runtime.database.reading() as session:
        first = session.scalars(select(Appointment).order_by(Appointment.starts_at)).first()
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    busy.booked(at_wall(TUESDAY, 11), Contact(name="Neu", email="neu@example.org"))
    staff.press(SAVE, **{f"weg-{first.id}": "cancel"})
    assert staff.status == 409
    assert "Gerade hat sich etwas geändert. Noch ist nichts gespeichert." in staff.text
    assert "3 Termine sind betroffen." in staff.text
    assert staff.text.count("Neu:") == 1
    assert "Betriebsausflug" in staff.text
    assert closures(busy) == []
    sent = [dict(form.fields) for form in staff.forms if f"weg-{first.id}" in dict(form.fields)]
    assert sent[0][f"weg-{first.id}"] == "cancel"
    assert staff.press(SAVE).status == 200
    assert len(closures(busy)) == 1


def test_pressed_twice_it_is_entered_once(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    form = next(form for form in staff.forms if "einmal" in dict(form.fields))
    sent = {**dict(form.fields), "step": "speichern"}
    first = staff.post(NEW, sent).path
    assert staff.post(NEW, sent).path == first
    assert len(closures(busy)) == 1


def test_gone_back_and_decided_otherwise_it_is_not_entered_again(busy: Site, signed_in: SignIn) -> None:
    """What was promised stays held: the page of the closure says that it is there."""
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    form = next(form for form in staff.forms if "einmal" in dict(form.fields))
    sent = {**dict(form.fields), "step": "speichern"}
    there = staff.post(NEW, sent).path
    assert "Die Schließung ist eingetragen." in staff.text
    ways = [name for name in sent if name.startswith("weg-")]
    held = [_held_for(busy, name.removeprefix("weg-")) for name in ways]
    assert [len(each) for each in held] == [2, 2]
    staff.post(NEW, {**sent, ways[0]: "cancel"})
    assert staff.path == there
    assert "Diese Schließung ist schon eingetragen." in staff.text
    assert [_held_for(busy, name.removeprefix("weg-")) for name in ways] == held
    staff.post(NEW, {**sent, "step": "vorschau"})
    assert [_held_for(busy, name.removeprefix("weg-")) for name in ways] == held
    assert len(closures(busy)) == 1


def _held_for(site: Site, appointment_id: str) -> list[str]:
    return [each.id for each in held_for(site, appointment_id)]


def test_a_page_without_its_key_is_entered_as_it_is(busy: Site, signed_in: SignIn) -> None:
    """Two forged pages are two closures, and not the same one twice."""
    staff = signed_in(Role.STAFF).get(NEW)
    sent = {**OUTING, "csrf_token": staff.token(), "step": "speichern"}
    for day in (WEDNESDAY, WEDNESDAY + timedelta(days=1)):
        staff.post(NEW, {**sent, "first": str(day), "last": str(day)})
    assert len(closures(busy)) == 2


def test_the_house_reads_no_number_of_a_sensitive_advice(busy: Site, signed_in: SignIn) -> None:
    """Not before it is entered, not when it is, and not when it is taken back."""
    with busy.runtime.database.writing() as session:
        session.get_one(Offer, busy.house.advice.id).offer_class = OfferClass.SENSITIVE
        session.flush()
        codes = session.scalars(select(Appointment.code)).all()

    def reads_none(staff: Visitor) -> None:
        assert "24. November" in staff.text
        for code in codes:
            assert code not in staff.text
            assert f"{code[:3]} {code[3:]}" not in staff.text

    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert "2 Termine sind betroffen." in staff.text
    reads_none(staff)
    staff.press(SAVE)
    assert "wartet auf Antwort bis" in staff.text
    reads_none(staff)
    staff.follow("Zurücknehmen")
    assert "2 gebuchte Termine" in staff.text
    reads_none(staff)


def test_what_is_not_sensitive_has_its_number(busy: Site, signed_in: SignIn) -> None:
    with busy.runtime.database.reading() as session:
        codes = session.scalars(select(Appointment.code)).all()
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert all(f"{code[:3]} {code[3:]}" in staff.text for code in codes)


def test_what_is_chosen_is_counted(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert "2 bekommen andere Zeiten." in staff.text
    assert "Zum Beispiel: Mi, 25. November, 9:00 Uhr" in staff.text
    form = next(form for form in staff.forms if "einmal" in dict(form.fields))
    way = next(name for name in dict(form.fields) if name.startswith("weg-"))
    staff.post(NEW, {**dict(form.fields), way: "cancel", "step": "vorschau"})
    assert "1 bekommt andere Zeiten, 1 wird abgesagt." in staff.text


def test_more_than_two_hundred_are_refused_in_the_preview(busy: Site, signed_in: SignIn) -> None:
    with busy.runtime.database.writing() as session:
        table = Appointment.metadata.tables["appointment"]
        like = session.execute(select(table).limit(1)).mappings().one()
        more = [{**like, "id": random_id(), "code": new_code(), "uid": random_id()} for _ in range(199)]
        session.execute(table.insert(), more)
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    assert staff.status == 422
    assert "Das trifft mehr als 200 Termine. Bitte teilen Sie die Schließung." in staff.text
    assert 'value="Betriebsausflug"' in staff.text


def test_taken_back_what_slept_wakes(busy: Site, signed_in: SignIn) -> None:
    staff = entered(signed_in(Role.STAFF), **OUTING).follow("Zurücknehmen")
    assert "Findet doch statt: 1 Reservierung und 2 gebuchte Termine." in staff.text
    before = busy.rows()
    staff.get(staff.path)
    assert busy.rows() == before
    staff.press("Schließung zurücknehmen")
    assert "Die Schließung ist zurückgenommen." in staff.text
    assert "findet doch statt" in staff.text
    with busy.runtime.database.reading() as session:
        assert (
            session.scalars(select(Appointment.asleep_by).where(Appointment.asleep_by.is_not(None))).all()
            == []
        )
    again = staff.post(f"{staff.path}/zuruecknehmen", {"csrf_token": staff.token()})
    assert again.status == 200


def test_what_lost_its_room_meanwhile_is_named_with_the_reason(busy: Site, signed_in: SignIn) -> None:
    staff = entered(signed_in(Role.STAFF), **{**OUTING, "kind": "room", "room": "buero-1"})
    with busy.runtime.database.writing() as session:
        row = session.scalars(select(Closure)).one()
        row.starts_at, row.ends_at = row.starts_at - timedelta(days=1), row.starts_at
        room = session.merge(busy.house.rooms[0])
        interval = house.Interval(at_wall(TUESDAY, 9), at_wall(TUESDAY, 12))
        house.reserve(session, room, interval, provider_id=busy.house.provider.id, title="Schneller")
        row.starts_at, row.ends_at = at_wall(TUESDAY, 0), at_wall(WEDNESDAY, 0)
    staff.follow("Zurücknehmen")
    assert "Der Raum ist inzwischen vergeben." in staff.text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"kind": "moon"}, "Bitte wählen Sie, was geschlossen oder außer Betrieb ist."),
        ({"kind": "room"}, "Bitte wählen Sie den Raum."),
        ({"kind": "equipment"}, "Bitte wählen Sie, was außer Betrieb ist."),
        ({"reason": ""}, "Bitte schreiben Sie in einem Satz, was alle lesen."),
        ({"reason": "x" * 201}, "Bitte kürzen Sie den Text auf 200 Zeichen."),
        ({"reason": "a\u202eb"}, "Bitte schreiben Sie in eine Zeile und ohne Sonderzeichen."),
        ({"first": ""}, "Bitte geben Sie den ersten Tag an"),
        ({"first": "gestern"}, "Bitte geben Sie den ersten Tag an"),
        ({"first": "2026-11-22"}, "Dieser Tag ist schon vorbei."),
        ({"last": "nie"}, "Bitte geben Sie den letzten Tag an"),
        ({"last": "2026-11-23"}, "Das Ende muss nach dem Anfang liegen."),
        ({"last": "2028-11-23"}, "Das sind mehr als 400 Tage."),
        ({"begins": "25:00"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"ends": "bald"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"first": "2026-11-23", "ends": "7:00"}, "Diese Zeit ist schon vorbei."),
        ({"begins": "12", "ends": "10"}, "Das Ende muss nach dem Anfang liegen."),
        ({"first": "2027-03-28", "begins": "2:30"}, "Am 28. März 2027 gibt es 2:30 Uhr nicht."),
    ],
)
def test_faults_are_said_and_nothing_typed_is_lost(
    site: Site, signed_in: SignIn, typed: dict[str, str], fault: str
) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **{**OUTING, **typed})
    assert staff.status == 422
    assert fault in staff.text
    if "reason" not in typed:
        assert 'value="Betriebsausflug"' in staff.text


def test_times_on_the_clock_and_german_days_are_understood(busy: Site, signed_in: SignIn) -> None:
    entered(signed_in(Role.STAFF), **{**OUTING, "first": "24.11.2026", "begins": "11 Uhr", "ends": "15.30"})
    (row,) = closures(busy)
    assert (row.starts_at, row.ends_at) == (at_wall(TUESDAY, 11), at_wall(TUESDAY, 15, 30))


def test_a_broken_lift_without_an_end_is_out_for_fourteen_days(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(f"{NEW}?art=lift")
    assert 'value="2026-12-06"' in staff.text
    assert 'value="Der Treppenlift ist außer Betrieb."' in staff.text
    staff.press(LOOK).press(SAVE)
    (row,) = closures(site)
    assert (row.kind, row.ends_at) == ("lift", at_wall(date(2026, 12, 7), 0))


def test_the_lift_hits_who_needs_it_and_another_room_is_proposed(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        room = session.get_one(Room, site.house.rooms[0].id)
        room.access = RoomAccess.STAIR_LIFT
    site.booked(at_wall(TUESDAY, 9), Contact(name="R", email="r@example.org", needs=(WHEELCHAIR,)))
    site.booked(at_wall(TUESDAY, 10), BY_MAIL)
    staff = signed_in(Role.STAFF).get(f"{NEW}?art=lift").press(LOOK)
    assert "1 Termin ist betroffen." in staff.text
    assert "bleibt, in einem anderen passenden Raum, zum Beispiel Büro 2" in staff.text
    staff.press(SAVE)
    assert "in einem anderen Raum" in staff.text
    planner = staff.get(f"/planer?tag={TUESDAY}")
    assert "Der Treppenlift ist außer Betrieb." not in planner.text


def test_equipment_is_chosen_from_what_rooms_have(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        session.get_one(Room, site.house.rooms[0].id).equipment = [HEARING_LOOP]
    staff = signed_in(Role.STAFF).get(f"{NEW}?art=equipment")
    staff.press(LOOK, equipment=HEARING_LOOP, room="buero-1").press(SAVE)
    assert "Höranlage in Büro 1" in staff.text
    (row,) = closures(site)
    assert (row.kind, row.equipment, row.room_id) == ("equipment", HEARING_LOOP, site.house.rooms[0].id)


def test_the_caretaker_reads_numbers_only(busy: Site, signed_in: SignIn) -> None:
    caretaker = signed_in(Role.CARETAKER).get("/schliessungen")
    assert "Jemand ist nicht da" not in caretaker.text
    caretaker.get(NEW).press(LOOK, kind="room", room="buero-1", first=str(TUESDAY), reason="Wasserschaden")
    assert "2 Termine sind betroffen." in caretaker.text
    assert "Was soll werden?" not in caretaker.text
    assert "Testverein" not in caretaker.text
    caretaker.press(SAVE)
    assert "2 Termine waren betroffen." in caretaker.text
    assert "Verlauf" not in caretaker.text
    with busy.runtime.database.reading() as session:
        for each in session.scalars(select(Appointment)):
            assert each.code not in caretaker.text
            assert f"{each.code[:3]} {each.code[3:]}" not in caretaker.text


def test_the_caretaker_enters_defects_not_the_house(busy: Site, signed_in: SignIn) -> None:
    caretaker = signed_in(Role.CARETAKER).get(NEW)
    assert "Das ganze Haus" not in caretaker.text
    caretaker.press(LOOK, **OUTING)
    assert caretaker.status == 422
    entered(signed_in(Role.STAFF), **OUTING)
    (row,) = closures(busy)
    assert signed_in(Role.CARETAKER).get(f"/schliessung/{row.id}/zuruecknehmen").status == 404


@pytest.mark.parametrize("role", [Role.ADVISER, Role.LEAD])
def test_providers_have_no_closures(site: Site, signed_in: SignIn, role: Role) -> None:
    visitor = signed_in(role)
    assert visitor.get("/schliessungen").status == 403
    assert visitor.get(NEW).status == 403


def test_usual_days_are_proposed_and_never_closed_by_themselves(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get("/schliessungen")
    assert "Weiberfastnacht" in staff.text
    assert "Donnerstag, 4. Februar 2027, ab 11 Uhr" in staff.text
    assert "Rosenmontag" in staff.text
    assert "Brückentag (Christi Himmelfahrt)" in staff.text
    assert closures(site) == []
    url = next(url for url in staff.links.values() if "Heiligabend" in url)
    staff.get(url).press(LOOK).press(SAVE)
    (row,) = closures(site)
    assert (row.reason, row.starts_at) == ("Heiligabend", at_wall(date(2026, 12, 24), 0))
    assert "schon eingetragen" in staff.get("/schliessungen").text


def test_the_list_is_paged_and_searched(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        for number in range(25):
            start = at_wall(date(2027, 1, 4), 8) + timedelta(days=number)
            session.add(
                Closure(starts_at=start, ends_at=start + timedelta(hours=1), reason=f"Prüfung {number:02}")
            )
        start = at_wall(date(2026, 11, 2), 8)
        session.add(
            Closure(
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                reason="100 % Schimmel",
                room_id=site.house.rooms[1].id,
                kind=ClosureKind.ROOM,
            )
        )
    staff = signed_in(Role.STAFF).get("/schliessungen")
    assert "25 Einträge" in staff.text
    assert "Prüfung 19" in staff.text
    assert "Prüfung 20" not in staff.text
    assert "Prüfung 20" in staff.follow("Nächste Seite").text
    assert "Prüfung 07" in staff.get("/schliessungen?suche=prüfung+07").text
    assert "1 Eintrag" in staff.text
    assert "Dazu finden wir nichts." in staff.get("/schliessungen?suche=%25").text
    assert "Schimmel" in staff.get("/schliessungen?welche=vorbei&suche=büro+2").text
    assert staff.get("/schliessungen?seite=abc&welche=quatsch&suche=%00").status == 200


def test_no_name_is_read_by_the_house(busy: Site, signed_in: SignIn) -> None:
    entered(signed_in(Role.STAFF), **OUTING)
    with busy.runtime.database.reading() as session:
        assert session.scalars(select(Reading)).all() == []
