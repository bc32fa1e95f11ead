"""What follows from another class of an offer: who came for something sensitive is forgotten sooner, never later."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import Appointment
from booking.appointments.retention import set_retention
from booking.occupancy.claims import lock_resources
from booking.offers.events import OfferChanged
from booking.offers.models import Adviser, Offer
from booking.outbox import Happened


def follow(session: Session, happened: Happened) -> None:
    """Reaction to OfferChanged: each person kept for the offer is erased on the earlier of both days.

    A booking that has its adviser's lock already may have read the old class: it is waited for, and then found. One
    that gets the lock after us reads the new class (retention.set_retention).
    """
    event = happened.event
    if not isinstance(event, OfferChanged) or event.what != "class":
        return
    _wait_for_bookings(session, event.offer_id)
    statement = (
        select(Appointment)
        .where(Appointment.offer_id == event.offer_id, Appointment.person_id.is_not(None))
        .options(joinedload(Appointment.person), joinedload(Appointment.offer))
    )
    for appointment in session.scalars(statement):
        person = appointment.person
        if person is not None:
            before, needs_until = person.erase_on, person.needs_until
            set_retention(session, appointment)
            person.erase_on, person.needs_until = min(before, person.erase_on), needs_until


def _wait_for_bookings(session: Session, offer_id: int) -> None:
    of_offer = select(Offer.provider_id).where(Offer.id == offer_id).scalar_subquery()
    lock_resources(
        session, session.scalars(select(Adviser.resource_id).where(Adviser.provider_id == of_offer))
    )
