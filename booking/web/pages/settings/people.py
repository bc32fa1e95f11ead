"""/einstellungen/personen: who works with the service, found and invited; leads see the advisers of their provider."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import charge, directory
from booking.accounts.access import Actor
from booking.accounts.enrolling import AddressTaken, account_of
from booking.accounts.inviting import invite
from booking.accounts.managing import ProviderOver
from booking.accounts.models import Provider, Role
from booking.web.access import allow, runtime, signed_in
from booking.web.caps import count_sent_link
from booking.web.forms.monitor import page_number
from booking.web.forms.people import PersonForm
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.views.people import PEOPLE, person_view, provider_options, role_options

WHO = (Role.ADMIN, Role.LEAD)
NEWS = "person_news"
LONGEST_SEARCH = 80

pages = Blueprint("settings_people", __name__)


@pages.get(PEOPLE)
@allow(*WHO)
def look() -> Response:
    words = typed(request.args, "suche")["suche"][:LONGEST_SEARCH]
    with runtime().database.reading() as database:
        found = directory.find(database, signed_in(), words=words, page=page_number(request.args))
    now = runtime().clock.now()
    return page(
        "settings/people.html",
        people=[person_view(each, now=now) for each in found.people],
        found=found,
        words=words,
        before=_address(words, found.number - 1) if found.number > 1 else "",
        after=_address(words, found.number + 1) if found.number < found.pages else "",
        news=session.pop(NEWS, ""),
    )


@pages.get(f"{PEOPLE}/einladen")
@allow(*WHO)
def ask() -> Response:
    with runtime().database.reading() as database:
        return _form(PersonForm(), providers_of(database, signed_in()))


@pages.post(f"{PEOPLE}/einladen")
@allow(*WHO)
def send() -> AnyResponse:
    actor = signed_in()
    with runtime().database.writing() as database:
        providers = providers_of(database, actor)
        form = PersonForm.typed(request.form, actor)
        form = form.checked(actor, providers, own=own_slug(providers, actor), inviting=True)
        if form.errors:
            return _form(form, providers)
        count_sent_link()
        try:
            account = invite(
                database,
                actor,
                email=form.email,
                place=form.place(providers),
                now=runtime().clock.now(),
            )
        except AddressTaken:
            return _form(form.refused("email", _taken(database, actor, form.email)), providers)
        except ProviderOver:
            return _form(form.refused("provider", provider_over_words()), providers)
    session[NEWS] = _("Die Einladung ist unterwegs. Der Link darin gilt 72 Stunden.")
    return see(f"{PEOPLE}/{account.id}")


def providers_of(database: Session, actor: Actor) -> dict[str, Provider]:
    """The providers to choose from, by slug."""
    return {each.slug: each for each in directory.open_providers(database, actor)}


def own_slug(providers: dict[str, Provider], actor: Actor) -> str:
    """The slug of the actor's own provider; empty for the house."""
    return next((slug for slug, each in providers.items() if each.id == actor.provider_id), "")


def provider_over_words() -> str:
    return _("Diesen Anbieter gibt es nicht mehr. Bitte wählen Sie einen anderen.")


def _taken(database: Session, actor: Actor, email: str) -> str:
    """Where the account is; a lead who does not look after it reads nothing of it, not even whose it is."""
    account = account_of(database, email)
    if account is not None and charge.looks_after(database, actor, account.id):
        return _("Mit dieser Adresse gibt es schon ein Konto. Suchen Sie es bitte in der Liste.")
    return _("Diese Adresse können Sie nicht einladen. Bitte fragen Sie im Quartiersbüro nach.")


def _form(form: PersonForm, providers: dict[str, Provider]) -> Response:
    return page(
        "settings/person_invite.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        roles=role_options(signed_in()),
        providers=provider_options(providers),
        provider=signed_in().provider_name,
    )


def _address(words: str, number: int) -> str:
    return f"{PEOPLE}?" + urlencode({**({"suche": words} if words else {}), "seite": number})
