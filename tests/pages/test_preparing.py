"""Bestuhlung and key can be changed once a room is reserved, and the caretaker's list follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Role
from booking.reservations.finding import by_id
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import events, reserved

SignIn = Callable[..., Visitor]


@pytest.fixture
def ada(signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, "ada@example.org")


def prepared(site: Site, made: str) -> tuple[str | None, str | None]:
    with site.runtime.database.reading() as session:
        found = by_id(session, made)
        return found.seating, found.key


def test_from_the_reservation_to_the_list_of_the_day(site: Site, ada: Visitor, signed_in: SignIn) -> None:
    made = reserved(site)
    ada.get(f"/reservierung/{made}").follow("Bestuhlung und Schlüssel ändern")
    ada.press("Änderung speichern", seating="circle", key_from="box")
    assert "Der Hausmeister sieht es auf der Tagesliste." in ada.text
    assert "Stuhlkreis" in ada.text
    assert prepared(site, made) == ("circle", "box")
    assert events(site, "ReservationPrepared") == 1
    assert events(site, "ReservationChanged") == 0, "no mail, no other calendar entry"
    told = signed_in(Role.CARETAKER).get(f"/tagesliste?tag={TUESDAY}").text
    assert "Stuhlkreis" in told
    assert "Bestuhlung oder Schlüssel sind geändert." in ada.get(f"/reservierung/{made}/verlauf").text
    ada.get(f"/reservierung/{made}/vorbereiten").press("Änderung speichern", seating="", key_from="")
    assert prepared(site, made) == (None, None)
    ada.get(f"/reservierung/{made}/vorbereiten").press("Änderung speichern")
    assert events(site, "ReservationPrepared") == 2, "the same is no change"


@pytest.mark.parametrize(
    ("field", "value"), [("seating", "sofa"), ("key_from", "\x00"), ("seating", "x" * 9999)]
)
def test_what_is_on_no_list(site: Site, ada: Visitor, field: str, value: str) -> None:
    made = reserved(site)
    ada.get(f"/reservierung/{made}/vorbereiten").press("Änderung speichern", **{field: value})
    assert (ada.status, ada.title.startswith("Fehler: ")) == (422, True)
    assert prepared(site, made) == (None, None)


def test_two_change_it(site: Site, ada: Visitor, signed_in: SignIn) -> None:
    made, lead = reserved(site), signed_in(Role.LEAD)
    ada.get(f"/reservierung/{made}/vorbereiten")
    lead.get(f"/reservierung/{made}/vorbereiten").press("Änderung speichern", seating="rows")
    ada.press("Änderung speichern", seating="circle")
    assert ada.status == 409
    assert "Stuhlreihen" in ada.text
    assert "Stuhlkreis" in ada.text
    assert prepared(site, made)[0] == "rows"
    ada.press("Meine Angaben jetzt trotzdem speichern")
    assert prepared(site, made)[0] == "circle"


def test_nothing_comes_any_more(site: Site, ada: Visitor) -> None:
    made = reserved(site, count=1)
    ada.get(f"/reservierung/{made}/vorbereiten")
    site.wait(60 * 24 * 30)
    ada.press("Änderung speichern", seating="circle")
    assert "Das lässt sich nicht mehr ändern." in ada.text
    assert prepared(site, made) == (None, None)
    assert "Bestuhlung und Schlüssel ändern" not in ada.get(f"/reservierung/{made}").text
