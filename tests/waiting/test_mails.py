"""The three mails in every language and class: right direction, one link, no topic where it is sensitive."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from booking.accounts.people import Contact
from booking.i18n import LANGUAGES, language
from booking.scheduling.walltime import at_wall
from booking.waiting import answering
from tests.notifications.reading import part, words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink
from tests.waiting.scene import TUESDAY, Queue

LINK = re.compile(r"https://termin\.example\.org(?:/[a-z-]+)?/w/[\w-]+")


def _three_mails(queue: Queue, sink: SmtpSink, contact: Contact, *, sensitive: bool) -> list[Received]:
    """What somebody gets who joins, is offered a time, and leaves."""
    offer = queue.office.small.sensitive if sensitive else queue.office.small.advice
    entry_id = queue.joins_as(contact, offer=offer)
    queue.settle()
    queue.office.open_hours(TUESDAY + timedelta(days=3), end=10, offer=offer)
    queue.settle()
    queue.leaves(entry_id)
    queue.settle()
    return [mail for mail in sink.messages() if mail.envelope_to == (contact.email,)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_the_language_of_the_person_with_german_below(
    queue: Queue, smtp_sink: SmtpSink, code: str
) -> None:
    contact = Contact(name="Maria", email="maria@example.org", language=code)
    joined, offered, ended = _three_mails(queue, smtp_sink, contact, sensitive=False)
    spoken = language(code)
    for mail in (joined, offered, ended):
        assert mail["Content-Language"].split(",")[0].strip() == code
        html = part(mail, "text/html").get_content()
        assert f'<html lang="{code}" dir="{spoken.dir}">' in html
        assert "Maria" in html
    for mail in (joined, offered):
        for kind in ("text/plain", "text/html"):
            links = [
                each.replace(f"/{code}/w/", "/w/") for each in LINK.findall(part(mail, kind).get_content())
            ]
            assert len(set(links)) == 1
            assert len(links) == (1 if spoken.german else 2)
    assert LINK.search(words(ended)) is None
    said = part(offered, "text/plain").get_content()
    if code != "de-simple":
        assert "Wir halten ihn bis Dienstag, 24. November, 8:00 Uhr, für Sie frei." in said
        assert "Freitag, 27. November 2026, 9:00 Uhr" in said
    assert spoken.formats.day_year(at_wall(TUESDAY + timedelta(days=3), 9)) in said


@pytest.mark.parametrize(("sensitive", "brief"), [(True, False), (False, True), (False, False)])
def test_the_offer_is_named_only_where_it_may_be(
    queue: Queue, smtp_sink: SmtpSink, *, sensitive: bool, brief: bool
) -> None:
    contact = Contact(name="Maria", email="maria@example.org", brief_mails=brief)
    mails = _three_mails(queue, smtp_sink, contact, sensitive=sensitive)
    title = "Schuldnerberatung" if sensitive else "Energieberatung"
    named = [title in words(mail) for mail in mails]
    assert named == ([False] * 3 if sensitive or brief else [True, True, False])
    for mail in mails:
        for secret in ("Testverein", "Ada"):
            assert secret not in words(mail)
        assert title not in str(mail["Subject"])
        assert [each.get_content_type() for each in mail.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]


def test_an_offer_that_could_not_be_sent_in_time_is_not_sent_at_all(queue: Queue) -> None:
    queue.office.open_hours(TUESDAY, end=10)
    entry_id = queue.joins("Maria")
    queue.sweep()
    answer_by = queue.entry(entry_id).answer_by
    queue.office.dispatch()
    (delivery,) = queue.office.deliveries(kind="waiting_offer")
    assert delivery.valid_until == answer_by
    assert answer_by == at_wall(queue.today(), 10)


def test_an_answer_that_was_quicker_than_the_mail_leaves_none_to_write(queue: Queue) -> None:
    queue.office.open_hours(TUESDAY, end=10)
    entry_id = queue.joins("Maria")
    queue.sweep()
    queue.declines(entry_id)
    queue.office.dispatch()
    assert queue.office.deliveries(kind="waiting_offer") == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_time_that_is_gone_is_told_in_every_language_and_names_no_offer(
    queue: Queue, smtp_sink: SmtpSink, code: str
) -> None:
    friday = TUESDAY + timedelta(days=3)
    entry_id = queue.joins_as(Contact(name="Maria", email="maria@example.org", language=code))
    queue.office.open_hours(friday, end=10)
    queue.beat()
    queue.beat()
    with queue.changing(entry_id) as (session, entry):
        answering.give_up(session, queue.office.desk(), entry)
    queue.office.dispatch()
    queue.settle()
    (delivery,) = queue.office.deliveries(kind="waiting_gone")
    (mail,) = [each for each in smtp_sink.messages() if delivery.message_id == each["Message-ID"]]
    html = part(mail, "text/html").get_content()
    assert f'<html lang="{code}" dir="{language(code).dir}">' in html
    assert language(code).formats.day_year(at_wall(friday, 9)) in part(mail, "text/plain").get_content()
    assert "Energieberatung" not in words(mail)
    assert len({each.rsplit("/", 1)[1] for each in LINK.findall(words(mail))}) == 1
