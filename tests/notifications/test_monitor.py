"""The mail monitor: who sees which message, in which order, and what sending one again sends."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from booking.accounts.access import Actor
from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.appointments.correcting import correct
from booking.appointments.finding import by_id
from booking.appointments.models import Appointment
from booking.errors import NotFound
from booking.notifications import again, monitoring
from booking.notifications.again import NotAgain, Renewal, Why
from booking.notifications.models import Delivery, Fate
from booking.notifications.monitoring import Filter
from booking.notifications.returning import take_in
from booking.notifications.undeliverable import CallInstead, todo_about
from booking.reservations import cancelling
from booking.reservations.scope import Scope, for_change
from booking.scheduling.walltime import at_wall
from tests import house
from tests.notifications.disrupting import absence, closed_house, decline, enter, offer_of, open_week
from tests.notifications.office import ADA, RESIDENT, Office
from tests.notifications.reading import event, words
from tests.notifications.returned import standard
from tests.servers.mailbox import Received
from tests.servers.smtp import SmtpSink

NEW = replace(RESIDENT, email="neu@example.org")
WHO = ("own adviser", "own lead", "other adviser", "other lead", "staff", "admin", "caretaker")


@pytest.fixture
def actors(office: Office) -> dict[str, Actor]:
    """Somebody of each role; the office's own provider is "own"."""
    with office.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Anderer Verein")
        session.add(other)
        session.flush()
        places = {"own": office.small.provider.id, "other": other.id}
        made = {}
        for who in WHO:
            place, _, role = who.rpartition(" ")
            account = Account(
                email=f"{who.replace(' ', '.')}@example.org",
                name=who,
                role=Role(role),
                password_hash="!",
                provider_id=places.get(place),
            )
            session.add(account)
            session.flush()
            made[who] = Actor.of(account)
        return made


def seen(office: Office, actor: Actor, wanted: Filter | None = None) -> list[str]:
    with office.runtime.database.reading() as session:
        return [each.kind for each in monitoring.find(session, actor, wanted or Filter()).messages]


def bounce(office: Office, kind: str) -> Delivery:
    """The mail of this kind comes back."""
    (delivery,) = office.deliveries(kind=kind)
    with office.runtime.database.writing() as session:
        take_in(session, standard(delivery.message_id), now=office.now)
    office.dispatch()
    return office.deliveries(kind=kind)[0]


def ask(office: Office, delivery: Delivery) -> None:
    with office.runtime.database.writing() as session:
        found = session.get_one(Delivery, delivery.id)
        again.ask_again(session, office.runtime.vault, found, now=office.now)
    office.post()


def outlook(office: Office, delivery: Delivery) -> Renewal | Why:
    """What sending it again would do, or why it does not."""
    with office.runtime.database.reading() as session:
        found = session.get_one(Delivery, delivery.id)
        try:
            return again.may_ask(session, office.runtime.vault, found, now=office.now)
        except NotAgain as reason:
            return reason.why


def give(office: Office, booked: Appointment, contact: Contact) -> None:
    with office.runtime.database.writing() as session:
        correct(session, office.desk(), by_id(session, booked.id), contact)


def mails(sink: SmtpSink, address: str) -> Sequence[Received]:
    return [mail for mail in sink.messages() if mail.envelope_to == (address,)]


@pytest.mark.parametrize("who", WHO)
def test_each_role_at_each_message(office: Office, actors: dict[str, Actor], who: str) -> None:
    office.open_hours()
    booked = office.book()
    office.reserve(room=2)
    office.post()
    actor, everything = actors[who], {"confirmation", "adviser_note", "reservation_made"}
    may = who.startswith("own") or who in ("staff", "admin")
    expected = everything if may else set()
    assert set(seen(office, actor)) == expected
    with office.runtime.database.reading() as session:
        assert monitoring.find(session, actor, Filter(code=booked.code)).total == (2 if may else 0)
        numbers = monitoring.counts(session, actor, Filter())
        assert numbers[Fate.SENT] == len(seen(office, actor))
        assert sum(numbers.values()) == monitoring.find(session, actor, Filter()).total
        for delivery in session.scalars(select(Delivery).where(Delivery.kind.in_(everything))):
            if may:
                assert monitoring.by_public_id(session, actor, delivery.public_id).id == delivery.id
            else:
                with pytest.raises(NotFound):
                    monitoring.by_public_id(session, actor, delivery.public_id)


