"""Finding appointments and the answers around them: by link, by code, by adviser, and free alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts import capabilities
from booking.accounts.access import Actor, within_tenant
from booking.accounts.capabilities import MANAGE
from booking.accounts.models import Role
from booking.accounts.people import contact_of, same_name
from booking.appointments.models import Appointment, ConsultationHours, Status
from booking.appointments.slots import Slot, Wish, find_slots, open_hours_for
from booking.appointments.terms import terms_of, widest_span
from booking.errors import NotFound
from booking.house.calendar import closed_times
from booking.ids import typed_code
from booking.offers.models import Adviser, Offer, OfferMode
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds
from booking.vault import Vault

NEARBY = timedelta(days=14)


def by_token(session: Session, token: str, *, now: datetime, for_change: bool = False) -> Appointment:
    """The appointment behind a manage link. Raises NotFound for any token that does not open one now."""
    subject = capabilities.subject_of(session, token, purpose=MANAGE, now=now)
    found = by_id(session, subject or "", for_change=for_change)
    if not found.can_be_managed(now):
        raise NotFound("appointment")
    return found


def by_id(session: Session, appointment_id: str, *, for_change: bool = False) -> Appointment:
    """The appointment; `for_change` makes others wait until this transaction ends."""
    statement = select(Appointment).where(Appointment.id == appointment_id)
    if for_change:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("appointment")
    return found


def by_code_and_name(session: Session, vault: Vault, code: str, name: str, *, now: datetime) -> Appointment:
    """The appointment with this code, if the name is the one it was made under. Raises NotFound."""
    found = session.scalar(select(Appointment).where(Appointment.code == typed_code(code)))
    if (
        found is None
        or found.person is None
        or found.manageable_until() <= now
        or not found.can_be_managed(now)
    ):
        raise NotFound("appointment")
    if not same_name(contact_of(found.person, vault), name):
        raise NotFound("appointment")
    return found


def of_adviser(session: Session, actor: Actor, first: date, days: int) -> Sequence[Appointment]:
    """The appointments an adviser (or a lead, for all advisers of the provider) sees, by start."""
    span = Interval(day_bounds(first).start, day_bounds(first + timedelta(days=days - 1)).end)
    statement = (
        select(Appointment)
        .where(Appointment.starts_at >= span.start, Appointment.starts_at < span.end)
        .where(Appointment.status.notin_([Status.HELD, Status.PENDING, Status.CANCELLED]))
        .options(
            joinedload(Appointment.person), joinedload(Appointment.room), joinedload(Appointment.adviser)
        )
        .order_by(Appointment.starts_at, Appointment.adviser_id)
    )
    if actor.role == Role.ADVISER:
        own = select(Adviser.id).where(Adviser.account_id == actor.account_id)
        statement = statement.where(Appointment.adviser_id.in_(own))
    return session.scalars(within_tenant(statement, Appointment, actor)).all()


def of_actor(session: Session, actor: Actor, appointment_id: str, *, for_change: bool = False) -> Appointment:
    """One appointment, if the actor may see it. Raises NotFound, foreign or not there alike."""
    statement = select(Appointment).where(Appointment.id == appointment_id)
    if for_change:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    if actor.role == Role.ADVISER:
        own = select(Adviser.id).where(Adviser.account_id == actor.account_id)
        statement = statement.where(Appointment.adviser_id.in_(own))
    found = session.scalar(within_tenant(statement, Appointment, actor))
    if found is None:
        raise NotFound("appointment")
    return found


def alternatives(
    session: Session, wish: Wish, start: datetime, *, now: datetime, limit: int = 3
) -> list[Slot]:
    """The free slots nearest to a start that was lost, by start; from two weeks around, else any."""
    anywhere = widest_span(session, wish.offer, now)
    around = Interval(max(now, start - NEARBY), start + NEARBY) if start > now else anywhere
    slots = find_slots(session, wish, around, now=now)
    slots = slots or find_slots(session, wish, anywhere, now=now)
    by_start = {slot.start: slot for slot in reversed(slots)}
    nearest = sorted(by_start.values(), key=lambda slot: abs(slot.start - start))[:limit]
    return sorted(nearest, key=lambda slot: slot.start)


@dataclass(frozen=True)
class Emptiness:
    """Why there is no free slot: `code` is one of not_bookable, past, too_soon, beyond_horizon, closed,
    no_hours, fully_booked; `text` is the reason of a closure.
    """

    code: str
    text: str = ""


def why_empty(session: Session, wish: Wish, within: Interval, *, now: datetime) -> Emptiness:
    """The reason for an empty answer of `find_slots`."""
    if wish.offer.mode != OfferMode.APPOINTMENT:
        return Emptiness("not_bookable")
    span = widest_span(session, wish.offer, now)
    bookable = within.common(span)
    if bookable is None:
        if within.end <= now:
            return Emptiness("past")
        return Emptiness("too_soon" if within.end <= span.start else "beyond_horizon")
    there = open_hours_for(session, wish, bookable)
    if there:
        return Emptiness(_why_full(wish.offer, there, now))
    closed = [each for each in closed_times(session, bookable) if each.room_id is None]
    if closed and closed[0].interval.contains(bookable):
        return Emptiness("closed", closed[0].reason)
    return Emptiness("no_hours")


def _why_full(offer: Offer, there: Sequence[ConsultationHours], now: datetime) -> str:
    """The Sprechstunden are booked out, or their own notice or horizon leaves all of them out."""
    codes = [
        code
        for each in there
        if (code := terms_of(each, offer).out_of_reach(Interval(each.starts_at, each.ends_at), now))
    ]
    return codes[0] if len(codes) == len(there) else "fully_booked"
