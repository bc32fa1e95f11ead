"""Ada on Tuesday and Thursday in Büro 1, Bea on Wednesday in Büro 2; each from nine to twelve."""

from __future__ import annotations

import pytest

from booking.db import Database
from tests import house as small
from tests.disruptions.scene import BEA, ROOM_2, THURSDAY, TUESDAY, WEDNESDAY, Scene
from tests.notifications.conftest import office
from tests.notifications.office import Office
from tests.waiting.scene import Queue

__all__ = ["office"]


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.writing() as session:
        house = small.build(session, advisers=2)
    return _open_for_the_week(Scene(database, house))


@pytest.fixture
def queue(office: Office) -> Queue:
    return Queue(office)


@pytest.fixture
def scene_with_mails(queue: Queue) -> Scene:
    """The same days in an office whose mails go out."""
    runtime = queue.office.runtime
    return _open_for_the_week(Scene(runtime.database, queue.office.small, queue.office.now, runtime.vault))


def _open_for_the_week(made: Scene) -> Scene:
    made.opens(TUESDAY)
    made.opens(WEDNESDAY, adviser=BEA, room=ROOM_2)
    made.opens(THURSDAY)
    return made
