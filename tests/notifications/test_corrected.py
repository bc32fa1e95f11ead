"""A corrected address: the new mailbox is invited with the same UID, the old one hears nothing more."""

from __future__ import annotations

from dataclasses import replace

from booking.accounts import capabilities
from booking.accounts.capabilities import CONFIRM, MANAGE, REMINDERS
from booking.accounts.people import Contact
from booking.appointments.booking import open_link
from booking.appointments.correcting import correct
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.ids import random_id
from booking.notifications.models import Fate
from booking.waiting.links import WAITING
from booking.waiting.links import open_link as waiting_link
from booking.waiting.models import State, WaitingEntry
from tests.house import TUESDAY
from tests.notifications.office import RESIDENT, Office
from tests.notifications.reading import event
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

NEW = replace(RESIDENT, email="neu@example.org")


def change(office: Office, booked: Appointment, contact: Contact) -> bool:
    with office.runtime.database.writing() as session:
        return correct(session, office.desk(), by_id(session, booked.id), contact)


def mails_to(smtp_sink: SmtpSink, address: str) -> list[Received]:
    return [mail for mail in smtp_sink.messages() if mail.envelope_to == (address,)]


def test_a_new_address_gets_the_invitation_again(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.post()
    assert change(office, booked, NEW)
    office.post()
    (old,), (new,) = mails_to(smtp_sink, "erika@example.org"), mails_to(smtp_sink, "neu@example.org")
    assert str(event(new)["UID"]) == str(event(old)["UID"]) == booked.uid
    assert int(event(new)["SEQUENCE"]) == 0
    assert "mailto:neu@example.org" in str(event(new)["ATTENDEE"])
    assert new["Subject"] == old["Subject"]


def test_the_same_again_changes_nothing(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    assert [change(office, booked, NEW) for _time in range(3)] == [True, False, False]
    office.post()
    assert len(mails_to(smtp_sink, "neu@example.org")) == 1


def test_what_waits_for_the_old_address_goes_nowhere(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.dispatch()
    change(office, booked, NEW)
    office.post()
    assert mails_to(smtp_sink, "erika@example.org") == []
    assert len(mails_to(smtp_sink, "neu@example.org")) == 1
    (old, new) = office.deliveries(person_id=booked.person_id)
    assert (old.fate, old.sealed, new.fate) == (Fate.OUTDATED, None, Fate.SENT)


def test_a_removed_address_gets_nothing_more(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.dispatch()
    change(office, booked, replace(RESIDENT, email=None))
    office.cancel(booked)
    office.post()
    assert mails_to(smtp_sink, "erika@example.org") == []


def test_another_name_or_language_is_no_news(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.post()
    assert change(office, booked, replace(RESIDENT, name="Frau Beispiel", language="uk"))
    office.post()
    assert len(mails_to(smtp_sink, "erika@example.org")) == 1


def test_the_same_mailbox_written_differently_is_the_same(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.dispatch()
    change(office, booked, replace(RESIDENT, email="Erika@example.org"))
    office.post()
    sent = [to for mail in smtp_sink.messages() for to in mail.envelope_to]
    assert [to for to in sent if to.casefold() == "erika@example.org"] == ["erika@example.org"]


def test_no_link_in_the_old_mailbox_opens_anything_more(office: Office) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    with office.runtime.database.writing() as session:
        minted = {
            purpose: capabilities.mint(
                session,
                purpose=purpose,
                subject=booked.id,
                now=office.now,
                expires_at=booked.manageable_until(),
            )
            for purpose in (MANAGE, CONFIRM, REMINDERS)
        }
        in_use = open_link(session, booked, now=office.now)
    with office.runtime.database.writing() as session:
        found = by_id(session, booked.id)
        assert correct(session, office.desk(), found, replace(RESIDENT, name="Erika"), token=in_use)
    assert [still_opens(office, token, purpose) for purpose, token in minted.items()] == [True] * 3
    with office.runtime.database.writing() as session:
        assert correct(session, office.desk(), by_id(session, booked.id), NEW, token=in_use)
    assert [still_opens(office, token, purpose) for purpose, token in minted.items()] == [False] * 3
    assert still_opens(office, in_use, MANAGE)


def still_opens(office: Office, token: str, purpose: str) -> bool:
    with office.runtime.database.reading() as session:
        return capabilities.subject_of(session, token, purpose=purpose, now=office.now) is not None


def test_nor_does_the_link_to_the_waiting_list(office: Office) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    with office.runtime.database.writing() as session:
        entry = WaitingEntry(
            id=random_id(),
            offer_id=booked.offer_id,
            provider_id=booked.provider_id,
            created_at=office.now,
            until=TUESDAY,
            person_id=booked.person_id,
            state=State.BOOKED,
        )
        session.add(entry)
        session.flush()
        token = waiting_link(session, entry, now=office.now)
    change(office, booked, replace(RESIDENT, name="Erika"))
    office.dispatch()
    assert still_opens(office, token, WAITING)
    change(office, booked, NEW)
    office.dispatch()
    assert not still_opens(office, token, WAITING)


def test_who_corrects_a_cancelled_appointment_is_not_invited(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book(contact=RESIDENT)
    office.cancel(booked)
    office.post()
    change(office, booked, NEW)
    office.post()
    assert mails_to(smtp_sink, "neu@example.org") == []
