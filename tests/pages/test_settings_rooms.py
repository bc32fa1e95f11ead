"""/einstellungen and /einstellungen/raeume: rooms are added, changed, put in order, taken out of service, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments.booking import confirm, hold, write_down
from booking.appointments.finding import by_id
from booking.appointments.wishes import Wish
from booking.house.models import Room
from booking.house.rooms import every_room, room_by_slug
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.rooms import add_hall, reserved

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/raeume"
ADD, SAVE, ANYWAY = "Raum anlegen", "Änderungen speichern", "Trotzdem speichern"
NINE: dict[str, Any] = {
    "name": "Büro 9",
    "number": "9",
    "floor": "Obergeschoss",
    "access": "stairs",
    "seats_table": "5",
    "seats_circle": "08",
    "equipment": ["screen", "hearing_loop"],
    "confidential": "ja",
}
WEDNESDAY = TUESDAY + timedelta(days=1)


def room(site: Site, slug: str) -> Room:
    with site.runtime.database.reading() as session:
        return room_by_slug(session, slug)


def order(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        return [each.slug for each in every_room(session)]


def test_everybody_sees_what_their_role_opens(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get("/einstellungen")
    assert "3 Räume" in admin.text
    assert "an 5 Tagen in der Woche" in admin.text
    assert {HOME, "/einstellungen/oeffnungszeiten"} <= set(admin.links.values())
    staff = signed_in(Role.STAFF).get("/einstellungen")
    assert HOME not in staff.links.values()
    assert "/einstellungen/schulferien" in staff.links.values()
    lead = signed_in(Role.LEAD).get("/einstellungen")
    assert lead.status == 200
    assert not {HOME, "/einstellungen/oeffnungszeiten", "/schliessungen"} & set(lead.links.values())
    for role in (Role.ADVISER, Role.CARETAKER):
        assert signed_in(role).get("/einstellungen").status == 403


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD, Role.ADVISER, Role.CARETAKER])
def test_only_admins_touch_rooms(site: Site, signed_in: SignIn, role: Role) -> None:
    visitor, before = signed_in(role), site.rows()
    token = visitor.get("/konto").token()
    for path in ("", "/neu", "/2", "/2/aendern", "/2/ausser-betrieb", "/2/verlauf"):
        assert visitor.get(HOME + path).status == 403, path
    for path in ("/neu", "/2/aendern", "/2/ausser-betrieb", "/2/in-betrieb", "/2/reihenfolge"):
        assert visitor.post(HOME + path, {**NINE, "csrf_token": token}).status == 403, path
    assert {name: rows for name, rows in site.rows().items() if name in ("room", "event")} == {
        name: rows for name, rows in before.items() if name in ("room", "event")
    }


def test_a_room_is_added_and_can_be_reserved(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(HOME)
    assert "Einen Saal mit Teilen kann man hier nicht anlegen." in admin.text
    admin.get(f"{HOME}/neu").press(ADD, **NINE)
    assert "Der Raum ist angelegt." in admin.text
    made = room(site, "buero-9")
    assert (made.name, made.number, made.floor, made.access) == ("Büro 9", "9", "Obergeschoss", "stairs")
    assert (made.seating, made.equipment) == ({"table": 5, "circle": 8}, ["hearing_loop", "screen"])
    assert made.confidential
    assert "Stuhlkreis: 8" in admin.text
    assert "Bildschirm" in admin.text
    assert "Der Raum ist angelegt." in admin.get(f"{HOME}/{made.id}/verlauf").text
    assert "Büro 9" in signed_in(Role.LEAD).get("/reservieren").text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": ""}, "Bitte geben Sie dem Raum einen Namen."),
        ({"name": "x" * 61}, "höchstens 60 Zeichen"),
        ({"name": "Büro\u202e9"}, "höchstens 60 Zeichen"),
        ({"name": "büro 1"}, "Einen anderen Raum mit diesem Namen gibt es schon."),
        ({"number": ""}, "Bitte schreiben Sie, was an der Tür steht"),
        ({"number": "1234567"}, "höchstens 6 Zeichen"),
        ({"number": "2"}, "Diese Nummer hat schon ein anderer Raum: Büro 2."),
        ({"floor": "–"}, "in welchem Stockwerk"),
        ({"access": "fliegen"}, "Bitte wählen Sie, wie man in den Raum kommt."),
        ({"seats_table": "viele"}, "Bitte schreiben Sie eine Zahl von 1 bis 1000."),
        ({"seats_table": "0"}, "Bitte schreiben Sie eine Zahl von 1 bis 1000."),
        ({"seats_table": "٣"}, "Bitte schreiben Sie eine Zahl von 1 bis 1000."),
        ({"seats_table": "9" * 9}, "Bitte schreiben Sie eine Zahl von 1 bis 1000."),
        ({"seats_table": "", "seats_circle": ""}, "mindestens eines dieser Felder"),
    ],
)
def test_a_fault_is_named_and_nothing_is_lost(
    site: Site, signed_in: SignIn, typed: dict[str, str], fault: str
) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/neu").press(ADD, **{**NINE, "floor": "Keller", **typed})
    assert admin.status == 422
    assert fault in admin.text
    assert admin.title.startswith("Fehler:")
    assert "Keller" in admin.text or "floor" in typed
    assert order(site) == ["buero-1", "buero-2", "buero-3"]


def test_what_nobody_offered_is_not_kept(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/neu").press(ADD, **{**NINE, "equipment": ["gold", "screen"]})
    assert admin.status == 200
    assert room(site, "buero-9").equipment == ["screen"]


def test_a_change_that_hits_nobody_is_saved_at_once(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/2").follow("Ändern")
    admin.press(SAVE, name="Beratung Nord", seats_table="2")
    assert "Der Raum ist geändert." in admin.text
    found = room(site, "buero-2")
    assert (found.name, found.seating, found.slug) == ("Beratung Nord", {"table": 2}, "buero-2")
    history = admin.follow("Verlauf ansehen")
    assert history.path == f"{HOME}/2/verlauf"
    assert "Der Raum ist geändert." in history.text
    assert "Konto admin" in history.text


def test_whoever_would_not_fit_any_more_is_shown_first_and_stays(site: Site, signed_in: SignIn) -> None:
    found = reserved(site, "buero-1", at_wall(WEDNESDAY, 9), people=4, seating="table")
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1/aendern").press(SAVE, seats_table="", seats_circle="3")
    assert "Davon sind betroffen" in admin.text
    assert "Noch ist nichts gespeichert." in admin.text
    assert "Der Raum ist dann zu klein." in admin.text
    assert "Die gewünschte Bestuhlung gibt es dann nicht." in admin.text
    assert f"/reservierung/{found}" in admin.links.values()
    assert room(site, "buero-1").seating == {"table": 4}
    admin.press("Angaben ändern")
    assert 'name="seats_circle"' in admin.text
    admin.press(SAVE).press(ANYWAY)
    assert room(site, "buero-1").seating == {"circle": 3}
    assert admin.get(f"/reservierung/{found}").status == 200
    admin.get(f"{HOME}/1/aendern").press(SAVE, seats_circle="2")
    assert "Der Raum ist geändert." in admin.text, "who did not fit before is no news"


def test_whoever_came_after_the_preview_is_shown_before_it_is_saved(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-1", at_wall(WEDNESDAY, 9), people=4, seating="table")
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1/aendern").press(SAVE, seats_table="3")
    later = reserved(site, "buero-1", at_wall(WEDNESDAY, 14), people=4, seating="table")
    assert admin.press(ANYWAY).status == 409
    assert "Inzwischen hat sich etwas geändert." in admin.text
    assert f'href="/reservierung/{later}"' in admin.text
    assert room(site, "buero-1").seating == {"table": 4}
    admin.press("Angaben ändern").press(SAVE)
    assert admin.status == 200
    assert "Inzwischen" not in admin.text
    admin.press(ANYWAY)
    assert room(site, "buero-1").seating == {"table": 3}


def test_who_has_not_seen_whom_it_hits_saves_nothing(site: Site, signed_in: SignIn) -> None:
    """The last step alone, sent without a look at the preview."""
    found = reserved(site, "buero-1", at_wall(WEDNESDAY, 9), people=4, seating="table")
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1/aendern")
    form = next(form for form in admin.forms if "seats_table" in dict(form.fields))
    admin.post(f"{HOME}/1/aendern", {**dict(form.fields), "seats_table": "3", "step": "trotzdem"})
    assert admin.status == 409
    assert f"/reservierung/{found}" in admin.links.values()
    assert room(site, "buero-1").seating == {"table": 4}


def test_a_hold_that_is_confirmed_meanwhile_was_seen(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        session.get_one(Room, 1).equipment = ["hearing_loop"]
        held = hold(session, site.runtime.desk(), Wish(session.merge(site.house.advice)), at_wall(TUESDAY, 9))
        write_down(session, site.runtime.desk(), held, Contact(name="Frau M.", needs=("hearing_loop",)))
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1/aendern").press(SAVE, equipment=[])
    assert "Jemand bucht gerade." in admin.text
    with site.runtime.database.writing() as session:
        confirm(session, site.runtime.desk(), by_id(session, held.id))
    assert admin.press(ANYWAY).status == 200
    assert room(site, "buero-1").equipment == []


def test_a_confidential_talk_and_whoever_needs_the_loop_are_hit(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice)
        offer.confidential = True
        session.get_one(Room, 1).equipment = ["hearing_loop"]
    _id, code, _token = site.booked(at_wall(TUESDAY, 9), Contact(name="Frau M.", needs=("hearing_loop",)))
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1/aendern")
    admin.press(SAVE, confidential=[])
    assert "Der Raum ist dann nicht vertraulich." in admin.text
    assert "Sprechstunde" in admin.text
    admin.get(f"{HOME}/1/aendern").press(SAVE, equipment=[])
    assert code[:3] in admin.text
    assert "Frau M." not in admin.text
    assert room(site, "buero-1").equipment == ["hearing_loop"]


def test_two_at_once_see_both_states(site: Site, signed_in: SignIn) -> None:
    first = signed_in(Role.ADMIN).get(f"{HOME}/2/aendern")
    second = signed_in(Role.ADMIN, "zwei@example.org").get(f"{HOME}/2/aendern")
    first.press(SAVE, floor="Keller")
    second.press(SAVE, floor="Dach", equipment=["screen", "kitchen"])
    assert second.status == 409
    assert "Keller" in second.text
    assert "Dach" in second.text
    assert room(site, "buero-2").floor == "Keller"
    second.press("Meine Angaben jetzt trotzdem speichern")
    assert (room(site, "buero-2").floor, room(site, "buero-2").equipment) == ("Dach", ["kitchen", "screen"])


def test_the_order_is_that_of_the_house(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(HOME).press("Nach unten: Büro 1")
    assert order(site) == ["buero-2", "buero-1", "buero-3"]
    admin.press("Nach oben: Büro 3")
    assert order(site) == ["buero-2", "buero-3", "buero-1"]
    plan = signed_in(Role.STAFF).get("/planer").text
    assert plan.index("Büro 2") < plan.index("Büro 3") < plan.index("Büro 1")


def test_a_part_of_the_hall_has_other_seats_and_nothing_else(site: Site, signed_in: SignIn) -> None:
    add_hall(site)
    part = room(site, "saal-a")
    admin = signed_in(Role.ADMIN).get(HOME)
    assert "Saal, Teil A" in admin.text
    admin.get(f"{HOME}/{part.id}/aendern")
    assert 'name="name"' not in admin.text
    admin.press(SAVE, name="Anders", seats_rows="30")
    assert (room(site, "saal-a").name, room(site, "saal-a").seating["rows"]) == (part.name, 30)
    token = admin.get(HOME).token()
    for path in ("ausser-betrieb", "in-betrieb"):
        assert admin.post(f"{HOME}/{part.id}/{path}", {"csrf_token": token}).status == 404
    admin.post(f"{HOME}/{part.id}/reihenfolge", {"csrf_token": token, "richtung": "hoch"})
    assert order(site)[-1] == "saal"


def test_a_room_in_use_stays_and_the_page_says_whose_it_is(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(f"{HOME}/1").follow("Außer Betrieb nehmen")
    assert "Das geht noch nicht." in admin.text
    assert "/schliessungen/neu?art=room&amp;raum=buero-1" in admin.text
    links = set(admin.links.values())
    assert any(each.startswith("/reservierung/") for each in links)
    assert any(each.startswith("/sprechstunde/") for each in links)
    admin.post(f"{HOME}/1/ausser-betrieb", {"csrf_token": admin.token()})
    assert admin.status == 409
    assert "Das geht noch nicht." in admin.text
    assert not room(site, "buero-1").is_retired


def test_out_of_service_it_is_offered_nowhere_until_it_is_back(site: Site, signed_in: SignIn) -> None:
    add_hall(site)
    admin, staff = signed_in(Role.ADMIN), signed_in(Role.STAFF)
    admin.get(f"{HOME}/3").follow("Außer Betrieb nehmen").press("Außer Betrieb nehmen")
    assert "Büro 3 ist außer Betrieb." in admin.text
    for path in (*OFFERING, "/tagesliste", "/heute"):
        assert "Büro 3" not in staff.get(path).text, path
    for path in OFFERING:
        assert "Büro 2" in staff.get(path).text, path
    everywhere = site.app.test_client().get("/api/v1/rooms?parts=true").get_json()
    assert {each["slug"] for each in everywhere} >= {"buero-2", "saal-a"}
    assert "buero-3" not in {each["slug"] for each in everywhere}
    assert "4 Räume" not in admin.get("/einstellungen").text
    assert "3 Räume, 1 außer Betrieb" in admin.text
    assert "Außer Betrieb" in admin.get(HOME).text
    sent: Any = {"title": "Team", "day": "2026-11-25", "start": "9:00", "end": "10:00", "people": "2"}
    staff.get("/reservieren").press("Freie Räume zeigen", **sent, provider="haus")
    assert "buero-2" in staff.text
    assert "buero-3" not in staff.text
    admin.get(f"{HOME}/3").press("Wieder in Betrieb nehmen")
    assert "Büro 3" in staff.get("/planer").text
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(EventRow.payload).where(EventRow.type == "RoomChanged"))
        assert [row["what"] for row in rows] == ["retired", "brought_back"]


OFFERING = (
    "/planer",
    "/planer?ansicht=woche",
    "/reservieren",
    "/schliessungen/neu",
    "/drucken",
    "/drucken/tuerschilder",
    "/tafel",
    "/anfahrt",
    "/abonnements",
)


def test_old_reservations_still_name_it(site: Site, signed_in: SignIn) -> None:
    found = reserved(site, "buero-3", at_wall(TUESDAY, 9), 60)
    site.clock.moment = at_wall(WEDNESDAY, 9)
    admin = signed_in(Role.ADMIN)
    admin.get(f"{HOME}/3/ausser-betrieb").press("Außer Betrieb nehmen")
    assert "Büro 3 ist außer Betrieb." in admin.text
    assert "Büro 3" in admin.get(f"/reservierung/{found}").text
    assert "Büro 3" in admin.get("/planer?tag=2026-11-24").text
    assert "Büro 3" not in admin.get("/planer?tag=2026-11-25").text


def test_unknown_rooms_are_not_found(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN)
    for path in ("999", "999/aendern", "999/ausser-betrieb", "999/verlauf", "99999999999"):
        assert admin.get(f"{HOME}/{path}").status == 404, path
