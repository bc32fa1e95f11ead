"""Handing an appointment over to a colleague: at the same time if they have it free, else at another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import people
from booking.accounts.people import Contact
from booking.appointments import changes
from booking.appointments.models import Appointment
from booking.appointments.slots import Slot, Wish, find_slots
from booking.appointments.terms import widest_span
from booking.appointments.wishes import only_of, party_of
from booking.errors import DomainError, NotAllowedNow, NotFound
from booking.offers.models import Adviser
from booking.runtime import Desk
from booking.scheduling.intervals import Interval

OTHER_TIMES = 6
INSTANT = timedelta(microseconds=1)


class ChangedMeanwhile(DomainError):
    """The appointment is not where it was when somebody chose; nothing was handed over."""

    code = "changed-meanwhile"


@dataclass(frozen=True)
class Ways:
    """What colleagues have free: `same_time` of each who could just take over, `others` the soonest times besides."""

    same_time: Sequence[Slot]
    others: Sequence[Slot]


def may_be_handed_over(appointment: Appointment, now: datetime) -> bool:
    """Whether it is still to come and stands; what is asleep has an offer of its own (disruptions)."""
    return appointment.is_coming and appointment.starts_at > now and appointment.asleep_by is None


def has_team(session: Session, provider_id: int | None) -> bool:
    """Whether anybody could take over at all."""
    there = select(Adviser.id).where(Adviser.provider_id == provider_id, Adviser.retired_at.is_(None))
    return len(session.scalars(there.limit(2)).all()) > 1


def ways(session: Session, desk: Desk, appointment: Appointment) -> Ways:
    """The free times of colleagues of the same provider that suit what the resident needs, by start."""
    wish, colleagues = _wish(desk, appointment), _colleagues(session, appointment)
    then = Interval(appointment.starts_at, appointment.starts_at + INSTANT)
    same = find_slots(session, replace(wish, since=appointment.created_at), then, now=desk.now)
    anytime = find_slots(session, wish, widest_span(session, wish.offer, desk.now), now=desk.now)
    others = [slot for slot in anytime if slot.start != appointment.starts_at]
    return Ways(
        [slot for slot in same if slot.adviser.id in colleagues],
        [slot for slot in others if slot.adviser.id in colleagues][:OTHER_TIMES],
    )


def hand_over(
    session: Session,
    desk: Desk,
    appointment: Appointment,
    *,
    adviser_id: int,
    start: datetime,
    sequence: int,
) -> None:
    """It is the colleague's from now on: the same UID, the next sequence, told like any move by the house.

    At the same time the notice counts from when it was booked: for the resident nothing changes but the person.
    `sequence` is the one that was seen when this was chosen: a move by the resident is never taken back unseen.
    Doing it twice changes nothing. Raises ChangedMeanwhile, NotFound for who is no colleague, SlotTaken, SlotUnknown,
    NotAllowedNow.
    """
    if appointment.adviser_id == adviser_id and appointment.starts_at == start:
        return
    if not may_be_handed_over(appointment, desk.now):
        raise NotAllowedNow("hand over", "asleep" if appointment.asleep_by else appointment.status)
    if appointment.sequence != sequence:
        raise ChangedMeanwhile
    if adviser_id not in _colleagues(session, appointment):
        raise NotFound("colleague")
    changes.move(
        session,
        desk,
        appointment,
        start,
        adviser_id=adviser_id,
        by="house",
        only=only_of(appointment),
        since=appointment.created_at if start == appointment.starts_at else None,
    )


def handed_over(
    session: Session, provider_id: int | None, appointment_id: str, *, adviser_id: int, start: datetime
) -> Appointment | None:
    """The provider's appointment, if it already is with this adviser at this time: somebody pressed twice."""
    found = session.get(Appointment, appointment_id)
    if found is None or provider_id is None or found.provider_id != provider_id or not found.is_coming:
        return None
    return found if (found.adviser_id, found.starts_at) == (adviser_id, start) else None


def _colleagues(session: Session, appointment: Appointment) -> set[int]:
    """Who else advises for the same provider and is still there."""
    return set(
        session.scalars(
            select(Adviser.id).where(
                Adviser.provider_id == appointment.provider_id,
                Adviser.id != appointment.adviser_id,
                Adviser.retired_at.is_(None),
            )
        )
    )


def _wish(desk: Desk, appointment: Appointment) -> Wish:
    """What the resident needs, with whoever has time; their own time does not count as taken."""
    contact = people.contact_of(appointment.person, desk.vault) if appointment.person else Contact()
    return Wish(
        appointment.offer,
        needs=contact.needs,
        has_number=bool(contact.phone),
        moving=appointment,
        party=party_of(appointment),
        only=only_of(appointment),
    )
