"""Whether the stair lift runs, in sentences for everybody: from what the house entered as out of order."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.house.outages import Outage, outages
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import to_wall
from booking.web.language import PageFormats, current_language
from booking.web.language import gettext as _

AHEAD = timedelta(days=28)
A_MOMENT = timedelta(microseconds=1)


def lift_texts(session: Session, now: datetime) -> list[str]:
    """A sentence for each time without the lift, now and in the next weeks; nothing while it runs."""
    found = outages(session, Interval(now, now + AHEAD))
    return [_words(each, now) for each in found if each.equipment is None]


def _words(outage: Outage, now: datetime) -> str:
    formats = PageFormats(current_language())
    first, last = to_wall(outage.interval.start), to_wall(outage.interval.end - A_MOMENT)
    if outage.interval.start <= now:
        return _("Der Treppenlift ist außer Betrieb bis %(day)s.", day=formats.date(last))
    if first.date() == last.date():
        return _("Der Treppenlift ist am %(day)s außer Betrieb.", day=formats.date(first))
    return _(
        "Der Treppenlift ist vom %(first)s bis %(last)s außer Betrieb.",
        first=formats.date(first),
        last=formats.date(last),
    )
