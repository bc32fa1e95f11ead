"""/w/<token>: one's own entry with the time that is held, if there is one, and every answer to it.

A GET changes nothing: mail scanners look too.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.errors import NotFound
from booking.offers.models import Adviser
from booking.runtime import Desk
from booking.waiting import answering
from booking.waiting.finding import by_token
from booking.waiting.models import State, WaitingEntry
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.reading import instant_of, typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import localized
from booking.web.pages.appointments.manage import BOOKED, tell
from booking.web.pages.waiting.acting import GONE, take
from booking.web.views.slots import slot_value
from booking.web.views.waiting import held_view, wish_words
from booking.web.views.waiting_person import Kept

NEWS = "waiting_news"
JOINED, DECLINED, CHANGED, CORRECTED = "joined", "declined", "changed", "corrected"

pages = Blueprint("waiting_mine", __name__)


@pages.errorhandler(NotFound)
def unknown(_error: NotFound) -> Response:
    return error_page(
        404,
        title=_("Diesen Link kennen wir nicht"),
        text=_("Vielleicht ist die Zeit auf der Warteliste vorbei. Dann haben wir Ihre Angaben gelöscht."),
        hint=_("Sie können gern neu nach einem Termin suchen oder uns anrufen."),
    )


@pages.get("/w/<token:token>")
@allow()
def look(token: str) -> Response:
    with runtime().database.reading() as database:
        return own_page(database, opened(database, token), token, news=session.pop(NEWS, ""))


@pages.post("/w/<token:token>/nehmen")
@allow()
def accept(token: str) -> AnyResponse:
    start = instant_of(typed(request.form, "slot")["slot"])
    if start is None:
        return error_page(400)
    taken = take(lambda database: opened(database, token, for_change=True), start)
    if taken.token:
        tell(BOOKED)
        return see(f"/t/{taken.token}")
    with runtime().database.reading() as database:
        return own_page(database, opened(database, token), token, news=taken.why_not, status=409)


@pages.post("/w/<token:token>/ablehnen")
@allow()
def decline(token: str) -> AnyResponse:
    start = instant_of(typed(request.form, "slot")["slot"])
    if start is None:
        return error_page(400)
    _change(token, lambda database, desk, entry: answering.decline(database, desk, entry, start=start))
    session[NEWS] = DECLINED
    return see(f"/w/{token}")


def opened(database: Session, token: str, *, for_change: bool = False) -> WaitingEntry:
    """The entry behind the link. Raises NotFound."""
    return by_token(database, token, now=runtime().clock.now(), for_change=for_change)


def own_page(
    database: Session, entry: WaitingEntry, token: str, *, news: str = "", status: int = 200
) -> Response:
    """The entry as its person sees it now; `news` is said once."""
    now = runtime().clock.now()
    held = database.get(Appointment, entry.appointment_id) if entry.appointment_id else None
    adviser = database.get(Adviser, entry.adviser_id) if entry.adviser_id else None
    contact = contact_of(entry.person, runtime().vault) if entry.person else None
    return page(
        "waiting/entry.html",
        status,
        token=token,
        state=_state(entry, held is not None and held_view(entry, held, now=now) is not None),
        held=held_view(entry, held, now=now),
        news=news,
        missed=news not in (GONE, DECLINED) and entry.state == State.WAITING and bool(entry.passed),
        slug=entry.offer.slug,
        booked_value=slot_value(held.starts_at) if held is not None else "",
        address=f"{runtime().settings.base_url}{localized(f'/w/{token}')}",
        wishes=wish_words(entry, adviser),
        kept=Kept(contact) if contact else None,
        by_mail=contact is not None and contact.email is not None,
        reach=(contact.email or contact.phone or "") if contact else "",
        delete_on=entry.person.erase_on if entry.person else None,
    )


def _state(entry: WaitingEntry, can_answer: bool) -> str:  # noqa: FBT001 (read in one place, above)
    """waiting, offered, booked or ended; a time that nobody answered in time is none any more."""
    if entry.state == State.OFFERED:
        return "offered" if can_answer else "waiting"
    return {State.WAITING: "waiting", State.BOOKED: "booked"}.get(State(entry.state), "ended")


def _change(token: str, act: Callable[[Session, Desk, WaitingEntry], None]) -> None:
    with runtime().database.writing() as database:
        act(database, runtime().desk(), opened(database, token, for_change=True))
