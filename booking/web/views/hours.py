"""Sprechstunden inside reservations, as the reservation's page and their own page show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.appointments.models import STILL_TO_COME, TAKES_PLACE, Appointment, ConsultationHours
from booking.offers.models import Offer
from booking.web.views.doors import door_word
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.rules import day_words, hours_words
from booking.web.views.terms import mode_words, seats_words


@dataclass(frozen=True)
class HoursView:
    """A Sprechstunde. `title` is for the own provider, `word` for everybody else (see `title_for`)."""

    id: int
    provider_id: int
    title: str
    word: str
    adviser: str
    start: datetime
    end: datetime
    day_text: str
    span_text: str
    mode_text: str
    seats_text: str
    room: RoomView | None
    channel: str
    is_open: bool
    appointments: int

    @property
    def url(self) -> str:
        return f"/sprechstunde/{self.id}"

    def title_for(self, actor: Actor) -> str:
        """What this actor may read."""
        own = actor.role in PROVIDER_ROLES and actor.provider_id == self.provider_id
        return self.title if own else self.word

    def can_change(self, now: datetime) -> bool:
        """Whether it is open and has not begun."""
        return self.is_open and self.start > now


def hours_by_date(session: Session, occurrence_ids: Collection[str]) -> dict[str, list[HoursView]]:
    """The Sprechstunden of each date, by start, called off ones too; a date without any is missing.

    The number of queries does not grow with the number of dates.
    """
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.occurrence_id.in_(occurrence_ids))
        .options(
            joinedload(ConsultationHours.adviser),
            joinedload(ConsultationHours.room),
            joinedload(ConsultationHours.offer).joinedload(Offer.provider),
        )
        .order_by(ConsultationHours.starts_at, ConsultationHours.id)
    )
    found: dict[str, list[HoursView]] = defaultdict(list)
    hours = session.scalars(statement).unique().all()
    counts = _appointments_in(session, [each.id for each in hours])
    for each in hours:
        found[each.occurrence_id or ""].append(hours_view(each, counts.get(each.id, 0)))
    return dict(found)


def hours_view(hours: ConsultationHours, appointments: int) -> HoursView:
    return HoursView(
        id=hours.id,
        provider_id=hours.provider_id,
        title=hours.offer.text().title,
        word=door_word(hours.offer),
        adviser=hours.adviser.name,
        start=hours.starts_at,
        end=hours.ends_at,
        day_text=day_words(hours.starts_at),
        span_text=hours_words(hours.starts_at, hours.ends_at),
        mode_text=mode_words(hours.mode),
        seats_text=seats_words(hours.seats),
        room=room_view(hours.room),
        channel=hours.channel,
        is_open=hours.is_open,
        appointments=appointments,
    )


def appointments_to_come(session: Session, hours: ConsultationHours, now: datetime) -> int:
    """How many residents would be touched if it did not take place."""
    statement = select(func.count(Appointment.id)).where(
        Appointment.hours_id == hours.id,
        Appointment.status.in_(STILL_TO_COME),
        Appointment.starts_at > now,
    )
    return session.scalar(statement) or 0


def _appointments_in(session: Session, hours_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(Appointment.hours_id, func.count(Appointment.id))
        .where(Appointment.hours_id.in_(hours_ids), Appointment.status.in_(TAKES_PLACE))
        .group_by(Appointment.hours_id)
    )
    return {row[0]: row[1] for row in rows}
