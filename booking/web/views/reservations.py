"""Reservations as their people see them: rows of a list, and one reservation with all its dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from booking.accounts.access import Actor
from booking.reservations import seeing
from booking.reservations.approving import EXPIRED, is_open
from booking.reservations.courses import first_start, rule_of
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, OccurrenceStatus, Reservation, Series
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.rules import day_words, hours_words, moment_words, rule_words


@dataclass(frozen=True)
class StateView:
    """`kind` is a kind of treffpunkt.html's status: ok, wait, later, no or past."""

    kind: str
    text: str


@dataclass(frozen=True)
class ReservationRow:
    id: str
    title: str
    provider: str
    rule_text: str
    start: datetime
    day_text: str
    span_text: str
    room: RoomView | None
    state: StateView


@dataclass(frozen=True)
class DateView:
    """One date; `title` only where it has one of its own, `can_change` while it is to come and in the calendar."""

    id: str
    day_text: str
    span_text: str
    room: RoomView | None
    state: StateView
    title: str
    can_change: bool

    @property
    def words(self) -> str:
        return f"{self.day_text}, {self.span_text}"


def reservation_row(reservation: Reservation, actor: Actor, now: datetime) -> ReservationRow:
    """A line of the list: what comes next. The reservation must have something to come."""
    date = next_date(reservation, now)
    assert date is not None
    return ReservationRow(
        id=reservation.id,
        title=title_words(reservation, actor),
        provider=reservation.provider.name,
        rule_text=series_words(date.series),
        start=date.starts_at,
        day_text=day_words(date.starts_at),
        span_text=hours_words(date.starts_at, date.ends_at),
        room=room_view(date.room),
        state=state_of(date, now),
    )


def date_views(dates: Iterable[Occurrence], actor: Actor, now: datetime) -> list[DateView]:
    """These dates by start."""
    return [date_view(each, actor, now) for each in sorted(dates, key=lambda each: each.starts_at)]


def date_view(date: Occurrence, actor: Actor, now: datetime) -> DateView:
    seen = seeing.seen_by(actor, date)
    coming = not date.is_past(now) and date.status in IN_THE_CALENDAR
    return DateView(
        id=date.id,
        day_text=day_words(date.starts_at),
        span_text=hours_words(date.starts_at, date.ends_at),
        room=room_view(date.room),
        state=state_of(date, now),
        title=(seen.title or "") if date.own_title else "",
        can_change=seen.changeable and coming and not ran_out(date.reservation, now),
    )


def state_of(date: Occurrence, now: datetime) -> StateView:
    """How a date stands, in words."""
    if date.status == OccurrenceStatus.PENDING:
        return _asked(date.reservation, now)
    if date.status != OccurrenceStatus.CONFIRMED:
        return _not_taking_place(date)
    if date.ends_at <= now:
        return StateView("past", _("vorbei"))
    return StateView("ok", _("gilt") if date.starts_at > now else _("läuft gerade"))


def next_date(reservation: Reservation, now: datetime) -> Occurrence | None:
    """The next date in the calendar that is not over."""
    coming = [
        each for each in reservation.occurrences if each.ends_at > now and each.status in IN_THE_CALENDAR
    ]
    return min(coming, key=lambda each: each.starts_at, default=None)


def ran_out(reservation: Reservation, now: datetime) -> bool:
    """Whether nobody decided about the request in time: it is over, though no sweeper came by yet."""
    return reservation.decide_by is not None and not is_open(reservation, now)


def title_words(reservation: Reservation, actor: Actor) -> str:
    return seeing.title_for(actor, reservation) or _("belegt")


def series_words(series: Series) -> str:
    """When the series is: its rule, or its only day."""
    first, rule = first_start(series), rule_of(series)
    return rule_words(rule, first, series.minutes)


def rhythm(reservation: Reservation, now: datetime) -> list[str]:
    """The rule of each series that still has dates to come, else of all."""
    running = {each.series_id for each in reservation.occurrences if each.ends_at > now}
    return [series_words(each) for each in reservation.series if each.id in running or not running]


def _asked(reservation: Reservation, now: datetime) -> StateView:
    if reservation.decide_by is None or ran_out(reservation, now):
        return StateView("no", _("abgelaufen"))
    return StateView("wait", _("angefragt bis %(moment)s", moment=moment_words(reservation.decide_by)))


def _not_taking_place(date: Occurrence) -> StateView:
    reason = date.reason
    if date.status == OccurrenceStatus.SKIPPED_CONFLICT:
        return StateView("past", _("ausgelassen: war belegt"))
    if date.status == OccurrenceStatus.SKIPPED_CLOSURE:
        return StateView("past", _("ausgelassen: %(reason)s", reason=reason or _("geschlossen")))
    if date.status == OccurrenceStatus.ASLEEP:
        return StateView("later", _("ruht: %(reason)s", reason=reason) if reason else _("ruht"))
    if reason == EXPIRED:
        return StateView("no", _("abgelaufen"))
    return StateView("no", _("abgelehnt: %(reason)s", reason=reason) if reason else _("abgesagt"))
