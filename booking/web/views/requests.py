"""Requests for the hall as the house sees them: until when, for whom, and who else is there that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.accounts.access import Actor
from booking.house.models import Room
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.seeing import seen_by
from booking.scheduling.walltime import wall_day
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.reservations import rhythm
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.rules import day_words, hours_words, moment_words

SHOWN = 3


@dataclass(frozen=True)
class RequestRow:
    """`rivals` are other requests for the same days."""

    id: str
    title: str
    provider: str
    rhythm: list[str]
    room: RoomView | None
    deadline_text: str
    left_text: str
    rivals: list[str]


@dataclass(frozen=True)
class AskedDate:
    """A date that waits; `neighbours` is what else takes place there on that day."""

    id: str
    words: str
    room: RoomView | None
    neighbours: list[str]


def request_rows(requests: Sequence[Reservation], actor: Actor, now: datetime) -> list[RequestRow]:
    """A row for each request, as many and in the order they come."""
    return [_row(each, requests, actor, now) for each in requests if each.decide_by is not None]


def asked_dates(reservation: Reservation, others: Sequence[Occurrence], actor: Actor) -> list[AskedDate]:
    """The dates that wait for a decision, by start; `others` are dates of those days."""
    return [
        AskedDate(
            id=date.id,
            words=_when(date),
            room=room_view(date.room),
            neighbours=[
                f"{hours_words(each.starts_at, each.ends_at)}: {_who(each, actor)}"
                for each in others
                if _meets(each, date)
            ],
        )
        for date in sorted(waiting(reservation), key=lambda each: each.starts_at)
    ]


def waiting(reservation: Reservation) -> list[Occurrence]:
    """The dates that nobody has decided about."""
    return [each for each in reservation.occurrences if each.status == OccurrenceStatus.PENDING]


def left_words(decide_by: datetime, now: datetime) -> str:
    """Noch 2 Tage; noch 5 Stunden; weniger als eine Stunde."""
    left = decide_by - now
    if left >= timedelta(days=1):
        return ngettext("noch %(num)s Tag", "noch %(num)s Tage", left.days)
    hours = left // timedelta(hours=1)
    if hours:
        return ngettext("noch %(num)s Stunde", "noch %(num)s Stunden", hours)
    return _("weniger als eine Stunde")


def _row(
    reservation: Reservation, requests: Sequence[Reservation], actor: Actor, now: datetime
) -> RequestRow:
    assert reservation.decide_by is not None
    mine = waiting(reservation)
    rivals = [
        f"{_when(theirs)}: {_who(theirs, actor)}"
        for other in requests
        for theirs in waiting(other)
        if any(_meets(theirs, date) for date in mine)
    ]
    return RequestRow(
        id=reservation.id,
        title=reservation.title,
        provider=reservation.provider.name,
        rhythm=rhythm(reservation, now),
        room=room_view(_first_room(mine)),
        deadline_text=moment_words(reservation.decide_by),
        left_text=left_words(reservation.decide_by, now),
        rivals=rivals[:SHOWN],
    )


def _first_room(dates: Sequence[Occurrence]) -> Room | None:
    return min(dates, key=lambda each: each.starts_at).room if dates else None


def _meets(other: Occurrence, date: Occurrence) -> bool:
    """Whether somebody else is there on the same day, in any part of the room."""
    return (
        other.reservation_id != date.reservation_id
        and wall_day(other.starts_at) == wall_day(date.starts_at)
        and not set(other.room.resource_ids).isdisjoint(date.room.resource_ids)
    )


def _who(date: Occurrence, actor: Actor) -> str:
    """Chor (Stadtnetzwerk)."""
    seen = seen_by(actor, date)
    return f"{seen.title or _('belegt')} ({seen.provider})"


def _when(date: Occurrence) -> str:
    return f"{day_words(date.starts_at)}, {hours_words(date.starts_at, date.ends_at)}"
