"""Drag and drop behind the page: the move form's command in one request, refused with ways out, undone within seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from booking.accounts.models import Role
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import add_hall, date_id, dates, reserved

SignIn = Callable[..., Visitor]
ADA = "ada@example.org"
THREE = {"day": str(TUESDAY), "start": "15:00", "end": "17:00", "room": "buero-1"}


@pytest.fixture
def ada(signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, ADA)


def plan(who: Visitor) -> list[dict[str, Any]]:
    answer: dict[str, list[dict[str, Any]]] = who.client.get(f"/planer/ziehen?tag={TUESDAY}").get_json()
    return answer["entries"]


def entry(who: Visitor, made: str) -> dict[str, Any]:
    return next(each for each in plan(who) if made in each["move"])


def put(who: Visitor, site: Site, made: str, seen: str, **there: str) -> tuple[int, dict[str, Any]]:
    """Drop the first date there."""
    sent = {"termin": date_id(site, made, 0), "scope": "one", "gesehen": seen, **THREE, **there}
    token = who.get("/planer").token()
    answer = who.client.post(f"/reservierung/{made}/ziehen", data={**sent, "csrf_token": token})
    return answer.status_code, answer.get_json()


def undo(who: Visitor, change: str) -> tuple[int, str]:
    token = who.get("/planer").token()
    answer = who.client.post(f"/planer/rueckgaengig/{change}", data={"csrf_token": token})
    return answer.status_code, answer.get_json()["text"]


def test_dropped_told_and_undone(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    status, told = put(ada, site, made, entry(ada, made)["seen"])
    assert (status, told["seconds"]) == (200, 10)
    assert told["text"].endswith("15–17 Uhr, Büro 1. Nur dieser Termin, die anderen bleiben.")
    assert dates(site, made)[:2] == ["24.11. 15:00 Büro 1 confirmed", "01.12. 14:00 Büro 1 confirmed"]
    assert undo(ada, told["change"]) == (200, "Der Termin ist wieder an seinem alten Platz.")
    assert dates(site, made)[0] == "24.11. 14:00 Büro 1 confirmed"


def test_a_taken_room_and_ways_out(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    reserved(site, room=site.house.rooms[1], count=1, own=False, title="Fremd")
    status, told = put(ada, site, made, entry(ada, made)["seen"], start="14:30", end="16:30", room="buero-2")
    assert (status, told["text"]) == (409, "Büro 2 ist dann belegt.")
    assert told["ways"]
    ada.get(told["ways"][0]["url"])
    assert ada.status == 200
    assert "Termin verschieben" in ada.title
    assert dates(site, made)[0] == "24.11. 14:00 Büro 1 confirmed"


def test_the_form_was_faster(site: Site, ada: Visitor, signed_in: SignIn) -> None:
    made = reserved(site)
    seen, lead = entry(ada, made)["seen"], signed_in(Role.LEAD)
    lead.get(f"/reservierung/{made}/verschieben?termin={date_id(site, made, 0)}")
    lead.press("Weiter: Vorschau ansehen", start="16:00", end="18:00").press("Änderung speichern")
    status, told = put(ada, site, made, seen)
    assert status == 409
    assert told["text"].endswith("Zuletzt geändert von: Konto lead.")
    assert dates(site, made)[0] == "24.11. 16:00 Büro 1 confirmed"


def test_the_drop_was_faster(site: Site, ada: Visitor, signed_in: SignIn) -> None:
    made = reserved(site)
    lead = signed_in(Role.LEAD).get(f"/reservierung/{made}/verschieben?termin={date_id(site, made, 0)}")
    assert put(ada, site, made, entry(ada, made)["seen"])[0] == 200
    lead.press("Weiter: Vorschau ansehen", start="16:00", end="18:00")
    assert lead.status == 409
    assert "15:00" in lead.text
    assert dates(site, made)[0] == "24.11. 15:00 Büro 1 confirmed"


def test_changed_since_it_is_too_late(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    change = put(ada, site, made, entry(ada, made)["seen"])[1]["change"]
    put(ada, site, made, entry(ada, made)["seen"], start="16:00", end="18:00")
    assert undo(ada, change) == (409, "Zu spät: Jemand hat den Termin inzwischen geändert.")
    assert undo(ada, "erfunden")[0] == 409


@pytest.mark.parametrize(
    "there",
    [{"day": "x"}, {"start": "25:00"}, {"end": "14:00"}, {"room": "keller"}, {"day": "2026-11-20"}],
    ids=str,
)
def test_bad_input_has_a_sentence(site: Site, ada: Visitor, there: dict[str, str]) -> None:
    made = reserved(site)
    status, told = put(ada, site, made, entry(ada, made)["seen"], **there)
    assert status == 409
    assert told["text"].endswith(".")
    assert dates(site, made)[0] == "24.11. 14:00 Büro 1 confirmed"


def test_nobody_drags_what_is_not_theirs(site: Site, ada: Visitor) -> None:
    made = reserved(site, own=False, title="Geheim")
    shown = plan(ada)
    assert [each["move"] for each in shown if made in each["move"]] == []
    sent = {
        "termin": date_id(site, made, 0),
        "scope": "one",
        **THREE,
        "csrf_token": ada.get("/planer").token(),
    }
    assert ada.client.post(f"/reservierung/{made}/ziehen", data=sent).status_code == 404


def test_the_hall_is_dragged_by_the_house_only(site: Site, ada: Visitor) -> None:
    add_hall(site)
    made = reserved(site)
    status, told = put(ada, site, made, entry(ada, made)["seen"], room="saal")
    assert status == 409
    assert told["text"].startswith("Den Saal verschiebt das Quartiersbüro.")


def test_the_form_comes_filled_in(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    ada.get(
        f"/reservierung/{made}/verschieben?termin={date_id(site, made, 0)}"
        "&day=2026-11-25&start=10:30&end=x&room=buero-2"
    )
    for shown in ('value="2026-11-25"', 'value="10:30"', 'value="16:00"', 'value="buero-2" selected'):
        assert shown in ada.text
