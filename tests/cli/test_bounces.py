"""`flask bounces` as an operator uses it: files, an mbox, a maildir, a stream, or a mailbox that is polled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from booking.config import Settings, UnsafeSettings
from booking.notifications.models import Fate
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall
from booking.todos.models import Todo
from tests.cli.running import Installation
from tests.house import TUESDAY
from tests.notifications.office import Office
from tests.notifications.returned import QMAIL, WHOLE_MAIL, free_text, standard
from tests.servers.imap import ImapBox, serving
from tests.servers.process import PROJECT, environment
from tests.servers.smtp import SmtpSink

FOREIGN = standard("<somebody@elsewhere.example>")


@dataclass
class Returned:
    """An office whose two confirmations left, the reports on them, and its command line."""

    office: Office
    installation: Installation
    reports: list[bytes]

    def fates(self) -> list[str]:
        return [each.fate for each in self.office.deliveries(kind="confirmation")]

    def bounces(self, *words: str | Path, **settings: str) -> str:
        return self.installation.succeed("bounces", *words, **settings)


@pytest.fixture
def returned(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Returned]:
    office = Office.open(database_url, tmp_path / "data", smtp_sink)
    office.open_hours()
    office.book()
    office.book(at_wall(TUESDAY, 10))
    office.post()
    ids = [each.message_id for each in office.deliveries(kind="confirmation")]
    reports = [standard(ids[0]), free_text(QMAIL, ids[1])]
    yield Returned(office, Installation(tmp_path / "data", database_url), reports)
    office.runtime.database.dispose()


def test_files_and_again(returned: Returned, tmp_path: Path) -> None:
    for name, content in zip(("a.eml", "b.eml", "c.eml"), [*returned.reports, FOREIGN], strict=True):
        (tmp_path / name).write_bytes(content)
    files = sorted(tmp_path.glob("*.eml"))
    assert returned.bounces(*files).startswith("3 mails read: 2 will not arrive, 0 were delays or known, 1")
    assert returned.fates() == [Fate.BOUNCED] * 2
    assert returned.bounces(*files).startswith("3 mails read: 0 will not arrive, 2 were delays or known, 1")
    returned.office.dispatch()
    with returned.office.runtime.database.reading() as session:
        assert session.query(Todo).count() == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stream(returned: Returned) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "bounces", "-"],
        cwd=PROJECT,
        env=environment(returned.installation.settings),
        input=returned.reports[0],
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert piped.stdout.startswith(b"1 mails read: 1 will not arrive")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_mailbox_is_polled(returned: Returned) -> None:
    box = ImapBox("termin", "ein Passwort", [*returned.reports, FOREIGN])
    with serving(box):
        settings = {"BOUNCE_IMAP_URL": box.url(password="ein%20Passwort")}
        assert returned.bounces(**settings).startswith("3 mails read: 2 will not arrive, 0 were")
    assert returned.fates() == [Fate.BOUNCED] * 2
    assert "does not answer" in returned.installation.fail("bounces", **settings)


def test_one_mail_that_cannot_be_taken_in_stops_nobody(returned: Returned) -> None:
    """The first report fails in the database; the others are read, and it is not read again and again."""
    database, (first, _) = returned.office.runtime.database, returned.office.deliveries(kind="confirmation")
    with database.writing() as session:
        for statement in refusing(database.engine.dialect.name, first.id):
            session.execute(text(statement))
    box = ImapBox("termin", "wort", [standard("<nul\0nul@x>", returned=WHOLE_MAIL), *returned.reports])
    with serving(box):
        said = returned.bounces(BOUNCE_IMAP_URL=box.url())
    assert said.startswith("3 mails read: 1 will not arrive, 0 were delays or known, 2 are not")
    assert returned.fates() == [Fate.SENT, Fate.BOUNCED]
    assert box.seen == {1, 2, 3}


def refusing(dialect: str, delivery_id: int) -> list[str]:
    """SQL after which the database refuses every change of this delivery."""
    change = f"BEFORE UPDATE ON delivery FOR EACH ROW WHEN (OLD.id = {delivery_id})"
    if dialect == "sqlite":
        return [f"CREATE TRIGGER refuse {change} BEGIN SELECT RAISE(ABORT, 'refused'); END"]
    return [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE check_violation; END $$",
        f"CREATE TRIGGER refuse {change} EXECUTE FUNCTION refuse()",
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_anything_to_read_it_says_what_to_do(returned: Returned) -> None:
    assert "set BOUNCE_IMAP_URL" in returned.installation.fail("bounces")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_offer_is_switched_for_times_of_misuse(returned: Returned) -> None:
    installation = returned.installation
    assert installation.succeed("confirm-by-mail", "energieberatung", "on").endswith(": on.\n")
    with returned.office.runtime.database.reading() as session:
        assert session.get_one(Offer, returned.office.small.advice.id).confirm_by_mail
    assert "no offer" in installation.fail("confirm-by-mail", "gibt-es-nicht", "on")


def test_production_polls_over_tls_only(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment(
            {
                "APP_ENV": "production",
                "DATA_DIR": str(tmp_path),
                "BOUNCE_IMAP_URL": "imap://termin:geheim@mail.example/INBOX",
            }
        )
    assert "BOUNCE_IMAP_URL must begin with imaps://" in str(refused.value)
    assert "geheim" not in str(refused.value)
