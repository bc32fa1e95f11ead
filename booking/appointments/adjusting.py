"""Changing a Sprechstunde by itself: other times within its date, other settings, or calling it off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking import outbox
from booking.appointments.carrying_out import AdviserBusy, answered, carry_out, guests_with_times
from booking.appointments.goings import Going
from booking.appointments.guests import NO_ANSWERS, Answers, Guest, lock_appointments
from booking.appointments.hours import Plan, provide_seats, rules_broken
from booking.appointments.models import AS_OFFERED, Channel, ConsultationHours, HoursMode, SlotSettings
from booking.errors import NotAllowedNow, NotFound, RulesBroken
from booking.events import ConsultationHoursChanged
from booking.occupancy import busy_times
from booking.occupancy.claims import lock_resources
from booking.reservations.models import Occurrence
from booking.runtime import Desk
from booking.scheduling.intervals import Interval


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """What a Sprechstunde shall be from now on; without `interval` it is called off."""

    interval: Interval | None
    seats: int = 1
    mode: HoursMode = HoursMode.BOOKABLE
    settings: SlotSettings = AS_OFFERED


OFF = Adjustment(interval=None)


def hours_for_change(session: Session, hours_id: int) -> ConsultationHours:
    """The Sprechstunde as it is now; others who want to change it wait. Raises NotFound."""
    found = session.scalar(
        select(ConsultationHours)
        .where(ConsultationHours.id == hours_id)
        .with_for_update(of=ConsultationHours, key_share=True)
        .options(joinedload(ConsultationHours.adviser), joinedload(ConsultationHours.offer))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("consultation_hours")
    return found


def preview_adjustment(
    session: Session,
    desk: Desk,
    hours: ConsultationHours,
    wanted: Adjustment,
    *,
    earlier: Collection[str] = (),
) -> list[Guest]:
    """Whose appointments it touches, each who cannot stay with a time held instead. Raises as `adjust`."""
    going = _going(session, hours, wanted, desk.now)
    return guests_with_times(session, desk, going, earlier)


def adjust(
    session: Session,
    desk: Desk,
    hours: ConsultationHours,
    wanted: Adjustment,
    *,
    answers: Answers = NO_ANSWERS,
) -> None:
    """Change it, or call it off; appointments that are kept stay where they are, whatever the new grid.

    Raises GuestsChanged, AdviserBusy, NotAllowedNow when it has begun or is off, RulesBroken when it would
    leave its reservation, or reach into a time when the house is closed.
    """
    lock_appointments(session, [hours], desk.now)
    lock_resources(session, [hours.adviser.resource_id])
    going = _going(session, hours, wanted, desk.now)
    guests = answered(session, desk, going, answers)
    if wanted.interval is not None:
        hours.seats, hours.mode = wanted.seats, wanted.mode
        hours.set_slots(wanted.settings)
        provide_seats(session, hours.adviser, wanted.seats)
        outbox.record(session, ConsultationHoursChanged(hours_id=hours.id), now=desk.now)
    carry_out(session, desk, going, guests, answers)


def _going(session: Session, hours: ConsultationHours, wanted: Adjustment, now: datetime) -> Sequence[Going]:
    if not hours.is_open:
        raise NotAllowedNow("change", "closed")
    if hours.starts_at <= now:
        raise NotAllowedNow("change", "past")
    if wanted.interval is not None:
        _check(session, hours, wanted.interval, now)
    return [Going(hours, wanted.interval, hours.room)]


def _check(session: Session, hours: ConsultationHours, interval: Interval, now: datetime) -> None:
    """Whether the new time may be; what is only shortened may go on as it was opened."""
    date = session.get(Occurrence, hours.occurrence_id) if hours.occurrence_id else None
    plan = Plan(
        offer=hours.offer,
        adviser=hours.adviser,
        interval=interval,
        channel=Channel(hours.channel),
        occurrence=date,
    )
    grows = not Interval(hours.starts_at, hours.ends_at).contains(interval)
    violations = rules_broken(session, plan) if grows else []
    if violations:
        raise RulesBroken(violations)
    resource = hours.adviser.resource_id
    elsewhere = busy_times(session, [resource], interval, now=now, but_for=hours.owner)
    if not elsewhere[resource].is_free(interval):
        raise AdviserBusy
