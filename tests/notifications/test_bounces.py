"""Mails that come back: which of ours, for good or for now, and nobody can make one up."""

from __future__ import annotations

import pytest

from booking.notifications.bounce_mailbox import mails_of
from booking.notifications.bounces import Bounce, read_bounce
from booking.notifications.models import Fate
from booking.notifications.returning import Taken, take_in
from booking.outbox import EventRow
from tests.notifications.office import Office
from tests.notifications.returned import (
    ABSENCE,
    EXIM,
    HEADERS_ONLY,
    QMAIL,
    WARNING,
    WHOLE_MAIL,
    free_text,
    standard,
)

OURS = "<aaaabbbbccccdddd@termin.example.org>"
BOUNCED, PASSING, FOREIGN = Taken(bounced=1), Taken(passing=1), Taken(foreign=1)


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (standard(OURS), Bounce((OURS,), permanent=True, code="5.1.1")),
        (standard(OURS, returned=WHOLE_MAIL), Bounce((OURS,), permanent=True, code="5.1.1")),
        (standard(OURS, status="4.4.7"), Bounce((OURS,), permanent=True, code="4.4.7")),
        (standard(OURS, action="delayed", status="4.4.1"), Bounce((OURS,), permanent=False, code="4.4.1")),
        (standard(OURS, action="delivered", status="2.0.0"), Bounce((OURS,), permanent=False, code="2.0.0")),
        (free_text(EXIM, OURS), Bounce((OURS,), permanent=True, code="no status")),
        (free_text(QMAIL, OURS), Bounce((OURS,), permanent=True, code="5.1.1")),
        (free_text(WARNING, OURS), Bounce((OURS,), permanent=False, code="550")),
        (free_text(ABSENCE, OURS), None),
        (standard(OURS).replace(b"delivery-status;", b"disposition-notification;"), None),
        (standard(""), None),
        (b"", None),
        (b"\xff\xfe\x00 no mail at all", None),
        (b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n--x", None),
    ],
)
def test_what_a_report_says(report: bytes, found: Bounce | None) -> None:
    assert read_bounce(report) == found


def test_a_report_in_a_thousand_boxes_is_none() -> None:
    box = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    assert read_bounce(box.encode()) is None


@pytest.mark.parametrize(
    "message_id", ["<nul\0nul@x>", "<grün@x>", "<a b@x>", f"<{'a' * 149}>", "<>", "aaaabbbb@x"]
)
@pytest.mark.parametrize("returned", [HEADERS_ONLY, WHOLE_MAIL])
def test_an_id_as_we_never_write_it_is_none(message_id: str, returned: str) -> None:
    assert read_bounce(standard(message_id, returned=returned)) is None


def test_an_mbox_and_a_single_mail() -> None:
    one, two = free_text(QMAIL, OURS), free_text(EXIM, OURS)
    mbox = b"From MAILER-DAEMON Mon Nov 23\n" + one + b"\nFrom MAILER-DAEMON Tue Nov 24\n" + two
    assert [read_bounce(mail) for mail in mails_of(mbox.splitlines(keepends=True))] == [
        read_bounce(one),
        read_bounce(two),
    ]
    assert list(mails_of(one.splitlines(keepends=True))) == [one]


def take(office: Office, report: bytes) -> Taken:
    with office.runtime.database.writing() as session:
        return take_in(session, report, now=office.now)


def undeliverable(office: Office) -> int:
    with office.runtime.database.reading() as session:
        return session.query(EventRow).filter_by(type="MailUndeliverable").count()


def test_a_mail_that_came_back_is_bounced_once(office: Office) -> None:
    office.open_hours()
    office.book()
    office.post()
    (sent,) = office.deliveries(kind="confirmation")
    assert (sent.fate, sent.sealed is None) == (Fate.SENT, False)
    assert [take(office, standard(sent.message_id)) for _ in range(2)] == [BOUNCED, PASSING]
    (bounced,) = office.deliveries(kind="confirmation")
    assert (bounced.fate, bounced.error, bounced.sealed) == (Fate.BOUNCED, "5.1.1", None)
    assert undeliverable(office) == 1


def test_a_delay_changes_nothing(office: Office) -> None:
    office.open_hours()
    office.book()
    office.post()
    (sent,) = office.deliveries(kind="confirmation")
    assert take(office, standard(sent.message_id, action="delayed", status="4.4.1")) == PASSING
    assert office.deliveries(kind="confirmation")[0].fate == Fate.SENT
    assert undeliverable(office) == 0


@pytest.mark.parametrize(
    "message_id",
    [
        OURS,
        "<1@termin.example.org>",
        "<%@termin.example.org>",
        "<x' OR 1=1 --@x>",
        "<nul\0nul@termin.example.org>",
        "<grün@termin.example.org>",
        f"<{'a' * 149}>",
    ],
)
@pytest.mark.parametrize("returned", [HEADERS_ONLY, WHOLE_MAIL])
def test_what_was_never_ours_changes_nothing(office: Office, message_id: str, returned: str) -> None:
    office.open_hours()
    office.book()
    office.post()
    assert take(office, standard(message_id, returned=returned)) == FOREIGN
    assert {each.fate for each in office.deliveries()} == {Fate.SENT}
    assert undeliverable(office) == 0


def test_a_report_on_what_did_not_leave_yet_changes_nothing(office: Office) -> None:
    office.open_hours()
    office.book()
    office.dispatch()
    (queued,) = office.deliveries(kind="confirmation")
    assert take(office, standard(queued.message_id)) == PASSING
    assert office.deliveries(kind="confirmation")[0].fate == Fate.QUEUED
