"""/einstellungen/personen/<id>: one person, what can be done about the account, and another name, role or provider."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import charge, managing
from booking.accounts.models import Account, Provider, Role
from booking.accounts.renewing import sign_ins_of
from booking.accounts.tokens import open_tokens
from booking.db import database_now
from booking.notifications.models import Delivery
from booking.offers.models import Adviser
from booking.providers.moving import move_person
from booking.web.access import allow, runtime, signed_in
from booking.web.errors import error_page
from booking.web.forms.people import PersonForm
from booking.web.forms.seen import SEEN, mark_of, seen_in, travelling
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.history import Thing, history_page
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.settings.people import NEWS, WHO, own_slug, provider_over_words, providers_of
from booking.web.views.account import role_words
from booking.web.views.message_words import fated
from booking.web.views.overtaken import Conflict, lines_of
from booking.web.views.people import PEOPLE, person_view, provider_options, role_options

PERSON = f"{PEOPLE}/<int(max=2147483647):account_id>"

pages = Blueprint("settings_person", __name__)


@pages.get(PERSON)
@allow(*WHO)
def look(account_id: int) -> Response:
    with runtime().database.reading() as database:
        account = charge.by_id(database, signed_in(), account_id)
        now = database_now(database)
        advises = database.scalar(select(Adviser).where(Adviser.account_id == account.id))
        return page(
            "settings/person.html",
            account=account,
            person=person_view(account, now=runtime().clock.now()),
            sign_ins=len(sign_ins_of(database, account.id, now=now)),
            tokens=len(open_tokens(database, account.id, now=now)),
            advises=advises,
            mail=_last_mail(database, account),
            is_oneself=account.id == signed_in().account_id,
            news=session.pop(NEWS, ""),
        )


@pages.get(f"{PERSON}/verlauf")
@allow(*WHO)
def history(account_id: int) -> Response:
    with runtime().database.reading() as database:
        account = charge.by_id(database, signed_in(), account_id)
        back = f"{PEOPLE}/{account.id}"
        thing = Thing(f"account:{account.id}", account.name, back, _("Zur Person"), "einstellungen")
        return history_page(database, thing)


@pages.get(f"{PERSON}/aendern")
@allow(*WHO)
def ask(account_id: int) -> Response:
    with runtime().database.reading() as database:
        account = charge.by_id(database, signed_in(), account_id)
        return _form(database, account, PersonForm.showing(account))


@pages.post(f"{PERSON}/aendern")
@allow(*WHO)
def change(account_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        actor, account = charge.taken_in_hand(database, signed_in(), account_id)
        providers = _providers(database, account)
        form = PersonForm.typed(request.form, actor)
        if account.id == actor.account_id:
            form = PersonForm(form.name, "", account.role, PersonForm.showing(account).provider)
        form = form.checked(actor, providers, own=own_slug(providers, actor))
        if form.errors:
            return _form(database, account, form)
        if seen_in(request.form) != _mark(account) and form != PersonForm.showing(account):
            return _both(database, account, form, providers)
        try:
            move_person(database, actor, account_id, form.place(providers), now=runtime().clock.now())
        except managing.ProviderOver:
            return _form(database, account, form.refused("provider", provider_over_words()))
        except managing.LastAdmin:
            return last_admin()
    session[NEWS] = _("Die Änderung ist gespeichert.")
    return see(f"{PEOPLE}/{account_id}")


def last_admin() -> Response:
    """The page for who would leave the house without anybody in charge."""
    return error_page(
        409,
        title=_("Das ist das letzte Konto der Verwaltung"),
        text=_("Ohne dieses Konto könnte niemand mehr Einstellungen ändern."),
        hint=_("Geben Sie bitte zuerst einer anderen Person diese Rolle."),
    )


def _form(database: Session, account: Account, form: PersonForm) -> Response:
    is_oneself = account.id == signed_in().account_id
    return page(
        "settings/person_change.html",
        422 if form.errors else 200,
        person=person_view(account, now=runtime().clock.now()),
        form=form,
        errors=form.errors,
        roles=[] if is_oneself or signed_in().role != Role.ADMIN else role_options(signed_in()),
        providers=provider_options(_providers(database, account)),
        hidden=travelling(request.form, _mark(account)),
    )


def _providers(database: Session, account: Account) -> dict[str, Provider]:
    """Those to choose from, and the account's own even when it has ended."""
    found = providers_of(database, signed_in())
    if account.provider is not None:
        found.setdefault(account.provider.slug, account.provider)
    return found


def _both(database: Session, account: Account, form: PersonForm, providers: dict[str, Provider]) -> Response:
    """What another one saved meanwhile, beside what was typed."""
    labels = {"name": _("Name"), "role": _("Rolle"), "provider": _("Anbieter")}
    now = PersonForm.showing(account)
    lines = lines_of(labels, _words(form, providers), _words(now, providers))
    url = f"{PEOPLE}/{account.id}"
    hidden = {**form.values(), SEEN: _mark(account)}
    title = _("Die Angaben haben sich inzwischen geändert.")
    return overtaken_page(
        database, Conflict(title, f"{url}/aendern", f"{url}/aendern", url, lines, hidden, "speichern")
    )


def _words(form: PersonForm, providers: dict[str, Provider]) -> dict[str, str]:
    provider = providers.get(form.provider)
    return {
        "name": form.name,
        "role": role_words(form.role),
        "provider": provider.name if provider else "",
    }


def _mark(account: Account) -> str:
    return mark_of(account.name, account.role, account.provider_id)


def _last_mail(database: Session, account: Account) -> dict[str, Any] | None:
    """What became of the last mail with a link: an invitation that came back is seen here."""
    last = select(func.max(Delivery.id)).where(Delivery.order_key == f"account:{account.id}")
    delivery = database.scalar(select(Delivery).where(Delivery.id == last.scalar_subquery()))
    if delivery is None:
        return None
    return {"id": delivery.public_id, "at": delivery.created_at, "fate": fated(delivery.fate)}
