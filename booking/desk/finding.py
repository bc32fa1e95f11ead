"""Finding an appointment at the desk: by its code, or by the name somebody took down themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.people import Contact, contact_of
from booking.accounts.readings import write_down
from booking.appointments.finding import by_code_and_name
from booking.appointments.models import TAKES_PLACE, Appointment, Channel, Status
from booking.errors import NotFound
from booking.ids import typed_code
from booking.scheduling.walltime import day_bounds, wall_day
from booking.vault import Vault

TAKEN_DOWN, BY_CODE = "taken_down", "code"
MOST_FOUND = 20


def by_code(session: Session, actor: Actor, code: str, *, now: datetime) -> Appointment:
    """The house's of today and the actor's own, by code. Raises NotFound."""
    return _seen(session, actor, Appointment.code == typed_code(code), now=now)


def by_id(session: Session, actor: Actor, appointment_id: str, *, now: datetime) -> Appointment:
    """What the actor may look at: what they took down, and at the desk whatever is today. Raises NotFound."""
    return _seen(session, actor, Appointment.id == appointment_id, now=now)


def by_name(session: Session, vault: Vault, actor: Actor, name: str, *, now: datetime) -> list[Appointment]:
    """What the actor took down for somebody of this name, today and later; never what others took down."""
    wanted = name.casefold().split()
    return [
        each
        for each in _taken_down(session, actor, now)
        if each.person is not None and _is_called(contact_of(each.person, vault).name, wanted)
    ][:MOST_FOUND]


def own_contact(
    session: Session, vault: Vault, actor: Actor, appointment: Appointment, *, now: datetime
) -> Contact:
    """Name and way to reach whom the actor booked for; that it was read is written down (rule L-66).

    Raises NotFound for what somebody else took down, and for who was erased.
    """
    if appointment.taken_by != actor.account_id or appointment.person is None:
        raise NotFound("contact")
    write_down(session, actor, [appointment.person], why=TAKEN_DOWN, now=now)
    return contact_of(appointment.person, vault)


def open_with_name(
    session: Session, vault: Vault, actor: Actor, code: str, name: str, *, now: datetime
) -> Appointment:
    """Anybody's, with code and name, as residents open it themselves; that it was read is written down.

    Raises NotFound, whichever of the two was wrong.
    """
    found = by_code_and_name(session, vault, code, name, now=now)
    write_down(session, actor, [found.person], why=BY_CODE, now=now)
    return found


def _seen(session: Session, actor: Actor, wanted: ColumnElement[bool], *, now: datetime) -> Appointment:
    found = session.scalar(
        select(Appointment)
        .where(wanted, Appointment.status.in_((*TAKES_PLACE, Status.CANCELLED)), _seen_by(actor, now))
        .options(joinedload(Appointment.room))
    )
    if found is None:
        raise NotFound("appointment")
    return found


def _seen_by(actor: Actor, now: datetime) -> ColumnElement[bool]:
    own = Appointment.taken_by == actor.account_id
    if actor.role not in HOUSE_ROLES:
        return and_(own, Appointment.provider_id == actor.provider_id)
    today = day_bounds(wall_day(now))
    here = Appointment.channel == Channel.ON_SITE
    return or_(own, and_(here, Appointment.starts_at >= today.start, Appointment.starts_at < today.end))


def _taken_down(session: Session, actor: Actor, now: datetime) -> Sequence[Appointment]:
    return session.scalars(
        select(Appointment)
        .where(Appointment.taken_by == actor.account_id, Appointment.status.in_(TAKES_PLACE))
        .where(Appointment.ends_at >= day_bounds(wall_day(now)).start)
        .options(joinedload(Appointment.person), joinedload(Appointment.room))
        .order_by(Appointment.starts_at, Appointment.code)
    ).all()


def _is_called(name: str, wanted: Sequence[str]) -> bool:
    """Whether each wanted word begins a word of the name."""
    words = name.casefold().split()
    return bool(wanted) and all(any(word.startswith(each) for word in words) for each in wanted)
