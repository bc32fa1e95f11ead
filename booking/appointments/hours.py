"""Opening a Sprechstunde: its slots can be booked from the same transaction on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments.models import AS_OFFERED, Channel, ConsultationHours, HoursMode, SlotSettings
from booking.errors import RulesBroken
from booking.events import ConsultationHoursOpened
from booking.house.calendar import closed_times, holidays_between, opening_hours
from booking.house.closing import closed_by_room
from booking.house.models import Room
from booking.house.rooms import rooms_and_parts
from booking.occupancy import Claim, Resource, claim
from booking.occupancy.claims import lock_resources
from booking.offers.absences import absent_times
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.intervals import Interval
from booking.scheduling.policy import opening_violations
from booking.scheduling.walltime import wall_day


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a Sprechstunde shall be. With an occurrence it lies in that reserved room."""

    offer: Offer
    adviser: Adviser
    interval: Interval
    seats: int = 1
    mode: HoursMode = HoursMode.BOOKABLE
    channel: Channel = Channel.ON_SITE
    occurrence: Occurrence | None = None
    settings: SlotSettings = AS_OFFERED


def open_hours(session: Session, plan: Plan, *, now: datetime) -> ConsultationHours:
    """Open a Sprechstunde. Raises RulesBroken with every rule at fault, Overlap when the adviser is busy.

    The rules are looked at behind the adviser's lock: an absence that was just entered is seen.
    """
    lock_resources(session, [plan.adviser.resource_id])
    _refuse_ended(session, plan.adviser)
    if plan.occurrence is not None:
        session.refresh(plan.occurrence)
    violations = rules_broken(session, plan)
    if violations:
        raise RulesBroken(violations)
    hours = ConsultationHours(
        offer_id=plan.offer.id,
        adviser_id=plan.adviser.id,
        provider_id=plan.offer.provider_id,
        starts_at=plan.interval.start,
        ends_at=plan.interval.end,
        seats=plan.seats,
        mode=plan.mode,
        channel=plan.channel,
        occurrence_id=plan.occurrence.id if plan.occurrence else None,
        room_id=plan.occurrence.room_id if plan.occurrence else None,
        **asdict(plan.settings),
    )
    session.add(hours)
    session.flush()
    provide_seats(session, plan.adviser, plan.seats)
    claim(session, [Claim(plan.adviser.resource_id, plan.interval)], owner=hours.owner, now=now)
    outbox.record(session, ConsultationHoursOpened(hours_id=hours.id), now=now)
    return hours


def add_adviser(
    session: Session, *, slug: str, name: str, provider_id: int, account_id: int | None = None
) -> Adviser:
    """Add an adviser with the resource that keeps them from sitting in two places."""
    resource = Resource(kind="adviser", name=slug)
    session.add(resource)
    session.flush()
    adviser = Adviser(
        slug=slug, name=name, provider_id=provider_id, resource_id=resource.id, account_id=account_id
    )
    session.add(adviser)
    session.flush()
    return adviser


def rules_broken(session: Session, plan: Plan) -> list[tuple[str, dict[str, str]]]:
    """Every rule that speaks against it: code and facts (scheduling.policy, and what is checked here)."""
    room_id = plan.occurrence.room_id if plan.occurrence else None
    violations = house_rules_broken(session, plan.interval, channel=plan.channel, room_id=room_id)
    if plan.occurrence and not plan.occurrence.interval.contains(plan.interval):
        violations.append(("outside_reservation", {}))
    if plan.occurrence and plan.occurrence.status != OccurrenceStatus.CONFIRMED:
        violations.append(("not_confirmed", {}))
    if plan.offer.provider_id != plan.adviser.provider_id:
        violations.append(("foreign_adviser", {}))
    violations += adviser_away(session, plan.adviser, plan.interval)
    room = session.get(Room, plan.occurrence.room_id) if plan.occurrence else None
    if room and plan.offer.confidential and not room.confidential:
        violations.append(("room_not_confidential", {"room": room.name}))
    return violations


def adviser_away(session: Session, adviser: Adviser, span: Interval) -> list[tuple[str, dict[str, str]]]:
    """Whether an absence of the adviser shares time with it, as a rule that is broken."""
    away = absent_times(session, {adviser.id}, span)
    return [("adviser_absent", {"adviser": adviser.name})] if away else []


def house_rules_broken(
    session: Session, span: Interval, *, channel: Channel, room_id: int | None
) -> list[tuple[str, dict[str, str]]]:
    """What speaks against a Sprechstunde then: holidays, closures, and on site the opening hours."""
    closures = closed_by_room(rooms_and_parts(session), closed_times(session, span)).get(room_id, ())
    found = opening_violations(
        span,
        opening=opening_hours(session),
        holidays=holidays_between(wall_day(span.start), wall_day(span.end - timedelta(microseconds=1))),
        closures=[(each.interval, each.reason) for each in closures if not each.holiday],
    )
    return [
        (violation.code, dict(violation.facts))
        for violation in found
        if channel == Channel.ON_SITE or violation.code != "outside_opening_hours"
    ]


def _refuse_ended(session: Session, adviser: Adviser) -> None:
    """Raise RulesBroken for an adviser who ended, perhaps while their lock was waited for."""
    if session.scalar(select(Adviser.retired_at).where(Adviser.id == adviser.id)) is not None:
        raise RulesBroken([("adviser_retired", {"adviser": adviser.name})])


def provide_seats(session: Session, adviser: Adviser, wanted: int) -> None:
    """See to it that the adviser has this many parallel seats; none is ever taken away."""
    existing = session.scalars(select(Resource.name).where(Resource.lock_id == adviser.resource_id)).all()
    for number in range(len(existing) + 1, wanted + 1):
        session.add(Resource(kind="seat", name=f"{adviser.slug}#{number}", lock_id=adviser.resource_id))
    session.flush()
