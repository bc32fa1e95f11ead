"""The list of closures, what is usually closed and could be entered, and for the caretaker two quick buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.accounts.models import Role
from booking.disruptions.entering_jobs import CLOSURE
from booking.disruptions.finding import closures, count_closures
from booking.house.calendar import closed_times
from booking.house.house_days import HouseDay, house_days
from booking.house.models import ClosureKind
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, from_wall, wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import has_unseen, typed
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.views.closures import HouseDayView, closure_view, house_day_view
from booking.web.views.progress import JOBS_OF, open_jobs

WHO = (Role.STAFF, Role.ADMIN, Role.CARETAKER)
DEFECTS = (ClosureKind.LIFT, ClosureKind.ROOM, ClosureKind.EQUIPMENT)  # what the caretaker enters
NEWS = "closure_news"
JOBS = JOBS_OF[CLOSURE]
A_YEAR = timedelta(days=365)
LONGEST_WORDS = 80
LAST_PAGE = 500
PER_PAGE = 20
OVER = "vorbei"

pages = Blueprint("closure_listing", __name__)


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for; `page` counts from 1."""

    past: bool
    words: str
    page: int

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Wanted:
        values = typed(sent, "welche", "suche", "seite")
        words = "" if has_unseen(values["suche"]) else values["suche"][:LONGEST_WORDS]
        return cls(values["welche"] == OVER, words, page_number(values["seite"]))

    def address(self, number: int) -> str:
        """The same list on another page."""
        asked = {"suche": self.words, "seite": number}
        return f"/schliessungen?{urlencode({'welche': OVER, **asked} if self.past else asked)}"


def page_number(text: str) -> int:
    """A page's number; the first one for anything that is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 1
    return min(max(number, 1), LAST_PAGE)


@pages.get("/schliessungen")
@allow(*WHO)
def look() -> Response:
    now, wanted = runtime().clock.now(), Wanted.typed(request.args)
    with runtime().database.reading() as database:
        total = count_closures(database, now, past=wanted.past, words=wanted.words)
        found = closures(
            database,
            now,
            past=wanted.past,
            words=wanted.words,
            skip=(wanted.page - 1) * PER_PAGE,
            most=PER_PAGE,
        )
        return page(
            "closures/list.html",
            closures=[closure_view(each, now) for each in found],
            total=total,
            pages=max(1, -(-total // PER_PAGE)),
            wanted=wanted,
            before=wanted.address(wanted.page - 1) if wanted.page > 1 else "",
            after=wanted.address(wanted.page + 1) if wanted.page * PER_PAGE < total else "",
            house_days=_house_days(database, wall_day(now)) if for_house() else [],
            for_house=for_house(),
            jobs=open_jobs(database, signed_in(), CLOSURE, _("Die Schließung wird eingetragen"), JOBS),
            news=session.pop(NEWS, ""),
        )


def for_house() -> bool:
    """Whether it is the house's team; the caretaker sees numbers only, and enters defects only."""
    return signed_in().role != Role.CARETAKER


def _house_days(database: Session, today: date) -> Sequence[HouseDayView]:
    """The usual days of the next twelve months; those on which the house is closed already say so."""
    last = today + A_YEAR
    span = Interval(day_bounds(today).start, day_bounds(last).end)
    closed = [each.interval for each in closed_times(database, span) if each.room_id is None]
    return [
        house_day_view(each, taken=any(interval.contains(_span(each)) for interval in closed))
        for each in house_days(today, last)
    ]


def _span(each: HouseDay) -> Interval:
    return Interval(from_wall(each.day, each.begins), day_bounds(each.day).end)
