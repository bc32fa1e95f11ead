"""/einstellungen/anbieter: the providers, added and changed by the admin."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request, session
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Provider, Role
from booking.accounts.providers import (
    Facts,
    NameTaken,
    add_provider,
    change_provider,
    provider_by_id,
    provider_for_change,
)
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.providers import YES, ProviderForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.history import Thing, history_page
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.listing import listing
from booking.web.views.overtaken import Conflict, lines_of

HOME = "/einstellungen/anbieter"
PROVIDER = f"{HOME}/<int(max=2147483647):provider_id>"
NEWS = "provider_news"

pages = Blueprint("settings_providers", __name__)


@pages.get(HOME)
@allow(Role.ADMIN)
def look() -> Response:
    in_order = Provider.retired_at.is_not(None), Provider.name, Provider.id
    with runtime().database.reading() as database:
        rows = database.scalars(select(Provider).order_by(*in_order)).all()
    found = listing(rows, request.args, HOME, lambda each: each.name)
    return page(
        "settings/providers.html", found=found, laws=law_words(), url=HOME, news=session.pop(NEWS, "")
    )


@pages.get(f"{HOME}/neu")
@allow(Role.ADMIN)
def ask_new() -> Response:
    return _form(None, ProviderForm())


@pages.post(f"{HOME}/neu")
@allow(Role.ADMIN)
def add() -> AnyResponse:
    form = ProviderForm.typed(request.form)
    if form.errors:
        return _form(None, form)
    with runtime().database.writing() as database:
        try:
            made = add_provider(database, signed_in(), form.facts, now=runtime().clock.now())
        except NameTaken:
            return _form(None, form.refused("name", _taken()))
    session[NEWS] = _("Der Anbieter ist angelegt.")
    return see(f"{HOME}/{made.id}")


@pages.get(PROVIDER)
@allow(Role.ADMIN)
def ask(provider_id: int) -> Response:
    with runtime().database.reading() as database:
        found = provider_by_id(database, provider_id)
    return _form(found, ProviderForm.showing(found))


@pages.post(PROVIDER)
@allow(Role.ADMIN)
def change(provider_id: int) -> AnyResponse:
    form = ProviderForm.typed(request.form)
    with runtime().database.writing() as database:
        found = provider_for_change(database, signed_in(), provider_id)
        if form.errors:
            return _form(found, form)
        if seen_in(request.form) != _mark(found) and form != ProviderForm.showing(found):
            return _both(database, found, form)
        try:
            change_provider(database, found, form.facts, now=runtime().clock.now())
        except NameTaken:
            return _form(found, form.refused("name", _taken()))
    session[NEWS] = _("Die Änderung ist gespeichert.")
    return see(f"{HOME}/{provider_id}")


@pages.get(f"{PROVIDER}/verlauf")
@allow(Role.ADMIN)
def history(provider_id: int) -> Response:
    with runtime().database.reading() as database:
        found = provider_by_id(database, provider_id)
        thing = Thing(
            f"provider:{found.id}", found.name, f"{HOME}/{found.id}", _("Zum Anbieter"), "einstellungen"
        )
        return history_page(database, thing)


def law_words() -> Mapping[str, str]:
    """Each law in words."""
    return {
        "DSGVO": _("DSGVO: Stadt, Verein oder Gruppe"),
        "DSG-EKD": _("DSG-EKD: evangelische Kirche oder Diakonie"),
    }


def _form(found: Provider | None, form: ProviderForm) -> Response:
    return page(
        "settings/provider.html",
        422 if form.errors else 200,
        provider=found,
        action=f"{HOME}/{found.id}" if found else f"{HOME}/neu",
        form=form,
        errors=form.errors,
        laws=list(law_words().items()),
        hidden=travelling(request.form, _mark(found)) if found else {},
        news=session.pop(NEWS, ""),
    )


def _both(database: Session, found: Provider, form: ProviderForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {"name": _("Name"), "privacy_law": _("Recht"), "house_calls": _("Anrufe durch das Haus")}
    url = f"{HOME}/{found.id}"
    lines = lines_of(labels, _words(form), _words(ProviderForm.showing(found)))
    title = _("Die Angaben haben sich inzwischen geändert.")
    hidden = {**form.values(), SEEN: _mark(found)}
    return overtaken_page(database, Conflict(title, url, url, HOME, lines, hidden, "speichern"))


def _words(form: ProviderForm) -> dict[str, str]:
    calls = _("ja") if form.house_calls == YES else _("nein")
    return {
        "name": form.name,
        "privacy_law": law_words().get(form.privacy_law, form.privacy_law),
        "house_calls": calls,
    }


def _mark(found: Provider) -> str:
    facts = Facts.of(found)
    return mark_of(facts.name, facts.privacy_law, facts.house_calls)


def _taken() -> str:
    return _("Einen Anbieter mit diesem Namen gibt es schon.")