def test_what_is_still_to_leave_stands_first_the_longest_waiting_at_the_top(
    office: Office, actors: dict[str, Actor]
) -> None:
    office.open_hours()
    office.book()
    office.post()
    office.set_clock(house.later(10))
    office.book(at_wall(house.TUESDAY, 10))
    office.dispatch()
    office.set_clock(house.later(20))
    office.book(at_wall(house.TUESDAY, 11))
    office.dispatch()
    with office.runtime.database.reading() as session:
        of_residents = Filter(kind="confirmation")
        found = monitoring.find(session, actors["staff"], of_residents).messages
        waiting = monitoring.find(session, actors["staff"], replace(of_residents, fate=Fate.QUEUED))
    assert [(each.fate, each.created_at) for each in found] == [
        (Fate.QUEUED, house.later(10)),
        (Fate.QUEUED, house.later(20)),
        (Fate.SENT, house.NOW),
    ]
    assert waiting.total == 2


def test_filters_by_day_kind_and_fate(office: Office, actors: dict[str, Actor]) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    office.set_clock(at_wall(house.TUESDAY, 7))
    office.cancel(booked)
    office.post()
    staff = actors["staff"]
    assert set(seen(office, staff, Filter(day=house.NOW.date()))) >= {"confirmation"}
    assert "confirmation" not in seen(office, staff, Filter(day=house.TUESDAY))
    assert seen(office, staff, Filter(kind="cancelled")) == ["cancelled"]
    assert seen(office, staff, Filter(fate=Fate.BOUNCED)) == []
    with office.runtime.database.reading() as session:
        assert monitoring.find(session, staff, Filter(page=2)).messages == []


