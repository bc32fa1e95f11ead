"""What stands in the plan for one room on one day: reservations, appointments and closures, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.house.calendar import Closed
from booking.house.models import Room
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.reservations.plan import Plan, Taken
from booking.reservations.seeing import Seen, seen_by
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds
from booking.web.language import current_language
from booking.web.language import gettext as _

BOOKED, NOW, HELD, ASLEEP, CLOSED = "booked", "now", "held", "asleep", "closed"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that takes a room, as far as it lies on the day: `told`, and `taken` with set-up and clean-up.

    `state` is booked, now, held, asleep or closed, and `text` says it in words, but for now and booked.
    `who` says whose it is, where that is told and not in `text`.
    """

    told: Interval
    taken: Interval
    times: str
    text: str
    state: str
    who: str = ""
    around_text: str = ""
    url: str = ""
    move_url: str = ""
    cancel_url: str = ""

    @property
    def state_text(self) -> str:
        return _("läuft jetzt") if self.state == NOW else ""


def entries_on(actor: Actor, plan: Plan, room: Room, day: date) -> list[Entry]:
    """Everything that takes the room on that day, by start, as the actor may see it."""
    found = [
        *(_closure(each, day) for each in plan.closed_on(room, day)),
        *(_date(actor, each, room, day, plan.now) for each in plan.dates_on(room, day)),
        *(_other(each, day, plan.now) for each in _once(plan.others_on(room, day))),
    ]
    return sorted(found, key=lambda each: (each.taken.start, each.taken.end))


def times_text(interval: Interval, day: date) -> str:
    """9–12, 8:30–10, bis 12, ab 18, or ganztägig: as far as it lies on the day."""
    bounds = day_bounds(day)
    if interval.contains(bounds):
        return _("ganztägig")
    if interval.start < bounds.start:
        return _("bis %(time)s", time=short_clock(interval.end))
    if interval.end > bounds.end:
        return _("ab %(time)s", time=short_clock(interval.start))
    end = "24" if interval.end == bounds.end else short_clock(interval.end)
    return f"{short_clock(interval.start)}–{end}"


def short_clock(instant: datetime) -> str:
    """9 or 9:30."""
    return current_language().formats.clock(instant).removesuffix(":00")


def _date(actor: Actor, date_: Occurrence, room: Room, day: date, now: datetime) -> Entry:
    seen = seen_by(actor, date_)
    told, taken = date_.interval, date_.reservation.taken(date_.interval)
    page = f"/reservierung/{date_.reservation_id}"
    may_change = seen.changeable and not date_.is_past(now) and date_.room_id == room.id
    bounds = day_bounds(day)
    text, who = _words(actor, date_, room, seen)
    return Entry(
        told=told.common(bounds) or _within(taken, bounds),
        taken=_within(taken, bounds),
        times=times_text(told, day),
        text=text,
        who=who,
        state=_state(date_, now),
        around_text=_around_text(told, taken),
        url=page if seen.details else "",
        move_url=f"{page}/verschieben?termin={date_.id}" if may_change else "",
        cancel_url=f"{page}/absagen?termin={date_.id}" if may_change else "",
    )


def _words(actor: Actor, date_: Occurrence, room: Room, seen: Seen) -> tuple[str, str]:
    """What it is, and who has it where that is told and not said by then."""
    if date_.room_id != room.id:
        words = {OccurrenceStatus.PENDING: _("Anfrage"), OccurrenceStatus.ASLEEP: _("ruht")}
        where = _("ganzer Saal") if date_.room.part_of_id is None else date_.room.name
        return f"{words.get(OccurrenceStatus(date_.status), _('belegt'))} ({where})", ""
    provider = seen.provider if actor.role in HOUSE_ROLES else None
    names = [each for each in (seen.title, provider) if each]
    if date_.status == OccurrenceStatus.ASLEEP and date_.reason:
        return _("ruht: %(why)s", why=date_.reason), ", ".join(names)
    name, who = "".join(names[:1]), "".join(names[1:])
    if date_.status == OccurrenceStatus.ASLEEP:
        return _("ruht: %(why)s", why=name) if name else _("ruht"), who
    if date_.status == OccurrenceStatus.PENDING:
        return _("Anfrage: %(who)s", who=name) if name else _("Anfrage"), who
    return name or _("belegt"), who


def _state(date_: Occurrence, now: datetime) -> str:
    if date_.status == OccurrenceStatus.PENDING:
        return HELD
    if date_.status == OccurrenceStatus.ASLEEP:
        return ASLEEP
    return NOW if date_.interval.includes(now) else BOOKED


def _around_text(told: Interval, taken: Interval) -> str:
    parts = []
    if taken.start < told.start:
        parts.append(_("Aufbau ab %(time)s", time=short_clock(taken.start)))
    if taken.end > told.end:
        parts.append(_("Abbau bis %(time)s", time=short_clock(taken.end)))
    return ", ".join(parts)


def _other(taken: Taken, day: date, now: datetime) -> Entry:
    """An appointment in a room of its own: who it is stays with its adviser."""
    until = short_clock(taken.expires_at) if taken.expires_at else ""
    span = _within(taken.interval, day_bounds(day))
    return Entry(
        told=span,
        taken=span,
        times=times_text(taken.interval, day),
        text=_("vorgemerkt bis %(time)s", time=until) if until else _("belegt"),
        state=HELD if until else NOW if span.includes(now) else BOOKED,
    )


def _closure(closed: Closed, day: date) -> Entry:
    span = _within(closed.interval, day_bounds(day))
    return Entry(
        told=span,
        taken=span,
        times=times_text(closed.interval, day),
        text=_("geschlossen: %(reason)s", reason=closed.reason),
        state=CLOSED,
    )


def _once(taken: list[Taken]) -> Iterator[Taken]:
    """One for each owner: in the hall an owner takes several resources."""
    return iter({each.owner: each for each in taken}.values())


def _within(interval: Interval, bounds: Interval) -> Interval:
    """The part of the interval that lies on the day; it touches the day."""
    common = interval.common(bounds)
    assert common is not None
    return common
