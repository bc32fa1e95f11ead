"""The list of free times, for booking and for moving: the same search, the same page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.appointments.finding import why_empty
from booking.appointments.slots import Wish, open_hours_for
from booking.appointments.terms import widest_span
from booking.house.calendar import closed_times
from booking.offers.models import Adviser
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import wall_day
from booking.web.forms.reading import day_of, typed
from booking.web.language import current_language, localized
from booking.web.language import gettext as _
from booking.web.views.offers import last_day_of, offer_view
from booking.web.views.slots import free_starts, slot_list


def free_times(
    session: Session,
    wish: Wish,
    query: MultiDict[str, str],
    path: str,
    *,
    now: datetime,
    adviser: Adviser | None = None,
) -> dict[str, Any]:
    """What slots.html needs; `path` is where its buttons send a slot and its links look for later days."""
    span = widest_span(session, wish.offer, now)
    last = last_day_of(span)
    first = day_of(typed(query, "ab")["ab"]) or wall_day(now)
    own = wish.moving.starts_at if wish.moving and wish.moving.is_coming else None
    slots = [slot for slot in free_starts(session, wish, span, now=now) if slot.start != own]
    found = slot_list(
        slots, closed_times(session, span), first=min(max(first, wall_day(now)), last), last=last
    )
    hours = open_hours_for(session, Wish(wish.offer), span)
    chosen = {"adviser": adviser.slug} if adviser else {}
    return {
        "offer": offer_view(wish.offer),
        "next_slot": found.next_slot,
        "days": found.days,
        "count": found.count,
        "until": found.until if found.count else last,
        "more_url": f"{localized(path)}?{urlencode({'ab': found.later, **chosen})}" if found.later else None,
        "advisers": sorted(
            {each.adviser_id: each.adviser for each in hours}.values(), key=lambda each: each.name
        ),
        "adviser": adviser.slug if adviser else "",
        "reason_text": "" if found.count else _reason(session, wish, span, now),
        "action": localized(path),
        "hidden": chosen,
    }


def _reason(session: Session, wish: Wish, span: Interval, now: datetime) -> str:
    """Why nothing is free, as a sentence."""
    day = current_language().formats.short_day(last_day_of(span))
    empty = why_empty(session, wish, span, now=now)
    if empty.code == "fully_booked":
        return _("Bis %(day)s ist alles vergeben.", day=day)
    if empty.code == "closed":
        return _("Bis %(day)s ist geschlossen: %(reason)s", day=day, reason=empty.text)
    return _("Bis %(day)s ist noch keine Sprechstunde geplant.", day=day)
