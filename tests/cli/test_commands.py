"""Each command, run as a process on SQLite; the way of a whole house also on PostgreSQL."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from booking.accounts.enrolling import account_of
from booking.accounts.models import ApiToken, Person
from booking.accounts.passwords import verify_password
from booking.accounts.signin import authenticate_token
from booking.appointments.models import Appointment
from booking.db import Database
from booking.migrations import is_current
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day
from tests.cli.running import Installation

COMMANDS = ("backup", "create-admin", "demo", "erase", "migrate", "restore", "token")


@pytest.fixture
def empty(empty_database_url: str, tmp_path: Path) -> Installation:
    """A machine with a database without tables."""
    return Installation(tmp_path, empty_database_url)


@pytest.fixture
def ready(migrated_file: Path, tmp_path: Path) -> Installation:
    """A machine with a migrated SQLite database."""
    (tmp_path / "treffpunkt.sqlite").write_bytes(migrated_file.read_bytes())
    return Installation(tmp_path, f"sqlite:///{tmp_path / 'treffpunkt.sqlite'}")


def test_every_command_says_in_one_sentence_what_it_does(ready: Installation) -> None:
    listed = ready.succeed("--help")
    for command in COMMANDS:
        told = re.search(rf"^  {command} +(.+)$", listed, re.MULTILINE)
        assert told, command
        assert re.fullmatch(r"[A-Z][^.]+\.", told[1])


def test_migrate_demo_backup_and_restore(
    empty: Installation, empty_database_url: str, tmp_path: Path, migrated_file: Path
) -> None:
    assert "migrate first" in empty.fail("demo")
    assert "newest shape" in empty.succeed("migrate")
    assert "newest shape" in empty.succeed("migrate")
    assert is_current(empty_database_url)

    assert "is loaded" in empty.succeed("demo")
    assert "Nothing was loaded" in empty.succeed("demo")
    assert json.loads((tmp_path / "demo-accounts.json").read_text())

    saved = tmp_path / "saved.gz"
    assert "keys are not part" in empty.succeed("backup", saved)
    assert saved.stat().st_mode & 0o777 == 0o600
    assert "not empty" in empty.fail("restore", saved)

    (tmp_path / "second").mkdir()
    copy = tmp_path / "second" / "treffpunkt.sqlite"
    copy.write_bytes(migrated_file.read_bytes())
    second = Installation(tmp_path / "second", f"sqlite:///{copy}")
    assert "is restored" in second.succeed("restore", saved)
    for url in (empty.database_url, second.database_url):
        database = Database(url)
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Offer)) == 19
        database.dispose()


def test_backups_without_a_name_roll_off(ready: Installation) -> None:
    folder = ready.data_dir / "backups"
    folder.mkdir()
    old, foreign = folder / "treffpunkt-20260101T000000Z.jsonl.gz", folder / "notes.txt"
    old.touch()
    foreign.touch()

    ready.succeed("backup")

    assert foreign.exists()
    assert not old.exists()
    assert len(list(folder.glob("treffpunkt-*.jsonl.gz"))) == 1
    assert "could not be written" in ready.fail("backup", "/nowhere/at/all.gz")


def test_create_admin_and_token(ready: Installation) -> None:
    who = ("create-admin", "--email", "Chef@example.org", "--name", "Chefin")
    assert "at least 12 characters" in ready.fail(*who, ADMIN_PASSWORD="kurz")
    told = ready.succeed(*who, ADMIN_PASSWORD="birke-laterne-wolke")
    assert "otpauth://totp/Treffpunkt:chef%40example.org" in told
    assert "already" in ready.fail(*who, ADMIN_PASSWORD="birke-laterne-wolke")
    assert "not an e-mail address" in ready.fail(
        "create-admin", "--email", "chef", "--name", "Chefin", ADMIN_PASSWORD="birke-laterne-wolke"
    )

    token = ready.succeed("token", "CHEF@example.org").strip()
    month = ready.succeed("token", "chef@example.org", "--name", "Kalender", "--days", "30").strip()
    assert "731" in ready.fail("token", "chef@example.org", "--days", "731")
    assert "60 characters" in ready.fail("token", "chef@example.org", "--name", "x" * 61)
    assert "no active account" in ready.fail("token", "niemand@example.org")
    database = Database(ready.database_url)
    with database.reading() as session:
        account = account_of(session, "chef@example.org")
        actor = authenticate_token(session, token)
        assert account is not None
        assert actor is not None
        assert verify_password(account.password_hash, "birke-laterne-wolke")
        assert account.totp_sealed
        assert (actor.account_id, actor.role) == (account.id, "admin")
        lives = {
            (each.name, (each.expires_at - each.created_at).days)
            for each in session.scalars(select(ApiToken))
            if each.expires_at is not None
        }
        assert lives == {("", 365), ("Kalender", 30)}
        assert authenticate_token(session, month) is not None
    database.dispose()


def test_erase_takes_those_who_are_due_and_the_one_who_asked(ready: Installation) -> None:
    ready.succeed("demo")
    assert "Nobody" in ready.succeed("erase")

    database = Database(ready.database_url)
    with database.writing() as session:
        asking, due, *_ = session.scalars(select(Appointment).order_by(Appointment.starts_at.desc())).all()
        session.execute(
            update(Person)
            .where(Person.id == due.person_id)
            .values(erase_on=wall_day(due.created_at) - timedelta(days=1))
        )
    assert "Erased: 1." in ready.succeed("erase")
    assert "Erased: 1." in ready.succeed(
        "erase", "--person-of", f"{asking.code[:3]} {asking.code[3:].lower()}"
    )
    assert "Nobody" in ready.succeed("erase", "--person-of", asking.code)
    assert "no appointment" in ready.fail("erase", "--person-of", "222222")

    with database.reading() as session:
        gone = session.scalars(select(Appointment.id).where(Appointment.person_id.is_(None))).all()
    assert set(gone) == {asking.id, due.id}
    database.dispose()
