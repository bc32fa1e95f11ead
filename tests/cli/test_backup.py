"""Backups: what goes in comes out, on either database; what does not fit is refused and changes nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from booking import backup, restoring
from booking.accounts.models import SignIn
from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.slots import Wish
from booking.backup import TABLES, BackupRefused
from booking.db import Database
from booking.errors import Overlap
from booking.notifications.models import Delivery, Fate, Reminder
from booking.occupancy import BusyTime
from booking.occupancy.guards import is_installed
from booking.offers.models import Topic
from booking.outbox import EventRow
from booking.runtime import Desk
from booking.scheduling.walltime import at_wall
from booking.vault import Vault
from tests import house as small

Opening = Callable[[str], Database]


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Opens fresh, migrated databases of either kind."""
    opened: list[Database] = []
    names: list[str] = []

    def open_one(kind: str) -> Database:
        if kind == "sqlite":
            file = tmp_path / f"{len(opened)}.sqlite"
            file.write_bytes(request.getfixturevalue("migrated_file").read_bytes())
            opened.append(Database(f"sqlite:///{file}"))
        else:
            template = request.getfixturevalue("migrated_template")
            names.append(f"treffpunkt_backup_{uuid4().hex[:12]}")
            opened.append(Database(request.getfixturevalue("postgres").create_database(names[-1], template)))
        return opened[-1]

    yield open_one
    for database in opened:
        database.dispose()
    for name in names:
        request.getfixturevalue("postgres").drop_database(name)


def fill(database: Database) -> None:
    """A house with an appointment, a seat beside another, and mails of every fate."""
    with database.writing() as session:
        house = small.build(session, advisers=2)
        small.hours_on(session, house, room=house.rooms[0], seats=2)
        desk = Desk(Vault("k" * 32), "test.example", small.NOW)
        appointment = book(
            session, desk, Wish(house.advice), at_wall(small.TUESDAY, 9), Contact("Frau Ä.", language="ar")
        )
        session.add(
            SignIn(token_hash="0" * 64, account_id=house.account.id, started_at=small.NOW, seen_at=small.NOW)
        )
        for number, fate in enumerate(Fate):
            session.add(delivery(number, fate, appointment.id))
        for number, kind in enumerate(["two_days", "same_day"], start=-1):
            due = small.NOW + timedelta(hours=number, minutes=30)
            session.add(
                Reminder(appointment_id=appointment.id, kind=kind, sequence=0, due_at=due, valid_until=due)
            )


def delivery(number: int, fate: Fate, appointment_id: str) -> Delivery:
    return Delivery(
        public_id=f"d{number}",
        kind="booked",
        dedup_key=f"k{number}",
        order_key="o",
        message_id=f"<{number}@test.example>",
        sealed=bytes(range(256)),
        created_at=small.NOW,
        next_attempt_at=small.NOW,
        valid_until=small.NOW,
        appointment_id=appointment_id,
        fate=fate,
    )


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in TABLES
        }


def saved(database: Database, file: Path) -> Path:
    with database.reading() as session:
        backup.take(session, file, now=small.NOW)
    return file


def refusal(database: Database, file: Path) -> str:
    """Why it was not restored; and nothing is there."""
    with pytest.raises(BackupRefused) as refused, database.writing() as session:
        restoring.restore(session, file)
    assert not any(everything(database).values())
    return str(refused.value)


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
def test_what_goes_in_comes_out(fresh: Opening, tmp_path: Path, source: str, target: str) -> None:
    old, new = fresh(source), fresh(target)
    fill(old)
    file = saved(old, tmp_path / "saved.gz")

    with new.writing() as session:
        header = restoring.restore(session, file)

    assert header.taken_at == small.NOW
    assert everything(new) == everything(old)
    with new.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
        assert is_installed(session.connection())
    goes_on(new)


def goes_on(database: Database) -> None:
    """New rows get new ids, and nothing can be booked over what was restored."""
    with database.writing() as session:
        session.add_all(
            [Topic(slug="neu", title="Neu"), EventRow(type="PersonErased", payload={}, occurred_at=small.NOW)]
        )
    with database.reading() as session:
        there = session.scalars(select(BusyTime).limit(1)).one()
    over_it = BusyTime(
        resource_id=there.resource_id,
        starts_at=there.starts_at + timedelta(minutes=1),
        ends_at=there.ends_at,
        owner="test",
    )
    with pytest.raises(Overlap), database.writing() as session:
        session.add(over_it)


def test_it_is_for_the_owners_eyes_only_and_names_nobody(fresh: Opening, tmp_path: Path) -> None:
    database = fresh("sqlite")
    fill(database)
    file = saved(database, tmp_path / "saved.gz")

    lines = gzip.decompress(file.read_bytes()).decode()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Frau" not in lines
    assert "Energieberatung" in lines
    assert json.loads(lines.splitlines()[0])["revision"]
    assert [each.name for each in tmp_path.glob(".saved*")] == []


def test_mails_that_waited_are_not_sent_by_surprise(fresh: Opening, tmp_path: Path) -> None:
    old, new = fresh("sqlite"), fresh("sqlite")
    fill(old)
    file = saved(old, tmp_path / "saved.gz")

    with new.writing() as session:
        restoring.restore(session, file)
        silenced = restoring.silence(session, {}, now=small.NOW)

    with new.reading() as session:
        fates = session.scalars(select(Delivery.fate).order_by(Delivery.id)).all()
        reminders = session.scalars(select(Reminder.state).order_by(Reminder.due_at)).all()
        undispatched = session.scalar(select(func.count()).where(EventRow.position.is_(None)))
    assert silenced == 3
    assert fates == ["outdated", "outdated", "outdated", "sent", "failed", "bounced", "outdated"]
    assert reminders == ["outdated", "waiting"]
    assert undispatched == 0


def test_what_does_not_fit_is_refused(fresh: Opening, tmp_path: Path) -> None:
    old, new = fresh("sqlite"), fresh("sqlite")
    fill(old)
    whole = saved(old, tmp_path / "saved.gz").read_bytes()
    lines = gzip.decompress(whole).splitlines(keepends=True)
    broken = tmp_path / "broken.gz"

    faults = {
        "damaged": [
            whole[:-200],
            b"no backup",
            gzip.compress(b"".join(lines[:-1])),
            gzip.compress(b"{}")[:9],
        ],
        "another version": [b"", gzip.compress(b'{"treffpunkt": 2}\n')],
        "revision": [gzip.compress(lines[0].replace(b'"revision":"', b'"revision":"9'))],
    }
    for word, contents in faults.items():
        for content in contents:
            broken.write_bytes(content)
            assert word in refusal(new, broken), content[:20]
    assert "damaged" in refusal(new, tmp_path / "missing.gz")


def test_a_database_with_rows_is_left_alone(fresh: Opening, tmp_path: Path) -> None:
    database = fresh("sqlite")
    fill(database)
    file = saved(database, tmp_path / "saved.gz")
    before = everything(database)
    with pytest.raises(BackupRefused, match="not empty"), database.writing() as session:
        restoring.restore(session, file)
    assert everything(database) == before


@pytest.mark.postgres
def test_it_shows_one_moment(fresh: Opening, tmp_path: Path) -> None:
    """What others commit after its first row is not in it."""
    database = fresh("postgresql")
    fill(database)
    with database.reading() as session:
        backup.take(session, tmp_path / "saved.gz", now=small.NOW)
        with database.writing() as other:
            other.add(Topic(slug="spaet", title="Spät"))
        assert session.scalar(select(func.count()).select_from(Topic)) == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Topic)) == 1
