"""Reservations, their series (what a calendar knows under one UID) and occurrences (each date)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Provider
from booking.db import Base
from booking.errors import NotAllowedNow
from booking.house.models import Room
from booking.scheduling.intervals import Interval


class OccurrenceStatus(StrEnum):
    """What became of a date. The last four stay apart for good: an edit of the series revives none of them."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    SKIPPED_CONFLICT = "skipped_conflict"
    SKIPPED_CLOSURE = "skipped_closure"
    ASLEEP = "asleep"


TAKES_PLACE = (OccurrenceStatus.PENDING, OccurrenceStatus.CONFIRMED)
IN_THE_CALENDAR = (*TAKES_PLACE, OccurrenceStatus.ASLEEP)
SKIPPED = (OccurrenceStatus.SKIPPED_CONFLICT, OccurrenceStatus.SKIPPED_CLOSURE)


class Reservation(Base):
    """A room for a provider, once or again and again. Others read "belegt" or the public title, never the title.

    Set-up and clean-up belong to what is taken, not to the time that is told. `decide_by` is set while the
    house has not said yes or no to a request.
    """

    __tablename__ = "reservation"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column()
    public_title: Mapped[str | None] = mapped_column(String(120), default=None)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    people: Mapped[int | None] = mapped_column(default=None)
    needs: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    setup_minutes: Mapped[int] = mapped_column(default=0)
    cleanup_minutes: Mapped[int] = mapped_column(default=0)
    on_closure: Mapped[str] = mapped_column(String(4), default="skip")
    on_school_holiday: Mapped[str] = mapped_column(String(4), default="keep")
    seating: Mapped[str | None] = mapped_column(String(20), default=None)
    key: Mapped[str | None] = mapped_column(String(12), default=None)
    decide_by: Mapped[datetime | None] = mapped_column(default=None, index=True)
    answer: Mapped[str | None] = mapped_column(String(300), default=None)

    provider: Mapped[Provider] = relationship(init=False)
    series: Mapped[list[Series]] = relationship(
        init=False, order_by="Series.position", back_populates="reservation"
    )
    occurrences: Mapped[list[Occurrence]] = relationship(
        init=False, order_by="Occurrence.recurrence_id", back_populates="reservation"
    )

    def must_offer(self, need: str) -> None:
        """From now on only rooms that offer this are proposed for its dates."""
        if need not in self.needs:
            self.needs = [*self.needs, str(need)]

    def taken(self, interval: Interval) -> Interval:
        """What the room is taken for: the time that is told, with set-up and clean-up."""
        setup, cleanup = timedelta(minutes=self.setup_minutes), timedelta(minutes=self.cleanup_minutes)
        return Interval(interval.start - setup, interval.end + cleanup)


class Series(Base):
    """What a calendar knows under one UID (RFC 5545 3.8.4.7): a rule in wall time, or a single date without one.

    `rule` is the RFC 5545 text, `first_day` and `wall_time` its DTSTART in Berlin. "From here on" gives the
    rest a series of its own with a new UID; the occurrences keep their ids.
    """

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("reservation_id", "position"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    reservation_id: Mapped[str] = mapped_column(ForeignKey("reservation.id"))
    position: Mapped[int] = mapped_column()
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    first_day: Mapped[date] = mapped_column(Date)
    wall_time: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int] = mapped_column()
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    rule: Mapped[str | None] = mapped_column(String(200), default=None)
    sequence: Mapped[int] = mapped_column(default=0)

    reservation: Mapped[Reservation] = relationship(init=False, back_populates="series")
    room: Mapped[Room] = relationship(init=False, lazy="joined")


