"""What stands in the demonstration: rooms, concerns, offers, days off, and who may sign in."""

from __future__ import annotations

import json
import re
import runpy
from datetime import date

import pyotp
import pytest
from sqlalchemy import select

from booking.accounts.enrolling import account_of, totp_place
from booking.accounts.models import Account, Role
from booking.accounts.passwords import verify_password
from booking.accounts.people import contact_of
from booking.accounts.signin import authenticate_token
from booking.appointments.models import Appointment, Channel, ConsultationHours, HoursMode
from booking.house.calendar import holidays_between
from booking.house.models import Closure, Room, RoomKind
from booking.house.rooms import all_rooms
from booking.occupancy import Resource
from booking.offers.models import Concern, Offer, OfferClass, OfferMode
from booking.offers.searching import search
from booking.reservations.models import Reservation
from booking.runtime import Runtime
from booking.scheduling.walltime import to_wall, wall_day
from tests.demo.conftest import MONDAY_MORNING


def test_eight_offices_and_a_hall_in_two_parts(house: Runtime) -> None:
    with house.database.reading() as session:
        rooms = all_rooms(session)
        hall = rooms[-1]
        halves = session.scalars(select(Room).where(Room.part_of_id == hall.id).order_by(Room.id)).all()
        names = session.scalars(select(Resource.name).where(Resource.id.in_(hall.resource_ids))).all()

    assert [room.kind for room in rooms] == [RoomKind.OFFICE] * 8 + [RoomKind.HALL]
    assert [room.access for room in rooms[:8]] == ["step_free"] * 5 + ["stair_lift"] * 2 + ["stairs"]
    assert sorted(names) == ["Saal, Teil A", "Saal, Teil B"]
    assert [room.slug for room in rooms if "hearing_loop" in room.equipment] == ["buero-3", "buero-6"]
    assert hall.capacity == 80
    assert [half.slug for half in halves] == ["saal-a", "saal-b"]
    assert {half.resource_ids for half in halves} == {(each,) for each in hall.resource_ids}


def test_fourteen_concerns_lead_to_somebody(house: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend("scripts")  # where the script finds its neighbours
    pictograms = runpy.run_path("scripts/assets.py")["PICTOGRAMS"]
    with house.database.reading() as session:
        concerns = session.scalars(select(Concern).order_by(Concern.position)).all()

        assert [concern.pictogram for concern in concerns] == list(pictograms)
        assert concerns[-1].slug == "wegweiser"
        assert all(concern.offers and len(concern.words.split()) > 10 for concern in concerns)


def test_everyday_words_find_help(house: Runtime) -> None:
    with house.database.reading() as session:
        for words, slug in {
            "Heizungsrechnung": "energieberatung",
            "Rollator": "beratung-1",
            "mein Baby schreit": "beratung-2",
            "Brief vom Amt": "beratung-4",
            "Kopftuch": "beratung-5",
            "Vollmacht": "beratung-6",
            "Schulden": "beratung-7",
            "Toaster kaputt": "reparaturtreff",
        }.items():
            assert slug in [offer.slug for offer in search(session, words, "de").offers], words


def test_sensitive_offers_are_neutral_outside(house: Runtime) -> None:
    with house.database.reading() as session:
        offers = session.scalars(select(Offer)).all()
        for offer in offers:
            assert all(
                text.public_word == offer.text().public_word for text in offer.texts if text.language == "de"
            )
            if offer.offer_class == OfferClass.SENSITIVE:
                assert re.fullmatch(r"beratung-\d+", offer.slug)
                assert offer.text().public_word == "Beratung"
        assert {offer.offer_class for offer in offers} == {"S0", "S1", "S2"}
        assert {offer.mode for offer in offers} == set(OfferMode)


def test_sprechstunden_of_every_kind_on_open_days_only(house: Runtime) -> None:
    with house.database.reading() as session:
        hours = session.scalars(select(ConsultationHours)).all()
        closed = {wall_day(each.starts_at) for each in session.scalars(select(Closure))}
    days = {wall_day(each.starts_at) for each in hours}
    holidays = set(holidays_between(min(days), max(days)))

    assert {each.mode for each in hours} == set(HoursMode)
    assert {each.channel for each in hours} == set(Channel)
    assert {each.seats for each in hours} == {1, 2}
    assert any(each.channel == Channel.ON_SITE and each.room_id is None for each in hours)
    assert (max(days) - min(days)).days > 50
    assert date(2026, 12, 25) in holidays
    assert closed == {date(2026, 12, 9), date(2026, 12, 24), date(2026, 12, 31)}
    assert not days & (holidays | closed)
    assert {to_wall(each.starts_at).hour for each in hours} <= set(range(9, 19))


def test_on_its_first_day_the_caretaker_reads_of_nothing_new(house: Runtime) -> None:
    with house.database.reading() as session:
        series = session.scalars(select(Reservation)).all()
        settled = [each for each in series if each.decide_by is None]
        new = [each.title for each in settled if wall_day(each.changed_at) >= wall_day(MONDAY_MORNING)]

    assert len(settled) > 10
    assert new == []


def test_the_accounts_file_opens_the_house(house: Runtime) -> None:
    file = house.settings.data_dir / "demo-accounts.json"
    cards = json.loads(file.read_text())

    assert file.stat().st_mode & 0o777 == 0o600
    assert {card["role"] for card in cards} == set(Role)
    assert len({card["provider"] for card in cards if card["role"] == "adviser"}) == 2
    with house.database.reading() as session:
        for card in cards:
            assert list(card) == ["email", "role", "provider", "password", "totp_secret", "api_token"]
            account = account_of(session, card["email"])
            assert account is not None
            assert card["email"].endswith("@example.org")
            assert verify_password(account.password_hash, card["password"])
            assert (card["totp_secret"] is None) == (account.totp_sealed is None)
            if card["api_token"]:
                actor = authenticate_token(session, card["api_token"])
                assert actor is not None
                assert (actor.role, actor.provider_name) == (card["role"], card["provider"])
        admin = session.scalars(select(Account).where(Account.role == Role.ADMIN)).one()
        secret = house.vault.open(admin.totp_sealed or b"", totp_place(admin.id)).decode()
    assert pyotp.TOTP(secret).now()
    assert [card["totp_secret"] for card in cards if card["role"] == "admin"] == [secret]


def test_nobody_in_it_can_be_reached(house: Runtime) -> None:
    with house.database.reading() as session:
        persons = [each.person for each in session.scalars(select(Appointment))]
        contacts = [contact_of(person, house.vault) for person in persons if person]

    assert len(contacts) > 8
    assert all(contact.email is None or contact.email.endswith("@example.org") for contact in contacts)
    assert all(contact.phone is None or contact.phone.startswith("02175 000-") for contact in contacts)
