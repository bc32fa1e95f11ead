"""What becomes of an offer: taken, refused, let lapse, overtaken; each only once, and every hold finds its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.acting import account, acting_as
from booking.appointments import booking, changes
from booking.appointments.guests import give_back
from booking.appointments.models import Appointment, Status
from booking.appointments.slots import Wish
from booking.disruptions import answering, overtaking
from booking.disruptions.answering import ReplacementOver
from booking.disruptions.models import Replacement, State
from booking.disruptions.wanted import Wanted
from booking.errors import NotFound, SlotTaken, SlotUnknown
from booking.ids import random_id
from booking.offers.models import Offer
from booking.scheduling.walltime import at_wall, to_wall
from tests.disruptions.scene import (
    ACCOUNT,
    ADA,
    BEA,
    BY_MAIL,
    BY_PHONE,
    THURSDAY,
    TUESDAY,
    UNREACHED,
    WEDNESDAY,
    Scene,
    absence,
    closed_house,
)

NINE = at_wall(TUESDAY, 9)
HALF = timedelta(minutes=30)
MONDAY = TUESDAY - timedelta(days=1)


def test_accepting_moves_the_appointment_with_its_uid(scene: Scene) -> None:
    made = scene.books(NINE)
    before = scene.appointment(made)
    scene.enters(absence())
    scene.accepts(made)
    after = scene.appointment(made)
    assert (after.uid, after.code, after.status) == (before.uid, before.code, Status.CONFIRMED)
    assert (after.starts_at, after.adviser_id) == (at_wall(WEDNESDAY, 9), BEA)
    assert (after.sequence, after.asleep_by) == (2, None)
    assert scene.offer(made).state == State.ACCEPTED
    assert "09:00" in scene.free(THURSDAY), "the other time is free again"
    assert [each["by"] for each in scene.events("AppointmentMoved")] == ["resident"]
    assert [each["state"] for each in scene.events("ReplacementSettled")] == ["accepted"]


def test_what_they_wished_at_first_stays_their_wish(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    scene.accepts(made)
    assert not scene.appointment(made).adviser_wish, "they took a time, not just this adviser"


def test_accepting_twice_is_like_once_and_the_other_time_is_too_late(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    other = scene.choices(made)[1].id
    chosen = scene.accepts(made)
    with scene.database.writing() as session:
        offer = scene.offer_in(session, made)
        answering.accept(session, scene.desk(), offer, chosen, by="resident")
    with pytest.raises(ReplacementOver) as over, scene.database.writing() as session:
        answering.accept(session, scene.desk(), scene.offer_in(session, made), other, by="resident")
    assert over.value.state == State.ACCEPTED
    assert len(scene.events("AppointmentMoved")) == 1


def test_a_time_of_somebody_else_cannot_be_taken(scene: Scene) -> None:
    mine, other = scene.books(NINE), scene.books(NINE + timedelta(minutes=30))
    scene.enters(absence())
    with pytest.raises(NotFound), scene.database.writing() as session:
        offer = scene.offer_in(session, mine)
        answering.accept(session, scene.desk(), offer, scene.choices(other)[0].id, by="resident")


def test_declining_cancels_for_good_and_gives_everything_back(scene: Scene) -> None:
    made = scene.books(NINE)
    free = scene.free(WEDNESDAY), scene.free(THURSDAY)
    scene.enters(absence())
    scene.declines(made)
    scene.declines(made)
    assert scene.appointment(made).status == Status.CANCELLED
    assert (scene.free(WEDNESDAY), scene.free(THURSDAY)) == free
    with pytest.raises(ReplacementOver):
        scene.accepts(made)


def test_nobody_answers_and_it_is_cancelled_by_the_house(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    assert scene.lapses() == 0
    scene.now = scene.offer(made).answer_by
    with pytest.raises(ReplacementOver) as over:
        scene.declines(made)
    assert over.value.state == State.LAPSED
    assert (scene.lapses(), scene.lapses()) == (1, 0)
    assert scene.appointment(made).status == Status.CANCELLED
    assert scene.offer(made).state == State.LAPSED
    assert scene.choices(made) == []


def test_the_deadline_is_never_at_night_and_later_than_a_day_off(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.now = at_wall(MONDAY, 22)
    scene.enters(absence())
    wall = to_wall(scene.offer(made).answer_by)
    assert 8 <= wall.hour <= 20
    assert scene.offer(made).answer_by - scene.now <= timedelta(days=2)


def test_who_is_called_has_until_the_end_of_the_phones_hours(scene: Scene) -> None:
    called, unreached = scene.books(NINE, BY_PHONE), scene.books(NINE + timedelta(minutes=30), UNREACHED)
    scene.enters(absence())
    assert scene.offer(called).answer_by == at_wall(TUESDAY, 12)
    assert scene.offer(unreached).answer_by == at_wall(WEDNESDAY, 12), "they hear of it when they come"


def test_the_answer_may_come_after_the_old_time_began(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.now = NINE - timedelta(minutes=30)
    scene.enters(absence())
    scene.now = NINE + timedelta(hours=1)
    scene.accepts(made)
    assert scene.appointment(made).starts_at > scene.now


def test_moving_by_oneself_overtakes_the_offer(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    there = at_wall(THURSDAY, 11)
    scene.changes(lambda session, each: changes.move(session, scene.desk(), each, there), made)
    assert scene.appointment(made).asleep_by is None
    with pytest.raises(ReplacementOver) as over:
        scene.accepts(made)
    assert over.value.state == State.OVERTAKEN, "even before anybody settled it"
    assert scene.offer(made).state == State.OPEN
    settle(scene, made)
    settle(scene, made)
    assert scene.offer(made).state == State.OVERTAKEN
    assert scene.choices(made) == []
    assert len(scene.events("ReplacementSettled")) == 1


def test_cancelling_by_oneself_overtakes_the_offer(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    scene.changes(lambda session, each: changes.cancel(session, each, by="resident", now=scene.now), made)
    settle(scene, made)
    assert (scene.offer(made).state, scene.choices(made)) == (State.OVERTAKEN, [])


def test_what_moved_away_before_the_deadline_does_not_lapse(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    there = at_wall(THURSDAY, 11)
    scene.changes(lambda session, each: changes.move(session, scene.desk(), each, there), made)
    scene.now = scene.offer(made).answer_by
    assert scene.lapses() == 0
    assert scene.appointment(made).status == Status.CONFIRMED
    assert scene.offer(made).state == State.OVERTAKEN


@pytest.mark.parametrize("later", [timedelta(0), HALF])
@pytest.mark.parametrize("closed", [closed_house(), closed_house(TUESDAY, 9, 11)])
def test_moving_to_where_it_sleeps_is_refused(scene: Scene, later: timedelta, closed: Wanted) -> None:
    made = scene.books(NINE)
    scene.enters(closed)
    with pytest.raises((SlotTaken, SlotUnknown)):
        scene.changes(lambda session, each: changes.move(session, scene.desk(), each, NINE + later), made)


def test_a_choice_that_a_second_closure_takes_is_gone_the_other_is_there(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    first, second = scene.choices(made)
    scene.enters(closed_house(WEDNESDAY))
    assert [each.id for each in scene.choices(made)] == [second.id]
    with pytest.raises(SlotTaken), scene.database.writing() as session:
        answering.accept(session, scene.desk(), scene.offer_in(session, made), first.id, by="resident")
    scene.accepts(made)
    assert scene.appointment(made).starts_at == at_wall(THURSDAY, 9)


def test_long_appointments_get_long_times(scene: Scene) -> None:
    made = scene.books(NINE, replace(BY_MAIL, needs=("more_time",)))
    scene.enters(absence())
    scene.accepts(made)
    after = scene.appointment(made)
    assert after.ends_at - after.starts_at == timedelta(hours=1)


def settle(scene: Scene, appointment_id: str) -> None:
    with scene.database.writing() as session:
        appointment = session.get_one(Appointment, appointment_id)
        overtaking.settle_overtaken(session, appointment, scene.now)


def test_who_is_hit_again_after_moving_keeps_the_later_offer(scene: Scene) -> None:
    """The first offer is over at once, also for whoever settles it before the move was noticed."""
    scene.opens(TUESDAY + timedelta(days=7))
    made = scene.books(NINE, adviser=ADA)
    scene.enters(absence())
    scene.changes(
        lambda session, each: changes.move(
            session, scene.desk(), each, at_wall(THURSDAY, 11), adviser_id=ADA
        ),
        made,
    )
    second = scene.enters(absence(THURSDAY, 10, 12))
    first = _states(scene, made, but=second)
    assert first == [State.OVERTAKEN]
    settle(scene, made)
    with scene.database.reading() as session:
        later = answering.open_replacement(session, scene.appointment(made))
        assert later is not None
        assert later.cause == second
        assert [each.id for each in answering.choices_of(session, later, scene.now)] == later.choices
    with scene.database.reading() as session:
        held = session.scalars(select(Appointment.id).where(Appointment.status == Status.HELD)).all()
        assert set(held) == set(later.choices)
    assert scene.appointment(made).status == Status.CONFIRMED


def test_an_offer_whose_place_another_took_neither_lapses_nor_is_answered(scene: Scene) -> None:
    """As rows of an earlier version may be: two offers are open, and the older one ends first."""
    made = scene.books(NINE, adviser=ADA)
    cause = scene.enters(absence())
    with scene.database.writing() as session:
        kept = scene.offer_in(session, made)
        older = Replacement(
            id=random_id(),
            appointment_id=made,
            cause="absence:99",
            created_at=scene.now - timedelta(hours=1),
            answer_by=kept.answer_by - timedelta(hours=1),
            choices=[],
        )
        session.add(older)
        session.flush()
        older_id = older.id
    for answer in (
        lambda session, offer: answering.decline(session, scene.desk(), offer, by="resident"),
        lambda session, offer: answering.accept(session, scene.desk(), offer, "x", by="resident"),
    ):
        with pytest.raises(ReplacementOver), scene.database.writing() as session:
            answer(session, answering.replacement_by_id(session, older_id))
    with scene.database.reading() as session:
        scene.now = answering.replacement_by_id(session, older_id).answer_by + timedelta(minutes=1)
    assert scene.lapses() == 0
    assert scene.appointment(made).status == Status.CONFIRMED
    assert _states(scene, made, but=cause) == [State.OVERTAKEN]


def test_what_is_held_for_an_answer_is_given_back_by_no_form(scene: Scene) -> None:
    """Neither for the house nor for whoever fills in the same form: only the holds of the own preview."""
    made = scene.books(NINE)
    scene.enters(absence())
    with scene.database.writing() as session:
        flow = booking.hold(session, scene.desk(), Wish(session.get_one(Offer, 1)), at_wall(THURSDAY, 11)).id
        own = booking.hold(session, scene.desk(), Wish(session.get_one(Offer, 1)), at_wall(THURSDAY, 11, 30))
        own.taken_by, own_id = ACCOUNT, own.id
    promised = [each.id for each in scene.choices(made)]
    with scene.database.writing() as session, acting_as(account(ACCOUNT)):
        give_back(session, [*promised, flow, own_id])
    assert [each.id for each in scene.choices(made)] == promised
    with scene.database.reading() as session:
        assert session.get(Appointment, flow) is not None
        assert session.get(Appointment, own_id) is None


def _states(scene: Scene, appointment_id: str, *, but: str) -> list[State]:
    """What became of the offers that have another cause."""
    with scene.database.reading() as session:
        mine = Replacement.appointment_id == appointment_id, Replacement.cause != but
        return [State(each) for each in session.scalars(select(Replacement.state).where(*mine))]
