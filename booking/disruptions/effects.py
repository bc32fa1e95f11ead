"""What a closure or an absence does: to which dates, to whose appointments, and what is proposed for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment
from booking.appointments.slots import Slot
from booking.disruptions.wanted import Wanted
from booking.errors import DomainError
from booking.house.models import Room
from booking.reservations.models import Occurrence
from booking.vault import Vault

MOST_HIT = 200


class Reach(StrEnum):
    """How we tell somebody."""

    MAIL = "mail"
    PHONE = "phone"
    NEITHER = "neither"


class Way(StrEnum):
    """What becomes of an appointment: another time is offered, it is cancelled, or it gets another room."""

    OFFER = "offer"
    CANCEL = "cancel"
    OTHER_ROOM = "other_room"


@dataclass(frozen=True)
class TouchedDate:
    """A date of a reservation: it goes to sleep, or a part of it is lost."""

    occurrence: Occurrence
    becomes: Literal["asleep", "shortened"]


@dataclass(frozen=True)
class Hit:
    """An appointment that cannot take place as it stands, and what is proposed.

    `choices` are times that are free now, by start; nobody else on the list is shown them, and none is held. In
    `room` it could take place at its time. Whoever gets an offer would have to answer until `answer_by`. The calls of
    those whom the house does not call (todos.seeing) are their provider's.
    """

    appointment: Appointment
    reach: Reach
    way: Way
    choices: Sequence[Slot] = ()
    room: Room | None = None
    answer_by: datetime | None = None
    called_by_house: bool = False


@dataclass(frozen=True)
class Effect:
    """All that it does. `guests` by start of their appointments."""

    wanted: Wanted
    dates: Sequence[TouchedDate]
    guests: Sequence[Hit]


@dataclass(frozen=True)
class Answer:
    """What was decided for one appointment."""

    way: Way


class EffectChanged(DomainError):
    """Somebody booked, moved or cancelled meanwhile, or nothing is free any more: nothing was saved; preview anew.

    `in_vain` are the appointments for which no time was left; the next preview offers them none.
    """

    code = "effect-changed"

    def __init__(self, in_vain: Collection[str] = ()) -> None:
        super().__init__(f"{len(in_vain)} in vain")
        self.in_vain = frozenset(in_vain)


class EffectTooLarge(DomainError):
    """More than MOST_HIT appointments are hit: that cannot be entered, or read, in one piece."""

    code = "effect-too-large"


def contact_behind(appointment: Appointment, vault: Vault) -> Contact:
    """What we know of whose appointment it is; nothing once they are erased."""
    return contact_of(appointment.person, vault) if appointment.person else Contact()


def reach_of(contact: Contact) -> Reach:
    if contact.email:
        return Reach.MAIL
    return Reach.PHONE if contact.phone else Reach.NEITHER
