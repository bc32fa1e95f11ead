"""Offers added, changed, retired: what follows at once for finding, booking and waiting, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.managing import ProviderOver
from booking.accounts.models import Provider, Role
from booking.accounts.people import Contact
from booking.appointments import booking, placing, reclassing, wishes
from booking.appointments.changes import move
from booking.appointments.models import Status
from booking.appointments.slots import Wish, find_slots
from booking.db import Database
from booking.errors import NotAllowedNow, NotFound, SlotTaken, SlotUnknown
from booking.occupancy.claims import lock_resources
from booking.offers import editing, managing, sorting
from booking.offers.addresses import address_of, spelled
from booking.offers.events import OfferChanged
from booking.offers.facts import Facts, Words
from booking.offers.finding import OfferRetired, neutral_address_behind, of_the_same_concerns, offer_by_slug
from booking.offers.models import Concern, Offer, OfferClass, OfferMode
from booking.offers.searching import search
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, wall_day
from booking.vault import Vault
from booking.waiting import ending
from booking.waiting.joining import join
from booking.waiting.wishes import Wishes
from tests import house as small
from tests.servers.waiting import wait_until

DESK = Desk(Vault("k" * 32), "test.example", small.NOW)
MARIA = Contact(name="Maria Muster", email="maria@example.org")
FACTS = Facts(
    offer_class=OfferClass.ADVICE, mode=OfferMode.APPOINTMENT, concerns=frozenset({"haus-und-energie"})
)
SENSITIVE = Facts(offer_class=OfferClass.SENSITIVE, mode=OfferMode.APPOINTMENT)
NINE = at_wall(small.TUESDAY, 9)
WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
)


@pytest.fixture
def small_house(database: Database) -> small.SmallHouse:
    """Six free times on Tuesday from nine to twelve."""
    with database.writing() as session:
        house = small.build(session)
        small.hours_on(session, house, room=house.rooms[0])
        return house


def added(session: Session, house: small.SmallHouse, facts: Facts, title: str) -> Offer:
    words = Words(title=title, summary=f"{title} für alle.", public_word=title)
    return editing.add_offer(session, house.provider.id, facts, words, now=small.NOW)


def the(session: Session, slug: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.slug == slug)).one()


def told(session: Session) -> list[str]:
    rows = session.scalars(select(outbox.EventRow).where(outbox.EventRow.type == OfferChanged.__name__))
    return [row.payload["what"] for row in rows]


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Hilfe für Ältere", "hilfe-fuer-aeltere"),
        ("Straße & Café", "strasse-cafe"),
        ("  --  ", ""),
        ("Консультація", ""),
        ("x" * 80, "x" * 50),
    ],
)
def test_an_address_reads_like_its_title(title: str, address: str) -> None:
    assert spelled(title) == address


def test_a_new_offer_is_found_and_two_of_a_name_have_two_addresses(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        first = added(session, small_house, FACTS, "Hilfe für Ältere")
        second = added(session, small_house, FACTS, "Hilfe für Ältere")
        third = added(session, small_house, FACTS, "Öffnung")
        assert [first.slug, second.slug, third.slug] == [
            "hilfe-fuer-aeltere",
            "hilfe-fuer-aeltere-2",
            "oeffnung",
        ]
        assert address_of(session, "Консультація", Offer) == "thema"
        assert first in search(session, "Ältere", "de").offers
        assert [each.slug for each in first.concerns] == ["haus-und-energie"]
        assert told(session) == ["added", "added", "added"]


def test_what_is_sensitive_tells_nothing_outside(database: Database, small_house: small.SmallHouse) -> None:
    with database.writing() as session:
        made = added(session, small_house, SENSITIVE, "Hilfe bei Sucht")
        assert (made.slug, made.text().public_word) == ("beratung-1", "Beratung")
        editing.write_text(
            session,
            made,
            "en",
            Words(title="Addiction", summary="Help.", public_word="Addiction"),
            now=small.NOW,
        )
        assert made.text("en").public_word == "Advice"


def test_a_class_that_rises_makes_address_and_words_neutral_and_old_links_lead_on(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        editing.change_facts(session, offer, SENSITIVE, now=small.NOW)
        assert offer.slug == "beratung-1"
        assert offer.text().public_word == "Beratung"
        assert told(session) == ["class"]
        assert neutral_address_behind(session, "energieberatung") == "beratung-1"
        assert neutral_address_behind(session, "gibt-es-nicht") is None
        editing.change_facts(session, offer, FACTS, now=small.NOW)
        assert offer.slug == "beratung-1", "an address that people know stays"


def test_who_came_for_something_sensitive_is_forgotten_sooner_and_never_later(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        made = booking.book(session, DESK, Wish(offer), NINE, MARIA)
        long = made.person.erase_on
        for facts, changed in ((SENSITIVE, True), (FACTS, True)):
            editing.change_facts(session, offer, facts, now=small.NOW)
            event = OfferChanged(offer_id=offer.id, what="class")
            reclassing.follow(session, outbox.Happened(1, event, small.NOW))
            assert (made.person.erase_on < long) == changed
        assert made.person.erase_on == wall_day(made.ends_at) + timedelta(days=7)


def test_other_numbers_hold_for_what_is_open_and_nothing_booked_moves(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        made = booking.book(session, DESK, Wish(offer), NINE, MARIA)
        editing.change_facts(
            session,
            offer,
            Facts(offer_class=OfferClass.ADVICE, mode=OfferMode.APPOINTMENT, duration_minutes=60),
            now=small.NOW,
        )
        assert (made.starts_at, made.ends_at) == (NINE, NINE + timedelta(minutes=30))
        day = Interval(at_wall(small.TUESDAY, 8), at_wall(small.TUESDAY, 13))
        free = find_slots(session, Wish(offer), day, now=small.NOW)
        assert [slot.start for slot in free] == [NINE + timedelta(hours=1), NINE + timedelta(hours=2)]


def test_a_retired_offer_is_nowhere_and_what_is_booked_stays(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        offer, other = the(session, "energieberatung"), the(session, "beratung-7")
        made = booking.book(session, DESK, Wish(offer), NINE, MARIA)
        held = booking.hold(session, DESK, Wish(offer), NINE + timedelta(hours=1))
        editing.retire(session, offer, now=small.NOW)
        editing.retire(session, offer, now=small.NOW)
        assert told(session) == ["retired"]
        with pytest.raises(OfferRetired):
            offer_by_slug(session, "energieberatung")
        assert offer not in search(session, "Energieberatung", "de").offers
        assert of_the_same_concerns(other) == []
        assert of_the_same_concerns(offer) == [other]
        with pytest.raises(SlotUnknown):
            booking.book(session, DESK, Wish(offer), NINE + timedelta(hours=2), MARIA)
        assert made.status == Status.CONFIRMED
        booking.write_down(session, DESK, held, MARIA)
        booking.confirm(session, DESK, held)
        assert held.status == Status.CONFIRMED, "it was promised"
        move(session, DESK, made, NINE + timedelta(hours=2))
        assert made.starts_at == NINE + timedelta(hours=2), "who has a time may have another one"
        editing.bring_back(session, offer, now=small.NOW)
        assert offer_by_slug(session, "energieberatung") is offer
        booking.book(session, DESK, Wish(offer), NINE, MARIA)


def test_an_offer_of_a_provider_that_has_ended_does_not_come_back(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        editing.retire(session, offer, now=small.NOW)
        offer.provider.retired_at = small.NOW
        session.flush()
        with pytest.raises(ProviderOver):
            editing.bring_back(session, offer, now=small.NOW)
        assert not offer.is_given
        with pytest.raises(ProviderOver):
            added(session, small_house, FACTS, "Nachbarn")


def test_nobody_waits_for_a_retired_offer(database: Database, small_house: small.SmallHouse) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        wishes = Wishes(until=date(2026, 12, 20))
        entry = join(session, DESK, offer, wishes, MARIA, key="one")
        assert ending.due_to_end(session, now=small.NOW) == []
        editing.retire(session, offer, now=small.NOW)
        session.flush()
        assert ending.due_to_end(session, now=small.NOW) == [(entry.id, "closed")]
        with pytest.raises(NotAllowedNow):
            join(session, DESK, offer, wishes, MARIA, key="two")


def _in_vain(database: Database) -> str:
    with database.writing() as session:
        try:
            booking.book(session, DESK, Wish(the(session, "energieberatung")), NINE, MARIA)
        except SlotTaken:
            return "refused"
    return "booked"


def _booked_while_it_is_retired(database: Database) -> str:
    """What somebody gets who waits for the adviser's lock while the offer is retired."""
    with ThreadPoolExecutor(1) as pool, database.writing() as session:
        offer = the(session, "energieberatung")
        hours = session.scalars(select(wishes.ConsultationHours)).one()
        lock_resources(session, [hours.adviser.resource_id])
        resident = pool.submit(_in_vain, database)
        wait_until(lambda: session.scalar(WAITING) == 1, 10, "the resident to wait for the lock")
        editing.retire(session, offer, now=small.NOW)
        session.commit()
        return resident.result(30)


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_waits_for_the_lock_finds_the_offer_retired(
    database: Database, small_house: small.SmallHouse
) -> None:
    """On SQLite nobody sees anything before it is their turn to write."""
    assert _booked_while_it_is_retired(database) == "refused"


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_second_look_they_would_book_it(
    database: Database, small_house: small.SmallHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red control: the Sprechstunden as they were found before the lock."""
    seen: list[object] = []
    real = placing.open_hours_for

    def as_first_seen(*asked, **more):
        if not seen:
            seen.append(real(*asked, **more))
        return seen[0]

    monkeypatch.setattr(placing, "open_hours_for", as_first_seen)
    assert _booked_while_it_is_retired(database) == "booked"


def test_dropped_texts_fall_back_to_german(database: Database, small_house: small.SmallHouse) -> None:
    with database.writing() as session:
        offer = the(session, "energieberatung")
        editing.write_text(
            session,
            offer,
            "tr",
            Words(title="Enerji", summary="Yardım.", public_word="Enerji"),
            now=small.NOW,
        )
        session.flush()
        assert offer.text("tr").title == "Enerji"
        assert managing.missing_languages(offer) == ["de-simple", "en", "uk", "ar"]
        editing.drop_text(session, offer, "tr", now=small.NOW)
        editing.drop_text(session, offer, "tr", now=small.NOW)
        session.flush()
        assert offer.text("tr").title == "Energieberatung"
        with pytest.raises(NotAllowedNow):
            editing.drop_text(session, offer, "de", now=small.NOW)
        assert told(session) == ["texts", "text_dropped"]


def test_a_lead_manages_only_what_the_own_provider_gives(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        other = Provider(slug="anderer", name="Anderer Träger")
        session.add(other)
        session.flush()
        foreign = editing.add_offer(
            session, other.id, FACTS, Words(title="Fremdes", summary="Fremdes."), now=small.NOW
        )
        lead = Actor(1, "Lea", Role.LEAD, small_house.provider.id, "Testverein")
        admin = Actor(2, "Adam", Role.ADMIN, None, None)
        adviser = Actor(3, "Ada", Role.ADVISER, small_house.provider.id, "Testverein")
        assert managing.offers_managed(session, lead).total == 2
        assert managing.offers_managed(session, lead, words="Fremdes").total == 0
        assert managing.count_managed(session, lead) == (2, 0)
        assert managing.offers_managed(session, admin, words="fremd").offers == [foreign]
        assert managing.offers_managed(session, admin, words="anderer").offers == [foreign]
        assert managing.offers_managed(session, adviser).total == 0
        for open_one in (managing.offer_managed, managing.offer_for_change):
            with pytest.raises(NotFound):
                open_one(session, lead, foreign.id)
            assert open_one(session, admin, foreign.id) is foreign
        editing.retire(session, foreign, now=small.NOW)
        session.flush()
        retired = managing.offers_managed(session, admin, state=managing.OfferState.RETIRED)
        assert retired.offers == [foreign]
        assert managing.count_managed(session, admin) == (2, 1)
        assert managing.providers_for(session, lead) == [session.get(Provider, small_house.provider.id)]


def test_concerns_are_put_in_order_and_only_unused_ones_go(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        said = sorting.Said(title="Ruhe und Schlaf", example="", pictogram="armchair")
        made = sorting.add_concern(session, said, now=small.NOW)
        assert (made.slug, made.position) == ("ruhe-und-schlaf", 2)
        sorting.move_concern(session, made, up=True, now=small.NOW)
        sorting.move_concern(session, made, up=True, now=small.NOW)
        titles = list(session.scalars(select(Concern.title).order_by(Concern.position)))
        assert titles == ["Ruhe und Schlaf", "Haus und Energie"]
        used = session.scalars(select(Concern).where(Concern.slug == "haus-und-energie")).one()
        with pytest.raises(sorting.InUse) as refused:
            sorting.delete_heading(session, used, now=small.NOW)
        assert refused.value.offers == 2
        sorting.delete_heading(session, made, now=small.NOW)
        session.flush()
        assert session.scalars(select(Concern)).all() == [used]
        guide = sorting.add_concern(
            session, sorting.Said(title="Wegweiser", example="", pictogram="signpost"), now=small.NOW
        )
        with pytest.raises(sorting.InUse):
            sorting.delete_heading(session, guide, now=small.NOW)


def test_two_who_add_the_same_title_at_once_both_get_an_address(
    database: Database, small_house: small.SmallHouse
) -> None:
    def add(_number: int) -> str:
        with database.writing() as session:
            return added(session, small_house, FACTS, "Nachbarn").slug

    with ThreadPoolExecutor(4) as pool:
        slugs = sorted(pool.map(add, range(4)))
    assert slugs == ["nachbarn", "nachbarn-2", "nachbarn-3", "nachbarn-4"]


def test_a_concern_that_is_chosen_and_deleted_at_once_is_one_or_the_other(
    database: Database, small_house: small.SmallHouse
) -> None:
    with database.writing() as session:
        said = sorting.Said(title="Ruhe", example="", pictogram="armchair")
        concern_id = sorting.add_concern(session, said, now=small.NOW).id
    facts = Facts(offer_class=OfferClass.ADVICE, mode=OfferMode.OPEN, concerns=frozenset({"ruhe"}))

    def choose() -> None:
        with database.writing() as session:
            editing.change_facts(session, the(session, "energieberatung"), facts, now=small.NOW)

    def delete() -> None:
        with database.writing() as session:
            try:
                sorting.delete_heading(
                    session, sorting.heading_for_change(session, Concern, concern_id), now=small.NOW
                )
            except sorting.InUse:
                return

    with ThreadPoolExecutor(2) as pool:
        for done in (pool.submit(choose), pool.submit(delete)):
            done.result(30)
    with database.reading() as session:
        there = session.get(Concern, concern_id) is not None
        assert bool(the(session, "energieberatung").concerns) == there
