"""What can be chosen for a Sprechstunde: the provider's offers and advisers, and the dates still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.appointments.opening import openable_dates
from booking.offers.models import Adviser, Offer, OfferMode
from booking.reservations import seeing
from booking.reservations.models import Reservation
from booking.web.access import runtime, signed_in
from booking.web.forms.opening import Offered


@dataclass(frozen=True)
class Case:
    """The reservation of this request, and what can be chosen for it."""

    reservation: Reservation
    offered: Offered
    actor: Actor
    now: datetime

    @property
    def address(self) -> str:
        return f"/reservierung/{self.reservation.id}"


def case_of(database: Session, reservation: Reservation) -> Case:
    """For who is signed in, if they may change it: advisers open their own only. Raises NotFound."""
    actor, now = signed_in(), runtime().clock.now()
    seeing.must_change(actor, reservation)
    offers = database.scalars(
        select(Offer)
        .where(Offer.provider_id == reservation.provider_id)
        .where(Offer.mode.in_([OfferMode.APPOINTMENT, OfferMode.OPEN]), Offer.retired_at.is_(None))
        .order_by(Offer.position, Offer.id)
    ).all()
    advisers = select(Adviser).where(
        Adviser.provider_id == reservation.provider_id, Adviser.retired_at.is_(None)
    )
    advisers = advisers.order_by(Adviser.name)
    if actor.role == Role.ADVISER:
        advisers = advisers.where(Adviser.account_id == actor.account_id)
    dates = sorted(openable_dates(reservation, now=now), key=lambda each: each.starts_at)
    return Case(reservation, Offered(offers, database.scalars(advisers).all(), dates), actor, now)
