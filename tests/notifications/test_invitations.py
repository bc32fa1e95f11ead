"""The mails with a link to set a password: one for the last invitation, one for who forgot theirs, none for strangers."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from booking.accounts import inviting, resetting
from booking.accounts.access import Actor
from booking.accounts.capabilities import INVITE, RESET
from booking.accounts.managing import Place
from booking.accounts.models import Account, Role
from booking.outbox import EventRow
from tests.notifications.office import Office
from tests.notifications.reading import part, words
from tests.notifications.test_golden import GOLDEN
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

LINK = re.compile(r"https://termin\.example\.org/(?:einladung|passwort-neu)/([\w-]{43})")


def admin(office: Office) -> Actor:
    with office.runtime.database.writing() as session:
        account = Account(email="alex@example.org", name="Alex", role=Role.ADMIN, password_hash="!")
        session.add(account)
        session.flush()
        return Actor.of(account)


def invite(office: Office, actor: Actor, address: str = "nina@example.org") -> int:
    with office.runtime.database.writing() as session:
        place = Place("Nina Neu", Role.STAFF, None)
        return inviting.invite(session, actor, email=address, place=place, now=office.now).id


def forget(office: Office, address: str) -> None:
    with office.runtime.database.writing() as session:
        resetting.forget(session, address, now=office.now)


def posted(office: Office, smtp_sink: SmtpSink) -> list[Received]:
    office.post()
    return smtp_sink.messages()


def opens(office: Office, mail: Received, purpose: str) -> bool:
    (token,) = set(LINK.findall(part(mail, "text/plain").get_content()))
    assert LINK.findall(part(mail, "text/html").get_content()) == [token]
    with office.runtime.database.reading() as session:
        return resetting.account_behind(session, token, purpose=purpose, now=office.now) is not None


def test_the_invitation(office: Office, smtp_sink: SmtpSink) -> None:
    invite(office, admin(office))
    (mail,) = posted(office, smtp_sink)
    assert mail.envelope_to == ("nina@example.org",)
    assert opens(office, mail, INVITE)
    assert len(posted(office, smtp_sink)) == 1, "once for each event"


def test_only_the_last_invitation_is_written(office: Office, smtp_sink: SmtpSink) -> None:
    """Two were made before the worker came: the link of the first would be dead on arrival."""
    actor = admin(office)
    account_id = invite(office, actor)
    with office.runtime.database.writing() as session:
        inviting.invite_again(session, actor, account_id, now=office.now + timedelta(minutes=1))
    (mail,) = posted(office, smtp_sink)
    assert opens(office, mail, INVITE)


def test_what_was_taken_back_is_not_written(office: Office, smtp_sink: SmtpSink) -> None:
    actor = admin(office)
    account_id = invite(office, actor)
    with office.runtime.database.writing() as session:
        inviting.take_back(session, actor, account_id, now=office.now)
    assert posted(office, smtp_sink) == []


def test_a_forgotten_password(office: Office, smtp_sink: SmtpSink) -> None:
    forget(office, "ADA@example.org")
    (mail,) = posted(office, smtp_sink)
    assert mail.envelope_to == ("ada@example.org",)
    assert opens(office, mail, RESET)


@pytest.mark.parametrize("address", ["niemand@example.org", "nina@example.org"])
def test_strangers_and_the_invited_get_no_link(office: Office, smtp_sink: SmtpSink, address: str) -> None:
    invite(office, admin(office))
    posted(office, smtp_sink)
    smtp_sink.clear()
    forget(office, address)
    assert posted(office, smtp_sink) == []


def test_no_event_holds_a_link_or_an_address(office: Office, smtp_sink: SmtpSink) -> None:
    invite(office, admin(office))
    forget(office, "ada@example.org")
    tokens = [token for mail in posted(office, smtp_sink) for token in LINK.findall(words(mail))]
    assert tokens
    with office.runtime.database.reading() as session:
        told = str([row.payload for row in session.query(EventRow)])
    assert not [secret for secret in (*tokens, "example.org", "Nina") if secret in told]


def test_too_late_for_its_link_it_is_not_sent(office: Office, smtp_sink: SmtpSink) -> None:
    forget(office, "ada@example.org")
    office.dispatch()
    office.set_clock(office.now + timedelta(minutes=61))
    assert posted(office, smtp_sink) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_as_they_are_read(office: Office, smtp_sink: SmtpSink) -> None:
    """UPDATE_GOLDEN=1 writes them anew."""
    invite(office, admin(office))
    forget(office, "ada@example.org")
    for name, mail in zip(("invitation", "password_reset"), posted(office, smtp_sink), strict=True):
        file, written = GOLDEN / f"{name}.txt", readable(mail)
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(written, encoding="utf-8")
        assert written == file.read_text(encoding="utf-8"), name


def readable(mail: Received) -> str:
    """The headers and every part, with names for what is random."""
    pieces = [f"{name}: {value}" for name, value in mail.items()]
    for each in mail.walk():
        assert isinstance(each, EmailMessage)
        pieces.append(
            f"\n=== {each['Content-Type']} {each['Content-Transfer-Encoding'] or ''}".rstrip() + "\n"
        )
        if not each.is_multipart():
            pieces.append(str(each.get_content()))
    text = "\n".join(pieces).replace("\r\n", "\n")
    text = re.sub(re.escape(str(mail["Message-ID"]).strip("<>").partition("@")[0]), "PUBLIC-ID", text)
    text = re.sub(r"/(einladung|passwort-neu)/[\w-]{43}", r"/\1/TOKEN", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_in_a_demonstration_the_mails_stay_to_be_read(keeping_office: Office) -> None:
    office = keeping_office
    actor = admin(office)
    invite(office, actor)
    forget(office, "alex@example.org")
    office.post()
    office.engine.tidy()
    subjects = sorted(mail.subject for mail in office.folder.kept_mails())
    assert subjects == ["Ihr Zugang zum Quartiersbüro", "Neues Passwort für Treffpunkt"]
