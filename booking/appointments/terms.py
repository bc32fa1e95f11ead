"""The terms of a Sprechstunde: how its slots follow each other and when they can be booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from booking.appointments.models import ConsultationHours
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.policy import Violation, start_violations
from booking.scheduling.slots import Grid


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for each slot; a `daily_cap` counts per adviser, offer and day in Berlin."""

    grid: Grid
    notice: timedelta
    horizon: timedelta
    daily_cap: int | None

    def bookable(self, asked: datetime) -> Interval | None:
        """When a slot may start for somebody who asks then; None where the notice outlasts the horizon."""
        if self.notice >= self.horizon:
            return None
        return Interval(asked + self.notice, asked + self.horizon)

    def out_of_reach(self, opened: Interval, asked: datetime) -> str | None:
        """Why no slot of the opened time can be booked: `too_soon`, `beyond_horizon`, or None if one can."""
        if opened.end <= asked + self.notice:
            return "too_soon"
        return "beyond_horizon" if opened.start >= asked + self.horizon else None

    def violations(self, start: datetime, asked: datetime) -> list[Violation]:
        """What speaks against a slot that starts then; empty exactly within `bookable`."""
        return start_violations(start, now=asked, notice=self.notice, horizon=self.horizon)


def terms_of_offer(offer: Offer) -> Terms:
    """What holds in a Sprechstunde that sets nothing itself."""
    return _terms(
        offer.duration_minutes,
        offer.buffer_minutes,
        offer.notice_minutes,
        offer.horizon_days,
        offer.daily_cap,
    )


def terms_of(hours: ConsultationHours, offer: Offer) -> Terms:
    """The Sprechstunde's own terms, and its offer's where it has none."""
    return _terms(
        _own(hours.slot_minutes, offer.duration_minutes),
        _own(hours.buffer_minutes, offer.buffer_minutes),
        _own(hours.notice_minutes, offer.notice_minutes),
        _own(hours.horizon_days, offer.horizon_days),
        offer.daily_cap if hours.daily_cap is None else hours.daily_cap,
    )


def widest_span(session: Session, offer: Offer, now: datetime) -> Interval:
    """When some slot may start: on the offer's terms, or on those of any Sprechstunde to come."""
    notice, horizon = session.execute(
        select(func.min(ConsultationHours.notice_minutes), func.max(ConsultationHours.horizon_days))
        .where(ConsultationHours.offer_id == offer.id, ConsultationHours.ends_at > now)
        .where(ConsultationHours.closed_at.is_(None))
        .where(
            or_(ConsultationHours.notice_minutes.is_not(None), ConsultationHours.horizon_days.is_not(None))
        )
    ).one()
    shortest = offer.notice_minutes if notice is None else min(notice, offer.notice_minutes)
    longest = offer.horizon_days if horizon is None else max(horizon, offer.horizon_days)
    return Interval(now + timedelta(minutes=shortest), now + timedelta(days=longest))


@lru_cache(maxsize=1024)
def _terms(slot: int, buffer: int, notice: int, horizon_days: int, daily_cap: int | None) -> Terms:
    """Hundreds of Sprechstunden share a handful of terms."""
    return Terms(
        grid=Grid(timedelta(minutes=slot), timedelta(minutes=buffer)),
        notice=timedelta(minutes=notice),
        horizon=timedelta(days=horizon_days),
        daily_cap=daily_cap,
    )


def _own(own: int | None, of_offer: int) -> int:
    return of_offer if own is None else own
