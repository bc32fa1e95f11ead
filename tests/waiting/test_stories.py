"""From a cancelled appointment to a kept one: who is asked, until when, and what follows from each answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from booking.appointments.booking import hold
from booking.appointments.models import Status
from booking.appointments.slots import Wish
from booking.errors import NotAllowedNow
from booking.scheduling.walltime import at_wall
from booking.waiting.finding import by_id
from booking.waiting.matching import Matcher
from booking.waiting.offering import offer_time
from booking.waiting.turns import may_decide
from tests import house
from tests.notifications.reading import by_subject, part
from tests.servers.smtp import SmtpSink
from tests.waiting.scene import TUESDAY, Queue, address

NINE, HALF_PAST = at_wall(TUESDAY, 9), at_wall(TUESDAY, 9, 30)


def subjects(sink: SmtpSink, name: str) -> list[str]:
    return [str(mail["Subject"]) for mail in sink.messages() if mail.envelope_to == (address(name),)]


def test_a_cancelled_time_is_offered_within_a_second_and_booked_with_one_answer(
    queue: Queue, smtp_sink: SmtpSink
) -> None:
    booked = queue.book_out()
    maria = queue.joins("Maria")
    queue.settle()
    assert subjects(smtp_sink, "Maria") == ["Sie stehen auf der Warteliste"]
    assert queue.states(maria) == ["waiting"]

    queue.office.cancel(booked[0])
    queue.settle()
    assert queue.held_start(maria) == NINE
    assert subjects(smtp_sink, "Maria")[1:] == ["Ein Termin ist frei"]
    mail = by_subject(smtp_sink.messages(), "Ein Termin ist frei")
    assert (
        "Wir halten ihn bis Montag, 23. November, 10:00 Uhr, für Sie frei."
        in part(mail, "text/plain").get_content()
    )

    queue.accepts(maria)
    queue.settle()
    held = queue.held(maria)
    assert held is not None
    assert (held.status, held.starts_at) == (Status.CONFIRMED, NINE)
    assert queue.states(maria) == ["booked"]
    assert subjects(smtp_sink, "Maria")[2:] == ["Ihr Termin am 24. November"]


def test_a_time_is_offered_to_one_at_a_time_in_their_turn(queue: Queue, smtp_sink: SmtpSink) -> None:
    booked = queue.book_out()
    first = queue.joins("Anna")
    queue.wait(minutes=1)
    second = queue.joins("Berta")
    queue.office.cancel(booked[0])
    queue.settle()
    assert queue.states(first, second) == ["offered", "waiting"]
    assert "Ein Termin ist frei" not in subjects(smtp_sink, "Berta")

    queue.declines(first)
    queue.settle()
    assert queue.states(first, second) == ["waiting", "offered"]
    assert queue.held_start(second) == NINE

    queue.declines(second)
    queue.settle()
    assert queue.states(first, second) == ["waiting", "waiting"], "nobody is asked twice about the same time"
    queue.office.book(NINE)

    queue.office.cancel(booked[1])
    queue.settle()
    assert queue.held_start(first) == HALF_PAST, "who said no keeps their turn"
    assert queue.states(second) == ["waiting"]


def test_an_unanswered_time_goes_to_the_next(queue: Queue, smtp_sink: SmtpSink) -> None:
    booked = queue.book_out()
    first = queue.joins("Anna")
    queue.wait(seconds=1)
    second = queue.joins("Berta")
    queue.office.cancel(booked[0])
    queue.settle()
    answer_by = queue.entry(first).answer_by
    assert answer_by == at_wall(house.NOW.date(), 11), "eight and a second, two hours, to the full hour"

    queue.until(answer_by - timedelta(seconds=1))
    queue.beat()
    assert queue.states(first, second) == ["offered", "waiting"]
    queue.until(answer_by)
    with pytest.raises(NotAllowedNow):
        queue.accepts(first)
    queue.beat()
    assert queue.states(first, second) == ["waiting", "offered"]
    assert queue.held_start(second) == NINE
    with pytest.raises(NotAllowedNow):
        queue.accepts(first)
    assert subjects(smtp_sink, "Berta")[-1] == "Ein Termin ist frei"


def test_several_free_times_go_to_several_people(queue: Queue) -> None:
    booked = queue.book_out()
    names = [queue.joins(name) for name in ("Anna", "Berta", "Cora")]
    for each in booked:
        queue.office.cancel(each)
    queue.settle()
    assert sorted(queue.states(*names)) == ["offered", "offered", "waiting"]
    starts = [queue.held_start(each) for each in names]
    assert sorted(start for start in starts if start) == [NINE, HALF_PAST]


def test_never_after_the_start_and_never_too_late_to_answer(queue: Queue, smtp_sink: SmtpSink) -> None:
    booked = queue.book_out()
    maria = queue.joins("Maria")
    queue.until(at_wall(TUESDAY, 7, 30))
    queue.office.cancel(booked[1])
    queue.beat()
    assert queue.states(maria) == ["waiting"], (
        "at half past seven nobody can answer in two hours for half past nine"
    )
    queue.until(at_wall(TUESDAY, 9, 45))
    queue.beat()
    assert queue.states(maria) == ["waiting"]
    assert subjects(smtp_sink, "Maria") == ["Sie stehen auf der Warteliste"]


def test_a_time_of_a_new_sprechstunde_is_found_and_a_form_that_nobody_finished_leaves_one(
    queue: Queue,
) -> None:
    queue.book_out()
    maria = queue.joins("Maria")
    queue.settle()
    day = TUESDAY + timedelta(days=2)
    queue.office.open_hours(day, end=10)
    queue.settle()
    assert queue.held_start(maria) == at_wall(day, 9)
    nora = queue.joins("Nora")
    with queue.office.runtime.database.writing() as session:
        offer = session.merge(queue.office.small.advice, load=False)
        hold(session, queue.office.desk(), Wish(offer), at_wall(day, 9, 30))
    queue.beat()
    assert queue.states(nora) == ["waiting"]
    queue.wait(minutes=20)
    queue.beat()
    assert queue.held_start(nora) == at_wall(day, 9, 30)


def test_without_email_the_house_calls_until_the_end_of_its_phone_hours(
    queue: Queue,
) -> None:
    friday = TUESDAY + timedelta(days=3)
    booked = queue.book_out(friday)
    karl = queue.joins("Karl", phone="02175 123")
    queue.office.cancel(booked[0])
    queue.settle()
    assert [
        each.kind for each in queue.office.deliveries() if each.person_id == queue.entry(karl).person_id
    ] == []
    assert queue.entry(karl).answer_by == at_wall(TUESDAY, 12)
    assert _calls(queue) == [("call", karl, None)]

    queue.declines(karl)
    queue.settle()
    assert _calls(queue) == [("call", karl, "not_needed")]


def test_the_call_is_dropped_when_nobody_was_reached_in_time(queue: Queue) -> None:
    booked = queue.book_out(TUESDAY + timedelta(days=3))
    karl = queue.joins("Karl", phone="02175 123")
    queue.office.cancel(booked[0])
    queue.settle()
    queue.until(at_wall(TUESDAY, 12))
    queue.beat()
    assert queue.states(karl) == ["waiting"]
    assert _calls(queue) == [("call", karl, "not_needed")]


def test_one_mailbox_decides_about_one_time_however_often_it_stands_on_the_list(queue: Queue) -> None:
    booked = queue.book_out()
    once = queue.joins("Maria")
    queue.wait(seconds=1)
    again = queue.joins("Maria")
    other = queue.joins("Nora")
    for each in booked:
        queue.office.cancel(each)
    queue.settle()
    assert queue.states(once, again, other) == ["offered", "waiting", "offered"]


def test_one_phone_decides_about_one_time_however_it_is_written(queue: Queue) -> None:
    booked = queue.book_out(TUESDAY + timedelta(days=3), end=11)
    written = ("02175 123", "+49 (0) 2175-123", "0049 2175 123", "02175/123")
    entries = [queue.joins(f"Karl {number}", phone=phone) for number, phone in enumerate(written)]
    other = queue.joins("Nora", phone="02175 124")
    for each in booked:
        queue.office.cancel(each)
    queue.settle()
    assert sorted(queue.states(*entries)) == ["offered", "waiting", "waiting", "waiting"]
    assert queue.states(other) == ["offered"]


def test_a_chance_found_before_the_same_mailbox_got_one_is_not_offered(queue: Queue) -> None:
    """Two sweeps look at the same moment; the second one asks again before it holds."""
    queue.office.open_hours(TUESDAY, end=10)
    once = queue.joins("Maria")
    queue.wait(seconds=1)
    again = queue.joins("Maria")
    desk = queue.office.desk()
    with queue.office.runtime.database.reading() as session:
        first = Matcher(session, desk).chance(by_id(session, once))
        second = Matcher(session, desk).chance(by_id(session, again), but_for=[NINE])
    assert first is not None
    assert second is not None
    done = []
    for chance in (first, second):
        with queue.office.runtime.database.writing() as session:
            done.append(offer_time(session, desk, chance))
    assert done == [True, False]
    assert queue.states(once, again) == ["offered", "waiting"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_has_to_be_waited_for_keeps_their_turn(queue: Queue) -> None:
    """SQLite lets one writer in at a time: there nobody is waited for alone."""
    queue.office.open_hours(TUESDAY, end=10)
    anna = queue.joins("Anna")
    queue.wait(seconds=1)
    berta = queue.joins("Berta")
    with queue.office.runtime.database.writing() as session:
        person = by_id(session, anna).person
        assert person is not None
        assert may_decide(session, person, queue.office.small.advice.id)
        assert queue.sweep() == 0
        assert queue.states(anna, berta) == ["waiting", "waiting"]
    assert queue.sweep() >= 1
    assert queue.held_start(anna) == NINE


def _calls(queue: Queue) -> list[tuple[object, ...]]:
    with queue.office.runtime.database.reading() as session:
        return [tuple(row) for row in session.execute(text("SELECT kind, waiting_id, outcome FROM todo"))]
