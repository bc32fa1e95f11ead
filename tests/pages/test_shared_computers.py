"""Computers that many use: what one person typed is gone for the next one, at the press of a button."""

from __future__ import annotations

from booking.accounts.models import Provider, Role
from booking.appointments.hours import add_adviser
from booking.offers.models import OfferClass
from tests import house
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

NINE, TEN = "2026-11-24T08:00Z", "2026-11-24T09:00Z"
GONE = "Auf diesem Gerät ist nichts mehr von Ihnen gespeichert."
NEXT = "Fertig, für die nächste Person"


def typed_in(site: Site) -> Visitor:
    maria = site.visitor().get("/termin/energieberatung").press(NINE)
    return maria.press("Weiter: Angaben prüfen", name="Maria", contact="none")


def test_typed_details_and_their_hold_are_given_up(site: Site) -> None:
    for path in ("/termin/energieberatung/angaben", "/termin/energieberatung/pruefen"):
        maria = typed_in(site).get(path)
        cookie = maria.client.get_cookie("treffpunkt")
        maria.press("Angaben löschen")
        assert maria.path == "/"
        assert GONE in maria.text
        assert GONE not in maria.get("/").text
        assert (site.appointments(), site.people()) == ([], [])
        assert not [row for row in site.rows()["capability"] if "hold" in row]
        assert cookie is not None
        maria.client.set_cookie("treffpunkt", cookie.value)
        assert maria.get(path).path == "/termin/energieberatung"


def test_after_booking_the_next_person_begins_with_nothing(site: Site) -> None:
    maria = typed_in(site).press("Termin verbindlich buchen")
    own = maria.path
    maria.press(NEXT)
    assert GONE in maria.text
    assert [row.status for row in site.appointments()] == ["confirmed"]
    with maria.client.session_transaction() as cookie:
        assert "browser" not in cookie
    token = maria.get("/code").token()
    maria.post("/termin/energieberatung/pruefen", {"csrf_token": token})
    assert maria.path == "/termin/energieberatung"
    assert NEXT not in maria.get(own).text


def test_who_works_here_stays_signed_in(site: Site, signed_in) -> None:  # type: ignore[no-untyped-def]
    staff = signed_in(Role.STAFF).get("/termin/energieberatung").press(NINE)
    staff.press("Angaben löschen")
    assert "Ausloggen" in staff.text


def test_what_was_typed_for_one_provider_is_not_carried_to_another(site: Site) -> None:
    with site.runtime.database.writing() as session:
        provider = Provider(slug="andere", name="Andere")
        session.add(provider)
        session.flush()
        offer = house.offer("andere-beratung", provider, OfferClass.SENSITIVE, title="Andere Beratung")
        session.add(offer)
        adviser = add_adviser(session, slug="eva-1", name="Eva", provider_id=provider.id, account_id=None)
        small = house.SmallHouse(site.house.rooms, provider, [adviser], offer, offer, site.house.account)
        house.hours_on(session, small, room=session.merge(site.house.rooms[1], load=False))
    maria = typed_in(site).get("/termin/andere-beratung")
    maria.press(TEN)
    assert maria.path == "/termin/andere-beratung/angaben"
    assert "Maria" not in maria.text
    assert site.people() == []
    assert len(site.appointments()) == 1


def test_within_a_provider_it_is(site: Site) -> None:
    with site.runtime.database.writing() as session:
        small = site.house
        adviser = add_adviser(
            session, slug="ada-9", name="Ada", provider_id=small.provider.id, account_id=None
        )
        house.hours_on(
            session,
            small,
            adviser=adviser,
            room=session.merge(small.rooms[1], load=False),
            offer=session.merge(small.sensitive, load=False),
        )
    assert typed_in(site).get("/termin/beratung-7").press(TEN).path == "/termin/beratung-7/pruefen"
