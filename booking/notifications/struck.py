"""Whom a closure or an absence has hit, as counts: what became of the appointments, and how people hear of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.disruptions.events import AppointmentUnsettled
from booking.events import AppointmentCancelled, AppointmentPlaced
from booking.notifications.together import along_with
from booking.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Struck:
    """How many appointments, and how their residents hear of it; never who they are."""

    offered: int = 0
    cancelled: int = 0
    by_mail: int = 0
    by_phone: int = 0
    at_desk: int = 0

    @property
    def guests(self) -> int:
        return self.offered + self.cancelled


NOBODY = Struck()


def struck(session: Session, vault: Vault) -> Struck:
    """All that were hit in the transaction of the event whose reactions run."""
    return _counted(session, vault, along_with(session, AppointmentUnsettled), _cancelled(session))


def struck_by_adviser(session: Session, vault: Vault) -> Mapping[int, Struck]:
    """The same for each adviser by themselves."""
    offered: dict[int, list[AppointmentPlaced]] = defaultdict(list)
    cancelled: dict[int, list[AppointmentPlaced]] = defaultdict(list)
    for unsettled in along_with(session, AppointmentUnsettled):
        offered[unsettled.adviser_id].append(unsettled)
    for each in _cancelled(session):
        cancelled[each.adviser_id].append(each)
    return {
        adviser: _counted(session, vault, offered[adviser], cancelled[adviser])
        for adviser in sorted({*offered, *cancelled})
    }


def _cancelled(session: Session) -> list[AppointmentCancelled]:
    return along_with(session, AppointmentCancelled)


def _counted(
    session: Session,
    vault: Vault,
    offered: Iterable[AppointmentPlaced],
    cancelled: Iterable[AppointmentPlaced],
) -> Struck:
    offers, losses = [*offered], [*cancelled]
    ways = Counter(_ways(session, vault, (each.appointment_id for each in (*offers, *losses))))
    return Struck(
        offered=len(offers),
        cancelled=len(losses),
        by_mail=ways["mail"],
        by_phone=ways["phone"],
        at_desk=ways["desk"],
    )


def _ways(session: Session, vault: Vault, appointment_ids: Iterable[str]) -> Iterable[str]:
    """How each of them hears of it; nobody for who is erased."""
    for each in appointment_ids:
        appointment = session.get(Appointment, each)
        if appointment is not None and appointment.person is not None:
            contact = contact_of(appointment.person, vault)
            yield "mail" if contact.email else "phone" if contact.phone else "desk"
