"""The long lists of the settings: a page at a time, searched by parts of words, put in order only as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booking.accounts.models import Provider, Role
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room
from booking.offers.models import Concern, ConcernText, Topic
from booking.web.views.listing import PER_PAGE
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
MANY = PER_PAGE + 3
LISTS = (
    "/einstellungen/anliegen",
    "/einstellungen/anliegen/themen",
    "/einstellungen/raeume",
    "/einstellungen/anbieter",
)


def room(number: int) -> Room:
    return Room(
        slug=f"probe-{number}",
        name=f"Probe {number:02}",
        number=f"P{number}",
        kind=RoomKind.OFFICE,
        access=RoomAccess.STAIRS,
        floor="Keller",
        position=50 + number,
    )


@pytest.fixture
def many(site: Site) -> None:
    """More of everything than fits on a page."""
    with site.runtime.database.writing() as session:
        for number in range(MANY):
            same, name = {"slug": f"probe-{number}"}, f"Probe {number:02}"
            concern = Concern(**same, title=name, example="", pictogram="coffee", position=50 + number)
            concern.texts.append(ConcernText(language="tr", title=f"Deneme {number:02}"))
            session.add_all([concern, Topic(**same, title=name), Provider(**same, name=name)])
            add_room(session, room(number))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("many")
def test_they_have_pages_and_a_search(signed_in: SignIn, path: str) -> None:
    admin = signed_in(Role.ADMIN).get(f"{path}?suche=prob")
    assert "Seite 1 von 2" in admin.text
    assert "Probe 00" in admin.text
    assert "Probe 27" not in admin.text
    admin.follow("Nächste Seite")
    assert "Probe 27" in admin.text
    assert "Probe 00" not in admin.text
    assert "Seite 2 von 2" in admin.get(f"{path}?suche=prob&seite=99").text
    one = admin.get(f"{path}?suche=probe 11").text
    assert "Probe 11" in one
    assert "Probe 12" not in one
    assert "Weitere Seiten" not in one
    assert admin.get(f"{path}?suche=gibtesnicht&seite=x").status == 200
    assert "Probe" not in admin.text


@pytest.mark.usefixtures("many")
def test_a_concern_is_found_by_the_name_in_another_language(signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get("/einstellungen/anliegen?suche=deneme 07")
    assert "1 Anliegen" in admin.text
    assert "Probe 07" in admin.text


@pytest.mark.parametrize("path", ["/einstellungen/anliegen", "/einstellungen/raeume"])
@pytest.mark.usefixtures("many")
def test_who_moves_something_stays_on_its_page(signed_in: SignIn, path: str) -> None:
    admin = signed_in(Role.ADMIN).get(f"{path}?seite=2")
    first = next(form for form in admin.forms if form.action.endswith("/reihenfolge"))
    assert len(first.buttons) == 2, "there is something above it on the page before"
    admin.press(first.buttons[1].value)
    assert "Die Reihenfolge ist geändert" in admin.text
    assert "Seite 2 von 2" in admin.text
    assert "Nach oben" not in admin.get(f"{path}?suche=probe").text
