"""Two things come between: what the first no longer keeps asleep is still measured by the second."""

from __future__ import annotations

from booking.appointments.hours import Plan, open_hours
from booking.disruptions.returning import Why
from booking.house.models import Room
from booking.offers.models import Adviser, Offer
from booking.reservations import cancelling
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.reservations.scope import Scope, for_change
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.disruptions.scene import ADA, BEA, ROOM_3, TUESDAY, Scene, absence, span

AFTERNOON = span(TUESDAY, 14, 18)
TWO = at_wall(TUESDAY, 14)


def test_a_sprechstunde_does_not_wake_in_a_room_that_somebody_else_has_now(scene: Scene) -> None:
    ada, _bea = _both_in_one_date(scene)
    made = scene.books(TWO, adviser=ADA)
    first, second = scene.enters(absence(adviser=ADA)), scene.enters(absence(adviser=BEA))
    assert scene.date_of(ada).asleep_by == second, "nothing in it takes place any more"
    foreign = _reserve(scene)
    returns = scene.withdraws(first)
    assert {(each.owner, why) for each, why in returns.stays if each.owner.endswith(f":{ada}")} == {
        (f"hours:{ada}", Why.ROOM_TAKEN)
    }
    assert (
        scene.hours(ada).asleep_by == scene.appointment(made).asleep_by == scene.offer(made).cause == second
    )
    assert "14:00" not in scene.free(TUESDAY, adviser=ADA)
    _call_off(scene, foreign)
    scene.withdraws(second)
    assert scene.hours(ada).is_open, "now the room is free, and so is she"
    assert scene.appointment(made).asleep_by is None


def test_a_sprechstunde_wakes_the_date_it_needs(scene: Scene) -> None:
    ada, bea = _both_in_one_date(scene)
    made = scene.books(TWO, adviser=ADA)
    first, second = scene.enters(absence(adviser=ADA)), scene.enters(absence(adviser=BEA))
    returns = scene.withdraws(first)
    date = scene.date_of(ada)
    assert date.id in {each.id for each in returns.dates}
    assert (date.status, date.asleep_by) == (OccurrenceStatus.CONFIRMED, None)
    assert f"occurrence:{date.id}" in {owner for owner, *_ in scene.claims()}
    assert (scene.hours(ada).is_open, scene.hours(bea).asleep_by) == (True, second)
    assert scene.appointment(made).asleep_by is None


def _both_in_one_date(scene: Scene) -> tuple[int, int]:
    """Ada from two to four, Bea from four to six, in one date."""
    date_id = _reserve(scene)
    with scene.database.writing() as session:
        first, second = (
            open_hours(
                session,
                Plan(
                    offer=session.get_one(Offer, 1),
                    adviser=session.get_one(Adviser, adviser),
                    interval=span(TUESDAY, start, start + 2),
                    occurrence=session.get_one(Occurrence, date_id),
                ),
                now=scene.now,
            )
            for adviser, start in ((ADA, 14), (BEA, 16))
        )
        return first.id, second.id


def _reserve(scene: Scene) -> str:
    """The room, from two to six; the date."""
    with scene.database.writing() as session:
        room = session.get_one(Room, ROOM_3)
        date = small.reserve(session, room, AFTERNOON, provider_id=1, title="Gruppe", now=scene.now)
        assert date.status == OccurrenceStatus.CONFIRMED
        return date.id


def _call_off(scene: Scene, date_id: str) -> None:
    with scene.database.writing() as session:
        reservation = for_change(session, session.get_one(Occurrence, date_id).reservation_id)
        cancelling.cancel(session, reservation, Scope.ALL, now=scene.now)
