"""Residents whose appointments lie in a Sprechstunde that is about to change, and what may become of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts import people
from booking.accounts.people import Contact
from booking.acting import account_id, who_acts
from booking.appointments import booking
from booking.appointments.models import STILL_TO_COME, Appointment, ConsultationHours, Status
from booking.appointments.slots import Slot, Wish, find_slots
from booking.appointments.terms import widest_span
from booking.appointments.wishes import wish_behind
from booking.errors import DomainError, SlotTaken, SlotUnknown
from booking.occupancy import held_by
from booking.occupancy.claims import lock_resources
from booking.runtime import Desk


class Fate(StrEnum):
    """What the provider decides for one appointment."""

    KEEP = "keep"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Guest:
    """An appointment in the way. `replacement` is a free time held for it; `fate` is what is proposed."""

    appointment: Appointment
    may_stay: bool
    replacement: Appointment | None = None

    @property
    def fate(self) -> Fate:
        if self.may_stay:
            return Fate.KEEP
        return Fate.MOVE if self.replacement is not None else Fate.CANCEL


@dataclass(frozen=True)
class Answer:
    """What was decided for one appointment, and the hold that it shall take over."""

    fate: Fate
    replacement_id: str | None = None


Answers = Mapping[str, Answer]
NO_ANSWERS: Answers = MappingProxyType({})


class GuestsChanged(DomainError):
    """Somebody booked or cancelled meanwhile, or a replacement is gone: nothing was saved."""

    code = "appointments-affected"

    def __init__(self, guests: Sequence[Guest]) -> None:
        super().__init__(f"{len(guests)} appointments")
        self.guests = guests


def open_hours_of(session: Session, occurrence_ids: Collection[str]) -> list[ConsultationHours]:
    """The Sprechstunden in these dates that are not called off, as they are now."""
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.occurrence_id.in_(occurrence_ids), ConsultationHours.closed_at.is_(None))
        .options(joinedload(ConsultationHours.adviser), joinedload(ConsultationHours.offer))
        .order_by(ConsultationHours.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def appointments_in(session: Session, hours: Sequence[ConsultationHours], now: datetime) -> list[Appointment]:
    """Who is still to come to these Sprechstunden, by start."""
    statement = (
        select(Appointment)
        .where(Appointment.hours_id.in_([each.id for each in hours]), Appointment.starts_at > now)
        .where(Appointment.status.in_(STILL_TO_COME))
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def lock_appointments(session: Session, hours: Sequence[ConsultationHours], now: datetime) -> None:
    """Make residents who want to change their appointments there wait, always in the same order."""
    session.execute(
        select(Appointment.id)
        .where(Appointment.hours_id.in_([each.id for each in hours]), Appointment.starts_at > now)
        .order_by(Appointment.id)
        .with_for_update(key_share=True)
    )


def with_replacements(
    session: Session,
    desk: Desk,
    guests: Sequence[Guest],
    *,
    avoiding: Collection[int],
    earlier: Collection[str] = (),
) -> list[Guest]:
    """The guests, each who cannot stay with a free time held for twenty minutes, as near as there is one.

    `avoiding` are the Sprechstunden that change; `earlier` are holds of a preview before, given back first.
    """
    give_back(session, earlier)
    return [
        each if each.may_stay else replace(each, replacement=_held(session, desk, each.appointment, avoiding))
        for each in guests
    ]


def give_back(session: Session, holds: Collection[str]) -> None:
    """Let go of holds of the own preview; any other id is left alone, as what is held for somebody's answer."""
    own = Appointment.taken_by == account_id(who_acts())
    found = session.scalars(select(Appointment.id).where(Appointment.id.in_(holds), own)).all()
    give_back_all(session, found)


def give_back_all(session: Session, holds: Collection[str]) -> None:
    """Let go of holds that nobody filled in, whoever held them; anything else is left alone."""
    found = session.scalars(
        select(Appointment).where(
            Appointment.id.in_(holds), Appointment.status == Status.HELD, Appointment.person_id.is_(None)
        )
    ).all()
    lock_resources(session, [resource for hold in found for resource in held_by(session, hold.owner)])
    for hold in found:
        booking.let_go(session, hold)
    session.flush()


def _held(
    session: Session, desk: Desk, appointment: Appointment, avoiding: Collection[int]
) -> Appointment | None:
    wish = _wish_of(desk, appointment)
    for slot in _nearest(session, wish, appointment, avoiding, now=desk.now)[:3]:
        try:
            with session.begin_nested():
                just_there = replace(wish, adviser_id=slot.hours.adviser_id)
                hold = booking.hold(session, desk, just_there, slot.start)
                hold.taken_by = account_id(who_acts())
                return hold
        except (SlotTaken, SlotUnknown):
            continue
    return None


def _nearest(
    session: Session, wish: Wish, appointment: Appointment, avoiding: Collection[int], *, now: datetime
) -> list[Slot]:
    """Free times elsewhere, the nearest first, with the same adviser if they are equally near."""
    slots = find_slots(session, wish, widest_span(session, wish.offer, now), now=now)
    elsewhere = [slot for slot in slots if slot.hours.id not in avoiding]
    return sorted(
        elsewhere,
        key=lambda slot: (
            abs(slot.start - appointment.starts_at),
            slot.hours.adviser_id != appointment.adviser_id,
            slot.hours.adviser_id,
        ),
    )


def _wish_of(desk: Desk, appointment: Appointment) -> Wish:
    """What the resident wished, with whoever has time: a colleague's help is better than none."""
    contact = people.contact_of(appointment.person, desk.vault) if appointment.person else Contact()
    wish = wish_behind(appointment, contact.needs)
    return replace(wish, adviser_id=None, has_number=bool(contact.phone))
