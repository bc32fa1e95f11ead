"""Which doors are open today, in neutral words: for the start page and for /heute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.models import Channel, ConsultationHours, HoursMode
from booking.house.today import closed_all_day
from booking.offers.models import Offer
from booking.scheduling.walltime import day_bounds, wall_day
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, place_text, room_view

OPEN_MODES = (HoursMode.OPEN_DOOR, HoursMode.BOTH)


@dataclass(frozen=True)
class DoorView:
    """`state` is open, later, over or cancelled; `title` is the word for the door, never more for an S2 offer."""

    start: datetime
    end: datetime
    title: str
    room: RoomView | None
    place_text: str
    status_text: str
    state: str


@dataclass(frozen=True)
class NextOpen:
    date: date
    title: str
    room: RoomView | None
    place_text: str


@dataclass(frozen=True)
class OpenHoursView:
    start: datetime
    end: datetime
    room: RoomView | None
    place_text: str


def doors_today(session: Session, now: datetime, *, only_open: bool) -> list[DoorView]:
    """The Sprechstunden in the house today; `only_open`: those one can walk into."""
    bounds = day_bounds(wall_day(now))
    if closed_all_day(session, wall_day(now)):
        return []
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.starts_at < bounds.end, ConsultationHours.ends_at > bounds.start)
        .where(ConsultationHours.channel == Channel.ON_SITE)
        .options(joinedload(ConsultationHours.offer), joinedload(ConsultationHours.room))
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    if only_open:
        statement = statement.where(
            ConsultationHours.mode.in_(OPEN_MODES), ConsultationHours.closed_at.is_(None)
        )
    return [_door(hours, now) for hours in session.scalars(statement).unique()]


def next_open_door(session: Session, now: datetime) -> NextOpen | None:
    """The first door to walk into after today."""
    hours = session.scalar(
        select(ConsultationHours)
        .where(ConsultationHours.starts_at >= day_bounds(wall_day(now)).end)
        .where(ConsultationHours.mode.in_(OPEN_MODES), ConsultationHours.channel == Channel.ON_SITE)
        .where(ConsultationHours.closed_at.is_(None))
        .order_by(ConsultationHours.starts_at)
        .limit(1)
    )
    if hours is None:
        return None
    return NextOpen(
        wall_day(hours.starts_at), door_word(hours.offer), room_view(hours.room), place_text(hours.channel)
    )


def open_hours_of(
    session: Session, offer: Offer, now: datetime, *, limit: int = 5
) -> Sequence[ConsultationHours]:
    """When one may come to this offer without an appointment, the next first."""
    return session.scalars(
        select(ConsultationHours)
        .where(ConsultationHours.offer_id == offer.id, ConsultationHours.ends_at > now)
        .where(ConsultationHours.mode.in_(OPEN_MODES), ConsultationHours.closed_at.is_(None))
        .options(joinedload(ConsultationHours.room))
        .order_by(ConsultationHours.starts_at)
        .limit(limit)
    ).all()


def open_hours_view(hours: ConsultationHours) -> OpenHoursView:
    return OpenHoursView(hours.starts_at, hours.ends_at, room_view(hours.room), place_text(hours.channel))


def door_word(offer: Offer) -> str:
    """What a door, a board or another provider may say."""
    return _("Beratung") if offer.sensitive else offer.text(current_language().code).public_word


def _door(hours: ConsultationHours, now: datetime) -> DoorView:
    state = _state(hours, now)
    return DoorView(
        start=hours.starts_at,
        end=hours.ends_at,
        title=door_word(hours.offer),
        room=room_view(hours.room),
        place_text=place_text(hours.channel),
        status_text=_status_text(hours, state),
        state=state if hours.mode in OPEN_MODES or state in ("over", "cancelled") else "later",
    )


def _state(hours: ConsultationHours, now: datetime) -> str:
    if not hours.is_open:
        return "cancelled"
    return "over" if hours.ends_at <= now else "open" if hours.starts_at <= now else "later"


def _status_text(hours: ConsultationHours, state: str) -> str:
    formats = current_language().formats
    if state == "cancelled":
        return _("abgesagt")
    if state == "over":
        return _("vorbei")
    if hours.mode not in OPEN_MODES:
        return _("mit Termin")
    if state == "open":
        return _("offen bis %(time)s", time=formats.time(hours.ends_at))
    return _("offen ab %(time)s", time=formats.time(hours.starts_at))
