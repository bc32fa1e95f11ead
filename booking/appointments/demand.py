"""Demand that found no time: counted by day, offer and reason, never by person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, bindparam, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from booking.db import Base

NO_MATCH = "no_match"  # there are free times, but none with the wishes of the page
ONE_MORE = """
INSERT INTO unmet_demand (day, offer_id, reason, times) VALUES (:day, :offer_id, :reason, 1)
ON CONFLICT (day, offer_id, reason) DO UPDATE SET times = unmet_demand.times + 1
"""


class UnmetDemand(Base):
    """How often somebody looked for a time of the offer on this day and found none, for this reason.

    `reason` is a code of finding.why_empty, or NO_MATCH.
    """

    __tablename__ = "unmet_demand"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)


def count_unmet(session: Session, day: date, offer_id: int, reason: str) -> None:
    """One more who found nothing; two at the same moment are two (SQLite and PostgreSQL speak alike here)."""
    statement = text(ONE_MORE).bindparams(bindparam("day", type_=Date))
    session.execute(statement, {"day": day, "offer_id": offer_id, "reason": reason})
