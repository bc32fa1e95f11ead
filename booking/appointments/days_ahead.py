"""What lies ahead of an adviser: their Sprechstunden and the rooms they reserved, asleep ones too."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from booking.accounts.access import PROVIDER_ROLES, Actor, within_tenant
from booking.accounts.models import Role
from booking.appointments.models import ConsultationHours
from booking.offers.models import Adviser
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation
from booking.scheduling.intervals import Interval


def advisers_of(session: Session, actor: Actor) -> Sequence[Adviser]:
    """Whose days the actor may see, by name: an adviser's own, a lead's whole provider, nobody else's."""
    if actor.role not in PROVIDER_ROLES:
        return []
    statement = within_tenant(select(Adviser), Adviser, actor).order_by(Adviser.name, Adviser.id)
    if actor.role == Role.ADVISER:
        statement = statement.where(Adviser.account_id == actor.account_id)
    return session.scalars(statement).all()


def hours_of(
    session: Session, advisers: Collection[Adviser], within: Interval
) -> Sequence[ConsultationHours]:
    """The Sprechstunden of these advisers that start `within` and are not called off, by start."""
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.adviser_id.in_([each.id for each in advisers]))
        .where(ConsultationHours.starts_at >= within.start, ConsultationHours.starts_at < within.end)
        .where(ConsultationHours.closed_at.is_(None))
        .options(
            joinedload(ConsultationHours.room),
            joinedload(ConsultationHours.offer),
            joinedload(ConsultationHours.adviser),
        )
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    return session.scalars(statement).unique().all()


def dates_of(session: Session, actor: Actor, within: Interval) -> Sequence[Occurrence]:
    """The dates of reservations that start `within`: an adviser's own, all of a lead's provider; by start."""
    statement = (
        select(Occurrence)
        .join(Occurrence.reservation)
        .where(Occurrence.starts_at >= within.start, Occurrence.starts_at < within.end)
        .where(Occurrence.status.in_(IN_THE_CALENDAR))
        .options(contains_eager(Occurrence.reservation), joinedload(Occurrence.room))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if actor.role == Role.ADVISER:
        statement = statement.where(Reservation.account_id == actor.account_id)
    return session.scalars(within_tenant(statement, Reservation, actor)).unique().all()
