"""Waiting for what somebody else changes: three seconds, then Busy, and the whole step may be tried again."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from booking.db import LOCK_TIMEOUT, Database
from booking.errors import Busy
from booking.occupancy.claims import lock_resources
from tests import house as small

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


def test_whoever_waits_too_long_for_a_lock_is_told_so(database: Database) -> None:
    with database.writing() as session:
        room = small.build(session).rooms[0]
    with database.writing() as first:
        lock_resources(first, room.resource_ids)
        with pytest.raises(Busy), database.writing() as second:
            lock_resources(second, room.resource_ids)


def test_the_lock_itself_says_how_long_one_waits(database: Database) -> None:
    """Else the patience of the connection would hold, which is longer."""
    with database.writing() as session:
        room = small.build(session).rooms[0]
        assert session.scalar(text("SHOW lock_timeout")) != LOCK_TIMEOUT
        lock_resources(session, room.resource_ids)
        assert session.scalar(text("SHOW lock_timeout")) == LOCK_TIMEOUT