def test_again_tells_how_it_stands_now(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    office.move(booked, at_wall(house.TUESDAY, 10))
    office.post()
    (first,) = office.deliveries(kind="confirmation")
    ask(office, first)
    told = mails(smtp_sink, "erika@example.org")
    entries = [(str(event(mail)["UID"]), int(event(mail)["SEQUENCE"])) for mail in told]
    assert entries == [(booked.uid, 0), (booked.uid, 1), (booked.uid, 1)]
    assert event(told[-1])["DTSTART"].dt == at_wall(house.TUESDAY, 10)
    assert "10:00 Uhr" in words(told[-1])
    (renewed,) = [each for each in office.deliveries(kind="confirmation") if each.id != first.id]
    assert renewed.event_id is not None
    assert renewed.order_key == first.order_key


def test_each_wish_is_one_mail_and_dispatching_twice_changes_nothing(
    office: Office, smtp_sink: SmtpSink
) -> None:
    office.open_hours()
    office.book()
    office.post()
    (first,) = office.deliveries(kind="confirmation")
    ask(office, first)
    office.post()
    office.set_clock(house.later(5))
    ask(office, first)
    assert len(mails(smtp_sink, "erika@example.org")) == 3


def test_nobody_sends_again_while_one_is_on_its_way_or_was_asked_for_just_now(office: Office) -> None:
    office.open_hours()
    booked = office.book()
    office.move(booked, at_wall(house.TUESDAY, 10))
    office.post()
    first, moved = office.deliveries(kind="confirmation") + office.deliveries(kind="moved")
    assert isinstance(outlook(office, moved), Renewal)
    with office.runtime.database.writing() as session:
        again.ask_again(session, office.runtime.vault, session.get_one(Delivery, first.id), now=office.now)
    for each in (first, moved):  # not dispatched yet: two clerks, two messages, one mailbox
        with pytest.raises(NotAgain, match="on_its_way"):
            ask(office, each)
    office.dispatch()
    office.set_clock(house.later(6))
    assert outlook(office, moved) == Why.ON_ITS_WAY  # written, not sent yet
    office.post()
    assert isinstance(outlook(office, moved), Renewal)
    ask(office, moved)
    office.set_clock(house.later(10))
    assert outlook(office, first) == Why.ON_ITS_WAY  # sent four minutes ago
    office.set_clock(house.later(11))
    assert isinstance(outlook(office, first), Renewal)


def test_of_many_who_press_at_the_same_moment_one_is_heard(office: Office) -> None:
    office.open_hours()
    office.book()
    office.move(office.book(at_wall(house.TUESDAY, 11)), at_wall(house.TUESDAY, 10))
    office.post()
    sent = office.deliveries(kind="moved") + office.deliveries(kind="confirmation")[1:]
    assert sent[0].order_key == sent[1].order_key
    for turn in range(5):
        office.set_clock(house.later(5 * turn))
        start = Barrier(6)
        with ThreadPoolExecutor(6) as pool:
            pressed = [pool.submit(_press, office, sent[number % 2], start) for number in range(6)]
        assert [each.result() for each in pressed].count(True) == 1
        office.post()


def _press(office: Office, delivery: Delivery, start: Barrier) -> bool:
    start.wait()
    try:
        with office.runtime.database.writing() as session:
            found = session.get_one(Delivery, delivery.id)
            again.ask_again(session, office.runtime.vault, found, now=office.now)
    except NotAgain:
        return False
    return True


def test_the_brake_of_one_reader_is_not_that_of_another(office: Office) -> None:
    office.reserve(room=2)
    office.hire("lead@example.org")
    office.reserve(room=3, account_id=None)
    office.post()
    made = office.deliveries(kind="reservation_made")
    ask(office, made[0])
    assert outlook(office, made[0]) == Why.ON_ITS_WAY
    assert all(isinstance(outlook(office, each), Renewal) for each in made[1:])
    assert len(made) > 1


def test_a_cancellation_again_keeps_its_sequence(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.cancel(booked, by="house")
    office.post()
    (confirmation,) = office.deliveries(kind="confirmation")
    ask(office, confirmation)
    *_, once, twice = mails(smtp_sink, "erika@example.org")
    assert twice["Subject"] == once["Subject"]
    assert int(event(twice)["SEQUENCE"]) == int(event(once)["SEQUENCE"]) == 1
    assert str(event(twice)["STATUS"]) == "CANCELLED"


def test_who_did_not_answer_yet_is_asked_again(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    office.ask()
    office.post()
    (question,) = office.deliveries(kind="confirm_address")
    ask(office, question)
    once, twice = mails(smtp_sink, "erika@example.org")
    assert once["Subject"] == twice["Subject"]
    office.set_clock(house.later(121))
    assert outlook(office, question) == Why.OVER


def test_a_reservation_again_has_its_whole_calendar(office: Office, smtp_sink: SmtpSink) -> None:
    reservation_id = office.reserve(room=2)
    office.post()
    (made,) = office.deliveries(kind="reservation_made")
    ask(office, made)
    once, twice = mails(smtp_sink, "ada@example.org")
    assert str(event(once)["UID"]) == str(event(twice)["UID"])
    with office.runtime.database.writing() as session:
        found = for_change(session, reservation_id)
        cancelling.cancel(session, found, Scope.ALL, None, now=office.now)
    office.post()
    assert outlook(office, made) == Why.OVER
    (cancelled,) = office.deliveries(kind="reservation_cancelled")
    office.set_clock(house.later(5))
    ask(office, cancelled)
    *_, once, twice = mails(smtp_sink, "ada@example.org")
    assert str(event(twice)["STATUS"]) == str(event(once)["STATUS"]) == "CANCELLED"


def test_no_mail_goes_to_an_address_that_sent_one_back(office: Office, smtp_sink: SmtpSink) -> None:
    office.open_hours()
    booked = office.book()
    office.post()
    returned = bounce(office, "confirmation")
    assert outlook(office, returned) == Why.BOUNCED
    with pytest.raises(NotAgain):
        ask(office, returned)
    give(office, booked, replace(RESIDENT, phone="02175 777"))
    assert outlook(office, returned) == Why.BOUNCED
    give(office, booked, NEW)
    office.post()
    assert isinstance(outlook(office, returned), Renewal)
    ask(office, returned)
    assert len(mails(smtp_sink, "neu@example.org")) == 2


def test_why_a_message_is_not_sent_again(office: Office) -> None:
    office.open_hours()
    booked = office.book()
    office.dispatch()
    (waiting,) = office.deliveries(kind="confirmation")
    (note,) = office.deliveries(kind="adviser_note")
    assert outlook(office, waiting) == Why.ON_ITS_WAY
    office.post()
    assert outlook(office, note) == Why.NOT_THIS_KIND
    give(office, booked, replace(RESIDENT, email=None))
    assert outlook(office, waiting) == Why.NO_ADDRESS
    office.set_clock(booked.ends_at)
    assert outlook(office, waiting) == Why.OVER


def test_a_to_do_by_hand_is_opened_once(office: Office) -> None:
    office.open_hours()
    office.book()
    office.post()
    (sent,) = office.deliveries(kind="confirmation")
    with office.runtime.database.writing() as session:
        delivery = session.get_one(Delivery, sent.id)
        assert todo_about(session, delivery) is None
        for _time in range(2):
            CallInstead(office.runtime.vault).by_hand(session, delivery, now=office.now)
        found = todo_about(session, delivery)
        assert found is not None
        assert found.person_id == delivery.person_id


def test_the_to_do_of_a_bounce_is_found(office: Office) -> None:
    office.open_hours()
    office.book()
    office.post()
    returned = bounce(office, "confirmation")
    with office.runtime.database.reading() as session:
        found = todo_about(session, session.get_one(Delivery, returned.id))
        assert found is not None
        assert found.is_open


def test_an_appointment_that_cannot_take_place_offers_its_other_times_again(
    office: Office, smtp_sink: SmtpSink
) -> None:
    open_week(office)
    booked = office.book()
    office.post()
    enter(office, closed_house())
    office.post()
    (confirmation,) = office.deliveries(kind="confirmation")
    ask(office, confirmation)
    *_, once, twice = mails(smtp_sink, "erika@example.org")
    assert once["Subject"] == twice["Subject"]
    assert str(event(twice)["STATUS"]) == "TENTATIVE"
    assert int(event(twice)["SEQUENCE"]) == int(event(once)["SEQUENCE"])
    decline(office, booked)
    office.post()
    office.set_clock(house.later(5))
    ask(office, confirmation)
    assert str(event(mails(smtp_sink, "erika@example.org")[-1])["STATUS"]) == "CANCELLED"


def test_other_times_are_offered_again_until_somebody_must_have_answered(
    office: Office, smtp_sink: SmtpSink
) -> None:
    open_week(office)
    booked = office.book()
    office.post()
    enter(office, closed_house())
    office.post()
    (confirmation,) = office.deliveries(kind="confirmation")
    ends = booked.ends_at + timedelta(hours=2)
    with office.runtime.database.writing() as session:
        offer = session.merge(offer_of(office, booked))
        offer.answer_by = ends
        for choice in offer.choices:
            by_id(session, choice).hold_expires_at = ends
    office.set_clock(booked.ends_at)
    before = len(mails(smtp_sink, "erika@example.org"))
    ask(office, confirmation)
    assert str(event(mails(smtp_sink, "erika@example.org")[-1])["STATUS"]) == "TENTATIVE"
    assert len(mails(smtp_sink, "erika@example.org")) == before + 1
    office.set_clock(ends)
    assert outlook(office, confirmation) == Why.OVER


def test_colleagues_do_not_read_of_an_absence_but_who_is_away_and_the_lead(
    office: Office, actors: dict[str, Actor]
) -> None:
    open_week(office)
    office.book()
    enter(office, absence())
    office.post()
    with office.runtime.database.reading() as session:
        ada = Actor.of(session.get_one(Account, ADA))
    sight = {who: "absence_recorded" in seen(office, actor) for who, actor in actors.items()}
    assert "absence_recorded" in seen(office, ada)
    assert sight == {who: who in ("own lead", "staff", "admin") for who in WHO}
