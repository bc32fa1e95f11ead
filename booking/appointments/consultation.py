"""A Sprechstunde, as the database has it: an adviser's time, and how it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.appointments.states import Channel, HoursMode
from booking.db import Base
from booking.errors import NotAllowedNow
from booking.house.models import Room
from booking.offers.models import Adviser, Offer


@dataclass(frozen=True, kw_only=True)
class SlotSettings:
    """How a Sprechstunde is booked; None means as the offer has it."""

    slot_minutes: int | None = None
    buffer_minutes: int | None = None
    notice_minutes: int | None = None
    horizon_days: int | None = None
    daily_cap: int | None = None


AS_OFFERED = SlotSettings()


class ConsultationHours(Base):
    """One Sprechstunde: an adviser with parallel seats, in a reserved room, on the phone or at home.

    On site without a room (`room_id` None), each appointment takes a suitable free room of its own.
    What is None here (length of a slot, buffer, notice, horizon, cap) is as the offer has it.
    """

    __tablename__ = "consultation_hours"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="not_empty"),
        CheckConstraint("seats > 0", name="has_seats"),
        Index("ix_consultation_hours_offer_id_ends_at", "offer_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column()
    seats: Mapped[int] = mapped_column(default=1)
    mode: Mapped[HoursMode] = mapped_column(String(10), default=HoursMode.BOOKABLE)
    channel: Mapped[Channel] = mapped_column(String(10), default=Channel.ON_SITE)
    occurrence_id: Mapped[str | None] = mapped_column(ForeignKey("occurrence.id"), default=None, index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), default=None)
    slot_minutes: Mapped[int | None] = mapped_column(default=None)
    buffer_minutes: Mapped[int | None] = mapped_column(default=None)
    notice_minutes: Mapped[int | None] = mapped_column(default=None)
    horizon_days: Mapped[int | None] = mapped_column(default=None)
    daily_cap: Mapped[int | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    asleep_by: Mapped[str | None] = mapped_column(String(40), default=None, index=True)

    offer: Mapped[Offer] = relationship(init=False)
    adviser: Mapped[Adviser] = relationship(init=False)
    room: Mapped[Room | None] = relationship(init=False)

    @property
    def owner(self) -> str:
        """Under this name its adviser is busy."""
        return f"hours:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.asleep_by is None

    def set_slots(self, settings: SlotSettings) -> None:
        """Let it be booked in another way from now on."""
        self.slot_minutes, self.buffer_minutes = settings.slot_minutes, settings.buffer_minutes
        self.notice_minutes, self.horizon_days = settings.notice_minutes, settings.horizon_days
        self.daily_cap = settings.daily_cap

    def close(self, now: datetime) -> None:
        """Call it off; its slots are gone, its appointments are the caller's business."""
        if self.closed_at is not None:
            raise NotAllowedNow("close", "closed")
        self.closed_at = now
        self.asleep_by = None

    def sleep(self, cause: str) -> None:
        """A closure or an absence takes all of its time; nobody can book it meanwhile."""
        if not self.is_open:
            raise NotAllowedNow("sleep", "closed")
        self.asleep_by = cause

    def wake(self) -> None:
        """It can be booked again."""
        self.asleep_by = None
