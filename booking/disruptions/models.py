"""Another time that is held for an appointment which cannot take place as it stands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.appointments.models import Appointment
from booking.db import Base
from booking.errors import NotAllowedNow


class State(StrEnum):
    """What became of the offer.

    `overtaken`: the resident moved or cancelled the appointment by themselves; `gone`: something else took every time.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


class Replacement(Base):
    """Up to two times held until `answer_by` for an appointment that is asleep because of `cause`.

    `choices` are the ids of the held appointments; accepting one moves the appointment there, with its UID. The
    appointment is cancelled for good when nobody answers in time; withdrawing the cause before wakes it.
    """

    __tablename__ = "replacement"
    __table_args__ = (Index("ix_replacement_state_answer_by", "state", "answer_by"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"), index=True)
    cause: Mapped[str] = mapped_column(String(40), index=True)
    created_at: Mapped[datetime] = mapped_column()
    answer_by: Mapped[datetime] = mapped_column()
    choices: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    state: Mapped[State] = mapped_column(String(10), default=State.OPEN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    appointment: Mapped[Appointment] = relationship(init=False)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    def settle(self, state: State, now: datetime) -> None:
        """It is answered, over, or not needed any more."""
        if self.state != State.OPEN:
            raise NotAllowedNow(state, self.state)
        self.state, self.answered_at = state, now
