"""Short links: who proves code and name opens the appointment for half an hour, renewed by each step."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.capabilities import MANAGE
from booking.accounts.models import Capability
from booking.appointments.booking import open_link
from booking.appointments.models import Appointment
from booking.ids import token_hash

OPEN_FOR = timedelta(minutes=30)


def open_short_link(session: Session, appointment: Appointment, *, now: datetime) -> str:
    """A new manage token that ends half an hour after the last step; told once."""
    return _open_until(session, appointment, _end_of_step(appointment, now), now=now)


def renew(session: Session, appointment: Appointment, token: str, *, now: datetime) -> None:
    """One more step on a short link; those from mails have their own end and keep it."""
    link = session.get(Capability, token_hash(token))
    if link is not None and _is_short(link, appointment):
        link.expires_at = max(link.expires_at, _end_of_step(appointment, now))


def open_link_like(
    session: Session, appointment: Appointment, *, token: str, of: Appointment, now: datetime
) -> str:
    """A manage token that lasts no longer than `token`, the link in use `of` the same or another appointment."""
    used = session.get(Capability, token_hash(token))
    if used is None:
        return open_short_link(session, appointment, now=now)
    if not _is_short(used, of):
        return open_link(session, appointment, now=now)
    return _open_until(session, appointment, min(used.expires_at, appointment.manageable_until()), now=now)


def has_ended(session: Session, token: str, *, now: datetime) -> bool:
    """Whether this was a short link to an appointment that can be opened still, with code and name again."""
    link = session.get(Capability, token_hash(token))
    if link is None or link.purpose != MANAGE or link.expires_at > now:
        return False
    appointment = session.get(Appointment, link.subject)
    return appointment is not None and _is_short(link, appointment) and appointment.manageable_until() > now


def close_short_links(session: Session, appointment_id: str) -> None:
    """Nobody opens this appointment, or another one of its person, with a short link any more."""
    found = session.get(Appointment, appointment_id)
    if found is None or found.person_id is None:
        return
    for each in session.scalars(select(Appointment).where(Appointment.person_id == found.person_id)):
        session.execute(
            delete(Capability)
            .where(Capability.subject == each.id, Capability.purpose == MANAGE)
            .where(Capability.expires_at < each.manageable_until())
        )


def _open_until(session: Session, appointment: Appointment, until: datetime, *, now: datetime) -> str:
    return capabilities.mint(session, purpose=MANAGE, subject=appointment.id, now=now, expires_at=until)


def _end_of_step(appointment: Appointment, now: datetime) -> datetime:
    return min(now + OPEN_FOR, appointment.manageable_until())


def _is_short(link: Capability, appointment: Appointment) -> bool:
    """Every other link lasts as long as its appointment can be managed (capabilities.extend)."""
    return link.purpose == MANAGE and link.expires_at < appointment.manageable_until()
