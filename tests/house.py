"""A small house for tests: rooms, one provider with advisers, offers, and Sprechstunden on demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from booking.accounts.models import Account, Provider, Role
from booking.appointments.hours import Plan, add_adviser, open_hours
from booking.appointments.models import ConsultationHours
from booking.house.calendar import open_daily
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room
from booking.offers.models import Adviser, Concern, Offer, OfferClass, OfferMode, OfferText
from booking.reservations import reserving
from booking.reservations.models import Occurrence
from booking.reservations.wishes import When, Wish
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, to_wall
from booking.vault import Vault

NOW = at_wall(date(2026, 11, 23), 8)  # a Monday
TUESDAY = date(2026, 11, 24)


@dataclass
class SmallHouse:
    """What the tests name: it is written by `build` and read by attribute."""

    rooms: list[Room]
    provider: Provider
    advisers: list[Adviser]
    advice: Offer
    sensitive: Offer
    account: Account


def build(session: Session, *, offices: int = 3, advisers: int = 1) -> SmallHouse:
    open_daily(session, range(5), time(8), time(20))
    provider = Provider(slug="haus", name="Testverein")
    session.add(provider)
    session.flush()
    rooms = [add_room(session, office(number)) for number in range(1, offices + 1)]
    account = Account(
        email="ada@example.org",
        name="Ada Beispiel",
        role=Role.ADVISER,
        password_hash="!",
        provider_id=provider.id,
    )
    session.add(account)
    session.flush()
    people = [
        add_adviser(
            session,
            slug=f"ada-{number}",
            name=f"Ada {number}",
            provider_id=provider.id,
            account_id=account.id if number == 1 else None,
        )
        for number in range(1, advisers + 1)
    ]
    concern = Concern(
        slug="haus-und-energie",
        title="Haus und Energie",
        example="Heizung",
        pictogram="solar-roof",
        position=1,
    )
    advice = offer("energieberatung", provider, OfferClass.ADVICE, title="Energieberatung")
    sensitive = offer("beratung-7", provider, OfferClass.SENSITIVE, title="Schuldnerberatung")
    concern.offers += [advice, sensitive]
    session.add_all([concern, advice, sensitive])
    session.flush()
    return SmallHouse(rooms, provider, people, advice, sensitive, account)


def office(number: int) -> Room:
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


def offer(slug: str, provider: Provider, offer_class: OfferClass, *, title: str, **more: Any) -> Offer:
    made = Offer(
        slug=slug, provider_id=provider.id, offer_class=offer_class, mode=OfferMode.APPOINTMENT, **more
    )
    made.texts.append(
        OfferText(offer_id=0, language="de", title=title, summary=f"{title} für alle.", public_word=title)
    )
    return made


def hours_on(
    session: Session,
    house: SmallHouse,
    day: date = TUESDAY,
    *,
    start: int = 9,
    end: int = 12,
    adviser: Adviser | None = None,
    room: Room | None = None,
    now: datetime = NOW,
    **plan: Any,
) -> ConsultationHours:
    """A Sprechstunde on that day, in a reserved room unless `room` is None."""
    interval = Interval(at_wall(day, start), at_wall(day, end))
    occurrence = (
        reserve(session, room, interval, provider_id=house.provider.id, title="Sprechstunde", now=now)
        if room
        else None
    )
    wanted = Plan(
        offer=plan.pop("offer", house.advice),
        adviser=adviser or house.advisers[0],
        interval=interval,
        occurrence=occurrence,
        **plan,
    )
    return open_hours(session, wanted, now=now)


def reserve(
    session: Session,
    room: Room,
    interval: Interval,
    *,
    provider_id: int,
    title: str,
    public_title: str | None = None,
    now: datetime = NOW,
) -> Occurrence:
    """A room reserved for one date."""
    start = to_wall(interval.start)
    wish = Wish(
        provider_id=provider_id,
        title=title,
        public_title=public_title,
        room=room,
        when=When(first_day=start.date(), at=start.time(), minutes=interval.minutes),
    )
    reserved = reserving.reserve(session, Desk(Vault("k" * 32), "test.example", now), wish)
    return reserved.occurrences[0]


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)
