"""Wishes on the page of free times: they stay in links and after a lost race, and the booking keeps to them."""

from __future__ import annotations

import pytest

from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Channel
from booking.appointments.wishes import Only
from booking.house.models import Room, RoomAccess
from booking.offers.models import Adviser, Offer
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.house import TUESDAY
from tests.pages.conftest import Site

PAGE = "/termin/energieberatung"
NINE, ONE = "2026-11-24T08:00Z", "2026-11-24T12:00Z"


@pytest.fixture
def site(build) -> Site:  # type: ignore[no-untyped-def]
    """Ada 1 in Büro 1 on Tuesday from nine to twelve; Ada 2 at the same time on the phone and from one to three."""
    site = build(advisers=1)
    with site.runtime.database.writing() as session:
        house = site.house
        second = small.add_adviser(session, slug="ada-2", name="Ada 2", provider_id=house.provider.id)
        second.languages = "de,tr"
        small.hours_on(session, house, adviser=second, channel=Channel.PHONE, room=None)
        small.hours_on(session, house, start=13, end=15, adviser=second, room=house.rooms[1])
        session.get_one(Room, house.rooms[1].id).access = RoomAccess.STAIR_LIFT
    return site


def seen(site: Site, query: str) -> list[str]:
    return site.visitor().get(f"{PAGE}?{query}").slots()


def test_each_wish_leaves_only_what_suits(site: Site) -> None:
    assert len(seen(site, "")) == 10
    assert len(seen(site, "zeit=vormittag")) == 6
    assert seen(site, "zeit=nachmittag")[0] == ONE
    assert len(seen(site, "ort=telefon")) == 6
    assert len(seen(site, "ort=vor-ort&sprache=tr")) == 4
    assert len(seen(site, "adviser=ada-1")) == 6
    assert seen(site, "adviser=ada-1&zeit=nachmittag") == []


def test_without_steps_another_room_is_found(site: Site) -> None:
    page = site.visitor().get(f"{PAGE}?stufen=ohne&zeit=nachmittag&ort=vor-ort")
    assert len(page.slots()) == 4
    assert "Büro 2" not in page.text
    page.press(ONE)
    assert page.path.endswith("/angaben")
    assert "Büro 1" in page.text


def test_the_booking_keeps_to_the_wish(site: Site) -> None:
    visitor = site.visitor().get(f"{PAGE}?ort=telefon&sprache=tr").press(NINE)
    assert "am Telefon" in visitor.text
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="phone", phone="02175 123456").press(
        "Termin verbindlich buchen"
    )
    with site.runtime.database.reading() as session:
        (made,) = session.query(Appointment)
        assert (made.channel, made.adviser.slug) == ("phone", "ada-2")


def test_another_wish_for_the_time_one_holds_is_another_hold(site: Site) -> None:
    visitor = site.visitor().get(PAGE).press(NINE)
    assert "Büro 1" in visitor.text
    visitor.get(f"{PAGE}?ort=telefon").press(NINE)
    assert "am Telefon" in visitor.text
    assert len(site.appointments()) == 1


def test_wishes_stay_after_a_lost_race(site: Site) -> None:
    visitor = site.visitor().get(f"{PAGE}?ort=telefon&zeit=vormittag")
    with site.runtime.database.reading() as session:
        phone_adviser = session.query(Adviser).filter_by(slug="ada-2").one().id
    site.booked(at_wall(TUESDAY, 9), adviser_id=phone_adviser)
    visitor.press(NINE)
    assert visitor.status == 409
    assert "Diese Uhrzeit wurde gerade vergeben." in visitor.text
    assert len(visitor.slots()) == 5
    assert "Sie sehen nur: vormittags, am Telefon." in visitor.text


def test_the_form_offers_what_makes_a_difference(site: Site) -> None:
    page = site.visitor().get(PAGE)
    form = next(each for each in page.forms if each.method == "get")
    assert [button.label for button in form.buttons] == ["Zeiten anzeigen"]
    for words in ("vormittags", "am Telefon", "Türkisch", "Ada 2", "Nur ohne Stufen"):
        assert words in page.text
    assert "bei Ihnen zu Hause" not in page.text
    page.press("Zeiten anzeigen", zeit="nachmittag", adviser="ada-2")
    assert page.slots()[0] == ONE
    assert "Sie sehen nur: nachmittags, Ada 2." in page.text
    assert len(page.follow("Alle Zeiten ansehen").slots()) == 10


def test_where_nothing_differs_nothing_is_asked(build) -> None:  # type: ignore[no-untyped-def]
    page = build().visitor().get(PAGE)
    assert "Zeiten eingrenzen" not in page.text


