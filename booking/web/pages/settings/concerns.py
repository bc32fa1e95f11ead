"""/einstellungen/anliegen: what residents choose from on the first page; added, changed, put in order, deleted."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.errors import NotFound
from booking.offers.finding import all_concerns
from booking.offers.models import Concern
from booking.offers.sorting import (
    GUIDE,
    PICTOGRAMS,
    InUse,
    add_concern,
    all_topics,
    change_concern,
    concern_for_change,
    delete_concern,
    move_concern,
    offers_under,
)
from booking.web.access import allow, runtime
from booking.web.forms.concerns import ConcernForm
from booking.web.forms.reading import typed
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.overtaken import Conflict, lines_of

HOME = "/einstellungen/anliegen"
ID = "int(max=2147483647)"
SAVE = "speichern"
NEWS = "concern_news"

pages = Blueprint("settings_concerns", __name__)


@pages.get(HOME)
@allow(Role.ADMIN)
def look() -> Response:
    with runtime().database.reading() as database:
        under, under_topics = offers_under(database)
        return page(
            "settings/concerns.html",
            concerns=[(each, under.get(each.id, 0), each.slug == GUIDE) for each in all_concerns(database)],
            topics=[(each, under_topics.get(each.id, 0)) for each in all_topics(database)],
            news=session.pop(NEWS, ""),
        )


@pages.get(f"{HOME}/neu")
@allow(Role.ADMIN)
def ask_for_new() -> Response:
    return _form(None, ConcernForm())


@pages.post(f"{HOME}/neu")
@allow(Role.ADMIN)
def add() -> AnyResponse:
    form = ConcernForm.typed(request.form)
    if form.errors:
        return _form(None, form)
    with runtime().database.writing() as database:
        add_concern(database, form.said(), now=runtime().clock.now())
    return done(_("Das Anliegen ist angelegt."))


@pages.get(f"{HOME}/<{ID}:concern_id>")
@allow(Role.ADMIN)
def ask(concern_id: int) -> Response:
    with runtime().database.reading() as database:
        concern = _named(database, concern_id)
        return _form(concern, ConcernForm.showing(concern))


@pages.post(f"{HOME}/<{ID}:concern_id>")
@allow(Role.ADMIN)
def change(concern_id: int) -> AnyResponse:
    form = ConcernForm.typed(request.form)
    with runtime().database.writing() as database:
        concern = concern_for_change(database, concern_id)
        if form.errors:
            return _form(concern, form)
        if seen_in(request.form) != _mark(concern) and form != ConcernForm.showing(concern):
            return _both(database, concern, form)
        if form != ConcernForm.showing(concern):
            change_concern(database, concern, form.said(), now=runtime().clock.now())
    return done(_("Das Anliegen ist geändert."))


@pages.post(f"{HOME}/<{ID}:concern_id>/reihenfolge")
@allow(Role.ADMIN)
def move(concern_id: int) -> AnyResponse:
    up = typed(request.form, "step")["step"] != "runter"
    with runtime().database.writing() as database:
        concern = concern_for_change(database, concern_id)
        move_concern(database, concern, up=up, now=runtime().clock.now())
    return done(_("Die Reihenfolge ist geändert."))


@pages.get(f"{HOME}/<{ID}:concern_id>/loeschen")
@allow(Role.ADMIN)
def ask_to_delete(concern_id: int) -> Response:
    with runtime().database.reading() as database:
        concern = _named(database, concern_id)
        used = offers_under(database)[0].get(concern.id, 0)
        fault = in_use_words(InUse(used)) if used or concern.slug == GUIDE else ""
        return delete_page(concern.title, f"{_url(concern)}/loeschen", fault)


@pages.post(f"{HOME}/<{ID}:concern_id>/loeschen")
@allow(Role.ADMIN)
def delete(concern_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        try:
            concern = concern_for_change(database, concern_id)
        except NotFound:  # gone already is what was asked for
            return done(_("Das Anliegen ist gelöscht."))
        try:
            delete_concern(database, concern, now=runtime().clock.now())
        except InUse as used:
            return delete_page(concern.title, f"{_url(concern)}/loeschen", in_use_words(used))
    return done(_("Das Anliegen ist gelöscht."))


def delete_page(title: str, action: str, fault: str) -> Response:
    """Whether to delete it, or why that is not possible."""
    return page("settings/concern_delete.html", title=title, action=action, fault=fault, home=HOME)


def in_use_words(used: InUse) -> str:
    if not used.offers:
        return _("Dieses Anliegen bleibt. Es ist für alle, die nicht wissen, wer ihnen hilft.")
    return ngettext(
        "%(num)s Angebot steht noch darunter. Ändern Sie zuerst das Angebot.",
        "%(num)s Angebote stehen noch darunter. Ändern Sie zuerst die Angebote.",
        used.offers,
    )


def done(news: str) -> AnyResponse:
    """Back to the list, with a sentence above it."""
    session[NEWS] = news
    return see(HOME)


def _form(concern: Concern | None, form: ConcernForm) -> Response:
    return page(
        "settings/concern.html",
        422 if form.errors else 200,
        concern=concern,
        action=_url(concern) if concern is not None else f"{HOME}/neu",
        form=form,
        errors=form.errors,
        pictograms=pictogram_options(),
        hidden=travelling(request.form, _mark(concern)) if concern is not None else {},
    )


def pictogram_options() -> list[tuple[str, str]]:
    """Each picture there is, with what it shows."""
    words = (
        _("Sessel"), _("Haus mit Solardach"), _("Kinderwagen"), _("Rucksack"), _("Winkende Hand"), _("Waage"),
        _("Unterschrift"), _("Wellen"), _("Münzen"), _("Aktentasche"), _("Herz mit Puls"), _("Hand mit Herz"),
        _("Kaffeetasse"), _("Wegweiser"),
    )  # fmt: skip
    return list(zip(PICTOGRAMS, words, strict=True))


def _both(database: Session, concern: Concern, form: ConcernForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {
        "title": _("Name"),
        "example": _("Beispiele"),
        "pictogram": _("Bild"),
        "words": _("Wörter für die Suche"),
    }
    pictures = dict(pictogram_options())
    mine, now = form.values(), ConcernForm.showing(concern).values()
    shown = [{**each, "pictogram": pictures.get(each["pictogram"], "")} for each in (mine, now)]
    title, hidden = _("Das Anliegen hat sich inzwischen geändert."), {**mine, SEEN: _mark(concern)}
    url = _url(concern)
    return overtaken_page(database, Conflict(title, url, url, HOME, lines_of(labels, *shown), hidden, SAVE))


def _named(database: Session, concern_id: int) -> Concern:
    found = database.get(Concern, concern_id)
    if found is None:
        raise NotFound("concern")
    return found


def _mark(concern: Concern) -> str:
    return mark_of(sorted(ConcernForm.showing(concern).values().items()))


def _url(concern: Concern) -> str:
    return f"{HOME}/{concern.id}"
