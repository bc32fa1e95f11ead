"""Reservations and their occurrences (a single reservation has one)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class OccurrenceStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    SKIPPED_CONFLICT = "skipped_conflict"
    SKIPPED_CLOSURE = "skipped_closure"
    ASLEEP = "asleep"


class Reservation(Base):
    """A room for a provider. Others read "belegt" or the public title, never the title."""

    __tablename__ = "reservation"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    title: Mapped[str] = mapped_column(String(120))
    public_title: Mapped[str | None] = mapped_column(String(120), default=None)


class Occurrence(Base):
    """One date of a reservation; `recurrence_id` is its original start and its identity (RFC 5545 3.8.4.4)."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("reservation_id", "recurrence_id"),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    reservation_id: Mapped[str] = mapped_column(ForeignKey("reservation.id"))
    recurrence_id: Mapped[datetime] = mapped_column()
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column()
    status: Mapped[OccurrenceStatus] = mapped_column(String(20), default=OccurrenceStatus.CONFIRMED)

    @property
    def owner(self) -> str:
        """Under this name its room is busy."""
        return f"occurrence:{self.id}"
