"""Closures and absences, and what they do to appointments: past tense, ids and values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking.events import AppointmentPlaced, Event


@dataclass(frozen=True, kw_only=True)
class ClosureDeclared(Event):
    """The house or a room is closed, or the lift or a piece of equipment is out of order."""

    about: ClassVar[str | None] = "closure_id"

    closure_id: int


@dataclass(frozen=True, kw_only=True)
class ClosureWithdrawn(Event):
    """It was taken back: what was asleep because of it wakes where it still has its place."""

    about: ClassVar[str | None] = "closure_id"

    closure_id: int


@dataclass(frozen=True, kw_only=True)
class AbsenceDeclared(Event):
    """An adviser is away for a time."""

    about: ClassVar[str | None] = "absence_id"

    absence_id: int


@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn(Event):
    """An adviser is there after all."""

    about: ClassVar[str | None] = "absence_id"

    absence_id: int


@dataclass(frozen=True, kw_only=True)
class AppointmentUnsettled(AppointmentPlaced):
    """An appointment cannot take place as it stands; other times are held for it until `answer_by`.

    The calendar entry stays, tentative, under the next sequence.
    """

    replacement_id: str
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentWoken(AppointmentPlaced):
    """What kept it from taking place is over: the appointment stands as it was."""


@dataclass(frozen=True, kw_only=True)
class ReplacementSettled(Event):
    """The offered times were taken, refused, let lapse, or are not needed any more (models.State)."""

    about: ClassVar[str | None] = "appointment_id"

    appointment_id: str
    replacement_id: str
    state: str
