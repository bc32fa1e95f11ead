"""Rooms taken behind the pages: the hall with its parts, other providers, and reservations of every kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account, Provider
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_part, add_room, room_by_slug
from booking.occupancy import Resource
from booking.reservations import reserving
from booking.reservations.models import Reservation
from booking.reservations.wishes import When, Wish
from booking.scheduling.recurrence import Rule
from booking.scheduling.walltime import to_wall
from tests.pages.conftest import Site

OTHERS = "Anderes Amt"


def add_hall(site: Site) -> None:
    """The hall, and its two parts."""
    with site.runtime.database.writing() as session:
        parts = [Resource(kind="room", name=f"Teil {letter}") for letter in "AB"]
        session.add_all(parts)
        session.flush()
        hall = add_room(session, _hall("saal", "Saal"), parts=parts)
        add_part(session, hall, _hall("saal-a", "Saal, Teil A"), parts[:1])
        add_part(session, hall, _hall("saal-b", "Saal, Teil B"), parts[1:])


def reserved(
    site: Site,
    slug: str,
    start: datetime,
    minutes: int = 120,
    *,
    rule: Rule | None = None,
    by: str | None = None,
    foreign: bool = False,
    as_request: bool = False,
    **wish: Any,
) -> str:
    """A room reserved by the test's provider or a foreign one, perhaps with an account; the reservation's id."""
    wall = to_wall(start)
    with site.runtime.database.writing() as session:
        made = reserving.reserve(
            session,
            site.runtime.desk(),
            Wish(
                provider_id=_others(session).id if foreign else site.house.provider.id,
                room=room_by_slug(session, slug),
                when=When(first_day=wall.date(), at=wall.time(), minutes=minutes, rule=rule),
                **{"title": "Interner Name", **wish},
            ),
            account_id=_account_id(session, by),
            as_request=as_request,
        )
        return made.id


def dates_of(session: Session, reservation_id: str) -> list[Any]:
    """The dates of a reservation, in order."""
    return session.get_one(Reservation, reservation_id).occurrences


def _others(session: Session) -> Provider:
    found = session.scalar(select(Provider).where(Provider.name == OTHERS))
    if found is None:
        found = Provider(slug="anderes-amt", name=OTHERS)
        session.add(found)
        session.flush()
    return found


def _account_id(session: Session, email: str | None) -> int | None:
    return session.scalar(select(Account.id).where(Account.email == email)) if email else None


def _hall(slug: str, name: str) -> Room:
    return Room(
        slug=slug,
        name=name,
        number="Saal",
        kind=RoomKind.HALL,
        access=RoomAccess.STAIR_LIFT,
        floor="Obergeschoss",
        position=99,
        seating={"rows": 80},
    )
