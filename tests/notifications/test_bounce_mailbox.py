"""Where returned mails are fetched from: a maildir, an mbox, a file, or a server that is asked by IMAP."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from booking.notifications.bounce_mailbox import LARGEST, NoMailbox, mails_in, poll
from booking.notifications.bounces import read_bounce
from tests.notifications.returned import EXIM, QMAIL, free_text
from tests.servers.imap import ImapBox, serving

OURS = "<aaaabbbbccccdddd@termin.example.org>"
REPORTS = [free_text(QMAIL, OURS), free_text(EXIM, OURS)]


def test_a_maildir_is_read_and_left_alone(tmp_path: Path) -> None:
    maildir = mailbox.Maildir(tmp_path / "maildir")
    for report in REPORTS:
        maildir.add(report)
    assert sorted(mails_in(tmp_path / "maildir")) == sorted(REPORTS)
    assert len(list((tmp_path / "maildir" / "new").iterdir())) == 2


def test_an_mbox(tmp_path: Path) -> None:
    mbox = mailbox.mbox(tmp_path / "mbox")
    for report in REPORTS:
        mbox.add(report)
    mbox.close()
    assert [read_bounce(mail) for mail in mails_in(tmp_path / "mbox")] == list(map(read_bounce, REPORTS))


def test_a_mailbox_gives_each_mail_once_and_not_more_than_its_head() -> None:
    box = ImapBox("termin@example.org", 'mit "Zeichen"', [*REPORTS, b"x" * (LARGEST + 1)])
    got: list[bytes] = []
    with serving(box):
        url = f"imap://termin%40example.org:mit%20%22Zeichen%22@127.0.0.1:{box.port}/INBOX"
        assert poll(url, got.append) == 3
        assert poll(url, got.append) == 0
    assert got == [*REPORTS, b"x" * LARGEST]
    assert not [line for line in box.said if "DELETED" in line.upper() or "EXPUNGE" in line.upper()]


def test_what_could_not_be_taken_in_is_there_the_next_time() -> None:
    box = ImapBox("termin", "geheim", REPORTS)

    def fail(_mail: bytes) -> None:
        raise ConnectionError

    with serving(box):
        with pytest.raises(NoMailbox):
            poll(box.url(), fail)
        assert box.seen == set()


def test_what_cannot_be_read_says_why_and_no_password(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gibt-es-nicht"):
        with pytest.raises(NoMailbox):
            list(mails_in(path))
    box = ImapBox("termin", "richtig", [])
    with serving(box):
        for url in (box.url(password="falsch"), box.url(name="Sent")):
            with pytest.raises(NoMailbox) as refused:
                poll(url, REPORTS.append)
            assert "falsch" not in str(refused.value)
            assert "richtig" not in str(refused.value)
    for url in (box.url(), "imaps://", "imap://host:port/x"):
        with pytest.raises(NoMailbox):
            poll(url, REPORTS.append)
