"""Open doors at the desk and at the adviser's: numbers, turns, waiting time, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from booking.accounts.models import Role
from booking.appointments.models import HoursMode
from booking.house.calendar import close
from booking.scheduling.intervals import Interval
from tests import house
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

DOORS = "/empfang/offene-tuer"


@pytest.fixture
def door(site: Site) -> int:
    """An open door of Ada's, this Monday from nine to twelve."""
    with site.runtime.database.writing() as session:
        hours = house.hours_on(
            session,
            site.house,
            house.NOW.date(),
            start=9,
            end=12,
            room=site.house.rooms[0],
            mode=HoursMode.OPEN_DOOR,
        )
    site.wait(60)
    return hours.id


@pytest.fixture
def toni(site: Site, door: int, signed_in: Callable[..., Visitor]) -> Visitor:
    return signed_in(Role.STAFF).get(DOORS)


def test_from_the_door_to_the_talk_and_out_again(site: Site, toni: Visitor) -> None:
    assert "niemand wartet" in toni.text
    give(toni)
    assert "Sie haben die Nummer 1. Wir rufen Sie auf." in toni.text
    give(toni)
    assert "2 warten, etwa 60 Minuten Wartezeit" in toni.text
    assert "Sie haben die Nummer" not in toni.get(DOORS).text

    toni.press("Nummer 1 aufrufen, Büro 1")
    assert "Nummer 1 ist an der Reihe." in toni.text
    assert "1 wartet, etwa 45 Minuten Wartezeit" in toni.text
    toni.press("Fertig: Nummer 1")
    toni.press("Ist gegangen: Nummer 2")
    assert "niemand wartet" in toni.text
    toni.press("Zurückholen: Nummer 2")
    assert "1 wartet, etwa 30 Minuten Wartezeit" in toni.text
    assert "1 wartet, etwa 30 Minuten Wartezeit" in toni.get("/empfang").text


def test_a_double_click_gives_one_number_and_calls_one(site: Site, toni: Visitor) -> None:
    sent = fields(toni, "/kommt")
    for _ in range(2):
        toni.post(f"{DOORS}/{door_id(toni)}/kommt", sent)
    give(toni.get(DOORS))
    sent = fields(toni, "/weiter")
    for _ in range(2):
        toni.post(f"{DOORS}/{door_id(toni)}/weiter", sent)
    assert "Nummer 1 hat schon jemand aufgerufen." in toni.text
    assert "1 wartet" in toni.text


def test_the_number_on_paper_names_the_door_and_nobody(site: Site, toni: Visitor) -> None:
    give(toni)
    toni.follow("Nummer drucken")
    assert toni.status == 200
    assert "Ihre Nummer" in toni.text
    assert "Büro 1" in toni.text


def test_a_long_wait_is_said_honestly(site: Site, toni: Visitor) -> None:
    for _ in range(6):
        give(toni)
    assert "6 warten, die Zeit reicht heute vielleicht nicht mehr" in toni.text


def test_the_adviser_calls_from_the_own_page(
    site: Site, toni: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    give(toni)
    ada = signed_in(Role.ADVISER, "ada@example.org").get("/ich")
    ada.press("Nummer 1 aufrufen, Büro 1")
    assert ada.path == "/ich"
    assert "Nummer 1 ist an der Reihe." in ada.text


def test_a_colleague_sees_no_door_and_moves_nobody(
    site: Site, toni: Visitor, signed_in: Callable[..., Visitor]
) -> None:
    give(toni)
    colleague = signed_in(Role.ADVISER, "bea@example.org").get(DOORS)
    assert "Heute ist keine Tür mehr offen." in colleague.text
    token = colleague.token()
    number = re.search(r"nummer/([^\"]+)", toni.text)
    assert number is not None
    for path, sent in (
        (f"{door_id(toni)}/kommt", {"key": "k" * 16}),
        (f"{door_id(toni)}/weiter", {"number": "1"}),
        (f"nummer/{number[1]}", {"stand": "left"}),
    ):
        assert colleague.post(f"{DOORS}/{path}", {"csrf_token": token, **sent}).status == 404, path
    assert colleague.get(f"{DOORS}/nummer/{number[1]}").status == 404


def test_taking_back_twice_takes_back_once(site: Site, toni: Visitor) -> None:
    give(toni)
    toni.press("Nummer 1 aufrufen, Büro 1").press("Fertig: Nummer 1")
    form = next(form for form in toni.forms if ("war", "served") in form.fields)
    sent = {**dict(form.fields), "stand": "again"}
    for _ in range(2):
        toni.post(form.action, sent)
    assert "Jemand anderes hat das gerade schon geändert." in toni.text
    assert "im Gespräch seit" in toni.text


def test_a_door_that_is_closed_for_a_while_gives_no_number(site: Site, toni: Visitor) -> None:
    give(toni)
    sent = fields(toni, "/kommt")
    now = site.clock.moment
    with site.runtime.database.writing() as session:
        close(session, Interval(now, now + timedelta(hours=1)), reason="Wasser")
    toni.post(f"{DOORS}/{door_id(toni)}/kommt", sent)
    assert toni.status == 200
    assert toni.text.count("Diese Tür ist gerade geschlossen.") == 2
    assert "Nummer geben" not in toni.text
    assert "1 wartet" in toni.text
    site.wait(61)
    assert "Nummer geben" in toni.get(DOORS).text


def test_who_is_there_stays_on_the_screen_when_the_time_is_over(site: Site, toni: Visitor) -> None:
    give(toni)
    site.wait(4 * 60)
    toni.get(DOORS)
    assert "Nummer geben" not in toni.text
    toni.press("Ist gegangen: Nummer 1")
    assert "Heute ist keine Tür mehr offen." in toni.text
    assert "Nummer 1 ist gegangen." in toni.text


def test_rubbish_is_refused(site: Site, toni: Visitor) -> None:
    give(toni)
    token, hours = toni.token(), door_id(toni)
    number = re.search(r"nummer/([^\"]+)", toni.text)
    assert number is not None
    for path, sent, status in (
        (f"{hours}/kommt", {"key": "kurz"}, 400),
        (f"{hours}/weiter", {"number": "drei"}, 400),
        (f"nummer/{number[1]}", {"stand": "weg"}, 400),
        (f"nummer/{number[1]}", {"stand": "again"}, 400),
        (f"nummer/{number[1]}", {"stand": "again", "war": "waiting"}, 400),
        ("99999999999999999999/kommt", {"key": "k" * 16}, 404),
        ("99999999999999999999/weiter", {"number": "1"}, 404),
        ("999999/kommt", {"key": "k" * 16}, 404),
        ("nummer/unbekannt", {"stand": "left"}, 404),
    ):
        assert toni.post(f"{DOORS}/{path}", {"csrf_token": token, **sent}).status == status, path


def give(visitor: Visitor) -> None:
    visitor.press("Nummer geben, Büro 1")


def door_id(visitor: Visitor) -> str:
    found = re.search(rf"{DOORS}/(\d+)/kommt", visitor.text)
    assert found is not None
    return found[1]


def fields(visitor: Visitor, ending: str) -> dict[str, str]:
    """What the form with this address would send."""
    return dict(next(form.fields for form in visitor.forms if form.action.endswith(ending)))
