"""Loading: once, all of it or nothing, on both databases and on any day."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking import demo
from booking.accounts.access import Actor
from booking.accounts.models import Account, Role
from booking.appointments.finding import of_adviser
from booking.appointments.slots import Wish, bookable_span, find_slots
from booking.occupancy.guards import is_installed
from booking.offers.models import Offer, OfferMode
from booking.runtime import Runtime
from booking.scheduling.walltime import at_wall, wall_day
from booking.tables import metadata
from tests.demo.conftest import runtime_for


def counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def test_loading_twice_is_loading_once(runtime: Runtime) -> None:
    accounts = runtime.settings.data_dir / "demo-accounts.json"

    assert demo.load(runtime) is True
    with runtime.database.reading() as session:
        after_once, told = counts(session), accounts.read_text()
        assert is_installed(session.connection())
    assert after_once["offer"] == 19
    assert after_once["consultation_hours"] > 200

    assert demo.load(runtime) is False
    with runtime.database.reading() as session:
        assert counts(session) == after_once
    assert accounts.read_text() == told


def test_every_offer_with_appointments_has_free_slots(runtime: Runtime) -> None:
    demo.load(runtime)
    now = runtime.clock.now()
    with runtime.database.reading() as session:
        offers = session.scalars(select(Offer).where(Offer.mode == OfferMode.APPOINTMENT)).all()
        assert len(offers) == 8
        for offer in offers:
            assert len(find_slots(session, Wish(offer), bookable_span(offer, now), now=now)) > 10, offer.slug


def test_a_fault_at_the_end_leaves_nothing(runtime: Runtime) -> None:
    (runtime.settings.data_dir / "demo-accounts.part").mkdir()

    with pytest.raises(OSError, match="demo-accounts"):
        demo.load(runtime)

    with runtime.database.reading() as session:
        assert set(counts(session).values()) == {0}


@pytest.mark.parametrize(
    ("day", "hour", "first_day"),
    [
        (date(2026, 11, 25), 19, date(2026, 11, 25)),
        (date(2026, 11, 28), 11, date(2026, 11, 30)),
        (date(2026, 12, 24), 9, date(2026, 12, 28)),
    ],
    ids=["Wednesday evening", "Saturday", "Christmas Eve"],
)
def test_the_advisers_have_appointments_from_the_first_open_day_on(
    migrated_file: Path, tmp_path: Path, day: date, hour: int, first_day: date
) -> None:
    shutil.copy(migrated_file, tmp_path / "treffpunkt.sqlite")
    runtime = runtime_for(f"sqlite:///{tmp_path / 'treffpunkt.sqlite'}", tmp_path, now=at_wall(day, hour))
    demo.load(runtime)

    with runtime.database.reading() as session:
        for account in session.scalars(select(Account).where(Account.role == Role.ADVISER)):
            coming = of_adviser(session, Actor.of(account), day, 14)
            assert wall_day(coming[0].starts_at) == first_day
            assert 2 <= len([each for each in coming if wall_day(each.starts_at) == first_day]) <= 3
            assert wall_day(coming[-1].starts_at) - first_day >= timedelta(days=2)
    runtime.database.dispose()
