"""What a provider or an adviser has promised and not kept yet: numbers for a page, and the reason not to end it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.appointments.models import STILL_TO_COME, Appointment, ConsultationHours, Status
from booking.offers.models import Offer
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation
from booking.waiting.models import ON_THE_LIST, WaitingEntry

MOST_NAMED = 20


@dataclass(frozen=True)
class Promises:
    """How much is still to come: `dates` of reservations, Sprechstunden, appointments, people who wait.

    `offers` are ids of those that are given, `accounts` those that can sign in or are invited.
    """

    dates: int
    hours: int
    appointments: int
    waiting: int
    offers: Sequence[int]
    accounts: Sequence[Account]
    reservations: Sequence[Reservation]

    @property
    def any(self) -> bool:
        numbers = (self.dates, self.hours, self.appointments, self.waiting)
        return any(numbers) or bool(self.offers) or bool(self.accounts)


def promises_of(session: Session, provider_id: int, *, now: datetime) -> Promises:
    """Everything that keeps the provider from ending."""
    coming = (Occurrence.ends_at > now, Occurrence.status.in_(IN_THE_CALENDAR))
    dates = select(Occurrence.reservation_id).join(Reservation)
    dates = dates.where(Reservation.provider_id == provider_id, *coming)
    named = select(Reservation).where(Reservation.id.in_(dates)).order_by(Reservation.created_at)
    accounts = select(Account).where(Account.provider_id == provider_id, Account.disabled_at.is_(None))
    offers = select(Offer.id).where(Offer.provider_id == provider_id, Offer.retired_at.is_(None))
    return Promises(
        dates=_number(session, select(func.count()).select_from(dates.subquery())),
        hours=_number(session, coming_hours(ConsultationHours.provider_id == provider_id, now=now)),
        appointments=_number(session, _appointments(Appointment.provider_id == provider_id, now)),
        waiting=_number(session, _waiting(WaitingEntry.provider_id == provider_id)),
        offers=session.scalars(offers.order_by(Offer.position, Offer.id)).all(),
        accounts=session.scalars(accounts.order_by(Account.name, Account.id)).unique().all(),
        reservations=session.scalars(named.limit(MOST_NAMED)).all(),
    )


@dataclass(frozen=True)
class AdviserPromises:
    """What keeps an adviser from ending: Sprechstunden, and appointments in them or asleep."""

    hours: Sequence[ConsultationHours]
    number: int
    appointments: int

    @property
    def any(self) -> bool:
        return bool(self.number or self.appointments)


def promises_of_adviser(session: Session, adviser_id: int, *, now: datetime) -> AdviserPromises:
    """Everything that this adviser is expected to do."""
    whose = ConsultationHours.adviser_id == adviser_id
    named = select(ConsultationHours).where(whose, *_coming(now)).order_by(ConsultationHours.starts_at)
    return AdviserPromises(
        hours=session.scalars(named.limit(MOST_NAMED)).all(),
        number=_number(session, coming_hours(whose, now=now)),
        appointments=_number(session, _appointments(Appointment.adviser_id == adviser_id, now)),
    )


def coming_hours(whose: ColumnElement[bool], *, now: datetime) -> Any:
    """How many Sprechstunden are still to come, those that are asleep as well."""
    return select(func.count()).select_from(ConsultationHours).where(whose, *_coming(now))


def _coming(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ConsultationHours.ends_at > now, ConsultationHours.closed_at.is_(None)


def _appointments(whose: ColumnElement[bool], now: datetime) -> Any:
    """Booked and to come, asleep and waiting for an answer, or held by somebody just now."""
    booked = Appointment.status.in_(STILL_TO_COME) & (
        (Appointment.ends_at > now) | Appointment.asleep_by.is_not(None)
    )
    held = Appointment.status.in_((Status.HELD, Status.PENDING)) & (Appointment.hold_expires_at > now)
    return select(func.count()).select_from(Appointment).where(whose, or_(booked, held))


def _waiting(whose: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(WaitingEntry).where(whose, WaitingEntry.state.in_(ON_THE_LIST))


def _number(session: Session, statement: Any) -> int:
    return session.scalar(statement) or 0
