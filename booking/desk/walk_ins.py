"""People who walk in: each gets a number of the day, is called when it is their turn, and goes. No names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Role
from booking.appointments.models import ConsultationHours
from booking.db import lock
from booking.desk.door_times import why_shut
from booking.desk.events import WalkInsChanged
from booking.desk.models import LEFT, SERVED, WalkIn
from booking.errors import NotAllowedNow, NotFound
from booking.scheduling.walltime import wall_day

NUMBER_LOCK = -12
KEPT = timedelta(days=30)
OUTCOMES = (SERVED, LEFT)


def arrive(session: Session, hours: ConsultationHours, *, key: str, now: datetime) -> WalkIn:
    """Somebody came without an appointment: the next number of the day is theirs.

    `key` is the name of the form that was sent: sent twice, it is still one number. Raises NotAllowedNow when one
    cannot walk in at this door now (door_times.why_shut), or when the form belongs to another door.
    """
    lock(session, [NUMBER_LOCK])
    known = session.get(WalkIn, key)
    if known is not None:
        if known.hours_id != hours.id:
            raise NotAllowedNow("arrive", "elsewhere")
        return known
    shut = why_shut(session, hours, now)
    if shut:
        raise NotAllowedNow("arrive", shut)
    day = wall_day(now)
    last = session.scalar(select(func.max(WalkIn.number)).where(WalkIn.day == day))
    came = WalkIn(id=key, hours_id=hours.id, day=day, number=(last or 0) + 1, arrived_at=now)
    session.add(came)
    session.flush()
    _tell(session, hours.id, now)
    return came


def call_next(
    session: Session, hours: ConsultationHours, *, expected: int | None, now: datetime
) -> WalkIn | None:
    """It is the turn of who waits longest; None when nobody waits.

    `expected` is the number that the button said: when somebody else called it already, nobody more is called.
    """
    lock(session, [NUMBER_LOCK])
    following = session.scalar(
        select(WalkIn)
        .where(WalkIn.hours_id == hours.id, WalkIn.called_at.is_(None), WalkIn.ended_at.is_(None))
        .order_by(WalkIn.day, WalkIn.number)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if following is None or expected not in (None, following.number):
        return None
    following.call(now)
    _tell(session, hours.id, now)
    return following


def end(session: Session, walk_in: WalkIn, outcome: str, *, now: datetime) -> None:
    """Served, or gone before their turn. Saying it twice changes nothing."""
    if walk_in.outcome == outcome:
        return
    walk_in.end(outcome, now)
    _tell(session, walk_in.hours_id, now)


def step_back(session: Session, walk_in: WalkIn, *, expected: str, now: datetime) -> None:
    """Take the last tap back: they are called again, or wait again, at their old place.

    `expected` is what the page said of them: served, left or called. Raises NotAllowedNow when that is past.
    """
    walk_in.step_back(expected=expected)
    _tell(session, walk_in.hours_id, now)


def of_hours(session: Session, hours_ids: Sequence[int], now: datetime) -> Sequence[WalkIn]:
    """Everybody who came to these doors today, by number."""
    return session.scalars(
        select(WalkIn)
        .where(WalkIn.hours_id.in_(hours_ids), WalkIn.day == wall_day(now))
        .order_by(WalkIn.number)
    ).all()


def hours_of_actor(session: Session, actor: Actor, hours_id: int) -> ConsultationHours:
    """A Sprechstunde whose door the actor looks after: the house all, an adviser the own, a lead the provider's.

    Raises NotFound.
    """
    hours = session.get(ConsultationHours, hours_id)
    if hours is None or not looks_after(actor, hours):
        raise NotFound("hours")
    return hours


def walk_in_of_actor(
    session: Session, actor: Actor, walk_in_id: str, *, now: datetime, for_change: bool = False
) -> WalkIn:
    """One of today at a door that the actor looks after. Raises NotFound."""
    statement = select(WalkIn).where(WalkIn.id == walk_in_id, WalkIn.day == wall_day(now))
    if for_change:
        statement = statement.with_for_update(of=WalkIn)
    found = session.scalar(statement)
    if found is None or not looks_after(actor, found.hours):
        raise NotFound("walk-in")
    return found


def looks_after(actor: Actor, hours: ConsultationHours) -> bool:
    """Whether the actor lets people in at this door."""
    if actor.role in HOUSE_ROLES:
        return True
    if actor.role not in PROVIDER_ROLES or hours.provider_id != actor.provider_id:
        return False
    return actor.role == Role.LEAD or hours.adviser.account_id == actor.account_id


def tidy(session: Session, *, now: datetime) -> None:
    """Close what earlier days left open, and delete who came more than thirty days ago."""
    session.execute(
        update(WalkIn)
        .where(WalkIn.day < wall_day(now), WalkIn.ended_at.is_(None))
        .values(ended_at=now, outcome=case((WalkIn.called_at.is_(None), LEFT), else_=SERVED))
    )
    session.execute(delete(WalkIn).where(WalkIn.day < wall_day(now - KEPT)))


def _tell(session: Session, hours_id: int, now: datetime) -> None:
    outbox.record(session, WalkInsChanged(hours_id=hours_id), now=now)
