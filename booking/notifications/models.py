"""Deliveries (one message to one mailbox, frozen) and reminders (due times as rows)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class Fate(StrEnum):
    """What became of a delivery (product rule 9)."""

    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    OUTDATED = "outdated"


class Delivery(Base):
    """One mail to one mailbox. Its bytes, Message-ID and Date are frozen when it is planned and sealed
    for this row; a retry is byte-identical.

    `order_key`: mails with the same key leave in the order of their ids. `dedup_key`: planning the
    same mail again changes nothing. `next_attempt_at` and the lease live on the database's clock,
    `valid_until` on business time.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_fate_next_attempt_at", "fate", "next_attempt_at"),
        Index("ix_delivery_order_key", "order_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    order_key: Mapped[str] = mapped_column(String(80))
    message_id: Mapped[str] = mapped_column(String(160), unique=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column()
    next_attempt_at: Mapped[datetime] = mapped_column()
    valid_until: Mapped[datetime] = mapped_column()
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey("appointment.id"), default=None, index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), default=None, index=True)
    fate: Mapped[Fate] = mapped_column(String(10), default=Fate.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(24), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(String(60), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def place(self) -> str:
        """The row its bytes are sealed for."""
        return f"delivery:{self.public_id}"


class Reminder(Base):
    """A reminder of one appointment as it stood at `sequence`; a move makes new ones."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("appointment_id", "kind", "sequence"),
        Index("ix_reminder_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    kind: Mapped[str] = mapped_column(String(12))
    sequence: Mapped[int] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    valid_until: Mapped[datetime] = mapped_column()
    state: Mapped[str] = mapped_column(String(10), default="waiting")
