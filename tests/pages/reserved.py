"""Reservations behind the pages: series, a hall to be asked for, and what became of each date."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from booking.accounts.models import Account, Provider
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room
from booking.reservations import reserving
from booking.reservations.finding import by_id
from booking.reservations.wishes import When, Wish
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import to_wall
from tests.house import TUESDAY
from tests.pages.conftest import Site


def reserved(
    site: Site,
    *,
    count: int = 4,
    room: Room | None = None,
    day: date = TUESDAY,
    at: time = time(14),
    title: str = "Teamrunde",
    own: bool = True,
    as_request: bool = False,
    **more: Any,
) -> str:
    """A weekly series of two hours, made by Ada if it is her own; says its id."""
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(day.weekday(),), count=count) if count > 1 else None
    with site.runtime.database.writing() as session:
        wish = Wish(
            provider_id=site.house.provider.id,
            title=title,
            room=session.get_one(Room, (room or site.house.rooms[0]).id),
            when=When(first_day=day, at=at, minutes=120, rule=rule),
            **more,
        )
        account_id = site.house.account.id if own else None
        made = reserving.reserve(
            session, site.runtime.desk(), wish, account_id=account_id, as_request=as_request
        )
        return made.id


def add_hall(site: Site) -> Room:
    """A hall, about which the house decides."""
    with site.runtime.database.writing() as session:
        return add_room(
            session,
            Room(
                slug="saal",
                name="Saal",
                number="S",
                kind=RoomKind.HALL,
                access=RoomAccess.STEP_FREE,
                floor="Erdgeschoss",
                position=9,
                seating={"rows": 80},
            ),
        )


def dates(site: Site, reservation_id: str) -> list[str]:
    """Each date in a line: "24.11. 14:00 Büro 1 confirmed"."""
    with site.runtime.database.reading() as session:
        found = by_id(session, reservation_id).occurrences
        return [f"{to_wall(each.starts_at):%d.%m. %H:%M} {each.room.name} {each.status}" for each in found]


def date_id(site: Site, reservation_id: str, number: int) -> str:
    """The id of a date, the first is 0."""
    with site.runtime.database.reading() as session:
        return by_id(session, reservation_id).occurrences[number].id


def series(site: Site, reservation_id: str) -> list[tuple[str, int]]:
    """UID and sequence of each series."""
    with site.runtime.database.reading() as session:
        return [(each.uid, each.sequence) for each in by_id(session, reservation_id).series]


def titles(site: Site, reservation_id: str) -> list[tuple[str, str | None]]:
    """Title and public title of each date."""
    with site.runtime.database.reading() as session:
        return [(each.title, each.public_title) for each in by_id(session, reservation_id).occurrences]


def events(site: Site, kind: str) -> int:
    """How often this was recorded."""
    return sum(kind in row for row in site.rows()["event"])


def send_away(site: Site, email: str) -> None:
    """Somebody works for another provider from now on."""
    with site.runtime.database.writing() as session:
        other = session.query(Provider).filter_by(slug="andere").one_or_none()
        if other is None:
            other = Provider(slug="andere", name="Andere")
            session.add(other)
            session.flush()
        session.query(Account).filter_by(email=email).one().provider_id = other.id
