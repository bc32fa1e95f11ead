"""The house or a room is closed: every date in that time sleeps, or is shortened where something of it is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.people import Contact
from booking.appointments import booking, changes, finding
from booking.appointments.models import Channel
from booking.appointments.slots import Wish
from booking.disruptions import declaring
from booking.disruptions.effects import EffectChanged, Way
from booking.errors import SlotTaken, SlotUnknown
from booking.house.models import Room, RoomKind
from booking.house.rooms import add_part, add_room
from booking.occupancy import Resource
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.reservations import reserving
from booking.reservations.deciding import NothingLeft
from booking.reservations.models import OccurrenceStatus, Reservation
from booking.reservations.wishes import When
from booking.reservations.wishes import Wish as RoomWish
from booking.scheduling.walltime import at_wall, to_wall
from tests import house as small
from tests.disruptions.scene import (
    BEA,
    ROOM_1,
    ROOM_2,
    ROOM_3,
    TUESDAY,
    WEDNESDAY,
    Scene,
    absence,
    answers_to,
    closed_house,
    closed_room,
    span,
)

NINE = at_wall(TUESDAY, 9)
ASLEEP, CONFIRMED, PENDING = OccurrenceStatus.ASLEEP, OccurrenceStatus.CONFIRMED, OccurrenceStatus.PENDING


def test_a_closed_house_puts_everything_to_sleep(scene: Scene) -> None:
    meeting = reserves(scene, ROOM_3)
    on_the_phone = scene.opens(TUESDAY, adviser=BEA, room=None, channel=Channel.PHONE)
    cause = scene.enters(closed_house())
    assert scene.date_of(1).status == statuses(scene, meeting)[0] == ASLEEP
    assert (scene.date_of(1).reason, scene.date_of(1).asleep_by) == ("Wasserschaden", cause)
    assert scene.hours(on_the_phone).asleep_by == cause
    assert scene.date_of(2).status == CONFIRMED, "the day after is as it was"
    assert len(scene.events("ReservationChanged")) == 2


def test_a_sprechstunde_with_time_left_is_shortened(scene: Scene) -> None:
    hit, spared = scene.books(NINE), scene.books(at_wall(TUESDAY, 11))
    cause = scene.enters(closed_house(TUESDAY, 8, 10))
    assert scene.date_of(1).status == CONFIRMED
    assert (scene.appointment(hit).asleep_by, scene.appointment(spared).asleep_by) == (cause, None)
    assert [each.starts_at for each in scene.choices(hit)] == [at_wall(TUESDAY, 10), at_wall(WEDNESDAY, 9)]
    assert scene.free(TUESDAY) == ["10:30", "11:30"]


def test_less_than_a_talk_left_is_nothing_left(scene: Scene) -> None:
    with_rest = replace(
        closed_house(), interval=replace(span(TUESDAY, 9, 12), start=NINE + timedelta(minutes=20))
    )
    scene.enters(with_rest)
    assert scene.date_of(1).status == ASLEEP


def test_a_closed_room_hits_only_what_is_in_it(scene: Scene) -> None:
    hit = scene.books(NINE)
    elsewhere = scene.opens(TUESDAY, adviser=BEA, room=ROOM_2)
    spared = scene.books(NINE, adviser=BEA)
    scene.enters(closed_room())
    assert (scene.date_of(1).status, scene.date_of(elsewhere).status) == (ASLEEP, CONFIRMED)
    assert scene.appointment(hit).asleep_by is not None
    assert scene.appointment(spared).asleep_by is None


def test_who_has_a_room_of_their_own_gets_another_at_the_same_time(scene: Scene) -> None:
    scene.opens(TUESDAY, adviser=BEA, room=None, start=13, end=15)
    made = scene.books(at_wall(TUESDAY, 13))
    (hit,) = scene.previews(closed_room(ROOM_1)).guests
    assert (hit.way, hit.room.id if hit.room else None) == (Way.OTHER_ROOM, ROOM_2)
    scene.enters(closed_room(ROOM_1))
    after = scene.appointment(made)
    assert (after.room_id, after.own_room, after.sequence, after.asleep_by) == (ROOM_2, True, 1, None)
    assert sum(owner == after.owner for owner, *_ in scene.claims()) == after.claims
    (moved,) = scene.events("AppointmentMoved")
    assert (moved["by"], moved["other_room"]) == ("house", True)


def test_half_of_the_hall_closes_the_whole_hall(scene: Scene) -> None:
    hall, part = build_hall(scene)
    whole = reserves(scene, hall)
    scene.enters(closed_room(part))
    assert statuses(scene, whole) == [ASLEEP]


def test_a_request_sleeps_and_wakes_as_a_request(scene: Scene) -> None:
    hall, _ = build_hall(scene)
    asked = reserves(scene, hall, as_request=True)
    before = scene.claims()
    cause = scene.enters(closed_house())
    assert statuses(scene, asked) == [ASLEEP]
    scene.withdraws(cause)
    assert statuses(scene, asked) == [PENDING]
    assert scene.claims() == before


def test_what_began_stays_and_what_is_still_to_come_in_it_is_hit(scene: Scene) -> None:
    early, late = scene.books(NINE), scene.books(at_wall(TUESDAY, 11))
    scene.now = at_wall(TUESDAY, 10)
    scene.enters(closed_house(TUESDAY, 10, 20))
    assert scene.date_of(1).status == CONFIRMED
    assert (scene.appointment(early).asleep_by, scene.appointment(late).asleep_by is None) == (None, False)


def test_a_half_filled_form_loses_its_time(scene: Scene) -> None:
    with scene.database.writing() as session:
        held = booking.hold(session, scene.desk(), Wish(session.get_one(Offer, 1)), NINE)
        booking.keep(session, scene.desk(), held, contact=Contact(name="Frau S."))
        held_id = held.id
    scene.enters(closed_house(TUESDAY, 9, 11))
    with pytest.raises((SlotTaken, SlotUnknown)), scene.database.writing() as session:
        booking.confirm(session, scene.desk(), finding.by_id(session, held_id, for_change=True))


def test_nothing_is_reserved_into_a_closed_time(scene: Scene) -> None:
    scene.enters(closed_house())
    with pytest.raises(NothingLeft):
        reserves(scene, ROOM_3)


def test_a_second_closure_leaves_alone_what_sleeps(scene: Scene) -> None:
    made = scene.books(NINE)
    first = scene.enters(absence())
    effect = scene.previews(closed_house())
    assert (effect.guests, effect.dates) == ([], [])
    scene.enters(closed_house())
    assert scene.appointment(made).asleep_by == first
    assert scene.appointment(made).sequence == 1


def test_a_date_that_is_taken_up_by_hand_is_awake(scene: Scene) -> None:
    scene.enters(closed_room())
    with scene.database.writing() as session:
        date = session.merge(scene.date_of(1))
        date.take_up(date.interval, session.get_one(Room, ROOM_2), asked=False)
        assert (date.status, date.asleep_by, date.reason) == (CONFIRMED, None, None)


def test_whoever_cancels_meanwhile_is_seen(scene: Scene) -> None:
    made = scene.books(NINE)
    answers = answers_to(scene.previews(closed_house()))
    scene.changes(lambda session, each: changes.cancel(session, each, by="resident", now=scene.now), made)
    with pytest.raises(EffectChanged), scene.database.writing() as session:
        declaring.declare(session, scene.desk(), closed_house(), answers, account_id=1)


def test_the_history_says_who_entered_it(scene: Scene) -> None:
    scene.books(NINE)
    cause = scene.enters(closed_house())
    with scene.database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.actor == "account:1")).all()
        assert {row.type for row in rows} == {"ClosureDeclared", "ReservationChanged", "AppointmentUnsettled"}
        assert cause in {row.subject for row in rows}
        assert len({row.change for row in rows}) == 1


def reserves(scene: Scene, room: int, **how: bool) -> str:
    """Tuesday from nine to twelve; the id of the reservation."""
    with scene.database.writing() as session:
        when = When(first_day=TUESDAY, at=to_wall(NINE).time(), minutes=180)
        wish = RoomWish(
            provider_id=1, title="Team", public_title=None, room=session.get_one(Room, room), when=when
        )
        return reserving.reserve(session, scene.desk(), wish, **how).id  # type: ignore[arg-type]


def statuses(scene: Scene, reservation_id: str) -> list[OccurrenceStatus]:
    with scene.database.reading() as session:
        return [each.status for each in session.get_one(Reservation, reservation_id).occurrences]


def build_hall(scene: Scene) -> tuple[int, int]:
    """The hall and one half of it."""
    with scene.database.writing() as session:
        halves = [Resource(kind="part", name=f"saal-{side}") for side in "ab"]
        session.add_all(halves)
        session.flush()
        hall = add_room(session, _room("saal"), parts=halves)
        part = add_part(session, hall, _room("saal-a"), halves[:1])
        return hall.id, part.id


def _room(slug: str) -> Room:
    made = small.office(9)
    made.slug, made.kind, made.name = slug, RoomKind.HALL, "Saal"
    return made
