"""/einstellungen/schulferien: the list of school holidays, each change with a preview of the series it touches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.house.models import SchoolHoliday
from booking.house.school_holidays import (
    HolidaysOverlap,
    add_school_holiday,
    all_school_holidays,
    change_school_holiday,
    school_holiday_by_id,
)
from booking.reservations.school_terms import TouchedSeries, touched_series
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.forms.school_holidays import SchoolHolidayForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.school_holidays import holiday_view, span_words, touched_view

HOUSE = (Role.STAFF, Role.ADMIN)
HOME = "/einstellungen/schulferien"
LOOK, SAVE, BACK = "vorschau", "speichern", "angaben"
NEWS = "school_holiday_news"

pages = Blueprint("school_holidays", __name__)


@pages.get(HOME)
@allow(*HOUSE)
def look() -> Response:
    with runtime().database.reading() as database:
        return _list(database, SchoolHolidayForm())


@pages.post(HOME)
@allow(*HOUSE)
def add() -> AnyResponse:
    form = SchoolHolidayForm.typed(request.form)
    with runtime().database.writing() as database:
        if form.errors or _step() == BACK:
            return _list(database, form)
        if _step() != SAVE:
            return _preview(database, HOME, form, title=_("Ferien eintragen"))
        try:
            add_school_holiday(database, *form.days, form.name)
        except HolidaysOverlap as overlap:
            return _list(database, form.refused("first", _overlap_words(overlap)))
    return _done(_("Die Ferien sind eingetragen."))


@pages.get(f"{HOME}/<int(max=2147483647):holiday_id>")
@allow(*HOUSE)
def ask(holiday_id: int) -> Response:
    with runtime().database.reading() as database:
        row = school_holiday_by_id(database, holiday_id)
        return _form(row, SchoolHolidayForm.showing(row))


@pages.post(f"{HOME}/<int(max=2147483647):holiday_id>")
@allow(*HOUSE)
def change(holiday_id: int) -> AnyResponse:
    form = SchoolHolidayForm.typed(request.form)
    with runtime().database.writing() as database:
        row = school_holiday_by_id(database, holiday_id)
        if form.errors or _step() == BACK:
            return _form(row, form)
        if seen_in(request.form) != _mark(row) and form != SchoolHolidayForm.showing(row):
            return _both(database, row, form)
        if _step() != SAVE:
            return _preview(database, _url(row), form, row, title=_("Ferien ändern"))
        try:
            change_school_holiday(database, row, *form.days, form.name)
        except HolidaysOverlap as overlap:
            return _form(row, form.refused("first", _overlap_words(overlap)))
    return _done(_("Die Ferien sind geändert."))


@pages.get(f"{HOME}/<int(max=2147483647):holiday_id>/loeschen")
@allow(*HOUSE)
def ask_to_delete(holiday_id: int) -> Response:
    with runtime().database.reading() as database:
        row = school_holiday_by_id(database, holiday_id)
        return page(
            "settings/school_holiday_delete.html",
            holiday=holiday_view(row),
            touched=_views(touched_series(database, row.first, row.last, now=runtime().clock.now())),
        )


@pages.post(f"{HOME}/<int(max=2147483647):holiday_id>/loeschen")
@allow(*HOUSE)
def delete(holiday_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        row = database.get(SchoolHoliday, holiday_id)
        if row is not None:  # gone already is what was asked for
            database.delete(row)
    return _done(_("Die Ferien sind gelöscht."))


def _list(database: Session, form: SchoolHolidayForm) -> Response:
    return page(
        "settings/school_holidays.html",
        422 if form.errors else 200,
        holidays=[holiday_view(each) for each in all_school_holidays(database)],
        form=form,
        errors=form.errors,
        news=session.pop(NEWS, ""),
    )


def _form(row: SchoolHoliday, form: SchoolHolidayForm) -> Response:
    return page(
        "settings/school_holiday.html",
        422 if form.errors else 200,
        holiday=holiday_view(row),
        form=form,
        errors=form.errors,
        hidden=travelling(request.form, _mark(row)),
    )


def _mark(row: SchoolHoliday) -> str:
    return mark_of(row.name, row.first, row.last)


def _both(database: Session, row: SchoolHoliday, form: SchoolHolidayForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    first, last = form.days
    lines = lines_of(
        {"name": _("Name"), "days": _("Tage")},
        {"name": form.name, "days": span_words(first, last)},
        {"name": row.name, "days": span_words(row.first, row.last)},
    )
    hidden = {**form.values(), SEEN: _mark(row)}
    title = _("Die Ferien haben sich inzwischen geändert.")
    return overtaken_page(database, Conflict(title, _url(row), _url(row), HOME, lines, hidden, LOOK))


def _preview(
    database: Session,
    action: str,
    form: SchoolHolidayForm,
    before: SchoolHoliday | None = None,
    *,
    title: str,
) -> Response:
    """What the new days touch; with `before`, what they touched so far as well."""
    first, last = form.days
    now = runtime().clock.now()
    facts: dict[str, Any] = {"before": "", "freed": []}
    if before is not None:
        facts["before"] = span_words(before.first, before.last)
        facts["freed"] = _views(touched_series(database, before.first, before.last, now=now))
    return page(
        "settings/school_holiday_preview.html",
        action=action,
        title=title,
        name=form.name,
        span=span_words(first, last),
        touched=_views(touched_series(database, first, last, now=now)),
        hidden={**form.values(), **({SEEN: _mark(before)} if before is not None else {})},
        **facts,
    )


def _views(found: Sequence[TouchedSeries]) -> list[Any]:
    return [touched_view(each, signed_in()) for each in found]


def _step() -> str:
    return typed(request.form, "step")["step"]


def _url(row: SchoolHoliday) -> str:
    return f"{HOME}/{row.id}"


def _overlap_words(overlap: HolidaysOverlap) -> str:
    return _(
        "Diese Tage überschneiden sich mit: %(name)s, %(span)s.",
        name=overlap.other.name,
        span=span_words(overlap.other.first, overlap.other.last),
    )


def _done(news: str) -> AnyResponse:
    session[NEWS] = news
    return see(HOME)
