"""/einstellungen/oeffnungszeiten: when the house is open; what would lie outside is shown before anything is saved."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.outside_hours import Effect, outside
from booking.house.calendar import opening_hours
from booking.house.events import OPENING_HOURS
from booking.house.opening import Week, change_opening_hours, hours_for_change
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.opening_week import WeekForm
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.forms.weekly import WEEKDAYS, fields_of
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.history import Thing, history_page
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.opening_settings import effect_view, holiday_years, week_words
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.weekdays import weekday_words

HOUSE = (Role.STAFF, Role.ADMIN)
HOME = "/einstellungen/oeffnungszeiten"
LOOK, SAVE, BACK = "vorschau", "speichern", "angaben"
NEWS = "opening_news"

pages = Blueprint("settings_opening_hours", __name__)


@pages.get(HOME)
@allow(*HOUSE)
def look() -> Response:
    with runtime().database.reading() as database:
        week = opening_hours(database)
    return _form(WeekForm.showing(week), week)


@pages.post(HOME)
@allow(*HOUSE)
def change() -> AnyResponse:
    form, now = WeekForm.typed(request.form), runtime().clock.now()
    with runtime().database.writing() as database:
        week = hours_for_change(database)
        if form.errors or _step() == BACK:
            return _form(form, week)
        if seen_in(request.form) != _mark(week) and form.week != week:
            return _both(database, week, form)
        hit = outside(database, form.week, now=now)
        if _step() != SAVE and not hit.is_empty:
            return _preview(form, week, hit)
        changed = change_opening_hours(database, form.week, now=now)
    session[NEWS] = _("Die Öffnungszeiten sind geändert.") if changed else _("Es hat sich nichts geändert.")
    return see(HOME)


@pages.get(f"{HOME}/verlauf")
@allow(*HOUSE)
def history() -> Response:
    with runtime().database.reading() as database:
        thing = Thing(OPENING_HOURS, _("Öffnungszeiten"), HOME, _("Zu den Öffnungszeiten"), "einstellungen")
        return history_page(database, thing)


def _form(form: WeekForm, week: Week) -> Response:
    return page(
        "settings/opening_hours.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        errors_by_day=_errors_by_day(form),
        weekdays=[(each, weekday_words(each)) for each in WEEKDAYS],
        years=holiday_years(wall_day(runtime().clock.now())),
        hidden=travelling(request.form, _mark(week)),
        news=session.pop(NEWS, ""),
    )


def _errors_by_day(form: WeekForm) -> list[tuple[str, str]]:
    return [
        (name, f"{weekday_words(weekday)}: {form.errors[name]}")
        for weekday in WEEKDAYS
        for name in fields_of(weekday)
        if name in form.errors
    ]


def _preview(form: WeekForm, week: Week, hit: Effect) -> Response:
    return page(
        "settings/opening_preview.html",
        before=week_words(week),
        after=week_words(form.week),
        hit=effect_view(hit, signed_in()),
        hidden={**form.values, SEEN: seen_in(request.form)},
    )


def _both(database: Session, week: Week, form: WeekForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {str(each): weekday_words(each) for each in WEEKDAYS}
    mine, now = (
        dict(zip(labels, words.values(), strict=True)) for words in map(week_words, (form.week, week))
    )
    hidden = {**form.values, SEEN: _mark(week)}
    title = _("Die Öffnungszeiten haben sich inzwischen geändert.")
    conflict = Conflict(title, HOME, HOME, HOME, lines_of(labels, mine, now), hidden, LOOK)
    return overtaken_page(database, conflict, OPENING_HOURS)


def _mark(week: Week) -> str:
    return mark_of(sorted(week.items()))


def _step() -> str:
    return typed(request.form, "step")["step"]
