"""Somebody who walked in to an open door: a number and times, no name, nothing else."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.appointments.models import ConsultationHours
from booking.db import Base
from booking.errors import NotAllowedNow

WAITING, CALLED, SERVED, LEFT = "waiting", "called", "served", "left"


class WalkIn(Base):
    """One who waits without an appointment, called by a number that begins anew each day.

    `outcome` is served or left once it is over.
    """

    __tablename__ = "walk_in"
    __table_args__ = (
        UniqueConstraint("day", "number"),
        Index("ix_walk_in_hours_id_ended_at", "hours_id", "ended_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    hours_id: Mapped[int] = mapped_column(ForeignKey("consultation_hours.id"))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column()
    arrived_at: Mapped[datetime] = mapped_column()
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)

    hours: Mapped[ConsultationHours] = relationship(init=False)

    @property
    def is_waiting(self) -> bool:
        return self.called_at is None and self.ended_at is None

    @property
    def state(self) -> str:
        """waiting, called, served or left."""
        return self.outcome or (WAITING if self.is_waiting else CALLED)

    def call(self, now: datetime) -> None:
        """It is their turn."""
        if self.ended_at is not None:
            raise NotAllowedNow("call", "ended")
        self.called_at = self.called_at or now

    def end(self, outcome: str, now: datetime) -> None:
        """The talk is over, or they went before their turn."""
        if self.ended_at is not None:
            raise NotAllowedNow("end", "ended")
        self.ended_at, self.outcome = now, outcome

    def step_back(self, *, expected: str) -> None:
        """Undo the last tap: from gone to their turn, or from their turn to waiting.

        Raises NotAllowedNow when they are not in the `expected` state any more: somebody else undid it.
        """
        if self.state != expected:
            raise NotAllowedNow("step_back", self.state)
        if self.ended_at is not None:
            self.ended_at, self.outcome = None, None
        elif self.called_at is not None:
            self.called_at = None
        else:
            raise NotAllowedNow("step_back", "waiting")
