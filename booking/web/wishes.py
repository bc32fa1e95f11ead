"""From an appointment to what its resident wishes: what was typed into it, and where else it could take place."""

from __future__ import annotations

from dataclasses import replace

from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment, Status
from booking.appointments.wishes import Wish, wish_behind
from booking.offers.models import Offer
from booking.runtime import Desk


def typed_so_far(appointment: Appointment | None, desk: Desk) -> Contact | None:
    """What was typed into a held appointment, or None."""
    if appointment is None or appointment.person is None:
        return None
    return contact_of(appointment.person, desk.vault)


def typed_for(held: Appointment | None, offer: Offer, desk: Desk) -> Contact | None:
    """What may move along from a hold to this offer: nothing that was typed for another provider."""
    if held is None or held.status != Status.HELD or held.provider_id != offer.provider_id:
        return None
    return typed_so_far(held, desk)


def wish_of(appointment: Appointment, contact: Contact | None) -> Wish:
    """The wish behind a held or booked appointment, its own time free for it."""
    return replace(wish_behind(appointment, contact.needs if contact else ()), moving=appointment)
