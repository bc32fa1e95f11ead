"""Demand that found no time: counted by day, offer and reason, never by person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class UnmetDemand(Base):
    """How often somebody looked for a time of the offer on this day and found none, for this reason."""

    __tablename__ = "unmet_demand"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
