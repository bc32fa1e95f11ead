"""Opening a Sprechstunde on the dates of a reservation: each date judged, all of them opened or none."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.models import ConsultationHours, HoursMode, SlotSettings
from booking.appointments.opening import CannotOpen, Opening, open_on, openable_dates, preview_opening
from booking.appointments.slots import find_slots
from booking.errors import SlotTaken
from booking.house.calendar import close
from booking.offers.models import Adviser, Offer
from booking.outbox import EventRow
from booking.reservations import cancelling, reserving
from booking.reservations.finding import by_id
from booking.reservations.models import Reservation
from booking.reservations.scope import Scope, date_of, for_change
from booking.reservations.wishes import OnClosure, When, Wish
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import NonexistentTime, at_wall, day_bounds, to_wall, wall_day
from tests import house as small

FRIDAY = date(2026, 11, 27)
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def series(scene) -> str:
    """Büro 2 on ten Fridays, every second week from nine to twelve, Christmas Day among them."""
    return reserve(scene, FRIDAY, count=10)


def reserve(scene, first: date, *, count: int, at: time = time(9), room: int = 1) -> str:
    weekly = Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(first.weekday(),), count=count)
    with scene.database.writing() as session:
        wish = Wish(
            provider_id=scene.house.provider.id,
            title="Energie",
            room=session.merge(scene.house.rooms[room], load=False),
            when=When(first_day=first, at=at, minutes=180, rule=weekly),
            on_closure=OnClosure.KEEP,
        )
        return reserving.reserve(session, scene.desk(), wish).id


def opening(scene, session, *, adviser: int = 1, **more) -> Opening:
    return Opening(
        offer=session.get_one(Offer, scene.house.advice.id),
        adviser=session.get_one(Adviser, scene.house.advisers[adviser].id),
        **more,
    )


def preview(scene, series: str, **more) -> dict[date, list[str]]:
    """What speaks against each date, by day."""
    with scene.database.reading() as session:
        reservation = by_id(session, series)
        found = preview_opening(session, opening(scene, session, **more), coming(reservation), now=small.NOW)
        return {wall_day(each.interval.start): [code for code, _ in each.problems] for each in found}


def coming(reservation: Reservation, but_for: date | None = None) -> list:
    dates = openable_dates(reservation, now=small.NOW)
    return [each for each in dates if wall_day(each.starts_at) != but_for]


def open_all(scene, series: str, but_for: date | None = CHRISTMAS, **more) -> int:
    with scene.database.writing() as session:
        reservation = for_change(session, series)
        wanted = opening(scene, session, **more)
        return len(open_on(session, wanted, coming(reservation, but_for), now=small.NOW))


def free(scene, day: date) -> list[str]:
    with scene.database.reading() as session:
        slots = find_slots(session, scene.wish(session), day_bounds(day), now=small.NOW)
        return [f"{to_wall(slot.start):%H:%M}" for slot in slots]


def test_every_date_is_judged_and_nothing_is_opened(scene, series) -> None:
    found = preview(scene, series)
    assert len(found) == 10
    assert {day: codes for day, codes in found.items() if codes} == {CHRISTMAS: ["holiday"]}
    assert free(scene, FRIDAY) == []


def test_one_bad_date_and_none_is_opened(scene, series) -> None:
    with pytest.raises(CannotOpen) as refused:
        open_all(scene, series, but_for=None)
    assert [each.is_possible for each in refused.value.dates].count(False) == 1
    assert free(scene, FRIDAY) == []
    assert open_all(scene, series) == 9
    assert free(scene, FRIDAY) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_each_opening_is_an_event_and_can_be_booked_at_once(scene, series) -> None:
    open_all(scene, series)
    with scene.database.writing() as session:
        booked = booking.book(
            session, scene.desk(), scene.wish(session), at_wall(FRIDAY, 9), Contact(name="A")
        )
        assert booked.room_id == scene.house.rooms[1].id
        types = session.scalars(select(EventRow.type)).all()
    assert types.count("ConsultationHoursOpened") == 1 + 9


def test_twice_is_refused_because_the_adviser_sits_there(scene, series) -> None:
    open_all(scene, series)
    with pytest.raises(CannotOpen) as refused:
        open_all(scene, series)
    assert {code for each in refused.value.dates for code, _ in each.problems} == {"adviser_busy"}
    assert open_all(scene, series, adviser=0) == 9  # somebody else may sit beside her


def test_what_speaks_against_a_date(scene, series) -> None:
    with scene.database.writing() as session:
        close(session, day_bounds(date(2026, 12, 11)), reason="Betriebsausflug")
        session.get_one(Offer, scene.house.advice.id).confidential = True
        session.merge(scene.house.rooms[1], load=False).confidential = False
    found = preview(scene, series, starts=time(8), ends=time(21))
    assert found[FRIDAY] == ["outside_opening_hours", "outside_reservation", "room_not_confidential"]
    assert "closure" in found[date(2026, 12, 11)]
    assert "foreign_adviser" not in found[FRIDAY]


def test_only_confirmed_dates_to_come_can_be_opened(scene, series) -> None:
    with scene.database.writing() as session:
        reservation = for_change(session, series)
        picked = date_of(reservation, reservation.occurrences[0].id)
        cancelling.cancel(session, reservation, Scope.ONE, picked, now=small.NOW)
    with scene.database.reading() as session:
        reservation = by_id(session, series)
        assert len(openable_dates(reservation, now=small.NOW)) == 9
        late = at_wall(CHRISTMAS, 9) + timedelta(minutes=1)
        assert len(openable_dates(reservation, now=late)) == 7


def test_a_part_of_the_date_with_its_own_settings(scene, series) -> None:
    terms = SlotSettings(slot_minutes=20, buffer_minutes=10)
    open_all(scene, series, starts=time(10), ends=time(11, 30), settings=terms)
    assert free(scene, FRIDAY) == ["10:00", "10:30", "11:00"]


def test_two_seats_and_an_open_door(scene, series) -> None:
    open_all(scene, series, seats=2)
    nine = at_wall(FRIDAY, 9)
    for name in ("Eins", "Zwei"):
        with scene.database.writing() as session:
            booking.book(session, scene.desk(), scene.wish(session), nine, Contact(name=name))
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        booking.book(session, scene.desk(), scene.wish(session), nine, Contact(name="Drei"))
    door = reserve(scene, date(2026, 11, 26), count=1)
    open_all(scene, door, mode=HoursMode.OPEN_DOOR)
    assert free(scene, date(2026, 11, 26)) == []


def test_the_hour_on_the_wall_stays_when_the_clocks_change(scene) -> None:
    """Every second Friday across 28 March 2027: nine is nine."""
    spring = reserve(scene, date(2027, 3, 12), count=3)
    open_all(scene, spring, but_for=date(2027, 3, 26), starts=time(9), ends=time(10))
    with scene.database.reading() as session:
        starts = session.scalars(
            select(ConsultationHours.starts_at).where(ConsultationHours.occurrence_id.is_not(None))
        ).all()
    assert [f"{to_wall(each):%H:%M}" for each in sorted(starts)[1:]] == ["09:00", "09:00"]


def test_a_time_that_does_not_exist_is_refused(scene) -> None:
    with scene.database.writing() as session:
        interval = day_bounds(date(2027, 3, 28))
        occurrence = small.reserve(
            session,
            session.merge(scene.house.rooms[1], load=False),
            interval,
            provider_id=scene.house.provider.id,
            title="Nacht",
        )
        with pytest.raises(NonexistentTime):
            opening(scene, session, starts=time(2, 30)).within(occurrence)
