"""What comes between under rivals: residents who book meanwhile, two causes at once, answers against the clock."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Event
from time import sleep
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments import booking, finding
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions import answering, carrying, declaring, lapsing, withdrawing
from booking.disruptions.answering import ReplacementOver
from booking.disruptions.effects import Answer, EffectChanged
from booking.disruptions.looking import look
from booking.disruptions.models import Replacement, State
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.errors import Busy, SlotTaken, SlotUnknown
from booking.house.calendar import holidays_between
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.disruptions.scene import CANCEL, absence, answers_to, closed_house, row_of
from tests.races.rivals import Attempt, race_threads
from tests.races.test_one_slot import DESK, OVERLAPS
from tests.races.unprotected import without_protection

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]

ROUNDS = 10
SLOTS = 6
TRIES = 20
LATEST = 0.4
PATIENCE = 60
BREATH = 0.4  # as much later as one rival may begin than the other
HALF_HOUR = timedelta(minutes=30)
RESIDENT = Contact(name="Frau M.", email="m@example.org")
MUCH_LATER = replace(DESK, now=small.later(4 * 24 * 60))
Cause = Callable[[date], Wanted]


@pytest.mark.parametrize("cause", [closed_house, absence], ids=["closure", "absence"])
def test_who_books_while_it_is_entered_is_hit_or_refused(database: Database, cause: Cause) -> None:
    days = weeks(database)
    outcome = race_threads(database, _entering_and_booking(days, cause), rounds=ROUNDS, rivals=1 + 2 * SLOTS)
    assert outcome.errors == []
    assert _awake_in_it(database, days) == 0
    told = _events(database, "AppointmentCancelled")
    assert 0 < told < ROUNDS * SLOTS, "the race is too tame: one side always won"


@pytest.mark.parametrize("cause", [closed_house, absence], ids=["closure", "absence"])
def test_red_control_without_protection_somebody_is_left_in_it(database: Database, cause: Cause) -> None:
    days = weeks(database)
    with without_protection(database), _a_breath_before_it_is_written() as breathing:
        attempt = _entering_and_booking(days, cause, breathing)
        race_threads(database, attempt, rounds=ROUNDS, rivals=1 + 2 * SLOTS)
    assert _awake_in_it(database, days), "the race is too tame: nobody slipped through"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_red_control_who_looks_only_before_the_locks_leaves_somebody_in_it(database: Database) -> None:
    """On SQLite nobody can look too early: whoever wants to write waits before looking."""
    days = weeks(database)
    with mock.patch.object(declaring, "look", _as_seen_first):
        race_threads(database, _entering_and_booking(days, closed_house), rounds=ROUNDS, rivals=1 + 2 * SLOTS)
    assert _awake_in_it(database, days), "the race is too tame: nobody slipped through"


@pytest.mark.parametrize("causes", [(absence, absence), (closed_house, absence)], ids=["absences", "both"])
def test_two_causes_at_once_offer_to_each_once(database: Database, causes: tuple[Cause, Cause]) -> None:
    days = weeks(database, booked=3)
    seen = _seen(database, days, *causes)
    outcome = race_threads(database, _entering_twice(seen), rounds=ROUNDS, rivals=2)
    assert outcome.errors == []
    offers = _offers(database)
    assert Counter(each.appointment_id for each in offers).most_common(1)[0][1] == 1
    assert len(offers) == 3 * ROUNDS
    assert _held_twice(offers) == 0
    assert _overlaps(database) == 0
    assert _awake_in_it(database, days) == 0


def test_red_control_without_protection_somebody_gets_two_offers(database: Database) -> None:
    days = weeks(database, booked=3)
    seen = _seen(database, days, absence, closed_house)
    with without_protection(database), _unlocked():
        race_threads(database, _entering_twice(seen, tries=1), rounds=ROUNDS, rivals=2)
    counted = Counter(each.appointment_id for each in _offers(database))
    assert counted.most_common(1)[0][1] > 1, "the race is too tame: everybody was asked once"


def test_accepting_against_the_end_of_the_time_to_answer(database: Database) -> None:
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    outcome = race_threads(database, _accepting_or_lapsing(asleep), rounds=ROUNDS, rivals=4)
    assert outcome.errors == []
    ends = _ends(database)
    assert ends[State.ACCEPTED] + ends[State.LAPSED] == ROUNDS
    assert _events(database, "AppointmentMoved") == ends[State.ACCEPTED]
    assert _events(database, "AppointmentCancelled") == ends[State.LAPSED]
    _everything_adds_up(database)


@pytest.mark.filterwarnings("ignore:DELETE statement on table")
def test_red_control_without_protection_it_is_taken_and_lapses(database: Database) -> None:
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    with without_protection(database), _unlocked():
        race_threads(database, _accepting_or_lapsing(asleep), rounds=ROUNDS, rivals=4)
    assert _most_told(database, "ReplacementSettled") > 1, "the race is too tame: each waited for the other"


def test_accepting_twice_moves_once(database: Database) -> None:
    """Two take the first time, two the second: one of the times is theirs, whoever comes later is told so."""
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    outcome = race_threads(database, _accepting(asleep), rounds=ROUNDS, rivals=4)
    assert outcome.errors == []
    assert set(outcome.won.values()) <= {1, 2}, "only the same click again is told the same"
    assert _ends(database) == Counter({State.ACCEPTED: ROUNDS})
    assert _events(database, "AppointmentMoved") == ROUNDS
    _everything_adds_up(database)


@pytest.mark.filterwarnings("ignore:DELETE statement on table")
def test_red_control_without_protection_one_offer_is_taken_twice(database: Database) -> None:
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    with without_protection(database), _unlocked():
        race_threads(database, _accepting(asleep), rounds=ROUNDS, rivals=4)
    assert _most_told(database, "ReplacementSettled") > 1, "the race is too tame: each click waited"


def test_withdrawing_against_accepting(database: Database) -> None:
    """Either it takes place as it stood, or at the time they took; the other times are free."""
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    outcome = race_threads(database, _withdrawing_or_accepting(asleep), rounds=ROUNDS, rivals=3)
    assert outcome.errors == []
    ends = _ends(database)
    assert ends[State.ACCEPTED] + ends[State.WITHDRAWN] == ROUNDS
    assert _events(database, "AppointmentMoved") == ends[State.ACCEPTED]
    assert _events(database, "AppointmentWoken") == ends[State.WITHDRAWN]
    _everything_adds_up(database)


@pytest.mark.filterwarnings("ignore:DELETE statement on table")
def test_red_control_without_protection_it_is_woken_and_taken(database: Database) -> None:
    days = weeks(database, booked=1)
    asleep = _all_asleep(database, days)
    with without_protection(database), _unlocked():
        race_threads(database, _withdrawing_or_accepting(asleep), rounds=ROUNDS, rivals=3)
    assert _most_told(database, "ReplacementSettled") > 1, "the race is too tame: each waited for the other"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_date_that_leaves_its_room_just_before_the_locks_is_noticed(database: Database) -> None:
    """Its new room would not be locked: somebody could reserve it while it wakes there."""
    day = weeks(database)[0]
    _enter_cancelling(database, absence(day))
    real = withdrawing.lock_rows

    def late(*given: Any, **more: Any) -> Any:
        with database.writing() as other:
            for date_ in other.scalars(select(Occurrence).where(Occurrence.asleep_by == "absence:1")):
                date_.room_id = 3
        return real(*given, **more)

    with (
        mock.patch.object(withdrawing, "lock_rows", new=late),
        pytest.raises(Busy),
        database.writing() as session,
    ):
        withdrawing.withdraw(session, DESK, row_of(session, "absence:1"))
    with database.writing() as session:
        assert withdrawing.withdraw(session, DESK, row_of(session, "absence:1")).dates


@dataclass(frozen=True)
class Asleep:
    """One appointment that sleeps, its offer and what it sleeps for."""

    cause: str
    replacement_id: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What somebody wants to enter, and the answers of the preview they saw."""

    wanted: Wanted
    answers: dict[str, Answer]


