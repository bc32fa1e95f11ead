"""/w/<token>/wuensche: other wishes; the turn stays."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotAllowedNow, NotFound
from booking.offers.models import Adviser
from booking.scheduling.walltime import wall_day
from booking.waiting.joining import change_wishes
from booking.waiting.models import WaitingEntry
from booking.waiting.wishes import Wishes
from booking.web.access import allow, runtime
from booking.web.forms.waiting import WaitingForm
from booking.web.frame import page, see
from booking.web.pages.waiting import mine
from booking.web.pages.waiting.mine import CHANGED, NEWS, opened
from booking.web.views.waiting import advisers, choices

pages = Blueprint("waiting_wishing", __name__)


@pages.errorhandler(NotFound)
def unknown(error: NotFound) -> Response:
    return mine.unknown(error)


@pages.get("/w/<token:token>/wuensche")
@allow()
def look(token: str) -> AnyResponse:
    with runtime().database.reading() as database:
        entry = opened(database, token)
        if not entry.is_on_the_list:
            return see(f"/w/{token}")
        adviser = database.get(Adviser, entry.adviser_id) if entry.adviser_id else None
        form = WaitingForm.of(Wishes.of(entry), adviser=adviser.slug if adviser else "")
        return _form(database, entry, token, form)


@pages.post("/w/<token:token>/wuensche")
@allow()
def change(token: str) -> AnyResponse:
    desk = runtime().desk()
    with runtime().database.reading() as database:
        entry = opened(database, token)
        joined = wall_day(entry.created_at)
        form = WaitingForm.typed(request.form, today=wall_day(desk.now), joined=joined)
        if form.errors:
            return _form(database, entry, token, form)
        known = {each.slug: each.id for each in advisers(database, entry.offer, desk.now)}
    try:
        with runtime().database.writing() as database:
            change_wishes(database, desk, opened(database, token, for_change=True), form.wishes(known))
    except NotAllowedNow:
        return see(f"/w/{token}")  # its page says how it stands
    session[NEWS] = CHANGED
    return see(f"/w/{token}")


def _form(database: Session, entry: WaitingEntry, token: str, form: WaitingForm) -> Response:
    now = runtime().clock.now()
    return page(
        "waiting/wishes.html",
        422 if form.errors else 200,
        token=token,
        form=form,
        errors=form.errors,
        choices=choices(
            database,
            entry.offer,
            now=now,
            today=wall_day(now),
            joined=wall_day(entry.created_at),
            chosen=form.until,
        ),
    )
