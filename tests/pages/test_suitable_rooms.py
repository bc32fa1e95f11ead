"""Somebody who cannot climb stairs is never booked into a room behind them, by no detour."""

from __future__ import annotations

from booking.house.models import Room, RoomAccess
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"


def behind_stairs(site: Site, *numbers: int) -> None:
    with site.runtime.database.writing() as session:
        for number in numbers:
            session.get_one(Room, site.house.rooms[number - 1].id).access = RoomAccess.STAIRS


def with_a_wheelchair(site: Site) -> Visitor:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    assert "Büro 1" in maria.text
    return maria.press("Weiter: Angaben prüfen", name="Maria", contact="none", needs="wheelchair")


def test_a_time_without_a_suitable_room_is_lost_also_by_a_detour(site: Site) -> None:
    behind_stairs(site, 1, 2, 3)
    maria = with_a_wheelchair(site)
    assert maria.status == 409
    assert "Bitte wählen Sie eine andere Uhrzeit" in maria.text

    maria.get("/termin/energieberatung/pruefen")
    assert maria.status == 409
    assert "Um 9:00 Uhr ist kein Raum frei, der zu Ihren Angaben passt." in maria.text
    token = maria.get("/termin/energieberatung/angaben").token()
    maria.post("/termin/energieberatung/pruefen", {"csrf_token": token})
    assert maria.status == 409
    assert "Bitte wählen Sie eine andere Uhrzeit" in maria.text
    assert [row.status for row in site.appointments()] == ["held"]


def test_tapping_the_same_time_again_looks_for_a_room_that_suits(site: Site) -> None:
    behind_stairs(site, 1, 2, 3)
    maria = with_a_wheelchair(site)
    token = maria.get("/termin/energieberatung/angaben").token()
    maria.post("/termin/energieberatung", {"csrf_token": token, "slot": NINE})
    assert maria.status == 409

    with site.runtime.database.writing() as session:
        session.get_one(Room, site.house.rooms[2].id).access = RoomAccess.STEP_FREE
    maria.post("/termin/energieberatung", {"csrf_token": token, "slot": NINE})
    assert maria.path.endswith("/pruefen")
    assert "Büro 3" in maria.text
    maria.press("Termin verbindlich buchen")
    assert "Büro 3" in maria.text


def test_a_hold_that_ran_out_comes_back_in_a_room_that_suits(site: Site) -> None:
    behind_stairs(site, 1)
    maria = with_a_wheelchair(site)
    assert "Büro 2" in maria.text
    site.wait(45)
    site.booked(at_wall(TUESDAY, 11))
    maria.press("Termin verbindlich buchen")
    assert "Ihr Termin ist gebucht." in maria.text
    assert "Büro 1" not in maria.text
