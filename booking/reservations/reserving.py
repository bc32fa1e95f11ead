"""Reserving: preview a wish, then save what was accepted; the rooms are taken from the same transaction on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.models import Provider
from booking.errors import DomainError, Overlap
from booking.events import ReservationMade, ReservationRequested
from booking.occupancy import Claim, claim_all
from booking.occupancy.claims import lock_resources
from booking.reservations.deciding import Choices, DatesTaken, NothingLeft, decide
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.planning import DatePlan, Terms, Wanted, judge
from booking.reservations.ranking import RankedRoom, ranked
from booking.reservations.wishes import OnConflict, Wish, room_of
from booking.reservations.world import World
from booking.reservations.writing import written
from booking.runtime import Desk

NO_CHOICES: Choices = MappingProxyType({})


class ProviderEnded(DomainError):
    """The provider reserves nothing any more."""

    code = "provider-ended"


def rank_rooms(session: Session, wish: Wish, *, now: datetime) -> list[RankedRoom]:
    """The rooms for a wish, the best first. Raises BadRule, NonexistentTime, NothingLeft."""
    return ranked(_world(session, wish, now), wish)


def preview(session: Session, wish: Wish, *, now: datetime) -> list[DatePlan]:
    """Every date of the wish in its room, with its state and proposals. Raises as `rank_rooms`."""
    return _plans(_world(session, wish, now), wish)


def reserve(
    session: Session,
    desk: Desk,
    wish: Wish,
    choices: Choices = NO_CHOICES,
    *,
    account_id: int | None = None,
    on_conflict: OnConflict = OnConflict.FAIL,
    as_request: bool = False,
    may_decide: bool = True,
) -> Reservation:
    """Save the wish as it was accepted, all of it or nothing.

    A request holds its time as pending until the house decides or the deadline passes. Who may not decide
    about a room that needs approval makes a request as soon as one date lies there. Raises DatesTaken
    with the new preview when the world changed, NothingLeft when no date would take place, ProviderEnded.
    """
    lock_resources(session, _resources(wish, choices))
    _hold_provider(session, wish.provider_id)
    world = _world(session, wish, desk.now)
    plans, terms = _plans(world, wish), terms_of(wish)
    decisions = decide(world, terms, plans, choices, on_conflict=on_conflict)
    if not may_decide:
        as_request = as_request or any(each.takes_place and each.room.needs_approval for each in decisions)
    reservation = written(session, desk, wish, decisions, account_id=account_id, as_request=as_request)
    take(session, reservation, reservation.occurrences, plans, now=desk.now)
    event = ReservationRequested if as_request else ReservationMade
    outbox.record(session, event(reservation_id=reservation.id), now=desk.now)
    return reservation


def _hold_provider(session: Session, provider_id: int) -> None:
    """The provider cannot end before the reservation is there to be counted. Raises ProviderEnded."""
    statement = select(Provider.retired_at).where(Provider.id == provider_id)
    if session.scalar(statement.with_for_update(read=True, key_share=True)) is not None:
        raise ProviderEnded


def take(
    session: Session,
    reservation: Reservation,
    occurrences: Sequence[Occurrence],
    plans: Sequence[DatePlan],
    *,
    now: datetime,
) -> None:
    """Take the rooms of these dates, as pending while it is a request. Call `lock_resources` before judging them.

    Raises DatesTaken with `plans` when another program wrote past our locks.
    """
    session.flush()
    try:
        claim_all(session, claims_of(reservation, occurrences), now=now, expires_at=reservation.decide_by)
    except Overlap as overlap:
        raise DatesTaken(plans, [plan.recurrence_id for plan in plans]) from overlap


def claims_of(reservation: Reservation, occurrences: Iterable[Occurrence]) -> Mapping[str, Sequence[Claim]]:
    """What the dates that take place claim, by owner: every part of their room, with set-up and clean-up."""
    return {
        each.owner: [Claim(resource, reservation.taken(each.interval)) for resource in each.room.resource_ids]
        for each in occurrences
        if each.takes_place
    }


def terms_of(wish: Wish) -> Terms:
    return Terms(
        around=wish.around,
        people=wish.people,
        needs=wish.needs,
        on_closure=wish.on_closure,
        on_school_holiday=wish.on_school_holiday,
    )


def _world(session: Session, wish: Wish, now: datetime) -> World:
    intervals = [wish.when.interval(start) for start in wish.when.starts()]
    if not intervals:
        raise NothingLeft
    return World.look(session, intervals, now=now)


def _plans(world: World, wish: Wish) -> list[DatePlan]:
    room = room_of(wish)
    wanted = [Wanted(start, wish.when.interval(start), room) for start in wish.when.starts()]
    return judge(world, terms_of(wish), wanted)


def _resources(wish: Wish, choices: Choices) -> set[int]:
    rooms = [room_of(wish), *(choice.room for choice in choices.values() if choice.room is not None)]
    return {resource for room in rooms for resource in room.resource_ids}
