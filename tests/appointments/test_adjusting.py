"""Changing a Sprechstunde or calling it off: everybody in it stays, gets a held time, or is told."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments import booking
from booking.appointments.adjusting import OFF, Adjustment, adjust, hours_for_change, preview_adjustment
from booking.appointments.carrying_out import AdviserBusy
from booking.appointments.guests import Answer, Fate, Guest, GuestsChanged
from booking.appointments.models import Appointment, ConsultationHours, HoursMode, SlotSettings
from booking.appointments.slots import find_slots
from booking.errors import NotAllowedNow, NotFound, RulesBroken, SlotTaken, SlotUnknown
from booking.outbox import EventRow
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds, to_wall
from tests import house as small

TUESDAY = 1  # the Sprechstunde of every scene
LATER = Interval(at_wall(small.TUESDAY, 10), at_wall(small.TUESDAY, 12))
TOLD = ("AppointmentMoved", "AppointmentCancelled", "ConsultationHoursClosed")


def book(scene, hour: int, minute: int = 0, name: str = "Frau M.") -> str:
    with scene.database.writing() as session:
        start = at_wall(small.TUESDAY, hour, minute)
        return booking.book(session, scene.desk(), scene.wish(session), start, Contact(name=name)).id


def elsewhere(scene) -> int:
    """Another Sprechstunde of the same offer on the same afternoon, with somebody else."""
    with scene.database.writing() as session:
        house = scene.house
        made = small.hours_on(
            session, house, start=13, end=15, adviser=house.advisers[1], room=house.rooms[1]
        )
        return made.id


def look(scene, wanted: Adjustment, earlier=()) -> list[Guest]:
    with scene.database.writing() as session:
        hours = hours_for_change(session, TUESDAY)
        return preview_adjustment(session, scene.desk(), hours, wanted, earlier=earlier)


def change(scene, wanted: Adjustment, answers=None, now=small.NOW) -> None:
    with scene.database.writing() as session:
        hours = hours_for_change(session, TUESDAY)
        adjust(session, scene.desk(now), hours, wanted, answers=answers or {})


def standing(scene, appointment_id: str) -> tuple[str, str, int]:
    with scene.database.reading() as session:
        mine = session.get_one(Appointment, appointment_id)
        return mine.status, f"{to_wall(mine.starts_at):%H:%M}", mine.sequence


def free(scene) -> list[str]:
    with scene.database.reading() as session:
        slots = find_slots(session, scene.wish(session), day_bounds(small.TUESDAY), now=small.NOW)
        return [f"{to_wall(slot.start):%H:%M}" for slot in slots]


def told(scene) -> list[str]:
    with scene.database.reading() as session:
        types = session.scalars(select(EventRow.type).order_by(EventRow.id)).all()
        return [each for each in types if each in TOLD]


def test_shorter_and_the_early_one_moves_to_the_time_held_for_it(scene) -> None:
    elsewhere(scene)
    early, late = book(scene, 9), book(scene, 11)
    first, second = look(scene, Adjustment(interval=LATER))
    assert (first.appointment.id, first.may_stay, first.fate) == (early, False, Fate.MOVE)
    assert (second.may_stay, second.fate, second.replacement) == (True, Fate.KEEP, None)
    assert "13:00" not in free(scene)

    assert first.replacement
    change(scene, Adjustment(interval=LATER), {early: Answer(Fate.MOVE, first.replacement.id)})
    assert standing(scene, early) == ("confirmed", "13:00", 1)
    assert standing(scene, late) == ("confirmed", "11:00", 0)
    assert told(scene) == ["AppointmentMoved"]
    assert free(scene)[:3] == ["10:00", "10:30", "11:30"]


def test_without_another_time_the_proposal_is_to_cancel(scene) -> None:
    book(scene, 9)
    (guest,) = look(scene, OFF)
    assert (guest.fate, guest.replacement) == (Fate.CANCEL, None)


def test_called_off_with_a_mail_for_who_has_no_other_time(scene) -> None:
    mine = book(scene, 9)
    change(scene, OFF, {mine: Answer(Fate.CANCEL)})
    assert standing(scene, mine) == ("cancelled", "09:00", 1)
    assert sorted(told(scene)) == ["AppointmentCancelled", "ConsultationHoursClosed"]
    assert free(scene) == []
    with pytest.raises(NotAllowedNow):
        change(scene, OFF)


def test_nobody_is_overlooked(scene) -> None:
    mine = book(scene, 9)
    for answers in ({}, {mine: Answer(Fate.KEEP)}, {mine: Answer(Fate.MOVE, "nobody")}):
        with pytest.raises(GuestsChanged) as changed:
            change(scene, OFF, answers)
        assert [each.appointment.id for each in changed.value.guests] == [mine]
    assert standing(scene, mine) == ("confirmed", "09:00", 0)
    assert told(scene) == []


def test_a_replacement_is_held_for_its_guest_only(scene) -> None:
    elsewhere(scene)
    mine = book(scene, 9)
    (guest,) = look(scene, OFF)
    assert guest.replacement
    with pytest.raises(SlotTaken):
        book(scene, 13, name="Jemand anders")
    (again,) = look(scene, OFF, earlier=[guest.replacement.id])
    assert again.replacement
    assert (again.replacement.starts_at, free(scene).count("13:00")) == (at_wall(small.TUESDAY, 13), 0)
    with pytest.raises(GuestsChanged):
        change(scene, OFF, {mine: Answer(Fate.MOVE, guest.replacement.id)})
    change(scene, OFF, {mine: Answer(Fate.MOVE, again.replacement.id)})
    assert standing(scene, mine)[1] == "13:00"


def test_a_hold_of_a_resident_does_not_stand_in_the_way_and_does_not_survive(scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), scene.wish(session), at_wall(small.TUESDAY, 9))
        booking.keep(session, scene.desk(), held, contact=Contact(name="Herr H."))
    change(scene, OFF)
    with pytest.raises(SlotUnknown), scene.database.writing() as session:
        booking.confirm(session, scene.desk(), session.get_one(Appointment, held.id))


def test_another_grid_leaves_booked_appointments_where_they_are(scene) -> None:
    mine = book(scene, 9, 30)
    whole = Interval(at_wall(small.TUESDAY, 9), at_wall(small.TUESDAY, 12))
    wanted = Adjustment(interval=whole, seats=2, settings=SlotSettings(slot_minutes=60))
    change(scene, wanted)
    assert standing(scene, mine) == ("confirmed", "09:30", 0)
    assert free(scene) == ["09:00", "10:00", "11:00"]  # beside it there is a second seat
    change(scene, Adjustment(interval=whole, mode=HoursMode.OPEN_DOOR))
    assert free(scene) == []
    assert told(scene) == []


def test_a_change_stays_within_date_house_and_adviser(scene) -> None:
    nine, noon = at_wall(small.TUESDAY, 9), at_wall(small.TUESDAY, 12)
    with pytest.raises(RulesBroken):
        change(scene, Adjustment(interval=Interval(nine, at_wall(small.TUESDAY, 13))))
    change(scene, Adjustment(interval=Interval(nine, at_wall(small.TUESDAY, 10))))
    with scene.database.writing() as session:
        house = scene.house
        small.hours_on(session, house, start=11, end=13, room=house.rooms[1])
    for doing in (look, change):
        with pytest.raises(AdviserBusy):
            doing(scene, Adjustment(interval=Interval(nine, noon)))


def test_what_has_begun_or_is_not_there_stays(scene) -> None:
    with pytest.raises(NotAllowedNow):
        change(scene, OFF, now=at_wall(small.TUESDAY, 9))
    with pytest.raises(NotFound), scene.database.writing() as session:
        hours_for_change(session, 999)


@pytest.mark.race
def test_who_looks_at_it_and_who_books_in_it_do_not_wait_for_each_other(scene) -> None:
    """The row of the Sprechstunde is locked before the adviser, a booking takes them the other way round."""
    elsewhere(scene)
    errors: list[BaseException] = []
    starts = [at_wall(small.TUESDAY, 9 + number // 2, number % 2 * 30) for number in range(6)]
    for number, start in enumerate(starts):
        barrier = Barrier(2)

        def call_off(barrier=barrier) -> None:
            with scene.database.writing() as session:
                hours = hours_for_change(session, TUESDAY)
                barrier.wait(10)
                change_nothing(session, scene, hours)

        def reserve(barrier=barrier, start=start, number=number) -> None:
            barrier.wait(10)
            with scene.database.writing() as session:
                booking.book(session, scene.desk(), scene.wish(session), start, Contact(name=f"{number}"))

        run([call_off, reserve], errors)
    assert errors == []


def change_nothing(session, scene, hours: ConsultationHours) -> None:
    here = Interval(hours.starts_at, hours.ends_at)
    adjust(session, scene.desk(), hours, Adjustment(interval=here))


def run(doings, errors: list[BaseException]) -> None:
    def guarded(doing) -> None:
        try:
            doing()
        except BaseException as error:  # noqa: BLE001 (the test counts whatever went wrong)
            errors.append(error)

    threads = [Thread(target=guarded, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
