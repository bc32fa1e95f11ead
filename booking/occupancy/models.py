"""Resources and their busy times: the only tables that decide whether something is free."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class Resource(Base):
    """What can be in one place only once: a room (or a part of the hall), an adviser, a seat.

    `lock_key` is the resource to lock before touching this one: a seat is locked by its adviser.
    """

    __tablename__ = "resource"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), default=None, index=True)

    @property
    def lock_key(self) -> int:
        return self.lock_id or self.id


class BusyTime(Base):
    """One resource is taken in [starts_at, ends_at), by `owner` ("appointment:8f3k…"), perhaps only until
    `expires_at`. A guard in the database (occupancy/guards.py) forbids that two of them overlap.
    """

    __tablename__ = "busy_time"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="not_empty"),
        Index("ix_busy_time_resource_id_ends_at", "resource_id", "ends_at"),
        Index("ix_busy_time_owner", "owner"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, init=False, autoincrement=True
    )
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    starts_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column()
    owner: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
