"""Delivering: faults of the mail server, leases, order and repetition, each with what it must never become."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import ColumnElement, and_

from booking import outbox
from booking.notifications import claiming, delivering
from booking.notifications.channels import Pace
from booking.notifications.claiming import due
from booking.notifications.delivering import pause_after
from booking.notifications.envelopes import Envelope
from booking.notifications.models import Delivery, Fate
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from booking.subscriptions import subscriptions
from tests import house
from tests.notifications.office import Office
from tests.servers.smtp import SmtpSink

TEN = at_wall(house.TUESDAY, 10)


@dataclass
class CountingChannel:
    """A way out that only counts, and waits for nobody unless told."""

    sent: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def send(self, envelope: Envelope) -> None:
        self.meanwhile()
        self.sent.append(envelope.public_id)


def confirmation(office: Office) -> Delivery:
    (delivery,) = office.deliveries(kind="confirmation")
    return delivery


def booked(office: Office) -> None:
    office.open_hours()
    office.book()


def test_busy_then_fine(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("450 4.2.1 busy", to="erika@example.org")
    booked(office)
    office.post()
    waiting = confirmation(office)
    assert (waiting.fate, waiting.error, waiting.attempts) == (Fate.RETRYING, "smtp 450", 1)
    office.post()
    assert confirmation(office).attempts == 1, "its pause is not over"
    office.make_due()
    office.post()
    sent = confirmation(office)
    assert (sent.fate, sent.error, sent.sent_at) == (
        Fate.SENT,
        None,
        pytest.approx(office.now, abs=timedelta(minutes=5)),
    )
    assert [
        mail["Message-ID"] for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)
    ] == [sent.message_id]


@pytest.mark.parametrize("moment", ["rcpt", "data"])
def test_a_refusal_for_good_is_final(office: Office, smtp_sink: SmtpSink, moment: str) -> None:
    smtp_sink.answer("550 5.1.1 unknown erika@example.org", at=moment, to="erika@example.org")
    booked(office)
    office.post()
    failed = confirmation(office)
    assert (failed.fate, failed.error, failed.sealed, failed.attempts) == (Fate.FAILED, "smtp 550", None, 1)
    office.make_due()
    office.post()
    assert confirmation(office).attempts == 1


def test_one_refused_mailbox_does_not_hold_others(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("450 4.2.0 later", times=None, to="erika@example.org")
    booked(office)
    office.post()
    assert [mail.envelope_to for mail in smtp_sink.messages()] == [("ada@example.org",)]


def test_a_broken_connection_sends_the_same_bytes_again(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.drop(stored=True, to="erika@example.org")
    booked(office)
    office.post()
    assert confirmation(office).fate == Fate.RETRYING
    office.make_due()
    office.post()
    first, second = (mail for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",))
    assert first.raw == second.raw


def test_a_mail_server_that_is_away_is_asked_again_soon(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    try:
        booked(office)
        office.post()
        assert {delivery.error for delivery in office.deliveries()} == {"ConnectionRefusedError"}
    finally:
        smtp_sink.start()
    office.make_due()
    office.post()
    assert len(smtp_sink.messages()) == 2


def test_the_pauses_grow_and_vary() -> None:
    for attempts, seconds in enumerate([10, 30, 60, 300, 900, 3600, 10800, 21600, 21600], start=1):
        for _ in range(20):
            assert 0.8 * seconds <= pause_after(attempts).total_seconds() <= 1.2 * seconds
    assert pause_after(1, Pace.SLOW) >= timedelta(minutes=12)
    assert pause_after(50, Pace.SOON) <= timedelta(seconds=72)


def test_what_comes_too_late_is_outdated(office: Office, smtp_sink: SmtpSink) -> None:
    booked(office)
    office.dispatch()
    office.set_clock(at_wall(house.TUESDAY, 9, 30))
    office.post()
    assert (confirmation(office).fate, confirmation(office).sealed) == (Fate.OUTDATED, None)
    assert [mail.envelope_to for mail in smtp_sink.messages()] == [("ada@example.org",)], (
        "of use one more day"
    )


def test_planning_twice_changes_nothing(office: Office) -> None:
    office.open_hours()
    appointment = office.book()
    office.dispatch()
    before = [(row.id, row.message_id, row.sealed) for row in office.deliveries()]
    reminders = [(row.id, row.due_at) for row in office.reminders(appointment)]
    with office.runtime.database.writing() as session:
        for row in session.query(EventRow):
            row.position = None
        session.flush()
        outbox.dispatch(session, subscriptions(office.runtime), now=office.now)
        assert not session.query(outbox.ParkedReaction).count()
    assert [(row.id, row.message_id, row.sealed) for row in office.deliveries()] == before
    assert [(row.id, row.due_at) for row in office.reminders(appointment)] == reminders


def test_a_cancellation_never_arrives_before_its_invitation(office: Office, smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("450 4.2.1 busy", to="erika@example.org")
    office.open_hours()
    appointment = office.book()
    office.move(appointment, TEN)
    office.cancel(appointment)
    office.post()
    assert not [mail for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)]
    office.make_due()
    office.post()
    mails = [mail["Subject"] for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)]
    assert mails == [
        "Ihr Termin am 24. November",
        "Ihr Termin ist verschoben: 24. November",
        "Ihr Termin ist abgesagt",
    ]


def test_without_the_order_key_it_would(
    office: Office, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red control of the test above."""

    def may_leave(now: object) -> ColumnElement[bool]:
        return and_(Delivery.fate.in_(claiming.WAITING), Delivery.next_attempt_at <= now)

    monkeypatch.setattr(claiming, "_may_leave", may_leave)
    smtp_sink.answer("450 4.2.1 busy", to="erika@example.org")
    office.open_hours()
    office.cancel(office.book())
    office.post()
    office.make_due()
    office.post()
    mails = [mail["Subject"] for mail in smtp_sink.messages() if mail.envelope_to == ("erika@example.org",)]
    assert mails == ["Ihr Termin ist abgesagt", "Ihr Termin am 24. November"]


