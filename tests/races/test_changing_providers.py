"""A button pressed twice, and two who change one adviser: nobody gets a fault of the database, nothing is lost."""

from __future__ import annotations

from unittest import mock

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.accounts import charge
from booking.accounts.models import Provider
from booking.accounts.providers import Facts, add_provider
from booking.db import Database
from booking.providers import advisers
from tests.house import NOW
from tests.races.test_ending import Act, Scene

pytestmark = [pytest.mark.race, pytest.mark.timeout(120)]

NEW = "Grüne Nachbarn"


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


def test_one_provider_is_added_by_two_presses(scene: Scene) -> None:
    assert scene.second_after_first(add(scene), add(scene)) == "NameTaken"
    assert how_many(scene) == 1


def test_red_control_without_the_lock_the_second_breaks(scene: Scene) -> None:
    with mock.patch.object(charge, "lock", return_value=None):
        if not scene.database.is_postgresql:  # writes one after the other in any case
            assert scene.second_after_first(add(scene), add(scene)) == "NameTaken"
            return
        with pytest.raises(IntegrityError):
            scene.second_after_first(add(scene), add(scene))


def test_who_changes_an_adviser_second_sees_what_the_first_saved(scene: Scene) -> None:
    seen: list[str] = []

    def rename(session: Session) -> None:
        adviser = advisers.adviser_for_change(session, scene.actor, scene.house.advisers[0].id)
        seen.append(adviser.name)
        wanted = advisers.Facts(f"{adviser.name} X")
        advisers.change_adviser(session, scene.actor, adviser, wanted, now=NOW)
        session.flush()

    assert scene.second_after_first(rename, rename) == "done"
    assert seen[1] == f"{seen[0]} X"


def add(scene: Scene) -> Act:
    def act(session: Session) -> None:
        add_provider(session, scene.actor, Facts(NEW), now=NOW)

    return act


def how_many(scene: Scene) -> int:
    with scene.database.reading() as session:
        return session.scalar(select(func.count()).where(Provider.name == NEW)) or 0