def weeks(database: Database, *, booked: int = 0) -> list[date]:
    """A day for each round, from nine to twelve with one adviser; in the weeks after, a colleague has time."""
    around = [small.TUESDAY + timedelta(days=ahead) for ahead in range(55)]
    off = holidays_between(around[0], around[-1])
    working = [day for day in around if day.weekday() < 5 and day not in off]
    days, later = working[:ROUNDS], working[ROUNDS : ROUNDS + 10]
    with database.writing() as session:
        house = small.build(session, advisers=2)
        first, second = house.advisers
        for day in days:
            small.hours_on(session, house, day, adviser=first, room=house.rooms[0])
        for day in later:
            small.hours_on(session, house, day, start=8, end=20, adviser=second, room=house.rooms[1])
    for day in days:
        for number in range(booked):
            _book(database, at_wall(day, 9) + number * HALF_HOUR)
    return days


def _entering_and_booking(days: list[date], cause: Cause, meanwhile: Event | None = None) -> Attempt:
    """In every other round somebody has booked before it is entered, in the others somebody comes after it (or at
    the moment `meanwhile`); the rest come whenever they come. So the race is not tame, however fast the machine is.
    """
    booked, entered = [Event() for _ in days], [Event() for _ in days]

    def attempt(database: Database, turn: int, number: int) -> None:
        slot, first_booked = number % SLOTS, turn % 2 == 0
        if number == 0:
            assert not first_booked or booked[turn].wait(PATIENCE)
            _enter_cancelling(database, cause(days[turn]))
            entered[turn].set()
            return
        if slot == 0 and not first_booked:
            assert (meanwhile or entered[turn]).wait(PATIENCE)
        elif slot != 1:
            sleep(random.uniform(0, LATEST))
        try:
            _book(database, at_wall(days[turn], 9) + slot * HALF_HOUR, hold_first=number > SLOTS)
        except SlotUnknown as gone:
            raise SlotTaken(1, at_wall(days[turn], 9)) from gone
        finally:
            if slot == 1:
                booked[turn].set()

    return attempt


