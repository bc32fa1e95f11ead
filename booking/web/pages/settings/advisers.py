"""/einstellungen/beratende: under which name people advise, in which languages, and with which account."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request, session
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.managing import ProviderOver
from booking.accounts.models import Account, Provider, Role
from booking.offers.models import Adviser
from booking.providers.advisers import (
    AccountTaken,
    Facts,
    accounts_to_choose,
    adviser_by_id,
    adviser_for_change,
    change_adviser,
    employ,
    visible,
)
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.advisers import AdviserForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.history import Thing, history_page
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.people import own_slug, provider_over_words, providers_of
from booking.web.views.advisers import account_options, adviser_views, language_options, language_words
from booking.web.views.listing import listing
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.people import provider_options

WHO = (Role.ADMIN, Role.LEAD)
HOME = "/einstellungen/beratende"
ADVISER = f"{HOME}/<int(max=2147483647):adviser_id>"
NEWS = "adviser_news"

pages = Blueprint("settings_advisers", __name__)


@pages.get(HOME)
@allow(*WHO)
def look() -> Response:
    with runtime().database.reading() as database:
        rows = adviser_views(database, database.scalars(visible(select(Adviser), signed_in())).all())
    found = listing(rows, request.args, HOME, lambda each: each.told)
    return page("settings/advisers.html", found=found, news=session.pop(NEWS, ""))


@pages.get(f"{HOME}/neu")
@allow(*WHO)
def ask_new() -> Response:
    with runtime().database.reading() as database:
        return _new_form(database, AdviserForm())


@pages.post(f"{HOME}/neu")
@allow(*WHO)
def add() -> AnyResponse:
    actor = signed_in()
    with runtime().database.writing() as database:
        providers = providers_of(database, actor)
        form = AdviserForm.typed(request.form).checked((), providers, own=own_slug(providers, actor))
        if form.errors:
            return _new_form(database, form)
        try:
            made = employ(database, actor, providers[form.provider].id, form.facts, now=runtime().clock.now())
        except ProviderOver:
            return _new_form(database, form.refused("provider", provider_over_words()))
    session[NEWS] = _("Gespeichert. Jetzt können Sie noch ein Konto zuordnen.")
    return see(f"{HOME}/{made.id}")


@pages.get(ADVISER)
@allow(*WHO)
def ask(adviser_id: int) -> Response:
    with runtime().database.reading() as database:
        adviser = adviser_by_id(database, signed_in(), adviser_id)
        return _form(database, adviser, AdviserForm.showing(adviser))


@pages.post(ADVISER)
@allow(*WHO)
def change(adviser_id: int) -> AnyResponse:
    actor = signed_in()
    with runtime().database.writing() as database:
        adviser = adviser_for_change(database, actor, adviser_id)
        accounts = {str(each.id) for each in _accounts(database, adviser)}
        form = AdviserForm.typed(request.form).checked(accounts, None)
        if form.errors:
            return _form(database, adviser, form)
        if seen_in(request.form) != _mark(adviser) and form.facts != Facts.of(adviser):
            return _both(database, adviser, form)
        try:
            change_adviser(database, actor, adviser, form.facts, now=runtime().clock.now())
        except AccountTaken:
            fault = _("Dieses Konto hat gerade jemand anders bekommen.")
            return _form(database, adviser, form.refused("account", fault))
    session[NEWS] = _("Die Änderung ist gespeichert.")
    return see(f"{HOME}/{adviser_id}")


@pages.get(f"{ADVISER}/verlauf")
@allow(*WHO)
def history(adviser_id: int) -> Response:
    with runtime().database.reading() as database:
        adviser = adviser_by_id(database, signed_in(), adviser_id)
        back = f"{HOME}/{adviser.id}"
        thing = Thing(f"adviser:{adviser.id}", adviser.name, back, _("Zur Person"), "einstellungen")
        return history_page(database, thing)


def _new_form(database: Session, form: AdviserForm) -> Response:
    actor = signed_in()
    return page(
        "settings/adviser_new.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        languages=language_options(),
        providers=[] if actor.role == Role.LEAD else provider_options(providers_of(database, actor)),
        provider=actor.provider_name,
    )


def _form(database: Session, adviser: Adviser, form: AdviserForm) -> Response:
    return page(
        "settings/adviser.html",
        422 if form.errors else 200,
        adviser=adviser,
        url=f"{HOME}/{adviser.id}",
        provider=database.get_one(Provider, adviser.provider_id),
        form=form,
        errors=form.errors,
        languages=language_options(),
        accounts=account_options(_accounts(database, adviser)),
        hidden=travelling(request.form, _mark(adviser)),
        news=session.pop(NEWS, ""),
    )


def _accounts(database: Session, adviser: Adviser) -> Sequence[Account]:
    """Those to choose from, and the adviser's own even when it is shut."""
    found = list(accounts_to_choose(database, adviser.provider_id, for_adviser=adviser.id))
    own = database.get(Account, adviser.account_id) if adviser.account_id is not None else None
    return found if own is None or own in found else [own, *found]


def _both(database: Session, adviser: Adviser, form: AdviserForm) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {"name": _("Name"), "languages": _("Sprachen"), "account": _("Konto")}
    names = {str(each.id): each.name for each in _accounts(database, adviser)}
    now = AdviserForm.showing(adviser)
    lines = lines_of(labels, _words(form, names), _words(now, names))
    hidden = {
        "name": form.name,
        "account": form.account,
        "languages": ",".join(form.languages),
        SEEN: _mark(adviser),
    }
    url = f"{HOME}/{adviser.id}"
    title = _("Die Angaben haben sich inzwischen geändert.")
    return overtaken_page(database, Conflict(title, url, url, HOME, lines, hidden, "speichern"))


def _words(form: AdviserForm, accounts: dict[str, str]) -> dict[str, str]:
    return {
        "name": form.name,
        "languages": language_words(form.languages),
        "account": accounts.get(form.account, ""),
    }


def _mark(adviser: Adviser) -> str:
    return mark_of(adviser.name, adviser.languages, adviser.account_id)
