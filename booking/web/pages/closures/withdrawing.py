"""Taking a closure back: what wakes, what stays asleep and why, then the button."""

from __future__ import annotations

from flask import Blueprint, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.disruptions.finding import closure_by_id
from booking.errors import NotFound
from booking.house.models import Closure
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.closures.listing import NEWS, WHO, for_house
from booking.web.pages.closures.showing import may_withdraw
from booking.web.pages.returns import preview_return, take_back
from booking.web.views.closures import closure_view

pages = Blueprint("closure_withdrawing", __name__)


@pages.get("/schliessung/<int(max=2147483647):closure_id>/zuruecknehmen")
@allow(*WHO)
def ask(closure_id: int) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        closure = _mine(database, closure_id)
        if closure.withdrawn_at is not None or closure.ends_at <= now:
            return see(f"/schliessung/{closure_id}")
        return page(
            "closures/withdraw.html",
            closure=closure_view(closure, now),
            found=preview_return(database, closure),
            for_house=for_house(),
        )


@pages.post("/schliessung/<int(max=2147483647):closure_id>/zuruecknehmen")
@allow(*WHO)
def withdraw(closure_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        closure = _mine(database, closure_id)
        if closure.ends_at <= runtime().clock.now() and closure.withdrawn_at is None:
            session[NEWS] = _("Diese Schließung ist schon vorbei. Es gibt nichts zurückzunehmen.")
            return see(f"/schliessung/{closure_id}")
        found = take_back(database, closure)
    session[NEWS] = " ".join((_("Die Schließung ist zurückgenommen."), found.summary))
    return see(f"/schliessung/{closure_id}")


def _mine(database: Session, closure_id: int) -> Closure:
    """The closure, for who may take it back. Raises NotFound."""
    closure: Closure = closure_by_id(database, closure_id)
    if not may_withdraw(closure.kind):
        raise NotFound("closure")
    return closure
