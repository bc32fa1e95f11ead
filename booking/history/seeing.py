"""Who may read the history of an appointment: the own provider's people, and the house without persons and offers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, Actor, within_tenant
from booking.appointments.models import UNFINISHED, Appointment
from booking.errors import NotFound
from booking.ids import typed_code


def appointment_for(session: Session, actor: Actor, appointment_id: str) -> Appointment:
    """An appointment of the actor's provider. Raises NotFound, foreign and not there alike."""
    statement = within_tenant(select(Appointment).where(Appointment.id == appointment_id), Appointment, actor)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("appointment")
    return found


def appointment_at_the_desk(session: Session, actor: Actor, code: str) -> Appointment:
    """The appointment with this code, for the house: times and who did what. Raises NotFound."""
    if actor.role not in HOUSE_ROLES:
        raise NotFound("appointment")
    coded = select(Appointment).where(Appointment.code == typed_code(code))
    found = session.scalar(coded.where(Appointment.status.not_in(UNFINISHED)))
    if found is None:
        raise NotFound("appointment")
    return found