def test_nothing_suits_and_one_step_leads_back(site: Site) -> None:
    page = site.visitor().get(f"{PAGE}?zeit=nachmittag&ort=telefon")
    assert page.status == 200
    assert "Keine freie Zeit passt zu diesen Wünschen." in page.text
    assert "Sie haben gewählt: nachmittags, am Telefon." in page.text
    assert len(page.follow("Alle freien Zeiten ansehen").slots()) == 10


@pytest.mark.parametrize(
    "query",
    ["zeit=nachts", "ort=mond", "sprache=klingonisch", "stufen=%00", "adviser=' OR 1=1", "sprache=%F0"],
)
def test_a_wish_that_is_none_of_ours_counts_as_none(site: Site, query: str) -> None:
    assert len(seen(site, query)) == 10


def test_the_next_free_time_stands_only_on_the_first_page(build) -> None:  # type: ignore[no-untyped-def]
    site = build()
    with site.runtime.database.writing() as session:
        session.get_one(Offer, site.house.advice.id).horizon_days = 60
        small.hours_on(session, site.house, small.date(2026, 12, 22), room=site.house.rooms[0])
    page = site.visitor().get(PAGE)
    assert "Nächster freier Termin" in page.text
    page.follow("Weitere Tage anzeigen")
    assert page.slots()
    assert "Nächster freier Termin" not in page.text


def test_moving_has_the_same_wishes(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    page = site.visitor().get(f"/t/{token}/verschieben?ort=telefon")
    page.press("2026-11-24T09:00Z")
    page.press("Termin verschieben", phone="02175 123456")
    assert "Ihr Termin ist verschoben." in page.text
    with site.runtime.database.reading() as session:
        assert session.query(Appointment).one().channel == "phone"


def test_the_wish_is_kept_when_the_time_is_held_again(site: Site) -> None:
    visitor = site.visitor().get(f"{PAGE}?ort=telefon").press(NINE)
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="phone", phone="02175 123456")
    site.wait(25)
    site.booked(at_wall(TUESDAY, 9), adviser_id=_adviser(site, "ada-2"))
    visitor.press("Termin verbindlich buchen")
    assert visitor.status == 409, "a place in Büro 1 is free then, and was not asked for"
    assert len(visitor.slots()) == 5
    assert visitor.press("2026-11-24T09:00Z").path.endswith("/pruefen")
    assert "am Telefon" in visitor.press("Termin verbindlich buchen").text


def test_a_place_that_changed_is_not_called_a_better_room(site: Site) -> None:
    visitor = site.visitor().get(PAGE).press(NINE)
    assert "Büro 1" in visitor.text
    site.wait(25)
    site.booked(at_wall(TUESDAY, 9), adviser_id=_adviser(site, "ada-1"))
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="phone", phone="02175 123456")
    assert "am Telefon" in visitor.text
    assert "Der Ort oder Ihre Ansprechperson ist jetzt anders." in visitor.text
    assert "der besser zu Ihnen passt" not in visitor.text


def test_moving_begins_with_the_wish_of_the_booking(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9), only=Only(channel=Channel.PHONE))
    page = site.visitor().get(f"/t/{token}/verschieben")
    assert "Sie sehen nur: am Telefon." in page.text
    assert len(page.slots()) == 5
    page.follow("Alle Zeiten ansehen")
    assert "Sie sehen nur" not in page.text
    assert len(page.slots()) == 9
    page.press("2026-11-24T13:00Z")
    assert "Büro 2" in page.text
    assert "Sie sehen nur" not in page.get(f"{page.path}/verschieben").text


def test_moving_to_one_adviser_is_a_wish_for_her(site: Site) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    page = site.visitor().get(f"/t/{token}/verschieben?adviser=ada-2").press(ONE)
    assert "Sie sehen nur: Ada 2." in page.get(f"{page.path}/verschieben").text


def test_needs_that_the_present_room_does_not_meet_are_met_at_the_same_hour(site: Site) -> None:
    contact = Contact(name="Maria", needs=("wheelchair",))
    _, _, token = site.booked(at_wall(TUESDAY, 9), contact)
    page = site.visitor()
    assert NINE not in page.get(f"/t/{token}/verschieben?adviser=ada-1").slots()
    with site.runtime.database.writing() as session:
        session.get_one(Room, site.house.rooms[0].id).access = RoomAccess.STAIRS
    page.get(f"/t/{token}/verschieben?adviser=ada-1")
    assert NINE in page.slots()
    page.press(NINE)
    assert "Büro 3" in page.text
    assert [row.sequence for row in site.appointments()] == [1]
    assert NINE not in page.get(f"{page.path}/verschieben?adviser=ada-1").slots()


def _adviser(site: Site, slug: str) -> int:
    with site.runtime.database.reading() as session:
        return session.query(Adviser).filter_by(slug=slug).one().id
