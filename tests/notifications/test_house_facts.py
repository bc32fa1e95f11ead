"""What the house sets stands in the next mail and its calendar part; what was sent before stays as it was."""

from __future__ import annotations

from dataclasses import replace

from booking.house.settings import change_settings, settings_for_change
from tests.house import NOW
from tests.notifications.office import Office
from tests.notifications.reading import by_subject, event, part, words
from tests.servers.smtp import SmtpSink


def move_house(office: Office) -> None:
    with office.runtime.database.writing() as session:
        settings = settings_for_change(session)
        facts = replace(settings.facts, name="Haus am Markt", street="Marktplatz 1", phone="02175 000-999")
        change_settings(session, replace(settings, facts=facts), now=NOW)


def test_a_mail_and_its_calendar_part_tell_the_new_address(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    move_house(office)
    office.book()
    office.post()
    mail = by_subject(smtp_sink.messages(), "Ihr Termin")
    text = words(mail)
    assert "Haus am Markt" in str(mail["From"])
    assert "02175 000-999 (Mo–Fr 9–12 Uhr)" in text
    assert "Marktplatz 1" in text
    assert "Kirchstraße" not in text
    assert "tel:+492175000999" in part(mail, "text/html").get_content()
    entry = event(mail)
    assert entry["LOCATION"] == "Haus am Markt, Marktplatz 1, 42799 Leichlingen, Büro 1"
    assert entry["ORGANIZER"].params["CN"] == "Haus am Markt"


def test_what_is_planned_already_stays_as_it_was_written(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.book()
    office.dispatch()
    move_house(office)
    office.post()
    assert "Kirchstraße 6–8" in words(by_subject(smtp_sink.messages(), "Ihr Termin"))
