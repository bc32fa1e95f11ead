"""An adviser is ill: the Sprechstunde sleeps, everybody who had an appointment gets two times held, or a call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments import changes
from booking.appointments.hours import Plan, open_hours
from booking.appointments.models import Appointment, Status
from booking.disruptions import declaring
from booking.disruptions.effects import MOST_HIT, EffectChanged, EffectTooLarge, Reach, Way
from booking.errors import NotAllowedNow, SlotTaken
from booking.ids import new_code, random_id
from booking.offers.absences import Absence
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.walltime import at_wall
from tests.disruptions.scene import (
    ADA,
    BEA,
    BY_MAIL,
    BY_PHONE,
    CANCEL,
    ROOM_2,
    THURSDAY,
    TUESDAY,
    UNREACHED,
    WEDNESDAY,
    Scene,
    absence,
    answers_to,
    span,
)

NINE = at_wall(TUESDAY, 9)
HALF_AN_HOUR = timedelta(minutes=30)
HOURS_OF_TUESDAY = 1


def test_seven_appointments_are_hit_five_by_mail_two_to_call(scene: Scene) -> None:
    people = [BY_MAIL] * 4 + [BY_PHONE, UNREACHED]
    for number, contact in enumerate(people):
        scene.books(NINE + number * HALF_AN_HOUR, contact)
    effect = scene.previews(absence())
    assert [hit.reach for hit in effect.guests] == [Reach.MAIL] * 4 + [Reach.PHONE, Reach.NEITHER]
    assert [each.becomes for each in effect.dates] == ["asleep"]
    shown = [(each.hours.id, each.start) for hit in effect.guests for each in hit.choices]
    assert len(shown) == len(set(shown)), "each is shown times of their own"
    assert all(hit.way == Way.OFFER and hit.answer_by for hit in effect.guests)


def test_the_soonest_times_are_held_and_the_second_is_on_another_day(scene: Scene) -> None:
    scene.books(NINE)
    (hit,) = scene.previews(absence()).guests
    assert [each.start for each in hit.choices] == [at_wall(WEDNESDAY, 9), at_wall(THURSDAY, 9)]
    assert [each.adviser.id for each in hit.choices] == [BEA, ADA]


def test_without_colleagues_only_the_same_adviser_is_offered(scene: Scene) -> None:
    scene.books(NINE)
    (hit,) = scene.previews(absence(colleagues=False)).guests
    assert {each.adviser.id for each in hit.choices} == {ADA}
    assert [each.start for each in hit.choices] == [
        at_wall(THURSDAY, 9),
        at_wall(THURSDAY, 9) + HALF_AN_HOUR,
    ]


def test_a_preview_changes_nothing_and_holds_nothing(scene: Scene) -> None:
    """However often somebody looks, the same times are free, for them and for everybody."""
    for number in range(6):
        scene.books(NINE + number * HALF_AN_HOUR, adviser=ADA)
    before, free = scene.claims(), [scene.free(WEDNESDAY), scene.free(THURSDAY)]
    seen = [scene.previews(absence()) for _ in range(5)]
    shown = [[each.start for hit in effect.guests for each in hit.choices] for effect in seen]
    assert all(each == shown[0] for each in shown)
    assert scene.claims() == before
    assert [scene.free(WEDNESDAY), scene.free(THURSDAY)] == free
    with scene.database.reading() as session:
        assert session.scalars(select(Appointment).where(Appointment.status == Status.HELD)).all() == []
        assert session.scalars(select(Absence)).all() == []
    assert scene.events("AbsenceDeclared", "ReservationChanged", "AppointmentUnsettled") == []


def test_everything_of_the_day_follows(scene: Scene) -> None:
    made = scene.books(NINE)
    before = scene.date_of(HOURS_OF_TUESDAY)
    cause = scene.enters(absence())
    date, hours, appointment = (
        scene.date_of(HOURS_OF_TUESDAY),
        scene.hours(HOURS_OF_TUESDAY),
        scene.appointment(made),
    )
    assert (date.status, date.asleep_by, date.reason) == (OccurrenceStatus.ASLEEP, cause, None)
    assert date.series.sequence == before.series.sequence + 1
    assert (hours.asleep_by, hours.is_open) == (cause, False)
    assert (appointment.status, appointment.asleep_by, appointment.sequence) == (Status.CONFIRMED, cause, 1)
    owners = {owner for owner, *_ in scene.claims()}
    assert appointment.owner in owners, "its seat stays"
    assert not {date.owner, hours.owner} & owners, "room and adviser are free"
    assert scene.free(TUESDAY) == []
    (changed,) = scene.events("ReservationChanged")
    assert (changed["asleep"], changed["woken"], changed["by_house"]) == (1, 0, True)
    (unsettled,) = scene.events("AppointmentUnsettled")
    assert unsettled["sequence"] == 1


def test_nobody_can_book_into_an_absence(scene: Scene) -> None:
    scene.enters(absence(start=10, end=11))
    assert scene.free(TUESDAY) == ["09:00", "09:30", "11:00", "11:30"]
    with pytest.raises(SlotTaken):
        scene.books(at_wall(TUESDAY, 10))
    assert scene.free(WEDNESDAY), "a colleague is there"


def test_a_part_of_a_sprechstunde_is_shortened_and_stays_awake(scene: Scene) -> None:
    early, late = scene.books(NINE), scene.books(at_wall(TUESDAY, 11))
    effect = scene.previews(absence(start=10, end=24 - 1))
    assert [each.becomes for each in effect.dates] == ["shortened"]
    assert [hit.appointment.id for hit in effect.guests] == [late]
    scene.enters(absence(start=10, end=23))
    assert scene.date_of(HOURS_OF_TUESDAY).status == OccurrenceStatus.CONFIRMED
    assert scene.hours(HOURS_OF_TUESDAY).is_open
    assert scene.appointment(early).asleep_by is None


def test_a_date_with_a_colleague_in_it_stays_awake(scene: Scene) -> None:
    with scene.database.writing() as session:
        date_id = scene.date_of(HOURS_OF_TUESDAY).id
        plan = Plan(
            offer=session.get_one(Offer, 1),
            adviser=session.get_one(Adviser, BEA),
            interval=span(TUESDAY, 9, 12),
            occurrence=session.get_one(Occurrence, date_id),
        )
        open_hours(session, plan, now=scene.now)
    scene.enters(absence())
    assert scene.date_of(HOURS_OF_TUESDAY).status == OccurrenceStatus.CONFIRMED
    assert scene.hours(HOURS_OF_TUESDAY).asleep_by is not None
    assert scene.events("ReservationChanged") == []


def test_what_is_decided_for_each_is_carried_out(scene: Scene) -> None:
    gone, kept = scene.books(NINE), scene.books(NINE + HALF_AN_HOUR)
    scene.enters(absence(), {gone: CANCEL})
    assert scene.appointment(gone).status == Status.CANCELLED
    assert scene.appointment(kept).status == Status.CONFIRMED
    assert [each["by"] for each in scene.events("AppointmentCancelled")] == ["house"]


def test_where_nothing_is_free_it_is_proposed_to_cancel(scene: Scene) -> None:
    scene.books(NINE)
    for day in (WEDNESDAY, THURSDAY):
        for number in range(6):
            scene.books(at_wall(day, 9) + number * HALF_AN_HOUR)
    (hit,) = scene.previews(absence()).guests
    assert (hit.way, hit.choices, hit.answer_by) == (Way.CANCEL, [], None)


def test_whoever_booked_meanwhile_is_not_overlooked(scene: Scene) -> None:
    scene.books(NINE)
    answers = answers_to(scene.previews(absence()))
    scene.books(NINE + HALF_AN_HOUR)
    with pytest.raises(EffectChanged), scene.database.writing() as session:
        declaring.declare(session, scene.desk(), absence(), answers, account_id=1)
    assert scene.hours(HOURS_OF_TUESDAY).is_open


def test_times_are_held_when_it_is_entered_and_not_before(scene: Scene) -> None:
    """An hour after the preview, what was shown is gone: the next ones are held."""
    made = scene.books(NINE)
    answers = answers_to(scene.previews(absence()))
    scene.books(at_wall(WEDNESDAY, 9))
    scene.now += timedelta(hours=1)
    with scene.database.writing() as session:
        declaring.declare(session, scene.desk(), absence(), answers, account_id=1)
    assert [each.starts_at for each in scene.choices(made)] == [
        at_wall(WEDNESDAY, 9, 30),
        at_wall(THURSDAY, 9),
    ]
    assert all(each.hold_expires_at and each.hold_expires_at > scene.now for each in scene.choices(made))


def test_for_whom_nothing_is_free_any_more_is_said_and_then_cancelled(scene: Scene) -> None:
    first, second = scene.books(NINE), scene.books(NINE + HALF_AN_HOUR)
    answers = answers_to(scene.previews(absence()))
    for day, many in ((WEDNESDAY, 6), (THURSDAY, 4)):
        for number in range(many):
            scene.books(at_wall(day, 9) + number * HALF_AN_HOUR)
    with pytest.raises(EffectChanged) as changed, scene.database.writing() as session:
        declaring.declare(session, scene.desk(), absence(), answers, account_id=1)
    assert changed.value.in_vain == {second}
    assert scene.hours(HOURS_OF_TUESDAY).is_open
    effect = scene.previews(absence(), in_vain=changed.value.in_vain)
    assert [hit.way for hit in effect.guests] == [Way.OFFER, Way.CANCEL]
    scene.enters(absence(), answers_to(effect))
    assert scene.appointment(second).status == Status.CANCELLED
    assert len(scene.choices(first)) == 2


def test_more_than_two_hundred_are_not_entered_at_once(scene: Scene) -> None:
    made = [scene.books(NINE), *crowd(scene, MOST_HIT - 1)]
    assert len(scene.previews(absence()).guests) == MOST_HIT
    made += crowd(scene, 1)
    with pytest.raises(EffectTooLarge):
        scene.previews(absence())
    with pytest.raises(EffectTooLarge), scene.database.writing() as session:
        declaring.declare(session, scene.desk(), absence(), dict.fromkeys(made, CANCEL), account_id=1)
    assert scene.hours(HOURS_OF_TUESDAY).is_open


def test_an_appointment_that_sleeps_is_not_hit_again(scene: Scene) -> None:
    scene.books(NINE)
    scene.enters(absence())
    assert scene.previews(absence()).guests == []


def test_who_sleeps_is_not_marked_as_come(scene: Scene) -> None:
    made = scene.books(NINE)
    scene.enters(absence())
    scene.now = NINE
    with pytest.raises(NotAllowedNow, match="asleep"):
        scene.changes(
            lambda session, each: changes.attend(session, each, Status.NO_SHOW, now=scene.now), made
        )


def test_the_room_can_be_reserved_by_others(scene: Scene) -> None:
    scene.enters(absence())
    other = scene.opens(TUESDAY, adviser=BEA)
    assert scene.date_of(other).room_id == scene.date_of(HOURS_OF_TUESDAY).room_id
    assert scene.opens(TUESDAY, adviser=BEA, room=ROOM_2, start=13, end=14)


def crowd(scene: Scene, many: int) -> list[str]:
    """More appointments like the first one."""
    with scene.database.writing() as session:
        table = Appointment.metadata.tables["appointment"]
        like = session.execute(select(table).order_by(table.c.created_at).limit(1)).mappings().one()
        rows = [{**like, "id": random_id(), "code": new_code(), "uid": random_id()} for _ in range(many)]
        session.execute(table.insert(), rows)
        return [row["id"] for row in rows]
