"""Finding closures and absences, and how each appointment stands that they hit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, case, false, func, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Role
from booking.disruptions.models import Replacement, State
from booking.errors import NotFound
from booking.house.models import Closure, Room
from booking.offers.absences import Absence
from booking.offers.models import Adviser

MOST = 50
Row = TypeVar("Row", Closure, Absence)


def closures(
    session: Session, now: datetime, *, past: bool = False, words: str = "", skip: int = 0, most: int = MOST
) -> Sequence[Closure]:
    """Closures that run or are to come, the next first; or those that are over or withdrawn, the latest first."""
    statement = _closures(now, past=past, words=words).options(joinedload(Closure.room))
    order = Closure.starts_at.desc() if past else Closure.starts_at
    return session.scalars(statement.order_by(order, Closure.id).offset(skip).limit(most)).unique().all()


def count_closures(session: Session, now: datetime, *, past: bool = False, words: str = "") -> int:
    """How many `closures` has in all."""
    return _count(session, _closures(now, past=past, words=words))


def closure_by_id(session: Session, closure_id: int, *, for_change: bool = False) -> Closure:
    """Raises NotFound."""
    return _one(session, select(Closure).where(Closure.id == closure_id), for_change=for_change)


def absences_of(
    session: Session, actor: Actor, now: datetime, *, past: bool = False, skip: int = 0, most: int = MOST
) -> Sequence[Absence]:
    """The absences that the actor may see, running or to come, the next first; or those that are over, the latest
    first: an adviser their own, a lead all of the provider's, the house everybody's.
    """
    statement = _absences(actor, now, past=past).options(joinedload(Absence.adviser))
    order = Absence.starts_at.desc() if past else Absence.starts_at
    return session.scalars(statement.order_by(order, Absence.id).offset(skip).limit(most)).all()


def count_absences(session: Session, actor: Actor, now: datetime, *, past: bool = False) -> int:
    """How many `absences_of` has in all."""
    return _count(session, _absences(actor, now, past=past))


def absence_of_actor(session: Session, actor: Actor, absence_id: int, *, for_change: bool = False) -> Absence:
    """One absence, if the actor may see it. Raises NotFound, foreign and not there alike."""
    return _one(session, _seen_by(actor).where(Absence.id == absence_id), for_change=for_change)


def replacements_of(session: Session, cause: str) -> Sequence[Replacement]:
    """What was offered because of it, and what became of each, by the start of the appointments."""
    statement = (
        select(Replacement)
        .where(Replacement.cause == cause)
        .options(joinedload(Replacement.appointment))
        .order_by(Replacement.created_at, Replacement.id)
    )
    found = session.scalars(statement).unique().all()
    return sorted(found, key=lambda each: (each.appointment.starts_at, each.id))


def open_ones(session: Session, cause: str) -> list[Replacement]:
    """The offers because of it that nobody has answered."""
    return [each for each in replacements_of(session, cause) if each.state == State.OPEN]


def latest_offer(session: Session, appointment_id: str) -> Replacement | None:
    """The last times that were offered for an appointment, whatever became of them."""
    mine = select(Replacement).where(Replacement.appointment_id == appointment_id)
    is_open = case((Replacement.state == State.OPEN, 0), else_=1)
    return session.scalar(mine.order_by(is_open, Replacement.created_at.desc(), Replacement.id).limit(1))


def _closures(now: datetime, *, past: bool, words: str) -> Select[Closure]:
    over = (Closure.ends_at <= now) | Closure.withdrawn_at.is_not(None)
    statement = select(Closure).where(over if past else ~over)
    for word in words.split():
        in_room = Closure.room.has(Room.name.icontains(word, autoescape=True))
        statement = statement.where(Closure.reason.icontains(word, autoescape=True) | in_room)
    return statement


def _absences(actor: Actor, now: datetime, *, past: bool) -> Select[Absence]:
    over = (Absence.ends_at <= now) | Absence.withdrawn_at.is_not(None)
    return _seen_by(actor).where(over if past else ~over)


def _seen_by(actor: Actor) -> Select[Absence]:
    statement = select(Absence)
    if actor.role in HOUSE_ROLES:
        return statement
    if actor.role not in PROVIDER_ROLES or actor.provider_id is None:
        return statement.where(false())
    statement = statement.where(Absence.provider_id == actor.provider_id)
    if actor.role == Role.LEAD:
        return statement
    own = select(Adviser.id).where(Adviser.account_id == actor.account_id)
    return statement.where(Absence.adviser_id.in_(own))


def _one(session: Session, statement: Select[Row], *, for_change: bool) -> Row:
    if for_change:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found: Row | None = session.scalar(statement)
    if found is None:
        raise NotFound("disruption")
    return found


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0
