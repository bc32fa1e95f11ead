"""What is closed or out of order on a day, as sentences for the board and its twin."""

from __future__ import annotations

from datetime import date

from booking.appointments.happenings import HouseDays
from booking.house.calendar import Closed
from booking.house.models import Closure, ClosureKind
from booking.house.rooms import HEARING_LOOP
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day
from booking.web.language import current_language
from booking.web.language import gettext as _


def notices(days: HouseDays, day: date) -> list[str]:
    """Closures, the lift and the hearing loop, as far as they are not over; first what concerns most people."""
    names = {room.id: room.name for room in days.plan.rooms}
    opening = days.plan.open_on(day) or day_bounds(day)
    shut = [each for each in days.plan.closures if _concerns(each.interval, day, days)]
    broken = [each for each in days.out_of_order if _concerns(_span(each), day, days)]
    found = [
        *(_closed(each, names, opening) for each in shut if each.room_id is None),
        *(_broken(each, day) for each in broken if each.kind == ClosureKind.LIFT),
        *(_closed(each, names, opening) for each in shut if each.room_id is not None),
        *(_broken(each, day) for each in broken if each.kind != ClosureKind.LIFT),
    ]
    return [words for words in dict.fromkeys(found) if words]


def _concerns(span: Interval, day: date, days: HouseDays) -> bool:
    bounds = day_bounds(day)
    return span.overlaps(bounds) and (span.end > days.plan.now or wall_day(days.plan.now) != day)


def _span(closure: Closure) -> Interval:
    return Interval(closure.starts_at, closure.ends_at)


def _closed(closed: Closed, names: dict[int, str], opening: Interval) -> str:
    where = _("Das Haus") if closed.room_id is None else names.get(closed.room_id, "")
    when = _when(closed.interval, opening)
    if when:
        return _(
            "%(where)s ist %(when)s geschlossen: %(reason)s", where=where, when=when, reason=closed.reason
        )
    return _("%(where)s ist heute geschlossen: %(reason)s", where=where, reason=closed.reason)


def _broken(closure: Closure, day: date) -> str:
    """A sentence, or "" for equipment that nobody comes for."""
    if closure.kind == ClosureKind.LIFT:
        what = _("Der Treppenlift")
    elif closure.equipment == HEARING_LOOP:
        room = closure.room
        what = _("Die Höranlage in %(room)s", room=room.name) if room else _("Die Höranlage")
    else:
        return ""
    last = wall_day(closure.ends_at)
    formats = current_language().formats
    until = formats.time(closure.ends_at) if last == day else formats.short_day(closure.ends_at)
    return _("%(what)s ist außer Betrieb, bis %(until)s.", what=what, until=until)


def _when(span: Interval, opening: Interval) -> str:
    """Ab 14 Uhr, bis 12 Uhr, or from to; "" while the house would be open."""
    formats = current_language().formats
    begins, ends = span.start > opening.start, span.end < opening.end
    if begins and ends:
        return _("von %(start)s bis %(end)s", start=formats.clock(span.start), end=formats.time(span.end))
    if begins:
        return _("ab %(time)s", time=formats.time(span.start))
    return _("bis %(time)s", time=formats.time(span.end)) if ends else ""
