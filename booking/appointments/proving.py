"""Whether somebody is who they say: the number and the name of an appointment, for as long as its person is kept."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of, same_name
from booking.appointments.models import UNFINISHED, Appointment
from booking.ids import typed_code
from booking.vault import Vault


def is_known(session: Session, vault: Vault, code: str, name: str, *, provider_id: int | None) -> bool:
    """Whether this provider has an appointment, coming or past, with this code under this name."""
    found = session.scalar(
        select(Appointment).where(
            Appointment.code == typed_code(code),
            Appointment.provider_id == provider_id,
            Appointment.status.not_in(UNFINISHED),
        )
    )
    return found is not None and found.person is not None and same_name(contact_of(found.person, vault), name)
