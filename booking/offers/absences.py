"""Absences: from when to when an adviser is not there. Why is nobody's business, so it is not kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from booking.db import Base
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval


class Absence(Base):
    """An adviser is away for a time. Once `withdrawn_at` is set it never was."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="not_empty"),
        Index("ix_absence_adviser_id_ends_at", "adviser_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    starts_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    adviser: Mapped[Adviser] = relationship(init=False)

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def cause(self) -> str:
        """Under this name dates and appointments are asleep because of it."""
        return f"absence:{self.id}"


def absent_times(
    session: Session, adviser_ids: Collection[int], within: Interval
) -> Mapping[int, Sequence[Interval]]:
    """When these advisers are away, by adviser, as far as it touches `within`; one query."""
    rows = session.execute(
        _absences(), {"advisers": list(adviser_ids), "from": within.start, "until": within.end}
    )
    away: dict[int, list[Interval]] = defaultdict(list)
    for adviser_id, starts_at, ends_at in rows:
        away[adviser_id].append(Interval(starts_at, ends_at))
    return away


@cache
def _absences() -> Select[int, datetime, datetime]:
    return (
        select(Absence.adviser_id, Absence.starts_at, Absence.ends_at)
        .where(Absence.adviser_id.in_(bindparam("advisers", expanding=True)), Absence.withdrawn_at.is_(None))
        .where(Absence.starts_at < bindparam("until"), Absence.ends_at > bindparam("from"))
        .order_by(Absence.starts_at)
    )
