"""Another title for one date, the rest, or all to come."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking.errors import NotFound
from booking.reservations.cancelling import retitle
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.changes import TitleForm
from booking.web.forms.seen import Overtaken, titles_of
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.reservations.changing import (
    ROLES,
    Touched,
    by_house,
    saved,
    to_change,
    to_look,
    while_possible,
)
from booking.web.pages.reservations.seen import Shown
from booking.web.pages.reservations.showing import may_rename
from booking.web.views.overtaken import lines_of
from booking.web.views.reservations import date_view

RENAMED = "renamed"

pages = Blueprint("reservation_renaming", __name__)


@pages.get("/reservierung/<token:reservation_id>/umbenennen")
@allow(*ROLES)
@while_possible
def ask(reservation_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        touched = _renamable(Touched.asked(to_look(database, reservation_id), request.args))
        touched.stretches()
        named = touched.picked or touched.reservation
        return _form(touched, TitleForm(named.title, named.public_title or ""))


@pages.post("/reservierung/<token:reservation_id>/umbenennen")
@allow(*ROLES)
@while_possible
def rename(reservation_id: str) -> AnyResponse:
    form = TitleForm.typed(request.form)
    try:
        with runtime().database.writing() as database:
            touched = _renamable(Touched.asked(to_change(database, reservation_id), request.form))
            if form.errors:
                return _form(touched, form)
            touched.stretches()
            if not _is_so_already(touched, form):
                Shown(touched, titles_of).check()
            retitle(
                database,
                touched.reservation,
                touched.scope,
                touched.picked,
                title=form.title,
                public_title=form.public_title or None,
                now=runtime().clock.now(),
                by_house=by_house(),
            )
    except Overtaken:
        return _both(reservation_id, form)
    return saved(reservation_id, RENAMED)


def _renamable(touched: Touched) -> Touched:
    if not may_rename(signed_in(), touched.reservation):
        raise NotFound("reservation")
    return touched


def _is_so_already(touched: Touched, form: TitleForm) -> bool:
    """Whether all have the title that was typed, as after a double click: then nothing is lost."""
    dates = [each for stretch in touched.stretches() for each in stretch.dates]
    return all((each.title, each.public_title or "") == (form.title, form.public_title) for each in dates)


def _both(reservation_id: str, form: TitleForm) -> Response:
    """The title that another one gave it, beside the typed one."""
    with runtime().database.reading() as database:
        touched = _renamable(Touched.asked(to_look(database, reservation_id), request.form))
        named = touched.picked or touched.reservation
        lines = lines_of(
            {"title": _("Titel"), "public_title": _("Was andere lesen")},
            {"title": form.title, "public_title": form.public_title},
            {"title": named.title, "public_title": named.public_title or ""},
        )
        return Shown(touched, titles_of).conflict(database, "umbenennen", lines, step="")


def _form(touched: Touched, form: TitleForm) -> Response:
    now = runtime().clock.now()
    return page(
        "reservations/rename.html",
        422 if form.errors else 200,
        reservation_id=touched.reservation.id,
        date=date_view(touched.picked, signed_in(), now) if touched.picked else None,
        form=form,
        errors=form.errors,
        scope=str(touched.scope),
        scopes=touched.scopes(),
        hidden={
            "termin": touched.picked.id if touched.picked else "",
            **Shown(touched, titles_of).travelling(),
        },
    )
