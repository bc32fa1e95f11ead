"""/einstellungen/haus: the house's own facts, how long data is kept, when a screen locks; each change with a preview."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.appointments.retention import kept_longer, shorten
from booking.errors import NotFound
from booking.history.reading import history_of
from booking.house.events import SETTINGS
from booking.house.settings import (
    HouseSettings,
    change_settings,
    note_shortening,
    settings_for_change,
    settings_of,
)
from booking.i18n import SOURCE, language
from booking.notifications.wording import Letterhead, signature
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.house_settings import GROUPS, Group, SettingsForm
from booking.web.forms.monitor import page_number
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.forms.weekly import WEEKDAYS
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.history import Reader, entry_views
from booking.web.views.house_settings import HOME, group_view, group_views, in_languages, lines
from booking.web.views.overtaken import Conflict
from booking.web.views.weekdays import weekday_words

SAVE, BACK, LOOK = "speichern", "angaben", "vorschau"
ALSO, YES = "auch", "ja"
NEWS = "house_settings_news"
WITH_ADDRESS = frozenset({"adresse", "telefon"})

pages = Blueprint("settings_house", __name__)


@pages.get(HOME)
@allow(Role.ADMIN)
def look() -> Response:
    with runtime().database.reading() as database:
        found = history_of(database, SETTINGS, page=page_number(request.args))
        return page(
            "settings/house.html",
            groups=group_views(settings_of(database)),
            entries=entry_views(database, found.entries, Reader(signed_in(), knows_provider=True)),
            found=found,
            news=session.pop(NEWS, ""),
        )


@pages.get(f"{HOME}/<slug:slug>")
@allow(Role.ADMIN)
def ask(slug: str) -> Response:
    group = _group(slug)
    with runtime().database.reading() as database:
        settings = settings_of(database)
        return _form(SettingsForm.showing(group, settings), settings)


@pages.post(f"{HOME}/<slug:slug>")
@allow(Role.ADMIN)
def change(slug: str) -> AnyResponse:
    form, step = SettingsForm.typed(_group(slug), request.form), typed(request.form, "step")["step"]
    with runtime().database.writing() as database:
        settings = settings_for_change(database)
        if form.errors or step == BACK:
            return _form(form, settings)
        wanted = form.wanted(settings)
        if seen_in(request.form) != _mark(form.group, settings) and wanted != settings:
            return _both(database, form, settings)
        if step != SAVE:
            return _preview(database, form, settings)
        session[NEWS] = _save(database, wanted)
    return see(HOME)


def _save(database: Session, wanted: HouseSettings) -> str:
    """Set it, and for whom it was wished go by the new days as well; says so."""
    now = runtime().clock.now()
    changed = change_settings(database, wanted, now=now)
    told = _("Gespeichert.") if changed else _("Es hat sich nichts geändert.")
    if typed(request.form, ALSO)[ALSO] != YES:
        return told
    sooner = shorten(database, wanted.keeping)
    note_shortening(database, sooner, now=now)
    return f"{told} {_sooner_words(sooner)}"


def _sooner_words(sooner: int) -> str:
    return ngettext(
        "Die Angaben von %(num)s Person löschen wir jetzt früher.",
        "Die Angaben von %(num)s Personen löschen wir jetzt früher.",
        sooner,
    )


def _group(slug: str) -> Group:
    if slug not in GROUPS:
        raise NotFound("group of settings")
    return GROUPS[slug]


def _mark(group: Group, settings: HouseSettings) -> str:
    return mark_of(sorted(SettingsForm.showing(group, settings).values.items()))


def _form(form: SettingsForm, settings: HouseSettings) -> Response:
    return page(
        "settings/house_form.html",
        422 if form.errors else 200,
        group=group_view(form.group, settings),
        form=form,
        errors=form.errors,
        weekdays=[weekday_words(each) for each in WEEKDAYS],
        hidden=travelling(request.form, _mark(form.group, settings)),
    )


def _preview(database: Session, form: SettingsForm, settings: HouseSettings) -> Response:
    """What would be otherwise, how it looks, and whom shorter times would touch."""
    wanted, today = form.wanted(settings), wall_day(runtime().clock.now())
    sooner = kept_longer(database, wanted.keeping) if form.group.slug == "loeschen" else {}
    return page(
        "settings/house_preview.html",
        group=group_view(form.group, settings),
        lines=lines(form.group, wanted, settings),
        signature=signature(language(SOURCE), _head(wanted)) if form.group.slug in WITH_ADDRESS else "",
        languages_text=in_languages(form.group, wanted),
        sooner=len(sooner),
        today=sum(day <= today for day in sooner.values()),
        hidden={**form.values, SEEN: _mark(form.group, settings)},
    )


def _head(wanted: HouseSettings) -> Letterhead:
    settings = runtime().settings
    return Letterhead(house=wanted.facts, base_url=settings.base_url, demo=settings.env == "demo")


def _both(database: Session, form: SettingsForm, settings: HouseSettings) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    group = group_view(form.group, settings)
    conflict = Conflict(
        _("Diese Einstellung hat sich inzwischen geändert."),
        group.url,
        group.url,
        HOME,
        lines(form.group, form.wanted(settings), settings),
        {**form.values, SEEN: _mark(form.group, settings)},
        LOOK,
    )
    return overtaken_page(database, conflict)
