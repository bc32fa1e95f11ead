"""Rooms with their parts, opening hours and closures."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base


class RoomKind(StrEnum):
    OFFICE = "office"
    HALL = "hall"


class RoomAccess(StrEnum):
    STEP_FREE = "step_free"
    STAIR_LIFT = "stair_lift"
    STAIRS = "stairs"


class Room(Base):
    """A room people go to. `seating` says how many fit per plan: {"table": 4, "circle": 6, "rows": 8}.

    A part of the divided hall is a room too (`part_of_id`), which the list of the house's rooms leaves out.
    Since `retired_at` nobody can have it, and only what was there before still names it.
    """

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(6))
    kind: Mapped[RoomKind] = mapped_column(String(10))
    access: Mapped[RoomAccess] = mapped_column(String(12))
    floor: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column()
    seating: Mapped[dict[str, int]] = mapped_column(JSON, default_factory=dict)
    equipment: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    confidential: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), default=None)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)

    parts: Mapped[list[RoomPart]] = relationship(
        init=False, lazy="selectin", order_by="RoomPart.resource_id", back_populates="room"
    )

    @property
    def capacity(self) -> int:
        """How many people fit in the roomiest plan."""
        return max(self.seating.values(), default=0)

    @property
    def needs_approval(self) -> bool:
        """The house decides about the hall; offices are everybody's who works here."""
        return self.kind == RoomKind.HALL

    @property
    def is_retired(self) -> bool:
        """Whether it is out of service for good, or until it is brought back."""
        return self.retired_at is not None

    @property
    def resource_ids(self) -> tuple[int, ...]:
        return tuple(part.resource_id for part in self.parts)


class RoomPart(Base):
    """Which resources a room takes: an office one, the undivided hall all of its parts."""

    __tablename__ = "room_part"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)

    room: Mapped[Room] = relationship(init=False, back_populates="parts")


class OpeningHours(Base):
    """The house is open on this weekday (0 = Monday) between two wall-clock times."""

    __tablename__ = "opening_hours"
    __table_args__ = (CheckConstraint("closes > opens", name="not_empty"),)

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class ClosureKind(StrEnum):
    """What cannot be used."""

    HOUSE = "house"
    ROOM = "room"
    LIFT = "lift"
    EQUIPMENT = "equipment"


class Closure(Base):
    """The house or a room is closed for a time, or the lift or a piece of equipment is out of order.

    `reason` is for everybody to read. With `equipment` (a word of Room.equipment), `room_id` says in which room it
    is out of order; None: everywhere. Once `withdrawn_at` is set it never was.
    """

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column()
    reason: Mapped[str] = mapped_column(String(200))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), default=None)
    kind: Mapped[ClosureKind] = mapped_column(String(10), default=ClosureKind.HOUSE)
    equipment: Mapped[str | None] = mapped_column(String(40), default=None)
    created_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    room: Mapped[Room | None] = relationship(init=False)

    @property
    def cause(self) -> str:
        """Under this name dates and appointments are asleep because of it."""
        return f"closure:{self.id}"


class SchoolHoliday(Base):
    """School holidays in NRW, both days included; the house keeps the list."""

    __tablename__ = "school_holiday"
    __table_args__ = (CheckConstraint("last >= first", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(80))


class Setting(Base):
    """One setting of the house that its people change on a page; what is not here is as settings.py has it."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
