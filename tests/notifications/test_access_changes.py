"""Whoever signs in with another password or code from now on reads it in a mail, and nobody else does."""

from __future__ import annotations

import os

import pytest

from booking import outbox
from booking.accounts import renewing, resetting, second_factor
from booking.accounts.capabilities import INVITE, RESET
from booking.accounts.events import AccountChanged
from booking.accounts.models import Account
from tests.notifications.office import ADA, Office
from tests.notifications.reading import part
from tests.notifications.test_golden import GOLDEN
from tests.notifications.test_invitations import LINK, admin, forget, invite, posted, readable
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

PASSWORD, CODE = "Ihr Passwort wurde geändert", "Ihr Code aus der App wurde geändert"


def change_password(office: Office) -> None:
    with office.runtime.database.writing() as session:
        known = session.get_one(Account, ADA).password_hash
        assert renewing.change_password(
            session, ADA, known_hash=known, new_hash="other", but_for="", now=office.now
        )


def changed(office: Office, what: str) -> None:
    with office.runtime.database.writing() as session:
        outbox.record(session, AccountChanged(account_id=ADA, what=what), now=office.now)


def follow_link(office: Office, mail: Received, purpose: str) -> None:
    token = LINK.findall(part(mail, "text/plain").get_content())[0]
    with office.runtime.database.writing() as session:
        assert resetting.set_password(session, token, purpose=purpose, new_hash="new", now=office.now)


def test_another_password_is_told_to_its_owner(office: Office, smtp_sink: SmtpSink) -> None:
    change_password(office)
    (mail,) = posted(office, smtp_sink)
    assert mail.envelope_to == ("ada@example.org",)
    assert mail["Subject"] == PASSWORD
    assert (
        "Waren Sie das nicht? Dann rufen Sie uns bitte gleich an:" in part(mail, "text/plain").get_content()
    )
    assert len(posted(office, smtp_sink)) == 1, "once for each event"


def test_also_one_by_the_link_of_a_mail(office: Office, smtp_sink: SmtpSink) -> None:
    forget(office, "ada@example.org")
    (asked,) = posted(office, smtp_sink)
    smtp_sink.clear()
    follow_link(office, asked, RESET)
    assert [mail["Subject"] for mail in posted(office, smtp_sink)] == [PASSWORD]


def test_a_code_that_is_turned_off_is_told_as_well(office: Office, smtp_sink: SmtpSink) -> None:
    with office.runtime.database.writing() as session:
        session.get_one(Account, ADA).totp_sealed = b"sealed"
    with office.runtime.database.writing() as session:
        second_factor.turn_off(session, ADA, now=office.now)
    (mail,) = posted(office, smtp_sink)
    assert mail["Subject"] == CODE
    changed(office, "second_factor_dropped")
    assert [each["Subject"] for each in posted(office, smtp_sink)] == [CODE, CODE]


def test_who_just_joined_knows(office: Office, smtp_sink: SmtpSink) -> None:
    invite(office, admin(office))
    (invitation,) = posted(office, smtp_sink)
    smtp_sink.clear()
    follow_link(office, invitation, INVITE)
    assert posted(office, smtp_sink) == []


@pytest.mark.parametrize("what", ["name", "role", "token_made", "sign_ins_ended"])
def test_nothing_else_is_told(office: Office, smtp_sink: SmtpSink, what: str) -> None:
    changed(office, what)
    assert posted(office, smtp_sink) == []


def test_an_account_that_was_shut_meanwhile_is_told_nothing(office: Office, smtp_sink: SmtpSink) -> None:
    change_password(office)
    with office.runtime.database.writing() as session:
        session.get_one(Account, ADA).disabled_at = office.now
    assert posted(office, smtp_sink) == []


def test_in_a_demonstration_it_stays_to_be_read(keeping_office: Office) -> None:
    change_password(keeping_office)
    keeping_office.post()
    keeping_office.engine.tidy()
    assert [mail.subject for mail in keeping_office.folder.kept_mails()] == [PASSWORD]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_as_they_are_read(office: Office, smtp_sink: SmtpSink) -> None:
    """UPDATE_GOLDEN=1 writes them anew."""
    changed(office, "password")
    changed(office, "second_factor")
    for name, mail in zip(("password", "code"), posted(office, smtp_sink), strict=True):
        file, written = GOLDEN / f"access_changed_{name}.txt", readable(mail)
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(written, encoding="utf-8")
        assert written == file.read_text(encoding="utf-8"), name
