"""Another time that is held for an appointment which cannot take place as it stands; and what is on its way in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
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


class Stage(StrEnum):
    """How far a job is; from `changed` on nothing was entered, and whoever sent it has to look again."""

    WAITING = "waiting"
    ENTERED = "entered"
    CHANGED = "changed"
    TOO_LARGE = "too_large"
    FAILED = "failed"


class EnteringJob(Base):
    """A closure or an absence for many guests on its way in. This row is the truth; a message only wakes a worker.

    `id` is the hash of the key of the page that sent it, so one page is one job. What was decided is `sealed` until it
    is entered. Whoever works on it has the `lease`. `held` are the times held ahead so far, by appointment, for
    `total` of them; `in_vain` as in EffectChanged. `entered_id` is the row that it became.
    """

    __tablename__ = "entering_job"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))
    total: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    stage: Mapped[Stage] = mapped_column(String(10), default=Stage.WAITING)
    held: Mapped[dict[str, list[str]]] = mapped_column(JSON, default_factory=dict)
    in_vain: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(24), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    entered_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def is_refused(self) -> bool:
        """Whether it ended with nothing entered."""
        return self.stage not in (Stage.WAITING, Stage.ENTERED)

    def enter(self, row_id: int) -> None:
        """It is entered; what was typed is not needed any more."""
        self._end(Stage.ENTERED)
        self.entered_id, self.sealed = row_id, None

    def refuse(self, stage: Stage, in_vain: Collection[str] = ()) -> None:
        """Nothing is entered; what was typed stays until somebody has looked again, a day at most (tidy)."""
        self._end(stage)
        self.in_vain = sorted(in_vain)

    def _end(self, stage: Stage) -> None:
        if self.stage != Stage.WAITING:
            raise NotAllowedNow(stage, self.stage)
        self.stage, self.held, self.lease, self.leased_until = stage, {}, None, None
