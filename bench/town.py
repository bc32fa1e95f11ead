"""The town to measure in: nine rooms, four groups of twenty or more advisers, an offer for each group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.db import Database
from booking.house.calendar import holidays_between, open_daily
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room
from booking.migrations import upgrade
from booking.occupancy import Resource
from booking.offers.models import Adviser, Offer, OfferClass, OfferMode, OfferText

ROOMS = 9
DAYS = 30
GROUPS = {
    "beratung": 20,  # free times are measured here: a half-full month, and years behind it
    "buchung": 20,  # booked during the run
    "boden": 20,  # what the floor books
    "andere": 80,  # years of other people's appointments
}


@dataclass(frozen=True)
class Seat:
    """An adviser of an offer, with the one place beside them; the first nine have a room."""

    offer_id: int
    adviser_id: int
    slug: str
    adviser_resource: int
    resource: int
    room_id: int | None


@dataclass(frozen=True)
class Town:
    """A database with its advisers by offer. `first` is a Monday to come, the first of the days measured."""

    url: str
    today: date
    provider_id: int
    seats: dict[str, list[Seat]]

    @property
    def first(self) -> date:
        return self.today + timedelta(days=7 - self.today.weekday())

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS - 1)


def found(url: str, today: date) -> Town:
    """Bring the empty database to its newest shape and build the town in it."""
    upgrade(url)
    database = Database(url)
    try:
        with database.writing() as session:
            open_daily(session, range(5), time(8), time(20))
            provider = Provider(slug="amt", name="Sozialamt")
            session.add(provider)
            session.flush()
            rooms = [add_room(session, _room(number)).id for number in range(1, ROOMS + 1)]
            seats = {slug: _seats(session, provider.id, slug, count, rooms) for slug, count in GROUPS.items()}
            return Town(url, today, provider.id, seats)
    finally:
        database.dispose()


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and not holidays_between(day, day)


def _room(number: int) -> Room:
    return Room(
        slug=f"buero-{number}",
        name=f"Büro {number}",
        number=str(number),
        kind=RoomKind.OFFICE,
        access=RoomAccess.STEP_FREE,
        floor="Erdgeschoss",
        position=number,
        seating={"table": 4},
        confidential=True,
    )


def _seats(session: Session, provider_id: int, slug: str, count: int, rooms: list[int]) -> list[Seat]:
    offer = Offer(
        slug=slug, provider_id=provider_id, offer_class=OfferClass.ADVICE, mode=OfferMode.APPOINTMENT
    )
    offer.texts.append(OfferText(offer_id=0, language="de", title=slug, summary=slug))
    people = [Resource(kind="adviser", name=f"{slug}-{number}") for number in range(1, count + 1)]
    session.add_all([offer, *people])
    session.flush()
    places = [Resource(kind="seat", name=f"{each.name}#1", lock_id=each.id) for each in people]
    advisers = [
        Adviser(slug=each.name, name=each.name, provider_id=provider_id, resource_id=each.id)
        for each in people
    ]
    session.add_all([*places, *advisers])
    session.flush()
    own_rooms = [*rooms, *(None for _ in people)]
    return [
        Seat(offer.id, adviser.id, adviser.slug, adviser.resource_id, place.id, room)
        for adviser, place, room in zip(advisers, places, own_rooms, strict=False)
    ]