def test_eight_rivals_send_once(office: Office) -> None:
    booked(office)
    office.dispatch()
    assert len(rivals(office).sent) == 1


def test_without_the_lease_they_send_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red control of the test above: everybody may take what is unfinished."""
    monkeypatch.setattr(claiming, "_may_leave", lambda _now: Delivery.fate.in_(claiming.UNFINISHED))
    booked(office)
    office.dispatch()
    assert len(rivals(office).sent) > 1


def rivals(office: Office) -> CountingChannel:
    channel, barrier = CountingChannel(), Barrier(8)
    released = Event()
    channel.meanwhile = lambda: (released.wait(0.3), released.set(), None)[2]
    delivery_id = confirmation(office).id

    def try_it(_: int) -> None:
        barrier.wait()
        for _again in range(3):
            delivering.deliver(office.runtime, channel, delivery_id)
            released.wait(0.03)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(try_it, range(8)))
    return channel


def test_an_expired_lease_is_taken_over_and_the_late_one_writes_nothing(office: Office) -> None:
    booked(office)
    office.dispatch()
    delivery_id = confirmation(office).id
    with office.runtime.database.writing() as session:
        crashed = claiming.claim(session, office.runtime.vault, delivery_id, now=office.now)
    assert crashed is not None
    with office.runtime.database.reading() as session:
        assert delivery_id not in due(session, limit=10)
    office.make_due()
    channel = CountingChannel()

    def wake_up_late() -> None:
        with office.runtime.database.writing() as session:
            assert not claiming.finish(session, crashed, fate=Fate.FAILED, error="late", sealed=None)

    channel.meanwhile = wake_up_late
    delivering.deliver(office.runtime, channel, delivery_id)
    sent = confirmation(office)
    assert (sent.fate, sent.attempts, channel.sent) == (Fate.SENT, 2, [sent.public_id])


def test_without_the_end_of_the_lease_a_crash_loses_the_mail(
    office: Office, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red control of the test above."""
    monkeypatch.setattr(
        claiming,
        "_may_leave",
        lambda now: and_(Delivery.fate.in_(claiming.WAITING), Delivery.next_attempt_at <= now),
    )
    booked(office)
    office.dispatch()
    with office.runtime.database.writing() as session:
        claiming.claim(session, office.runtime.vault, confirmation(office).id, now=office.now)
    office.make_due()
    office.post()
    assert [mail.envelope_to for mail in smtp_sink.messages()] == [("ada@example.org",)]


def test_the_offset_of_the_clock_frees_no_lease(office: Office) -> None:
    booked(office)
    office.dispatch()
    delivery_id = confirmation(office).id
    with office.runtime.database.writing() as session:
        claiming.claim(session, office.runtime.vault, delivery_id, now=office.now)
    office.set_clock(office.now + timedelta(hours=12))
    channel = CountingChannel()
    delivering.deliver(office.runtime, channel, delivery_id)
    assert channel.sent == []


def test_stuck_deliveries_are_counted(office: Office) -> None:
    booked(office)
    office.dispatch()
    with office.runtime.database.reading() as session:
        assert claiming.stuck(session) == 0
    office.make_due()
    with office.runtime.database.reading() as session:
        assert claiming.stuck(session) == 2
