"""The list of free times, for booking and for moving: the same search, the same page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.appointments.demand import NO_MATCH
from booking.appointments.models import Appointment
from booking.appointments.slots import Slot, Wish
from booking.appointments.terms import widest_span
from booking.appointments.wishes import ANYTHING, serves
from booking.house.calendar import closed_times
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.web.forms.reading import day_of, typed
from booking.web.forms.time_filter import TimeFilter
from booking.web.language import localized
from booking.web.views.no_time import no_time
from booking.web.views.offers import last_day_of, offer_view
from booking.web.views.slots import SlotList, free_starts, slot_list
from booking.web.views.time_choices import time_choices

NOTHING_CHOSEN = {"adviser": ""}  # says that a choice was taken off, where an earlier one would come back


def free_times(
    session: Session, wish: Wish, wanted: TimeFilter, query: MultiDict[str, str], path: str, *, now: datetime
) -> dict[str, Any]:
    """What slots.html needs; `path` is where its buttons send a slot and its links look for later days.

    `unmet` is the code under which this page is counted as demand that found no time, or empty.
    """
    span = widest_span(session, wish.offer, now)
    wish = replace(wish, adviser_id=wanted.adviser_id, only=wanted.only)
    slots = [slot for slot in _slots(session, wish, span, now) if wanted.suits(slot.start)]
    nothing = NOTHING_CHOSEN if wanted.adviser or _own_of(wish) else {}
    chosen = wanted.query or nothing
    found = _window(session, slots, query, span, now)
    return {
        "offer": offer_view(wish.offer),
        "needs": bool(wish.needs),
        "minutes": slots[0].interval.minutes if slots else wish.offer.duration_minutes,
        "next_slot": found.next_slot if found.is_first else None,
        "days": found.days,
        "count": found.count,
        "until": found.until if found.count else last_day_of(span),
        "more_url": _url(path, {"ab": str(found.later), **chosen}) if found.later else None,
        "choices": time_choices(session, wish.offer, span, wanted),
        "wanted": wanted,
        "all_url": _url(path, nothing) if wanted.query else None,
        "action": localized(path),
        "hidden": chosen,
        **({"empty": None, "unmet": ""} if found.count else _empty(session, wish, wanted, span, now)),
    }


def _slots(session: Session, wish: Wish, span: Interval, now: datetime) -> list[Slot]:
    """All free times but the own one of whoever moves, if it is as they wish."""
    own = _own_of(wish)
    kept = own.starts_at if own and serves(own, wish) else None
    return [slot for slot in free_starts(session, wish, span, now=now) if slot.start != kept]


def _own_of(wish: Wish) -> Appointment | None:
    """The booked appointment of whoever moves."""
    return wish.moving if wish.moving and wish.moving.is_coming else None


def _window(
    session: Session, slots: list[Slot], query: MultiDict[str, str], span: Interval, now: datetime
) -> SlotList:
    last = last_day_of(span)
    first = day_of(typed(query, "ab")["ab"]) or wall_day(now)
    return slot_list(
        slots, closed_times(session, span), first=min(max(first, wall_day(now)), last), last=last
    )


def _empty(session: Session, wish: Wish, wanted: TimeFilter, span: Interval, now: datetime) -> dict[str, Any]:
    """With wishes that nothing fits, the page offers to take them off; else it says why, and what next."""
    plain = replace(wish, adviser_id=None, only=ANYTHING)
    if wanted.query and _slots(session, plain, span, now):
        return {"empty": None, "unmet": NO_MATCH}
    nothing = no_time(session, plain, now=now)
    return {"empty": nothing, "unmet": nothing.reason}


def _url(path: str, query: dict[str, str]) -> str:
    return f"{localized(path)}?{urlencode(query)}" if query else localized(path)
