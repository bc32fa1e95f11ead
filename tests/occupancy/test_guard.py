"""The guard in the database stands behind every path, and survives migrations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from booking.db import Database
from booking.errors import Overlap
from booking.house.models import Room
from booking.migrations import is_current, upgrade
from booking.occupancy import BusyTime, Claim, Resource, claim, guards, release
from booking.occupancy.claims import lock_resources
from booking.reservations.deciding import DatesTaken
from booking.scheduling.intervals import Interval
from tests import house as small

NINE = small.at_wall(small.TUESDAY, 9)
MORNING = Interval(NINE, NINE + timedelta(hours=3))


def busy(start: int, end: int, *, resource: int = 1, **more: object) -> BusyTime:
    minute = timedelta(minutes=1)
    return BusyTime(
        resource_id=resource, starts_at=NINE + start * minute, ends_at=NINE + end * minute, owner="x", **more
    )


@pytest.fixture
def resource(database: Database) -> int:
    with database.writing() as session:
        made = Resource(kind="room", name="r")
        session.add(made)
        session.flush()
        return made.id


def test_the_guard_stands_after_migrating_twice(database: Database) -> None:
    upgrade(database.url)
    assert is_current(database.url)
    with database.engine.connect() as connection:
        assert guards.is_installed(connection)


@pytest.mark.parametrize(("start", "end"), [(0, 60), (30, 90), (-30, 1), (10, 20), (-30, 90), (59, 60)])
def test_an_overlap_is_refused_even_without_any_check(
    database: Database, resource: int, start: int, end: int
) -> None:
    with database.writing() as session:
        session.add(busy(0, 60, resource=resource))
    with pytest.raises(Overlap), database.writing() as session:
        session.add(busy(start, end, resource=resource))


@pytest.mark.parametrize(("start", "end"), [(60, 90), (-30, 0)])
def test_neighbours_may_touch(database: Database, resource: int, start: int, end: int) -> None:
    with database.writing() as session:
        session.add(busy(0, 60, resource=resource))
    with database.writing() as session:
        session.add(busy(start, end, resource=resource))


def test_an_update_into_an_overlap_is_refused(database: Database, resource: int) -> None:
    with database.writing() as session:
        session.add_all([busy(0, 60, resource=resource), busy(60, 90, resource=resource)])
    with pytest.raises(Overlap), database.writing() as session:
        session.execute(text("UPDATE busy_time SET starts_at = :at WHERE ends_at = :until"), _shift(database))


def test_an_empty_time_is_refused(database: Database, resource: int) -> None:
    with pytest.raises(Exception, match="not_empty"), database.writing() as session:
        session.add(busy(0, 0, resource=resource))


def test_red_control_without_the_guard_an_overlap_slips_in(database: Database, resource: int) -> None:
    with database.engine.begin() as connection:
        guards.remove(connection)
        assert not guards.is_installed(connection)
    with database.writing() as session:
        session.add_all([busy(0, 60, resource=resource), busy(30, 90, resource=resource)])


def test_a_claim_takes_all_or_nothing(database: Database) -> None:
    with database.writing() as session:
        one, two = Resource(kind="room", name="1"), Resource(kind="room", name="2")
        session.add_all([one, two])
        session.flush()
        claim(session, [Claim(two.id, MORNING)], owner="a", now=small.NOW)
    with pytest.raises(Overlap), database.writing() as session:
        lock_resources(session, [one.id, two.id])
        claim(session, [Claim(one.id, MORNING), Claim(two.id, MORNING)], owner="b", now=small.NOW)
    with database.writing() as session:
        claim(session, [Claim(one.id, MORNING)], owner="c", now=small.NOW)
        release(session, "a")
        claim(session, [Claim(two.id, MORNING)], owner="c", now=small.NOW)


def test_the_hall_is_taken_by_its_parts_and_the_other_way_round(database: Database) -> None:
    with database.writing() as session:
        left, right = Resource(kind="room", name="saal-a"), Resource(kind="room", name="saal-b")
        session.add_all([left, right])
        session.flush()
        house = small.build(session)
        hall, half = _hall("saal"), _hall("saal-links")
        small.add_room(session, hall, parts=[left, right])
        small.add_room(session, half, parts=[left])
        small.reserve(session, half, MORNING, provider_id=house.provider.id, title="Probe", now=small.NOW)
    for name in ("saal", "saal-links"):
        with pytest.raises(DatesTaken), database.writing() as session:
            room = session.query(Room).filter_by(slug=name).one()
            small.reserve(session, room, MORNING, provider_id=1, title="Fest", now=small.NOW)


def _hall(slug: str) -> Room:
    room = small.office(9)
    room.slug = slug
    return room


def _shift(database: Database) -> dict[str, object]:
    at, until = NINE + timedelta(minutes=30), NINE + timedelta(minutes=90)
    if database.is_postgresql:
        return {"at": at, "until": until}
    return {"at": f"{at:%Y-%m-%d %H:%M:%S}.000000", "until": f"{until:%Y-%m-%d %H:%M:%S}.000000"}
