"""Reserving: preview a wish, then save what was accepted; the rooms are taken from the same transaction on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.models import Provider
from booking.errors import DomainError, Overlap
from booking.events import ReservationMade, ReservationRequested
from booking.house.models import Room
from booking.ids import new_uid, random_id
from booking.occupancy import Claim, claim_all
from booking.occupancy.claims import lock_resources
from booking.reservations.deciding import Choices, DatesTaken, Decision, NothingLeft, decide
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation, Series
from booking.reservations.planning import DatePlan, Terms, Wanted, judge
from booking.reservations.ranking import RankedRoom, ranked
from booking.reservations.wishes import OnConflict, When, Wish
from booking.reservations.world import World
from booking.runtime import Desk
from booking.scheduling import recurrence
from booking.scheduling.walltime import from_wall, wall_day

REQUEST_OPEN = timedelta(days=3)
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
    session.flush()
    try:
        claim_all(
            session,
            claims_of(reservation, reservation.occurrences),
            now=desk.now,
            expires_at=reservation.decide_by,
        )
    except Overlap as overlap:  # another program wrote past our locks
        raise DatesTaken(plans, [plan.recurrence_id for plan in plans]) from overlap
    event = ReservationRequested if as_request else ReservationMade
    outbox.record(session, event(reservation_id=reservation.id), now=desk.now)
    return reservation


def _hold_provider(session: Session, provider_id: int) -> None:
    """The provider cannot end before the reservation is there to be counted. Raises ProviderEnded."""
    statement = select(Provider.retired_at).where(Provider.id == provider_id)
    if session.scalar(statement.with_for_update(read=True, key_share=True)) is not None:
        raise ProviderEnded


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


def room_of(wish: Wish) -> Room:
    if wish.room is None:
        message = "dates are judged in a room"
        raise ValueError(message)
    return wish.room


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


def written(
    session: Session,
    desk: Desk,
    wish: Wish,
    decisions: Sequence[Decision],
    *,
    account_id: int | None = None,
    as_request: bool = False,
    uid: str = "",
) -> Reservation:
    """The rows of what was decided, with the next flush; `uid` is that of its series, else it gets a new one."""
    begins = min(each.interval.start for each in decisions if each.takes_place)
    reservation = Reservation(
        id=random_id(),
        provider_id=wish.provider_id,
        title=wish.title,
        public_title=wish.public_title,
        created_at=desk.now,
        changed_at=desk.now,
        account_id=account_id,
        people=wish.people,
        needs=[str(need) for need in wish.needs],
        setup_minutes=wish.setup_minutes,
        cleanup_minutes=wish.cleanup_minutes,
        seating=wish.seating,
        key=wish.key,
        on_closure=wish.on_closure,
        on_school_holiday=wish.on_school_holiday,
        decide_by=min(desk.now + REQUEST_OPEN, begins) if as_request else None,
    )
    session.add(reservation)
    series = _series(reservation, wish.when, room_of(wish), uid or new_uid(desk.domain))
    session.add(series)
    takes_place = OccurrenceStatus.PENDING if as_request else OccurrenceStatus.CONFIRMED
    for decision in decisions:
        reservation.occurrences.append(
            Occurrence(
                id=random_id(),
                reservation_id=reservation.id,
                series_id=series.id,
                recurrence_id=decision.plan.recurrence_id,
                planned_at=decision.plan.recurrence_id,
                room_id=decision.room.id,
                starts_at=decision.interval.start,
                ends_at=decision.interval.end,
                status=takes_place if decision.takes_place else decision.status,
                own_time=decision.interval != decision.plan.interval,
                own_room=decision.room.id != decision.plan.room.id,
                reason=decision.plan.reason or None,
            )
        )
    return reservation


def _series(reservation: Reservation, when: When, room: Room, uid: str) -> Series:
    """What calendars know of these dates, under a UID of its own."""
    first = from_wall(when.days()[0], when.at)
    return Series(
        id=random_id(),
        reservation_id=reservation.id,
        position=0,
        uid=uid,
        first_day=wall_day(first),
        wall_time=when.at,
        minutes=when.minutes,
        room_id=room.id,
        rule=recurrence.text(when.rule, first) if when.rule else None,
    )
