"""A to-do: somebody waits for a call, an answer or an interpreter."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Account, Person, Provider
from booking.db import Base
from booking.errors import NotAllowedNow


class Kind(StrEnum):
    """What has to be done. A call task tells somebody without e-mail what a mail would have told."""

    CALL_BACK = "call_back"
    CALL = "call"
    INTERPRETER = "interpreter"
    MAIL = "mail"
    BARRIER = "barrier"
    DATA = "data"


class Todo(Base):
    """One thing to do until `due_at`. `provider_id` None: the house's own; else that provider's.

    `final_at` is the last day the law allows, where it sets one. `dedup_key`: opening the same to-do again changes
    nothing. `subject` is a word of ours, never one that somebody typed; `sealed` is what they wrote, sealed for this
    row. `outcome` says how it ended: a word of the page.
    """

    __tablename__ = "todo"
    __table_args__ = (Index("ix_todo_done_at_due_at", "done_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(12))
    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), default=None, index=True)
    final_at: Mapped[datetime | None] = mapped_column(default=None)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey("appointment.id"), default=None, index=True)
    waiting_id: Mapped[str | None] = mapped_column(ForeignKey("waiting_entry.id"), default=None, index=True)
    subject: Mapped[str] = mapped_column(String(200), default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    interim_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)

    provider: Mapped[Provider | None] = relationship(init=False)
    person: Mapped[Person | None] = relationship(init=False)
    owner: Mapped[Account | None] = relationship(init=False)

    @property
    def place(self) -> str:
        """The row its text is sealed for."""
        return f"todo:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    def take(self, account_id: int | None) -> None:
        """Somebody's from now on; None gives it back to all."""
        if self.done_at is not None:
            raise NotAllowedNow("take", "done")
        self.owner_id = account_id

    def postpone(self, due_at: datetime) -> None:
        """It was tried in vain and is due again then; never earlier than it was."""
        if self.done_at is not None:
            raise NotAllowedNow("postpone", "done")
        self.due_at = max(self.due_at, due_at)

    def note_interim(self, now: datetime) -> None:
        """Somebody was told that the answer takes longer: from now on the last day counts."""
        if self.done_at is not None or self.interim_at is not None:
            raise NotAllowedNow("interim", "done" if self.done_at is not None else "told")
        self.interim_at = now
        self.due_at = self.final_at or self.due_at

    def finish(self, now: datetime, outcome: str) -> None:
        """It is done, or nobody needs it any more."""
        if self.done_at is not None:
            raise NotAllowedNow("finish", "done")
        self.done_at, self.outcome = now, outcome
