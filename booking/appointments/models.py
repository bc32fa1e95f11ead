"""Consultation hours (Sprechstunden) and appointments; a slot is computed and has no table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Person
from booking.db import Base
from booking.errors import NotAllowedNow
from booking.house.models import Room
from booking.offers.models import Adviser, Offer


class HoursMode(StrEnum):
    BOOKABLE = "bookable"
    OPEN_DOOR = "open_door"
    BOTH = "both"


class Channel(StrEnum):
    ON_SITE = "on_site"
    PHONE = "phone"
    HOME_VISIT = "home_visit"


class Status(StrEnum):
    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    DONE = "done"


# Kept until `hold_expires_at`: somebody fills in the form, or has a mail to answer first.
UNFINISHED = (Status.HELD, Status.PENDING)
STILL_TO_COME = (Status.CONFIRMED,)
TAKES_PLACE = (*STILL_TO_COME, Status.ARRIVED, Status.NO_SHOW, Status.DONE)
ATTENDED = {
    Status.ARRIVED: (Status.CONFIRMED, Status.NO_SHOW),
    Status.NO_SHOW: (Status.CONFIRMED, Status.ARRIVED),
    Status.DONE: (Status.CONFIRMED, Status.ARRIVED),
}


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

    offer: Mapped[Offer] = relationship(init=False)
    adviser: Mapped[Adviser] = relationship(init=False)
    room: Mapped[Room | None] = relationship(init=False)

    @property
    def owner(self) -> str:
        """Under this name its adviser is busy."""
        return f"hours:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

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


class Appointment(Base):
    """One resident's consultation. It holds a seat for its time, and a room if `own_room`."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="not_empty"),
        Index("ix_appointment_adviser_id_starts_at", "adviser_id", "starts_at"),
        Index("ix_appointment_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    hours_id: Mapped[int] = mapped_column(ForeignKey("consultation_hours.id"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id"))
    starts_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column()
    channel: Mapped[Channel] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column()
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), default=None)
    own_room: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Status] = mapped_column(String(10), default=Status.HELD)
    sequence: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    hold_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    booked_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_by: Mapped[str | None] = mapped_column(String(10), default=None)
    attended_at: Mapped[datetime | None] = mapped_column(default=None)
    reminders_on: Mapped[bool] = mapped_column(default=True)
    adviser_wish: Mapped[bool] = mapped_column(default=False)
    filters: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)

    offer: Mapped[Offer] = relationship(init=False)
    adviser: Mapped[Adviser] = relationship(init=False)
    room: Mapped[Room | None] = relationship(init=False)
    person: Mapped[Person | None] = relationship(init=False)
    hours: Mapped[ConsultationHours] = relationship(init=False)

    @property
    def owner(self) -> str:
        """Under this name its seat (and room) is busy."""
        return f"appointment:{self.id}"

    @property
    def is_coming(self) -> bool:
        return self.status in STILL_TO_COME

    @property
    def claims(self) -> int:
        """How many busy times it has: its seat, and each part of a room of its own."""
        return 1 + (len(self.room.resource_ids) if self.own_room and self.room else 0)

    def placement(self) -> dict[str, Any]:
        """What every event about its time and place tells (events.AppointmentPlaced)."""
        return {
            "appointment_id": self.id,
            "sequence": self.sequence,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "room_id": self.room_id,
            "adviser_id": self.adviser_id,
        }

    def ran_out(self, now: datetime) -> bool:
        """Whether the hold is over, so that others may have taken any part of it."""
        return self.hold_expires_at is not None and self.hold_expires_at <= now

    def can_be_managed(self, now: datetime) -> bool:
        """Whether its link shows it: it was booked, or its mail can still be answered."""
        return self.status not in UNFINISHED or (self.status == Status.PENDING and not self.ran_out(now))

    def hold_until(self, expires_at: datetime) -> None:
        self._allow("hold", (Status.HELD,))
        self.hold_expires_at = expires_at

    def ask(self, expires_at: datetime) -> None:
        """It waits for its mail to be answered; until then the time is kept."""
        self._allow("ask", (Status.HELD,))
        self.status = Status.PENDING
        self.hold_expires_at = expires_at

    def confirm(self, now: datetime) -> None:
        self._allow("confirm", UNFINISHED)
        self.status = Status.CONFIRMED
        self.booked_at = now
        self.hold_expires_at = None

    def wish_for(self, *, adviser: bool, filters: dict[str, Any] | None) -> None:
        """What its resident asked for at last: just this adviser, and the filters (wishes.Only.kept)."""
        self.adviser_wish, self.filters = adviser, filters

    def change_time(self) -> None:
        """Time, room or adviser change: the same UID, the next sequence (RFC 5546 2.1.4)."""
        self._allow("move", STILL_TO_COME)
        self.sequence += 1

    def cancel(self, now: datetime, by: str) -> None:
        self._allow("cancel", STILL_TO_COME)
        self.status = Status.CANCELLED
        self.sequence += 1
        self.cancelled_at = now
        self.cancelled_by = by

    def attend(self, status: Status, now: datetime) -> None:
        """The adviser says: arrived, no_show or done."""
        self._allow(status, ATTENDED[status])
        self.status = status
        self.attended_at = now

    def manageable_until(self) -> datetime:
        """The link in a mail works until a day after the appointment's end (rule L-69)."""
        return self.ends_at + timedelta(days=1)

    def _allow(self, step: str, statuses: tuple[Status, ...]) -> None:
        if self.status not in statuses:
            raise NotAllowedNow(step, self.status)
