"""Closures in words: what is closed, from when until when, and the house's usual days to propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from booking.house.house_days import HouseDay, Usual
from booking.house.models import Closure, ClosureKind
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import to_wall
from booking.web.forms.spans import MIDNIGHT, Span
from booking.web.language import PageFormats, current_language
from booking.web.language import gettext as _
from booking.web.views.equipment import equipment_words

CHRISTMAS_EVE, NEW_YEARS_EVE = "Heiligabend", "Silvester"


@dataclass(frozen=True)
class ClosureView:
    """`state` and `state_text` are a status of treffpunkt.html."""

    url: str
    what: str
    reason: str
    span_text: str
    state: str
    state_text: str
    withdrawn: bool
    over: bool


@dataclass(frozen=True)
class HouseDayView:
    """A usual day with the address of the form filled in for it; `taken` when it is closed already."""

    name: str
    when: str
    url: str
    taken: bool


def closure_view(closure: Closure, now: datetime) -> ClosureView:
    withdrawn, over = closure.withdrawn_at is not None, closure.ends_at <= now
    state, text = _state(closure, now)
    return ClosureView(
        url=f"/schliessung/{closure.id}",
        what=what_words(closure.kind, closure.room.name if closure.room else "", closure.equipment or ""),
        reason=closure.reason,
        span_text=span_words(Interval(closure.starts_at, closure.ends_at)),
        state=state,
        state_text=text,
        withdrawn=withdrawn,
        over=over,
    )


def kind_words() -> dict[str, str]:
    """What can be closed or out of order, as the form asks."""
    return {
        ClosureKind.HOUSE.value: _("Das ganze Haus"),
        ClosureKind.ROOM.value: _("Ein Raum"),
        ClosureKind.LIFT.value: _("Der Treppenlift"),
        ClosureKind.EQUIPMENT.value: _("Ein Gerät"),
    }


def what_words(kind: str, room: str, equipment: str) -> str:
    """The house, Büro 3, the stair lift, or "Höranlage in Büro 3"."""
    if kind == ClosureKind.ROOM:
        return room
    if kind == ClosureKind.EQUIPMENT:
        thing = equipment_words(equipment)
        return _("%(thing)s in %(room)s", thing=thing, room=room) if room else thing
    return _("Treppenlift") if kind == ClosureKind.LIFT else _("Das ganze Haus")


def span_words(interval: Interval) -> str:
    """Di, 24. November 2026, ganztägig; or with times; or from one day to another."""
    span, formats = Span.showing(interval), PageFormats(current_language())
    start, end = to_wall(interval.start), to_wall(interval.end)
    first = f"{formats.weekday_short(start)}, {formats.date(start)}"
    if span.first == span.last:
        return f"{first}, {_clock_words(span, interval, formats)}"
    last_day = end if span.ends else end - timedelta(days=1)
    last = f"{formats.weekday_short(last_day)}, {formats.date(last_day)}"
    begins = f", {_at(formats, interval.start)}" if span.begins else ""
    ends = f", {_at(formats, interval.end)}" if span.ends else ""
    return _("%(first)s bis %(last)s", first=first + begins, last=last + ends)


def house_day_view(each: HouseDay, *, taken: bool) -> HouseDayView:
    name = house_day_words(each)
    formats = PageFormats(current_language())
    when = f"{formats.weekday(each.day)}, {formats.date(each.day)}"
    asked = {"art": ClosureKind.HOUSE.value, "tag": each.day.isoformat(), "text": name}
    if each.begins != MIDNIGHT:
        when = _("%(day)s, ab %(time)s Uhr", day=when, time=each.begins.hour)
        asked["ab"] = f"{each.begins:%H:%M}"
    return HouseDayView(name, when, f"/schliessungen/neu?{urlencode(asked)}", taken)


def house_day_words(each: HouseDay) -> str:
    """What the public reads about it, in the house's language."""
    return {
        Usual.WEIBERFASTNACHT: "Weiberfastnacht",
        Usual.ROSENMONTAG: "Rosenmontag",
        Usual.CHRISTMAS_EVE: CHRISTMAS_EVE,
        Usual.NEW_YEARS_EVE: NEW_YEARS_EVE,
        Usual.BRIDGE: f"Brückentag ({each.holiday})",
    }[each.usual]


def _state(closure: Closure, now: datetime) -> tuple[str, str]:
    if closure.withdrawn_at is not None:
        return "past", _("zurückgenommen")
    if closure.ends_at <= now:
        return "past", _("vorbei")
    return ("no", _("jetzt")) if closure.starts_at <= now else ("later", _("kommt"))


def _clock_words(span: Span, interval: Interval, formats: PageFormats) -> str:
    if not span.begins and not span.ends:
        return _("ganztägig")
    if not span.ends:
        return _("ab %(time)s", time=_at(formats, interval.start))
    if not span.begins:
        return _("bis %(time)s", time=_at(formats, interval.end))
    return _("%(first)s bis %(last)s", first=_at(formats, interval.start), last=_at(formats, interval.end))


def _at(formats: PageFormats, moment: datetime) -> str:
    return _("%(clock)s Uhr", clock=formats.clock(moment).removesuffix(":00"))
