"""M13, M15 and M16: each once, in the person's language, without a topic; the Ombudsstelle in each of the reports'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from booking.accounts.people import Contact
from booking.errors import NotAllowedNow
from booking.notifications.models import Fate
from booking.scheduling.walltime import at_wall
from booking.todos import answering
from booking.todos.asking import Wish, ask
from booking.todos.models import Kind, Todo
from tests import house
from tests.notifications.office import Office
from tests.notifications.reading import words
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink
from tests.todos import scene

ERIKA = Contact(name="Erika Beispiel", email="erika@example.org")
WISHES = {
    Kind.CALL_BACK: {"text": "haus-und-energie"},
    Kind.BARRIER: {"text": "Ich bin blind", "page": "/heute", "final_at": at_wall(house.TUESDAY, 18)},
    Kind.DATA: {"text": "7F3K9M", "subject": "erase"},
}
OMBUD = "Wenn Sie mit unserer Antwort nicht zufrieden sind"


@pytest.fixture
def office(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Office]:
    opened = Office.open(database_url, tmp_path / "data", smtp_sink)
    yield opened
    opened.runtime.database.dispose()


def asked(office: Office, kind: Kind, contact: Contact | None = ERIKA, key: str = "a") -> str:
    wish = Wish(kind=kind, key=key, due_at=scene.DUE, contact=contact, **WISHES[kind])  # type: ignore[arg-type]
    with office.runtime.database.writing() as session:
        return ask(session, office.runtime.vault, wish, now=office.now).id


def received(office: Office, sink: SmtpSink) -> list[Received]:
    office.post()
    return sink.messages()


@pytest.mark.parametrize(
    ("kind", "subject", "promise"),
    [
        (Kind.CALL_BACK, "Wir schreiben Ihnen", "bis Dienstag, 24. November 2026, 12 Uhr"),
        (Kind.BARRIER, "Ihre Meldung zur Barrierefreiheit", "Wir antworten Ihnen bis 24. November 2026."),
        (Kind.DATA, "Ihre Anfrage zu Ihren Daten", "Sie bekommen eine Antwort bis 24. November 2026."),
    ],
)
def test_what_was_asked_is_confirmed_once_and_without_a_topic(
    office: Office, smtp_sink: SmtpSink, kind: Kind, subject: str, promise: str
) -> None:
    for _ in range(2):
        asked(office, kind)
    (mail,) = received(office, smtp_sink)
    assert mail["Subject"] == subject
    assert mail.envelope_to == ("erika@example.org",)
    text = words(mail)
    assert promise in text
    assert (OMBUD in text) == (kind == Kind.BARRIER)
    for secret in ("haus-und-energie", "Energie", "blind", "7F3K9M", "7F3 K9M", "Löschung"):
        assert secret not in text


def test_who_is_called_reads_that_we_call(office: Office, smtp_sink: SmtpSink) -> None:
    asked(office, Kind.CALL_BACK, replace(ERIKA, phone="02175 555"))
    (mail,) = received(office, smtp_sink)
    assert mail["Subject"] == "Wir rufen Sie an"
    assert "02175 555" not in words(mail)


def test_a_corrected_address_gets_its_own_mail(office: Office, smtp_sink: SmtpSink) -> None:
    asked(office, Kind.CALL_BACK)
    office.post()
    asked(office, Kind.CALL_BACK, replace(ERIKA, email="erika.b@example.org"))
    assert sorted(mail.envelope_to[0] for mail in received(office, smtp_sink)) == [
        "erika.b@example.org",
        "erika@example.org",
    ]


def test_a_correction_stops_what_still_waits_for_the_wrong_address(
    office: Office, smtp_sink: SmtpSink
) -> None:
    right = replace(ERIKA, email="erika.b@example.org")
    for kind in WISHES:
        for contact in (ERIKA, right):
            asked(office, kind, contact)
            office.dispatch()
    mails = received(office, smtp_sink)
    assert [mail.envelope_to for mail in mails] == [("erika.b@example.org",)] * len(WISHES)
    outdated = office.deliveries(fate=Fate.OUTDATED)
    assert [each.sealed for each in outdated] == [None] * len(WISHES)


def test_who_corrects_back_is_told_once(office: Office, smtp_sink: SmtpSink) -> None:
    for address in ("erika@example.org", "erika.b@example.org", "erika@example.org", "erika@example.org"):
        asked(office, Kind.CALL_BACK, replace(ERIKA, email=address))
        office.dispatch()
    assert [mail.envelope_to for mail in received(office, smtp_sink)] == [("erika@example.org",)]


def test_without_an_address_nobody_is_written_to(office: Office, smtp_sink: SmtpSink) -> None:
    asked(office, Kind.CALL_BACK, Contact(name="Erika", phone="02175 555"))
    asked(office, Kind.BARRIER, None)
    assert received(office, smtp_sink) == []


def test_a_report_gets_an_interim_note_and_its_answer_word_for_word(
    office: Office, smtp_sink: SmtpSink
) -> None:
    todo_id = asked(office, Kind.BARRIER)
    for _ in range(2):
        with office.runtime.database.writing() as session:
            answering.delay(session, session.get_one(Todo, todo_id), now=office.now)
    for _ in range(2):
        with office.runtime.database.writing() as session:
            todo = session.get_one(Todo, todo_id)
            answering.answer_barrier(session, office.runtime.vault, todo, "Zeile 1\n<b>2</b>", now=office.now)
    with office.runtime.database.writing() as session, pytest.raises(NotAllowedNow):
        todo = session.get_one(Todo, todo_id)
        answering.answer_barrier(session, office.runtime.vault, todo, "Etwas anderes", now=office.now)
    mails = received(office, smtp_sink)
    assert [str(mail["Subject"]) for mail in mails] == [
        "Ihre Meldung zur Barrierefreiheit",
        "Ihre Meldung: Es dauert noch etwas",
        "Antwort auf Ihre Meldung zur Barrierefreiheit",
    ]
    assert all(OMBUD in words(mail) for mail in mails)
    assert "Zeile 1\n<b>2</b>" in words(mails[2])
    assert "Zeile 1<br>&lt;b&gt;2&lt;/b&gt;" in words(mails[2])
    assert "blind" not in words(mails[2])


@pytest.mark.parametrize(
    ("how", "said"),
    [("posted", "kommt mit der Post"), ("collect", "liegt am Empfang"), ("told", "ist beantwortet")],
)
def test_an_answer_about_data_says_only_how_it_comes(
    office: Office, smtp_sink: SmtpSink, how: str, said: str
) -> None:
    todo_id = asked(office, Kind.DATA)
    with office.runtime.database.writing() as session:
        answering.answer_data(session, session.get_one(Todo, todo_id), how, now=office.now)
    mail = received(office, smtp_sink)[1]
    assert mail["Subject"] == "Ihre Anfrage zu Ihren Daten: Antwort"
    assert said in words(mail)
    assert "nie mit einer E-Mail" in words(mail)


def test_another_language_comes_first_with_german_below(office: Office, smtp_sink: SmtpSink) -> None:
    for kind in WISHES:
        asked(office, kind, replace(ERIKA, language="ar"))
    for mail in received(office, smtp_sink):
        html = words(mail)
        assert html.index('lang="ar" dir="rtl"') < html.index('lang="de" dir="ltr">\n<p>')
        assert mail["Content-Language"] == "ar, de"


def test_an_erased_person_gets_nothing_any_more(office: Office, smtp_sink: SmtpSink) -> None:
    from booking.erasing import erase_person

    todo_id = asked(office, Kind.CALL_BACK)
    office.dispatch()
    with office.runtime.database.writing() as session:
        erase_person(session, str(session.get_one(Todo, todo_id).person_id), now=office.now)
    assert received(office, smtp_sink) == []
