"""The mail monitor: every message with its fate, cut down to what somebody may see; never a body, never a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, String, case, cast, false, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Role
from booking.appointments.models import Appointment
from booking.errors import NotFound
from booking.notifications.claiming import UNFINISHED
from booking.notifications.models import Delivery, Fate
from booking.offers.absences import Absence
from booking.offers.models import Adviser
from booking.outbox import EventRow
from booking.reservations.models import Reservation
from booking.scheduling.walltime import day_bounds
from booking.todos.models import Todo
from booking.waiting.models import WaitingEntry

Statement = TypeVar("Statement", bound=Select[Any])

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What somebody wants to see; `code` is that of an appointment, as stored. `page` counts from 1."""

    fate: Fate | None = None
    kind: str | None = None
    day: date | None = None
    code: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """A page of messages with the codes of their appointments by id; `total` is of all pages."""

    messages: Sequence[Delivery]
    total: int
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def visible(statement: Statement, actor: Actor) -> Statement:
    """The statement, cut down to the messages that the actor may see (product rule 7).

    The house sees all, advisers and leads those about what belongs to their provider, everybody else none.
    """
    return statement.where(_seen_by(actor))


def find(session: Session, actor: Actor, wanted: Filter) -> Found:
    """The page somebody asked for: what is still to leave comes first, the longest waiting of it at the top."""
    statement = visible(select(Delivery), actor).where(*_conditions(wanted))
    unfinished = Delivery.fate.in_(UNFINISHED)
    order = (
        case((unfinished, 0), else_=1),
        case((unfinished, Delivery.created_at)),
        Delivery.created_at.desc(),
        Delivery.id.desc(),
    )
    page = statement.order_by(*order).limit(PER_PAGE).offset((wanted.page - 1) * PER_PAGE)
    messages = session.scalars(page).all()
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    return Found(messages, total, _codes(session, messages, actor))


def counts(session: Session, actor: Actor, wanted: Filter) -> Mapping[Fate, int]:
    """How many there are of each fate, whichever of them is wanted."""
    conditions = _conditions(wanted, fate=False)
    statement = select(Delivery.fate, func.count()).where(_seen_by(actor), *conditions)
    rows = session.execute(statement.group_by(Delivery.fate))
    found = {Fate(fate): number for fate, number in rows}
    return {fate: found.get(fate, 0) for fate in Fate}


def by_public_id(session: Session, actor: Actor, public_id: str, *, for_change: bool = False) -> Delivery:
    """One message that the actor may see. Raises NotFound, foreign and not there alike."""
    statement = visible(select(Delivery).where(Delivery.public_id == public_id), actor)
    found = session.scalar(statement.with_for_update(of=Delivery) if for_change else statement)
    if found is None:
        raise NotFound("message")
    return found


def code_of(session: Session, delivery: Delivery, actor: Actor) -> str:
    """The code of the appointment it is about, or nothing; of a sensitive offer the house reads none."""
    return _codes(session, [delivery], actor).get(delivery.appointment_id or "", "")


def _codes(session: Session, messages: Sequence[Delivery], actor: Actor) -> dict[str, str]:
    ids = {each.appointment_id for each in messages if each.appointment_id is not None}
    found = session.scalars(
        select(Appointment).where(Appointment.id.in_(ids)).options(joinedload(Appointment.offer))
    )
    house = actor.role in HOUSE_ROLES
    return {each.id: each.code for each in found if each.code and not (house and each.offer.sensitive)}


def _conditions(wanted: Filter, *, fate: bool = True) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if fate and wanted.fate is not None:
        conditions.append(Delivery.fate == wanted.fate)
    if wanted.kind is not None:
        conditions.append(Delivery.kind == wanted.kind)
    if wanted.day is not None:
        span = day_bounds(wanted.day)
        conditions += [Delivery.created_at >= span.start, Delivery.created_at < span.end]
    if wanted.code:
        coded = select(Appointment.id).where(Appointment.code == wanted.code)
        conditions.append(Delivery.appointment_id.in_(coded))
    return conditions


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if actor.role in HOUSE_ROLES:
        return Delivery.id.is_not(None)
    if actor.role not in PROVIDER_ROLES or actor.provider_id is None:
        return false()
    own = select(Appointment.id).where(Appointment.provider_id == actor.provider_id)
    return or_(Delivery.appointment_id.in_(own), Delivery.event_id.in_(_events_of(actor)))


def _events_of(actor: Actor) -> Select[int]:
    """What happened to something of the actor's provider that is no appointment; of absences, advisers see their own."""
    things = [
        select(literal(f"{name}:") + table.id).where(table.provider_id == actor.provider_id)
        for name, table in (("reservation", Reservation), ("entry", WaitingEntry), ("todo", Todo))
    ]
    absences = select(literal("absence:") + cast(Absence.id, String))
    absences = absences.where(Absence.provider_id == actor.provider_id)
    if actor.role == Role.ADVISER:
        own = select(Adviser.id).where(Adviser.account_id == actor.account_id)
        absences = absences.where(Absence.adviser_id.in_(own))
    return select(EventRow.id).where(or_(*(EventRow.subject.in_(each) for each in (*things, absences))))
