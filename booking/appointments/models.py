"""Consultation hours (Sprechstunden) and appointments; a slot is computed and has no table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Person
from booking.appointments.consultation import AS_OFFERED, ConsultationHours, SlotSettings
from booking.appointments.states import (
    ATTENDED,
    STILL_TO_COME,
    TAKES_PLACE,
    UNFINISHED,
    CameBy,
    Channel,
    HoursMode,
    Status,
)
from booking.db import Base
from booking.errors import NotAllowedNow
from booking.house.models import Room
from booking.offers.models import Adviser, Offer

__all__ = [
    "AS_OFFERED", "ATTENDED", "STILL_TO_COME", "TAKES_PLACE", "UNFINISHED", "Appointment", "CameBy", "Channel",
    "ConsultationHours", "HoursMode", "SlotSettings", "Status",
]  # fmt: skip


class Appointment(Base):
    """One resident's consultation. It holds a seat for its time, and a room if `own_room`.

    `came_by` is how it was booked (online, phone, desk, api), `taken_by` who took it down for a caller. With
    `asleep_by`, a closure or an absence, it cannot take place as it stands: another time is offered for it.
    """

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
    came_by: Mapped[CameBy] = mapped_column(String(10), default=CameBy.ONLINE)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None, index=True)
    asleep_by: Mapped[str | None] = mapped_column(String(40), default=None, index=True)

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

    def is_over(self, now: datetime) -> bool:
        """Whether it is too late to change it; what is asleep was not going to begin, so it can wait."""
        return self.starts_at <= now and self.asleep_by is None

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

    def take_down(self, came_by: CameBy, account_id: int) -> None:
        """Somebody of the staff writes it down for who calls or stands at the desk."""
        self._allow("take_down", (Status.HELD,))
        self.came_by, self.taken_by = came_by, account_id

    def wish_for(self, *, adviser: bool, filters: dict[str, Any] | None) -> None:
        """What its resident asked for at last: just this adviser, and the filters (wishes.Only.kept)."""
        self.adviser_wish, self.filters = adviser, filters

    def change_time(self) -> None:
        """Time, room or adviser change: the same UID, the next sequence (RFC 5546 2.1.4). It is awake there."""
        self._allow("move", STILL_TO_COME)
        self.sequence += 1
        self.asleep_by = None

    def sleep(self, cause: str) -> None:
        """It cannot take place as it stands: tentative, under the next sequence."""
        self._allow("sleep", STILL_TO_COME)
        self.sequence += 1
        self.asleep_by = cause

    def wake(self) -> None:
        """It takes place as it stood."""
        self._allow("wake", STILL_TO_COME)
        self.sequence += 1
        self.asleep_by = None

    def cancel(self, now: datetime, by: str) -> None:
        self._allow("cancel", STILL_TO_COME)
        self.status = Status.CANCELLED
        self.sequence += 1
        self.asleep_by = None
        self.cancelled_at = now
        self.cancelled_by = by

    def attend(self, status: Status, now: datetime) -> None:
        """The adviser says: arrived, no_show or done; or takes it back."""
        self._allow(status, ATTENDED[status])
        if self.asleep_by is not None:
            raise NotAllowedNow(status, "asleep")
        self.status = status
        self.attended_at = None if status == Status.CONFIRMED else now

    def manageable_until(self) -> datetime:
        """The link in a mail works until a day after the appointment's end (rule L-69)."""
        return self.ends_at + timedelta(days=1)

    def _allow(self, step: str, statuses: tuple[Status, ...]) -> None:
        if self.status not in statuses:
            raise NotAllowedNow(step, self.status)
