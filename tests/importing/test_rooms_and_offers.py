"""Rooms and offers out of tables: new, changed line by line, the same again, and each fault with its column."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from booking.house.models import Room
from booking.importing import offer_table, room_table
from booking.importing.findings import Becomes, Kind, Unreadable
from booking.offers.models import Offer, OfferClass
from tests import house as small
from tests.importing.scene import Scene, becomes, codes, example, table

ROOM = example(room_table.COLUMNS)
OFFER = {
    **example(offer_table.COLUMNS),
    "Anbieter": "Testverein",
    "Anliegen": "Haus und Energie",
    "Themen": "",
}


def room(scene: Scene, name: str) -> Room:
    with scene.database.reading() as session:
        return session.scalars(select(Room).where(Room.name == name)).unique().one()


def test_a_new_room_is_as_the_form_makes_it(scene: Scene) -> None:
    look = scene.save(Kind.ROOMS, table(ROOM))
    assert becomes(look) == [Becomes.NEW]
    made = room(scene, "Büro 9")
    assert (made.slug, made.number, made.access, made.seating) == (
        "buero-9",
        "9",
        "step_free",
        {"table": 4, "circle": 6},
    )
    assert made.equipment == ["hearing_loop", "screen"]
    assert made.resource_ids
    assert scene.events() == ["RoomChanged"]
    assert becomes(scene.save(Kind.ROOMS, table(ROOM))) == [Becomes.SAME]


def test_only_what_is_written_changes_a_room(scene: Scene) -> None:
    line = {
        "Name": "büro 1",
        "Stockwerk": "Obergeschoss",
        "Zugang": "mit Treppenlift",
        "Plätze an Tischen": "",
    }
    look = scene.save(Kind.ROOMS, table(line))
    assert becomes(look) == [Becomes.CHANGED]
    assert list(look.findings[0].changes) == ["Stockwerk", "Zugang"]
    changed = room(scene, "Büro 1")
    assert (changed.floor, changed.access, changed.seating) == ("Obergeschoss", "stair_lift", {"table": 4})
    assert becomes(scene.look(Kind.ROOMS, table(line))) == [Becomes.SAME]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"Name": ""}, ["missing"]),
        ({"Zugang": "mit Aufzug"}, ["unknown"]),
        ({"Zugang": ""}, ["missing"]),
        ({"Nummer an der Tür": "1"}, ["number_taken"]),
        ({"Nummer an der Tür": "1234567"}, ["too_long"]),
        ({"Plätze an Tischen": "0"}, ["number"]),
        ({"Plätze an Tischen": "", "Plätze im Stuhlkreis": ""}, ["no_seats"]),
        ({"Ausstattung": "Sauna"}, ["unknown"]),
        ({"Für vertrauliche Gespräche": "vielleicht"}, ["yes_or_no"]),
    ],
)
def test_faults_of_rooms(scene: Scene, wrong: dict[str, str], found: list[str]) -> None:
    assert codes(scene.one(Kind.ROOMS, table({**ROOM, **wrong}))) == found


def test_one_number_twice_in_a_file_and_one_name_twice(scene: Scene) -> None:
    look = scene.look(Kind.ROOMS, table(ROOM, {**ROOM, "Name": "Büro 10"}, ROOM))
    assert [codes(each) for each in look.findings] == [[], ["number_taken"], ["twice"]]


def test_a_retired_room_is_not_changed_by_the_way(scene: Scene) -> None:
    with scene.database.writing() as session:
        session.merge(scene.house.rooms[0], load=False).retired_at = small.NOW
    assert codes(scene.one(Kind.ROOMS, table({"Name": "Büro 1", "Stockwerk": "Keller"}))) == ["retired"]


def test_a_cell_full_of_words_that_nobody_knows_is_one_fault(scene: Scene) -> None:
    room = {**example(room_table.COLUMNS), "Ausstattung": "Zauberstab / Besen, Kessel"}
    (fault,) = scene.one(Kind.ROOMS, table(room)).faults
    assert (fault.code, fault.facts["written"]) == ("unknown", "Zauberstab")
    (fault,) = scene.one(Kind.ROOMS, table({**room, "Ausstattung": "Drucker," * 60})).faults
    assert fault.code == "too_long"


def test_a_house_has_no_thousand_rooms(scene: Scene) -> None:
    with pytest.raises(Unreadable):
        scene.look(Kind.ROOMS, table(*({"Name": f"Raum {number}"} for number in range(201))))


def test_a_new_offer_has_its_words_in_german(scene: Scene) -> None:
    assert becomes(scene.save(Kind.OFFERS, table(OFFER))) == [Becomes.NEW]
    with scene.database.reading() as session:
        made = session.scalars(select(Offer).where(Offer.slug == "hilfe-bei-formularen")).unique().one()
        assert [text.language for text in made.texts] == ["de"]
        assert [concern.slug for concern in made.concerns] == ["haus-und-energie"]
        assert (made.duration_minutes, made.buffer_minutes, made.notice_minutes) == (30, 10, 120)
        assert made.languages == "de,en"
    assert becomes(scene.save(Kind.OFFERS, table(OFFER))) == [Becomes.SAME]


def test_a_sensitive_offer_is_neutral_outside(scene: Scene) -> None:
    scene.save(
        Kind.OFFERS, table({**OFFER, "Vertraulichkeit": "Sensible Beratung", "Wort für die Tafel": "Sucht"})
    )
    with scene.database.reading() as session:
        found = session.scalars(select(Offer).where(Offer.offer_class == OfferClass.SENSITIVE)).unique().all()
        imported = next(each for each in found if each.text().title == "Hilfe bei Formularen")
        assert imported.slug.startswith("beratung-")
        assert imported.text().public_word == "Beratung"


def test_only_what_is_written_changes_an_offer(scene: Scene) -> None:
    line = {
        "Anbieter": "Testverein",
        "Titel": "Energieberatung",
        "Dauer (Minuten)": "45",
        "Beschreibung": "Neu.",
    }
    look = scene.save(Kind.OFFERS, table(line))
    assert list(look.findings[0].changes) == ["Dauer (Minuten)", "Beschreibung"]
    with scene.database.reading() as session:
        changed = session.scalars(select(Offer).where(Offer.slug == "energieberatung")).unique().one()
        assert (changed.duration_minutes, changed.text().summary) == (45, "Neu.")
        assert [each.title for each in changed.concerns] == ["Haus und Energie"]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"Anbieter": "Testverien"}, ["unknown"]),
        ({"Anliegen": "Haus und Energy"}, ["unknown"]),
        ({"Beschreibung": ""}, ["missing"]),
        ({"Beschreibung": "x" * 601}, ["too_long"]),
        ({"Vertraulichkeit": "geheim"}, ["unknown"]),
        ({"Art": ""}, ["missing"]),
        ({"Dauer (Minuten)": "7"}, ["step"]),
        ({"Dauer (Minuten)": "1000"}, ["number"]),
        ({"Sprachen": "Deutsch / Klingonisch"}, ["unknown"]),
        ({"Titel": "Energieberatung", "Vertraulichkeit": "Sensible Beratung"}, ["class_elsewhere"]),
    ],
)
def test_faults_of_offers(scene: Scene, wrong: dict[str, str], found: list[str]) -> None:
    assert codes(scene.one(Kind.OFFERS, table({**OFFER, **wrong}))) == found


def test_the_nearest_name_is_proposed(scene: Scene) -> None:
    (fault,) = scene.one(Kind.OFFERS, table({**OFFER, "Anliegen": "Haus und Energy"})).faults
    assert fault.facts["nearest"] == "Haus und Energie"