class Occurrence(Base):
    """One date of a reservation.

    `recurrence_id` is its original start and its identity for good (RFC 5545 3.8.4.4); `planned_at` is where
    the rule of its series puts it now. A date that was moved, sent to another room or renamed by itself keeps
    that when the series changes (`own_time`, `own_room`, `own_title`). `reason` says why it was left out or
    called off.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("reservation_id", "recurrence_id"),
        CheckConstraint("ends_at > starts_at", name="not_empty"),
        Index("ix_occurrence_room_id_starts_at", "room_id", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    reservation_id: Mapped[str] = mapped_column(ForeignKey("reservation.id"))
    series_id: Mapped[str] = mapped_column(ForeignKey("series.id"))
    recurrence_id: Mapped[datetime] = mapped_column()
    planned_at: Mapped[datetime] = mapped_column()
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column()
    status: Mapped[OccurrenceStatus] = mapped_column(String(20), default=OccurrenceStatus.CONFIRMED)
    own_time: Mapped[bool] = mapped_column(default=False)
    own_room: Mapped[bool] = mapped_column(default=False)
    own_title: Mapped[str | None] = mapped_column(String(120), default=None)
    own_public_title: Mapped[str | None] = mapped_column(String(120), default=None)
    reason: Mapped[str | None] = mapped_column(String(300), default=None)
    asleep_by: Mapped[str | None] = mapped_column(String(40), default=None, index=True)

    reservation: Mapped[Reservation] = relationship(init=False, back_populates="occurrences")
    series: Mapped[Series] = relationship(init=False)
    room: Mapped[Room] = relationship(init=False, lazy="joined")

    @property
    def owner(self) -> str:
        """Under this name its room is busy."""
        return f"occurrence:{self.id}"

    @property
    def interval(self) -> Interval:
        """The time that is told; the room is taken a little longer (Reservation.taken)."""
        return Interval(self.starts_at, self.ends_at)

    @property
    def title(self) -> str:
        return self.own_title or self.reservation.title

    @property
    def public_title(self) -> str | None:
        """What others may read; None: only that the room is taken."""
        return self.own_public_title if self.own_title else self.reservation.public_title

    @property
    def takes_place(self) -> bool:
        return self.status in TAKES_PLACE

    def is_past(self, now: datetime) -> bool:
        """Whether it has begun: then nothing about it changes any more."""
        return self.starts_at <= now

    def put(self, interval: Interval, room: Room) -> None:
        """Another time or room."""
        self._allow("move", IN_THE_CALENDAR)
        self.starts_at, self.ends_at = interval.start, interval.end
        self.room_id, self.room = room.id, room

    def take_up(self, interval: Interval, room: Room, *, asked: bool) -> None:
        """A date that was left out takes place after all; in a request that is `asked`, if the house agrees."""
        self._allow("take_up", (*SKIPPED, OccurrenceStatus.ASLEEP))
        self.status = OccurrenceStatus.PENDING if asked else OccurrenceStatus.CONFIRMED
        self.reason = self.asleep_by = None
        self.put(interval, room)

    def leave_out(self, status: OccurrenceStatus, reason: str | None) -> None:
        """It does not take place, for this reason; nobody called it off."""
        self._allow("leave_out", (*IN_THE_CALENDAR, *SKIPPED))
        self.status, self.reason = status, reason
        if status != OccurrenceStatus.ASLEEP:
            self.asleep_by = None

    def sleep(self, cause: str, reason: str | None) -> None:
        """A closure or an absence comes between; it stays in the calendar, and wakes when that is taken back."""
        self._allow("sleep", TAKES_PLACE)
        self.status, self.asleep_by = OccurrenceStatus.ASLEEP, cause
        self.reason = self.reason or reason

    def wake(self, reason: str | None, *, asked: bool) -> None:
        """It takes place as it stood; `reason` is what it was told to sleep for. `asked` as in `take_up`."""
        self._allow("wake", (OccurrenceStatus.ASLEEP,))
        self.status = OccurrenceStatus.PENDING if asked else OccurrenceStatus.CONFIRMED
        self.asleep_by = None
        if self.reason == reason:
            self.reason = None

    def cancel(self, reason: str | None = None) -> None:
        self._allow("cancel", (*IN_THE_CALENDAR, *SKIPPED))
        self.status, self.reason = OccurrenceStatus.CANCELLED, reason
        self.asleep_by = None

    def confirm(self) -> None:
        """The house said yes."""
        self._allow("confirm", (OccurrenceStatus.PENDING,))
        self.status = OccurrenceStatus.CONFIRMED

    def _allow(self, step: str, statuses: tuple[OccurrenceStatus, ...]) -> None:
        if self.status not in statuses:
            raise NotAllowedNow(step, self.status)
