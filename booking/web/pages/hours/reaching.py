"""Who comes near a Sprechstunde: who sees its page, who reads names there, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Role
from booking.appointments.adjusting import hours_for_change
from booking.appointments.models import ConsultationHours
from booking.errors import NotFound
from booking.offers.models import Offer
from booking.reservations import finding, scope, seeing
from booking.reservations.models import Occurrence, Reservation
from booking.scheduling.intervals import Interval

ADVISERS = (Role.ADVISER, Role.LEAD)
EVERYBODY_INSIDE = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
LOOK, SAVE, BACK = "vorschau", "speichern", "angaben"
DONE = "hours_done"


@dataclass(frozen=True)
class Reached:
    """A Sprechstunde with the reserved date it lies in; on the phone and at home there is none."""

    hours: ConsultationHours
    date: Occurrence | None

    @property
    def reservation(self) -> Reservation | None:
        return self.date.reservation if self.date else None

    @property
    def bounds(self) -> Interval:
        """The time it must stay within."""
        if self.date is not None:
            return self.date.interval
        return Interval(self.hours.starts_at, self.hours.ends_at)


def to_look(database: Session, actor: Actor, hours_id: int) -> Reached:
    """The Sprechstunde, for the own provider's people and the house. Raises NotFound."""
    found = _found(database, hours_id)
    if found.reservation is not None:
        seeing.must_see(actor, found.reservation)
    elif actor.role not in HOUSE_ROLES and not _is_own(actor, found.hours):
        raise NotFound("consultation_hours")
    return found


def to_change(database: Session, actor: Actor, hours_id: int) -> Reached:
    """The Sprechstunde as it is now, for who may change it; others who want to wait. Raises NotFound.

    Its reservation is locked first, as by everybody who changes that: in the other order they would
    wait for each other.
    """
    found = to_look(database, actor, hours_id)
    if not may_change(actor, found):
        raise NotFound("consultation_hours")
    if found.date is not None:
        scope.for_change(database, found.date.reservation_id)
    return Reached(hours_for_change(database, hours_id), found.date)


def may_change(actor: Actor, found: Reached) -> bool:
    """Who may change the reservation, and the adviser who sits there."""
    if found.reservation is not None and seeing.may_change(actor, found.reservation):
        return True
    if actor.role in HOUSE_ROLES:
        return True
    return _is_own(actor, found.hours) and (actor.role == Role.LEAD or _sits_there(actor, found.hours))


def reads_names(actor: Actor, hours: ConsultationHours) -> bool:
    """Names are for the adviser who sits there, and for the provider's lead; of a sensitive offer only on /ich.

    There each look at them is written down (rule L-66).
    """
    reader = _is_own(actor, hours) and (actor.role == Role.LEAD or _sits_there(actor, hours))
    return reader and not hours.offer.sensitive


def tell(sentence: str) -> None:
    """Say it once, on the next look at the Sprechstunde or its reservation."""
    session[DONE] = sentence


def told() -> str:
    """What has to be said now; from then on nothing."""
    found = session.pop(DONE, "")
    return found if isinstance(found, str) else ""


def _found(database: Session, hours_id: int) -> Reached:
    hours = database.scalar(
        select(ConsultationHours)
        .where(ConsultationHours.id == hours_id)
        .options(
            joinedload(ConsultationHours.offer).joinedload(Offer.provider),
            joinedload(ConsultationHours.adviser),
            joinedload(ConsultationHours.room),
        )
    )
    if hours is None:
        raise NotFound("consultation_hours")
    if hours.occurrence_id is None:
        return Reached(hours, None)
    reservation = finding.by_id(database, finding.reservation_of(database, hours.occurrence_id))
    return Reached(hours, scope.date_of(reservation, hours.occurrence_id))


def _is_own(actor: Actor, hours: ConsultationHours) -> bool:
    return actor.role in ADVISERS and actor.provider_id is not None and actor.provider_id == hours.provider_id


def _sits_there(actor: Actor, hours: ConsultationHours) -> bool:
    return hours.adviser.account_id is not None and hours.adviser.account_id == actor.account_id
