"""One closure: what it says, who is hit, and how each of them stands now."""

from __future__ import annotations

from flask import Blueprint, Response, session

from booking.disruptions.finding import closure_by_id
from booking.disruptions.standing import sleeping_dates, standings
from booking.disruptions.withdrawing import may_try_again
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page
from booking.web.pages.closures.listing import DEFECTS, NEWS, WHO, for_house
from booking.web.views.closures import closure_view
from booking.web.views.hearing import how_they_hear
from booking.web.views.standings import date_lines, standing_rows, standing_summary

pages = Blueprint("closure_showing", __name__)


@pages.get("/schliessung/<int(max=2147483647):closure_id>")
@allow(*WHO)
def look(closure_id: int) -> Response:
    actor, desk = signed_in(), runtime().desk()
    now = desk.now
    with runtime().database.reading() as database:
        closure = closure_by_id(database, closure_id)
        found = standings(database, closure.cause)
        heard = how_they_hear(database, desk, actor, found, since=closure.created_at)
        dates = sleeping_dates(database, closure.cause)
        return page(
            "closures/closure.html",
            closure=closure_view(closure, now),
            summary=standing_summary(actor, found, heard),
            rows=standing_rows(actor, found, heard) if for_house() else [],
            dates=date_lines(dates, actor) if for_house() else [],
            asleep=len(dates),
            may_withdraw=may_withdraw(closure.kind)
            and closure.withdrawn_at is None
            and closure.ends_at > now,
            may_try_again=may_withdraw(closure.kind) and may_try_again(database, closure, now),
            for_house=for_house(),
            news=session.pop(NEWS, ""),
        )


def may_withdraw(kind: str) -> bool:
    """The caretaker takes back what he may enter."""
    return for_house() or kind in DEFECTS
