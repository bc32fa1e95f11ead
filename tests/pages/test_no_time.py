"""Nothing is free: the page says why and what next, and counts it once without the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from booking.appointments.demand import UnmetDemand
from booking.appointments.models import HoursMode, SlotSettings
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.house import TUESDAY
from tests.pages.conftest import Site

PAGE = "/termin/energieberatung"


@pytest.fixture
def full(site: Site) -> Site:
    """All six times are taken."""
    for step in range(6):
        site.taken(at_wall(TUESDAY, 9) + timedelta(minutes=30 * step))
    return site


def demand(site: Site) -> list[Any]:
    with site.runtime.database.reading() as session:
        return [
            (row.day, row.offer_id, row.reason, row.times)
            for row in session.query(UnmetDemand).order_by(UnmetDemand.reason)
        ]


def test_it_says_why_and_every_way_on(full: Site) -> None:
    page = full.visitor().get(PAGE)
    assert page.status == 200
    assert "ist alles vergeben." in page.text
    assert page.links["Auf die Warteliste setzen"] == "/warteliste/energieberatung"
    assert 'href="/rueckruf?thema=haus-und-energie"' in page.text
    assert "Wir suchen mit Ihnen eine Zeit." in page.text
    assert "Zeiten eingrenzen" not in page.text


def test_it_says_from_when_on_the_next_sprechstunde_can_be_booked(full: Site) -> None:
    with full.runtime.database.writing() as session:
        session.get_one(Offer, full.house.advice.id).horizon_days = 14
        for day in (date(2026, 12, 22), date(2026, 12, 15)):
            small.hours_on(session, full.house, day, room=full.house.rooms[0])
    page = full.visitor().get(PAGE)
    assert (
        "Ab Dienstag, 1. Dezember, 9:00 Uhr können Sie Termine ab Dienstag, 15. Dezember buchen." in page.text
    )
    full.clock.moment = at_wall(date(2026, 12, 1), 9) + timedelta(minutes=1)
    assert page.get(PAGE).slots()


def test_a_sprechstunde_on_its_own_terms_counts_with_them(full: Site) -> None:
    with full.runtime.database.writing() as session:
        session.get_one(Offer, full.house.advice.id).horizon_days = 14
        far = {"settings": SlotSettings(horizon_days=7)}
        small.hours_on(session, full.house, date(2026, 12, 15), room=full.house.rooms[0], **far)
    assert "Ab Dienstag, 8. Dezember, 9:00 Uhr" in full.visitor().get(PAGE).text


def test_other_offers_of_the_concern_stand_there_with_their_next_time(full: Site) -> None:
    with full.runtime.database.writing() as session:
        other = session.merge(full.house.sensitive)
        small.hours_on(session, full.house, start=13, end=14, room=full.house.rooms[1], offer=other)
    page = full.visitor().get(PAGE)
    assert page.links["Schuldnerberatung"] == "/termin/beratung-7"
    assert "Dienstag, 24. November, 13:00 Uhr" in page.text


def test_open_hours_stand_there_too(full: Site) -> None:
    with full.runtime.database.writing() as session:
        small.hours_on(
            session, full.house, start=16, end=17, mode=HoursMode.OPEN_DOOR, room=full.house.rooms[0]
        )
    page = full.visitor().get(PAGE)
    assert "Ohne Termin kommen" in page.text
    assert "16:00 Uhr bis 17:00 Uhr" in page.text


def test_it_is_counted_once_a_browser_and_day(full: Site) -> None:
    maria = full.visitor()
    for _ in range(3):
        maria.get(PAGE)
    offer = full.house.advice.id
    monday = date(2026, 11, 23)
    assert demand(full) == [(monday, offer, "fully_booked", 1)]
    full.visitor().get(PAGE)
    assert demand(full) == [(monday, offer, "fully_booked", 2)]
    full.wait(60 * 17)
    maria.get(PAGE)
    assert demand(full)[1:] == [(TUESDAY, offer, "fully_booked", 1)]


def test_counting_changes_nothing_else(full: Site) -> None:
    before = full.rows()
    full.visitor().get(PAGE)
    after = full.rows()
    assert len(after.pop("unmet_demand")) == 1
    before.pop("unmet_demand")
    assert after == before


def test_looking_ahead_counts_nothing(full: Site) -> None:
    client = full.app.test_client()
    client.head(PAGE)
    client.get(PAGE, headers={"Sec-Purpose": "prefetch"})
    full.visitor().get("/angebot/energieberatung")
    assert demand(full) == []


def test_free_times_count_nothing_and_wishes_that_nothing_fits_count_as_such(site: Site) -> None:
    site.visitor().get(PAGE)
    assert demand(site) == []
    site.visitor().get(f"{PAGE}?zeit=nachmittag")
    assert [row[2:] for row in demand(site)] == [("no_match", 1)]


def test_a_program_without_cookies_does_not_count_for_ever(build: Any) -> None:
    site = build(limits=True)
    for _ in range(70):
        site.visitor().get(f"{PAGE}?zeit=nachmittag")
    assert [row[3] for row in demand(site)] == [60]


def test_support_needs_are_no_reason_that_is_counted(site: Site) -> None:
    """Needs never stand beside an offer in a statistic."""
    maria = site.visitor().get(PAGE).press("2026-11-24T10:30Z")
    maria.press("Weiter: Angaben prüfen", name="Maria", contact="none", needs="hearing_loop")
    assert maria.status == 409
    maria.get(PAGE)
    assert "ist keine Zeit frei, die zu Ihren Angaben passt." in maria.text
    assert [row[2] for row in demand(site)] == ["fully_booked"]
