"""A mistyped address or number is corrected: the turn stays, old links die, the new way is told how it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from booking.accounts.capabilities import subject_of
from booking.accounts.people import Contact
from booking.errors import NotAllowedNow
from booking.waiting.correcting import correct
from booking.waiting.links import WAITING, open_link
from tests.servers.smtp import SmtpSink
from tests.waiting.scene import TUESDAY, Queue

RIGHT = Contact(name="Maria", email="richtig@example.org")
FRIDAY = TUESDAY + timedelta(days=3)


def test_another_mailbox_gets_the_mail_and_the_old_one_opens_nothing(
    queue: Queue, smtp_sink: SmtpSink
) -> None:
    maria = queue.joins("Maria")
    before = queue.entry(maria).created_at
    used, old = _link(queue, maria), _link(queue, maria)
    queue.wait(minutes=5)
    _correct(queue, maria, RIGHT, used)
    queue.settle()
    assert (_opens(queue, used), _opens(queue, old)) == (maria, None)
    assert _told(smtp_sink, "richtig@example.org") == ["Sie stehen auf der Warteliste"]
    assert queue.entry(maria).created_at == before


def test_a_held_time_is_told_to_the_new_mailbox(queue: Queue, smtp_sink: SmtpSink) -> None:
    queue.office.open_hours(FRIDAY, end=10)
    karl = queue.joins("Karl", phone="02175 123")
    queue.settle()
    assert queue.states(karl) == ["offered"]
    _correct(queue, karl, RIGHT, _link(queue, karl))
    queue.settle()
    assert _told(smtp_sink, "richtig@example.org") == ["Ein Termin ist frei"]
    assert _calls(queue) == [("call", "not_needed")]


def test_mails_to_the_wrong_mailbox_that_are_not_sent_yet_never_are(
    queue: Queue, smtp_sink: SmtpSink
) -> None:
    maria = queue.joins("Maria")
    queue.office.dispatch()
    _correct(queue, maria, RIGHT, _link(queue, maria))
    queue.settle()
    assert [mail.envelope_to for mail in smtp_sink.messages()] == [("richtig@example.org",)]


def test_the_same_again_and_another_name_keep_every_link(queue: Queue, smtp_sink: SmtpSink) -> None:
    maria = queue.joins("Maria")
    queue.settle()
    used, other = _link(queue, maria), _link(queue, maria)
    assert not _correct(queue, maria, Contact(name="Maria", email="maria@example.org"), used)
    assert _correct(queue, maria, Contact(name="Maria B.", email="maria@example.org"), used)
    queue.settle()
    assert _opens(queue, other) == maria
    assert len(smtp_sink.messages()) == 1


def test_nobody_corrects_an_entry_that_is_over(queue: Queue) -> None:
    maria = queue.joins("Maria")
    used = _link(queue, maria)
    queue.leaves(maria)
    with pytest.raises(NotAllowedNow):
        _correct(queue, maria, RIGHT, used)


def _correct(queue: Queue, entry_id: str, contact: Contact, token: str) -> bool:
    with queue.changing(entry_id) as (session, entry):
        return correct(session, queue.office.desk(), entry, contact, token=token)


def _link(queue: Queue, entry_id: str) -> str:
    with queue.changing(entry_id) as (session, entry):
        return open_link(session, entry, now=queue.office.now)


def _opens(queue: Queue, token: str) -> str | None:
    with queue.office.runtime.database.reading() as session:
        return subject_of(session, token, purpose=WAITING, now=queue.office.now)


def _told(sink: SmtpSink, address: str) -> list[str]:
    return [str(mail["Subject"]) for mail in sink.messages() if mail.envelope_to == (address,)]


def _calls(queue: Queue) -> list[tuple[object, ...]]:
    with queue.office.runtime.database.reading() as session:
        return [tuple(row) for row in session.execute(text("SELECT kind, outcome FROM todo"))]
