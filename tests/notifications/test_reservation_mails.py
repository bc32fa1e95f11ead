"""What a provider reads about its reservations: one mail per change, neutral, to the right people."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from booking.accounts.models import Account, Provider, Role
from booking.events import ReservationChanged
from booking.house.models import Closure
from booking.i18n import language
from booking.notifications.models import Fate
from booking.notifications.reservation_words import Changes
from booking.outbox import EventRow
from booking.reservations import cancelling
from booking.reservations.approving import expire_requests
from booking.reservations.scope import Scope, for_change
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.office import ADA, SECRET_TITLE, Office
from tests.notifications.reading import part, shape, words
from tests.notifications.test_mails import ALTERNATIVE, TREE
from tests.notifications.test_names import HEADERS, NASTY
from tests.reservations.scene import weekly
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

WEEK = timedelta(weeks=1)


def said(mail: Received) -> str:
    return part(mail, "text/plain").get_content()


def last(sink: SmtpSink) -> Received:
    return sink.messages()[-1]


def subjects(sink: SmtpSink) -> list[str]:
    return [str(mail["Subject"]) for mail in sink.messages()]


def readers(sink: SmtpSink) -> list[str]:
    return sorted(address for mail in sink.messages() for address in mail.envelope_to)


def cancel_for_the_house(
    office: Office, reservation_id: str, scope: Scope, picked: int | None = None
) -> None:
    with office.runtime.database.writing() as session:
        found = for_change(session, reservation_id)
        date = found.occurrences[picked] if picked is not None else None
        cancelling.cancel(session, found, scope, date, now=office.now, by_house=True)


def test_a_series_is_confirmed_in_one_mail(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(52), public_title="Offener Treff")
    office.post()
    (mail,) = smtp_sink.messages()
    assert mail["Subject"] == "Ihre Reservierung ab 24. November"
    assert mail["To"] == "Ada Beispiel <ada@example.org>"
    assert mail["Date"].datetime == house.NOW
    assert shape(mail) == TREE
    for text in (said(mail), re.sub("<[^>]+>", "", part(mail, "text/html").get_content())):
        assert "Ihre Reservierung gilt. Sie hat 52 Termine." in text
        assert "jeden Dienstag, 14–16 Uhr, 52-mal" in text
        assert "Büro 1" in text
        assert text.count(", 14–16 Uhr") == 1 + 12
        assert "und 40 weitere" in text
        assert "Das lesen andere:" in text
        assert "Warum bekomme ich diese Mail?" in text
    assert f"https://termin.example.org/reservierung/{made}" in said(mail)


def test_one_date_is_told_without_a_list(office: Office, smtp_sink: SmtpSink) -> None:
    office.reserve()
    office.post()
    (mail,) = smtp_sink.messages()
    assert mail["Subject"] == "Ihre Reservierung am 24. November"
    assert "Wann: Dienstag, 24. November 2026, 14–16 Uhr" in said(mail)
    assert "nächsten Termine" not in said(mail)


def test_what_was_left_out_is_told_with_its_reason(office: Office, smtp_sink: SmtpSink) -> None:
    tuesday = at_wall(house.TUESDAY, 14)
    with office.runtime.database.writing() as session:
        day = tuesday + 2 * WEEK
        session.add(Closure(starts_at=day - timedelta(hours=6), ends_at=day, reason="Wasserschaden"))
        session.add(Closure(starts_at=day, ends_at=day + timedelta(hours=6), reason="Wasserschaden"))
        house.reserve(
            session,
            session.merge(office.small.rooms[0], load=False),
            Interval(tuesday + WEEK, tuesday + WEEK + timedelta(hours=1)),
            provider_id=office.small.provider.id,
            title="Andere",
        )
    office.reserve(rule=weekly(4))
    office.post()
    text = said(last(smtp_sink))
    assert "Sie hat 2 Termine." in text
    assert "Diese Termine finden nicht statt:" in text
    assert "- Dienstag, 1. Dezember 2026, 14–16 Uhr: der Raum ist belegt" in text
    assert "- Dienstag, 8. Dezember 2026, 14–16 Uhr: Wasserschaden" in text


def test_moving_52_dates_is_one_mail(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(52))
    office.post()
    smtp_sink.clear()
    office.scene().move(made, at=time(16))
    office.post()
    (mail,) = smtp_sink.messages()
    assert mail["Subject"] == "Änderung Ihrer Reservierung"
    assert "Ihre Reservierung hat sich geändert. 52 Termine sind verschoben." in said(mail)
    assert "jeden Dienstag, 16–18 Uhr, 52-mal" in said(mail)


def test_cancelling_one_date_and_then_the_rest(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(5))
    office.post()
    office.scene().cancel(made, Scope.ONE, picked=1)
    office.post()
    assert "1 Termin ist abgesagt." in said(last(smtp_sink))
    assert "1. Dezember" not in said(last(smtp_sink))
    office.scene().cancel(made)
    office.post()
    assert subjects(smtp_sink)[1:] == ["Änderung Ihrer Reservierung", "Ihre Reservierung ist abgesagt"]
    assert "Ihre Reservierung ist abgesagt. Ab jetzt findet kein Termin mehr statt." in said(last(smtp_sink))


def test_when_the_rest_is_cancelled_the_past_stays(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(5))
    office.post()
    office.set_clock(house.NOW + 2 * WEEK)
    office.scene().cancel(made)
    office.post()
    assert subjects(smtp_sink)[1:] == ["Ihre Reservierung ist abgesagt"]


def test_the_house_says_that_it_was_the_house(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(5))
    office.post()
    cancel_for_the_house(office, made, Scope.ONE, picked=1)
    office.post()
    assert "Das Quartiersbüro hat 1 Termin abgesagt." in said(last(smtp_sink))
    assert "02175 000-000 (Mo–Fr 9–12 Uhr)" in said(last(smtp_sink))
    cancel_for_the_house(office, made, Scope.ALL)
    office.post()
    assert "Das Quartiersbüro hat Ihre Reservierung abgesagt." in said(last(smtp_sink))


@pytest.mark.parametrize(
    ("numbers", "provider", "by_house"),
    [
        ({"moved": 1}, "1 Termin ist verschoben.", "Das Quartiersbüro hat 1 Termin verschoben."),
        (
            {"moved": 3, "cancelled": 1},
            "3 Termine sind verschoben, 1 ist abgesagt.",
            "Das Quartiersbüro hat 3 Termine verschoben und 1 abgesagt.",
        ),
        (
            {"moved": 3, "other_room": 2, "cancelled": 1, "left_out": 4, "taken_up": 1, "renamed": 2},
            (
                "3 Termine sind verschoben, 2 haben einen anderen Raum, 1 ist abgesagt. "
                "4 sind ausgelassen, 1 findet doch statt, 2 heißen jetzt anders."
            ),
            (
                "Das Quartiersbüro hat 3 Termine verschoben, 2 in einen anderen Raum gelegt und 1 abgesagt. "
                "Außerdem hat es 4 ausgelassen, 1 wieder aufgenommen und 2 umbenannt."
            ),
        ),
        ({}, "", ""),
    ],
)
def test_numbers_in_sentences(numbers: dict[str, int], provider: str, by_house: str) -> None:
    spoken = language("de")
    for house_did_it, expected in ((False, provider), (True, by_house)):
        event = ReservationChanged(reservation_id="r", series_ids=[], by_house=house_did_it, **numbers)
        assert Changes(event).words(spoken) == expected
        assert all(len(sentence.split()) <= 15 for sentence in expected.split(". "))


def test_a_request_is_acknowledged_without_a_calendar(office: Office, smtp_sink: SmtpSink) -> None:
    office.reserve(rule=weekly(3), as_request=True)
    office.post()
    (mail,) = smtp_sink.messages()
    assert mail["Subject"] == "Ihre Raum-Anfrage"
    assert shape(mail) == ALTERNATIVE
    assert "Das Quartiersbüro entscheidet bis Dienstag, 24. November, 14:00 Uhr." in said(mail)


def test_a_changed_request_is_still_a_request(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(3), as_request=True)
    office.post()
    office.scene().move(made, at=time(16))
    office.post()
    assert subjects(smtp_sink) == ["Ihre Raum-Anfrage"] * 2
    assert "Ihre Anfrage hat sich geändert. 3 Termine sind verschoben." in said(last(smtp_sink))
    assert shape(last(smtp_sink)) == ALTERNATIVE


def test_the_answer_comes_with_its_reason(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(3), as_request=True)
    office.decide(made, [0, 2], "Am 1. Dezember feiert die Stadt.")
    office.post()
    answer = last(smtp_sink)
    assert subjects(smtp_sink) == ["Ihre Raum-Anfrage", "Ihre Raum-Anfrage: Antwort"]
    assert "Das Quartiersbüro sagt 2 Termine zu und lehnt 1 ab." in said(answer)
    assert "Der Grund: Am 1. Dezember feiert die Stadt." in said(answer)
    granted, _, declined = said(answer).partition("Diese Termine finden nicht statt:")
    assert "- Dienstag, 8. Dezember 2026, 14–16 Uhr\n" in granted
    assert "- Dienstag, 1. Dezember 2026, 14–16 Uhr\n" in declined
    assert shape(answer) == TREE


def test_no_means_no_calendar(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(as_request=True)
    office.post()
    office.decide(made, [], "Die Nutzung passt nicht zum Haus")
    office.post()
    assert "Ihre Anfrage ist leider abgelehnt." in said(last(smtp_sink))
    assert "Der Grund: Die Nutzung passt nicht zum Haus" in said(last(smtp_sink))
    assert shape(last(smtp_sink)) == ALTERNATIVE


def test_nobody_answered_in_time(office: Office, smtp_sink: SmtpSink) -> None:
    office.reserve(as_request=True, day=house.TUESDAY + timedelta(days=9))
    office.post()
    office.set_clock(house.NOW + timedelta(days=3))
    office.engine.tidy()
    office.engine.tidy()
    office.post()
    assert subjects(smtp_sink) == ["Ihre Raum-Anfrage", "Ihre Raum-Anfrage ist abgelaufen"]
    assert "https://termin.example.org/reservieren\n" in said(last(smtp_sink))
    assert shape(last(smtp_sink)) == ALTERNATIVE


def test_what_was_only_asked_for_is_withdrawn_not_cancelled(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(as_request=True)
    office.post()
    office.scene().cancel(made)
    office.post()
    assert subjects(smtp_sink) == ["Ihre Raum-Anfrage"] * 2
    assert "Ihre Anfrage ist zurückgezogen. Die Zeit ist nicht mehr vorgemerkt." in said(last(smtp_sink))
    assert shape(last(smtp_sink)) == ALTERNATIVE


def test_a_granted_request_is_cancelled_like_any_reservation(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(as_request=True)
    office.decide(made, [0])
    office.post()
    office.scene().cancel(made)
    office.post()
    assert subjects(smtp_sink)[-1] == "Ihre Reservierung ist abgesagt"
    assert part(last(smtp_sink), "text/calendar").get_param("method") == "CANCEL"


def test_made_and_cancelled_before_anybody_looked(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve()
    office.scene().cancel(made)
    office.post()
    (mail,) = smtp_sink.messages()
    assert mail["Subject"] == "Ihre Reservierung ist abgesagt"
    assert shape(mail) == ALTERNATIVE, "nothing is in the calendar that could be taken out"


def test_without_the_account_the_leads_read_it(office: Office, smtp_sink: SmtpSink) -> None:
    office.hire("lia@example.org")
    office.hire("lev@example.org")
    office.hire("nobody@example.org", Role.ADVISER)
    office.reserve()
    with office.runtime.database.writing() as session:
        session.get_one(Account, ADA).disabled_at = house.NOW
    office.post()
    assert readers(smtp_sink) == ["lev@example.org", "lia@example.org"]
    assert all(len(mail["To"].addresses) == 1 for mail in smtp_sink.messages())
    assert all("Sie leiten das Team" in said(mail) for mail in smtp_sink.messages())


def test_what_the_house_reserves_for_a_provider_its_leads_read(office: Office, smtp_sink: SmtpSink) -> None:
    staff = office.hire("staff@example.org", Role.STAFF, for_house=True)
    office.reserve(account_id=staff)
    office.post()
    assert readers(smtp_sink) == ["staff@example.org"], "there is no lead yet"
    office.hire("lia@example.org")
    smtp_sink.clear()
    office.reserve(2, account_id=staff)
    office.post()
    assert readers(smtp_sink) == ["lia@example.org"]


def test_who_left_for_another_provider_reads_nothing(office: Office) -> None:
    office.reserve()
    with office.runtime.database.writing() as session:
        other = Provider(slug="anderer", name="Anderer Verein")
        session.add(other)
        session.flush()
        session.get_one(Account, ADA).provider_id = other.id
    office.dispatch()
    assert office.deliveries() == []


def test_without_account_and_leads_there_is_no_mail(office: Office) -> None:
    office.reserve(account_id=None)
    office.dispatch()
    assert office.deliveries() == []


def test_a_bad_address_is_a_failed_delivery(office: Office) -> None:
    with office.runtime.database.writing() as session:
        session.get_one(Account, ADA).email = "ada"
    office.reserve(rule=weekly(3))
    office.dispatch()
    (delivery,) = office.deliveries()
    assert (delivery.fate, delivery.error, delivery.sealed) == (Fate.FAILED, "bad address", None)


def test_told_twice_is_told_once(office: Office) -> None:
    made = office.reserve(rule=weekly(6))
    office.scene().move(made, Scope.FOLLOWING, picked=2, at=time(16))
    office.dispatch()
    assert len(office.deliveries()) == 3
    with office.runtime.database.writing() as session:
        for row in session.query(EventRow):
            row.position = None
    office.dispatch()
    assert len(office.deliveries()) == 3


def test_the_mails_of_one_reservation_leave_in_order(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(6))
    office.dispatch()
    office.scene().move(made, Scope.FOLLOWING, picked=2, at=time(16))
    office.dispatch()
    office.scene().cancel(made)
    smtp_sink.answer("450 4.2.1 busy", to="ada@example.org")
    office.post()
    office.make_due()
    office.post()
    assert subjects(smtp_sink) == [
        "Ihre Reservierung ab 24. November",
        "Änderung Ihrer Reservierung",
        "Änderung Ihrer Reservierung",
        "Ihre Reservierung ist abgesagt",
        "Ihre Reservierung ist abgesagt",
    ]


def test_a_mail_is_of_use_until_the_last_date_but_never_less_than_three_days(office: Office) -> None:
    office.reserve(rule=weekly(6))
    office.reserve(2, day=house.TUESDAY)
    office.dispatch()
    assert [row.valid_until for row in office.deliveries()] == [
        at_wall(house.TUESDAY + 5 * WEEK, 16),
        house.NOW + timedelta(days=3),
    ]


def test_the_title_stays_in_the_house(office: Office, smtp_sink: SmtpSink) -> None:
    """From the first mail to the last, in words, headers, calendars and rows."""
    made = office.reserve(rule=weekly(8))
    office.post()
    office.scene().move(made, Scope.FOLLOWING, picked=2, at=time(16))
    with office.runtime.database.writing() as session:
        found = for_change(session, made)
        cancelling.retitle(session, found, Scope.ALL, title="Ahornkreis", public_title=None, now=office.now)
    office.post()
    request = office.reserve(2, as_request=True)
    office.decide(request, [0])
    office.scene().cancel(made)
    office.reserve(3, as_request=True)
    with office.runtime.database.writing() as session:
        expire_requests(session, now=office.now + timedelta(days=9))
    office.post()
    secret = re.compile(f"{SECRET_TITLE}|ahorn|trauer|testverein", re.IGNORECASE)
    assert {row.kind for row in office.deliveries()} == {
        "reservation_made",
        "reservation_changed",
        "reservation_calendar",
        "reservation_cancelled",
        "reservation_requested",
        "reservation_answered",
        "reservation_expired",
    }
    for mail in smtp_sink.messages():
        assert not secret.search(words(mail)), mail["Subject"]
        assert not secret.search(mail.raw.decode())
    for delivery in office.deliveries():
        assert not secret.search(f"{delivery.order_key} {delivery.dedup_key} {delivery.message_id}")


def test_the_public_title_may_be_read(office: Office, smtp_sink: SmtpSink) -> None:
    """The red control of the test above: a title that is public is found, but in no subject."""
    office.reserve(rule=weekly(3), public_title="Offener Treff")
    office.post()
    assert "Offener Treff" in words(last(smtp_sink))
    assert "Treff" not in last(smtp_sink)["Subject"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("title", [title for title in NASTY if "\ud800" not in title])
def test_a_nasty_public_title_stays_a_title(office: Office, smtp_sink: SmtpSink, title: str) -> None:
    made = office.reserve(rule=weekly(3), public_title=title)
    office.post()
    office.scene().cancel(made)
    office.post()
    for mail in smtp_sink.messages():
        assert shape(mail) == TREE
        assert {header.lower() for header in mail} == HEADERS
        assert mail.envelope_to == ("ada@example.org",)
        assert "<script>" not in part(mail, "text/html").get_content()
        assert not mail.defects
        assert "\nBcc" not in part(mail, "text/calendar").get_content()
        assert "\nX-Evil" not in said(mail)


def test_kept_mails_of_the_demonstration_survive_the_tidying(keeping_office: Office) -> None:
    office = keeping_office
    made = office.reserve(rule=weekly(3))
    office.post()
    office.scene().cancel(made)
    office.post()
    office.engine.tidy()
    kept = office.folder.kept_mails()
    assert [mail.subject for mail in kept].count("Ihre Reservierung ab 24. November") == 1
    assert len(kept) == 2
    for each in kept:
        mail = office.folder.read(each.public_id)
        assert mail is not None
        assert "Das ist eine Demonstration." in part(mail, "text/plain").get_content()


def test_a_reservation_that_is_gone_is_not_told(office: Office) -> None:
    with office.runtime.database.writing() as session:
        event = ReservationChanged(reservation_id="gone", series_ids=[], moved=1)
        session.add(EventRow(type="ReservationChanged", payload=event.payload(), occurred_at=office.now))
    office.dispatch()
    assert office.deliveries() == []


def test_dates_told_are_those_still_to_come(office: Office, smtp_sink: SmtpSink) -> None:
    made = office.reserve(rule=weekly(4))
    office.post()
    office.set_clock(house.NOW + WEEK)
    office.scene().cancel(made, Scope.ONE, picked=3)
    office.post()
    text = said(last(smtp_sink))
    assert "24. November" not in text.partition("nächsten Termine")[2]
    assert [day for day in ("1. Dezember", "8. Dezember", "15. Dezember") if day in text] == [
        "1. Dezember",
        "8. Dezember",
    ]