def _entering_twice(wanted: list[list[Seen]], *, tries: int = TRIES) -> Attempt:
    """Both have seen the effect; whoever comes second looks again."""

    def attempt(database: Database, turn: int, number: int) -> None:
        seen = wanted[turn][number]
        for _ in range(tries):
            try:
                with database.writing() as session:
                    declaring.declare(session, DESK, seen.wanted, seen.answers, account_id=1)
            except EffectChanged:
                seen = _see(database, seen.wanted)
            else:
                return
        raise SlotTaken(1, DESK.now)

    return attempt


def _seen(database: Database, days: list[date], *causes: Cause) -> list[list[Seen]]:
    return [[_see(database, cause(day)) for cause in causes] for day in days]


def _see(database: Database, wanted: Wanted) -> Seen:
    with database.writing() as session:
        return Seen(wanted, answers_to(preview(session, DESK, wanted)))


def _accepting(asleep: list[Asleep]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        _accept(database, asleep[turn], number % 2)

    return attempt


def _accepting_or_lapsing(asleep: list[Asleep]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        if number % 2:
            _accept(database, asleep[turn], 0)
            return
        with database.writing() as session, mock.patch.object(lapsing, "BATCH", 1):
            lapsing.lapse(session, MUCH_LATER)

    return attempt


def _withdrawing_or_accepting(asleep: list[Asleep]) -> Attempt:
    def attempt(database: Database, turn: int, number: int) -> None:
        if number:
            _accept(database, asleep[turn], number % 2)
            return
        with database.writing() as session:
            withdrawing.withdraw(session, DESK, row_of(session, asleep[turn].cause))

    return attempt


def _accept(database: Database, asleep: Asleep, choice: int) -> None:
    try:
        with database.writing() as session:
            offer = answering.replacement_by_id(session, asleep.replacement_id)
            answering.accept(session, DESK, offer, asleep.choices[choice], by="resident")
    except ReplacementOver as over:
        raise SlotTaken(1, DESK.now) from over


def _enter_cancelling(database: Database, wanted: Wanted) -> None:
    """Whoever is hit is told that it does not take place; others who came meanwhile are looked for again."""
    for _ in range(TRIES):
        with database.reading() as session:
            answers = {each.id: CANCEL for each in look(session, DESK, wanted).hit}
        try:
            with database.writing() as session:
                declaring.declare(session, DESK, wanted, answers, account_id=1)
        except EffectChanged:
            continue
        return
    raise EffectChanged


def _book(database: Database, start: datetime, *, hold_first: bool = False) -> None:
    with database.writing() as session:
        wish = Wish(session.get_one(Offer, 1), adviser_id=1)
        if not hold_first:
            booking.book(session, DESK, wish, start, RESIDENT)
            return
        held = booking.hold(session, DESK, wish, start)
        booking.keep(session, DESK, held, contact=RESIDENT)
    with database.writing() as session:
        booking.confirm(session, DESK, finding.by_id(session, held.id, for_change=True))


def _all_asleep(database: Database, days: list[date]) -> list[Asleep]:
    """Each day's adviser is away; the one appointment of the day has its offer."""
    found = []
    for day in reversed(days):  # so that nobody is offered a day that is still to come
        with database.writing() as session:
            answers = answers_to(preview(session, DESK, absence(day)))
            cause = declaring.declare(session, DESK, absence(day), answers, account_id=1).cause
            offer = session.scalars(select(Replacement).where(Replacement.cause == cause)).one()
            found.append(Asleep(cause, offer.id, tuple(offer.choices)))
    return found


def _as_seen_first(session: Session, *_: Any) -> Any:
    """`look` without a second look in the same transaction."""
    if "seen" not in session.info:
        session.info["seen"] = look(session, *_)
    return session.info["seen"]


class _Everything(set[str]):
    """A set of locked rows in which everything is."""

    def __ge__(self, _other: object) -> bool:
        return True


@contextmanager
def _a_breath_before_it_is_written() -> Iterator[Event]:
    """Between the look at whom it hits and the first change; the event is set meanwhile."""
    write_down, breathing = declaring.write_down, Event()

    def breathe(*given: Any) -> Any:
        breathing.set()
        sleep(BREATH)
        breathing.clear()
        return write_down(*given)

    with mock.patch.object(declaring, "write_down", new=breathe):
        yield breathing


@contextmanager
def _unlocked() -> Iterator[None]:
    """No row is locked, and between the look and the change stands a short breath."""

    def not_locked(session: Session, offer: Replacement) -> Appointment:
        appointment = session.get_one(Appointment, offer.appointment_id)
        sleep(BREATH)
        return appointment

    def judge(*given: Any) -> Any:
        found = what_returns(*given)
        sleep(BREATH)
        return found

    what_returns = withdrawing.what_returns
    with ExitStack() as stack:

        def patch(where: Any, name: str, **how: Any) -> None:
            stack.enter_context(mock.patch.object(where, name, **how))

        patch(answering, "_locked", new=not_locked)
        patch(lapsing, "lock_with_holds", new=lambda *_given: sleep(BREATH))
        patch(declaring, "lock_rows", return_value=_Everything())
        patch(declaring, "read_again", return_value=[])
        patch(declaring, "open_for", return_value=[])
        patch(carrying, "open_for", return_value=[])
        stack.enter_context(_a_breath_before_it_is_written())
        patch(withdrawing, "lock_rows", return_value=_Everything())
        patch(withdrawing, "read_again", return_value=[])
        patch(withdrawing, "what_returns", new=judge)
        yield


def _awake_in_it(database: Database, days: list[date]) -> int:
    """Appointments that somebody would come to in vain."""
    with database.reading() as session:
        confirmed = session.scalars(
            select(Appointment).where(Appointment.status == Status.CONFIRMED, Appointment.asleep_by.is_(None))
        ).all()
    return sum(at_wall(day, 9) <= each.starts_at < at_wall(day, 12) for each in confirmed for day in days)


def _everything_adds_up(database: Database) -> None:
    """Nothing is taken twice, and nothing is held for an offer that is over."""
    assert _overlaps(database) == 0
    with database.reading() as session:
        held = session.scalar(select(func.count()).where(Appointment.status == Status.HELD))
        asleep = session.scalar(select(func.count()).where(Appointment.asleep_by.is_not(None)))
        assert (held, asleep) == (0, 0)


def _offers(database: Database) -> list[Replacement]:
    with database.reading() as session:
        return list(session.scalars(select(Replacement).where(Replacement.state == State.OPEN)))


def _held_twice(offers: list[Replacement]) -> int:
    counted = Counter(choice for each in offers for choice in each.choices)
    return sum(times - 1 for times in counted.values())


def _ends(database: Database) -> Counter[State]:
    with database.reading() as session:
        return Counter(State(each) for each in session.scalars(select(Replacement.state)))


def _events(database: Database, kind: str) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(EventRow.type == kind)) or 0


def _most_told(database: Database, *kinds: str) -> int:
    """How many of these events the appointment has that has most of them."""
    with database.reading() as session:
        told = session.scalars(select(EventRow.subject).where(EventRow.type.in_(kinds)))
        return Counter(told).most_common(1)[0][1]


def _overlaps(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(text(OVERLAPS)) or 0)
