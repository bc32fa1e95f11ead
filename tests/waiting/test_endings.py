"""The ends of waiting: over, closed, left, erased; and times that vanish while somebody decides."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from booking.accounts.capabilities import subject_of
from booking.accounts.models import Person
from booking.appointments.models import Appointment, ConsultationHours, Status
from booking.erasing import erase_due, erase_person
from booking.occupancy import release
from booking.offers.models import Offer, OfferMode
from booking.scheduling.walltime import at_wall
from booking.waiting.links import WAITING, open_link
from tests import house
from tests.notifications.reading import by_subject, part, words
from tests.servers.smtp import SmtpSink
from tests.waiting.scene import TUESDAY, Queue

WEDNESDAY = TUESDAY + timedelta(days=1)


def test_the_last_day_ends_in_the_evening_and_the_person_is_erased_at_midnight(
    queue: Queue, smtp_sink: SmtpSink
) -> None:
    maria = queue.joins("Maria", until=TUESDAY)
    queue.settle()
    queue.until(at_wall(TUESDAY, 19, 59))
    queue.beat()
    assert queue.states(maria) == ["waiting"]
    queue.until(at_wall(TUESDAY, 20))
    queue.beat()
    assert queue.states(maria) == ["ended"]
    mail = by_subject(smtp_sink.messages(), "Warteliste beendet")
    said = part(mail, "text/plain").get_content()
    assert "Leider war kein passender Termin für Sie frei." in said
    assert "Wir löschen Ihre Angaben am 25. November 2026." in said
    assert "/w/" not in said, "the entry is over, so its link leads nowhere"

    queue.until(at_wall(WEDNESDAY, 0))
    _erase(queue)
    assert queue.entry(maria).person_id is None
    assert _people(queue) == 0


def test_an_offer_that_nobody_can_book_any_more_ends_its_list(queue: Queue, smtp_sink: SmtpSink) -> None:
    maria = queue.joins("Maria")
    with queue.office.runtime.database.writing() as session:
        session.get_one(Offer, queue.office.small.advice.id).mode = OfferMode.REQUEST
    queue.beat()
    assert queue.states(maria) == ["ended"]
    said = part(by_subject(smtp_sink.messages(), "Warteliste beendet"), "text/plain").get_content()
    assert "keine Termine mehr buchen" in said


def test_whoever_leaves_gives_the_held_time_to_the_next(queue: Queue, smtp_sink: SmtpSink) -> None:
    first, second = _one_time_for_two(queue)
    queue.leaves(first)
    queue.leaves(first)
    queue.settle()
    assert queue.states(first, second) == ["left", "offered"]
    with queue.changing(first) as (_, entry):
        assert entry.person is not None
        assert entry.person.erase_on == TUESDAY
    by_subject(smtp_sink.messages(), "Warteliste beendet")


def test_erasing_somebody_who_decides_gives_the_time_to_the_next(queue: Queue) -> None:
    first, second = _one_time_for_two(queue)
    person_id = queue.entry(first).person_id
    assert person_id is not None
    with queue.changing(first) as (session, entry):
        token = open_link(session, entry, now=queue.office.now)
    with queue.office.runtime.database.writing() as session:
        erase_person(session, person_id, now=queue.office.now)
    queue.settle()
    assert queue.states(first, second) == ["ended", "offered"]
    with queue.office.runtime.database.reading() as session:
        assert subject_of(session, token, purpose=WAITING, now=queue.office.now) is None
        assert session.query(Appointment).filter_by(status=Status.HELD).count() == 1


def test_a_held_time_that_nobody_sweeps_is_never_thrown_away_as_a_half_filled_form(queue: Queue) -> None:
    first, _ = _one_time_for_two(queue)
    queue.wait(days=3)
    _erase(queue)
    entry = queue.entry(first)
    assert (entry.state, entry.person_id is not None) == ("offered", True)


def test_a_sprechstunde_that_is_called_off_takes_its_held_time_along(
    queue: Queue, smtp_sink: SmtpSink
) -> None:
    first, _ = _one_time_for_two(queue)
    held = queue.held(first)
    assert held is not None
    with queue.office.runtime.database.writing() as session:
        session.get_one(ConsultationHours, held.hours_id).close(queue.office.now)
        release(session, held.owner)
    queue.beat()
    assert queue.states(first) == ["waiting"]
    assert _dangling(queue) == 0
    mail = by_subject(smtp_sink.messages(), "Ein Termin ist nicht mehr frei")
    assert mail.envelope_to == ("anna@example.org",)
    said = part(mail, "text/plain").get_content()
    assert "Dienstag, 24. November 2026, 9:00 Uhr" in said
    assert "Sie behalten Ihren Platz auf der Warteliste." in said
    assert "Energieberatung" not in words(mail)
    queue.until(at_wall(TUESDAY + timedelta(days=14), 20))
    queue.beat()
    ended = [
        part(each, "text/plain").get_content()
        for each in smtp_sink.messages()
        if each["Subject"] == "Warteliste beendet"
    ]
    assert len(ended) == 2
    assert all("kein passender Termin" in each for each in ended), "what vanished was nobody's to take"


def test_a_time_that_vanishes_before_anybody_heard_of_it_is_not_told(queue: Queue) -> None:
    queue.office.open_hours(TUESDAY, end=10)
    anna = queue.joins("Anna")
    queue.sweep()
    held = queue.held(anna)
    assert held is not None
    with queue.office.runtime.database.writing() as session:
        session.get_one(ConsultationHours, held.hours_id).close(queue.office.now)
        release(session, held.owner)
    queue.beat()
    assert queue.states(anna) == ["waiting"]
    assert queue.office.deliveries(kind="waiting_gone") == []


def test_who_took_no_time_is_not_told_that_there_was_none(queue: Queue, smtp_sink: SmtpSink) -> None:
    first, second = _one_time_for_two(queue)
    queue.declines(first)
    queue.until(at_wall(TUESDAY + timedelta(days=14), 20))
    queue.beat()
    queue.beat()
    assert queue.states(first, second) == ["ended", "ended"]
    said = {
        mail.envelope_to[0]: part(mail, "text/plain").get_content()
        for mail in smtp_sink.messages()
        if mail["Subject"] == "Warteliste beendet"
    }
    assert "Sie haben keinen Termin genommen." in said["anna@example.org"]
    assert "kein passender Termin" not in said["anna@example.org"]


def test_a_booked_person_is_kept_as_long_as_any_appointment_says(queue: Queue) -> None:
    first, _ = _one_time_for_two(queue)
    queue.accepts(first)
    with queue.changing(first) as (_, entry):
        assert entry.person is not None
        assert entry.person.erase_on == TUESDAY + timedelta(days=30)
    queue.until(at_wall(TUESDAY + timedelta(days=30), 1))
    _erase(queue)
    assert queue.entry(first).person_id is None


def _one_time_for_two(queue: Queue) -> tuple[str, str]:
    """The first of two people decides about nine o'clock on Tuesday; there is no other time."""
    booked = queue.book_out()
    first = queue.joins("Anna")
    queue.wait(minutes=1)
    second = queue.joins("Berta")
    queue.office.cancel(booked[0])
    queue.settle()
    assert queue.states(first, second) == ["offered", "waiting"]
    assert queue.held_start(first) == at_wall(house.TUESDAY, 9)
    return first, second


def _erase(queue: Queue) -> None:
    erase_due(queue.office.runtime.database, now=queue.office.now)


def _people(queue: Queue) -> int:
    with queue.office.runtime.database.reading() as session:
        return session.query(Person).count()


def _dangling(queue: Queue) -> int:
    """Busy times of appointments that are not there."""
    statement = "SELECT count(*) FROM busy_time WHERE owner LIKE 'appointment:%' AND owner NOT IN (SELECT 'appointment:' || id FROM appointment)"
    with queue.office.runtime.database.reading() as session:
        return int(session.scalar(text(statement)) or 0)
