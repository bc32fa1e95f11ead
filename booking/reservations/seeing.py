"""Who sees what of a reservation, and who may change it: the one place that decides it (product rules 6 and 7)."""

from __future__ import annotations

from dataclasses import dataclass

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Role
from booking.errors import NotFound
from booking.reservations.models import Occurrence, Reservation


@dataclass(frozen=True)
class Seen:
    """A date as somebody sees it. Without `title` it is just taken; `provider` is who has it, if told."""

    title: str | None
    provider: str | None
    details: bool  # whether its own page may be opened
    changeable: bool


def seen_by(actor: Actor, occurrence: Occurrence) -> Seen:
    """The own provider's people see everything, the house whom it is and what it decides about.

    The caretaker sees rooms and times. Everybody else reads the public title, or that it is taken.
    """
    reservation = occurrence.reservation
    if actor.role == Role.CARETAKER:
        return Seen(None, None, details=False, changeable=False)
    if _is_own(actor, reservation):
        return Seen(
            occurrence.title,
            reservation.provider.name,
            details=True,
            changeable=may_change(actor, reservation),
        )
    if actor.role in HOUSE_ROLES:
        told = occurrence.title if _knows(actor, reservation) else occurrence.public_title
        return Seen(told, reservation.provider.name, details=True, changeable=True)
    return Seen(occurrence.public_title, None, details=False, changeable=False)


def may_change(actor: Actor, reservation: Reservation) -> bool:
    """Advisers change what they reserved themselves, leads all of the provider's, the house everything."""
    if actor.role in HOUSE_ROLES:
        return True
    if not _is_own(actor, reservation):
        return False
    return actor.role == Role.LEAD or reservation.account_id == actor.account_id


def must_change(actor: Actor, reservation: Reservation) -> Reservation:
    """The reservation, if the actor may change it. Raises NotFound, foreign and not there alike."""
    if not may_change(actor, reservation):
        raise NotFound("reservation")
    return reservation


def must_see(actor: Actor, reservation: Reservation) -> Reservation:
    """The reservation, if the actor may open its page. Raises NotFound, foreign and not there alike."""
    if actor.role not in HOUSE_ROLES and not _is_own(actor, reservation):
        raise NotFound("reservation")
    return reservation


def title_for(actor: Actor, reservation: Reservation) -> str | None:
    """What the actor reads as the title of the whole reservation; None: only that the room is taken."""
    if _is_own(actor, reservation):
        return reservation.title
    if actor.role in HOUSE_ROLES and _knows(actor, reservation):
        return reservation.title
    return None if actor.role == Role.CARETAKER else reservation.public_title


def _is_own(actor: Actor, reservation: Reservation) -> bool:
    return (
        actor.role in (Role.ADVISER, Role.LEAD)
        and actor.provider_id is not None
        and actor.provider_id == reservation.provider_id
    )


def _knows(actor: Actor, reservation: Reservation) -> bool:
    """Whether the house knows what it is for: it was asked for the hall, or typed it itself."""
    return reservation.account_id == actor.account_id or any(
        series.room.needs_approval for series in reservation.series
    )
