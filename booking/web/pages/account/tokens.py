"""/konto/schluessel: bearer tokens for other software, each told once."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Account, Role
from booking.accounts.tokens import TooManyTokens, ended_tokens, make_token, open_tokens, revoke_token
from booking.db import database_now
from booking.web.access import allow, runtime
from booking.web.errors import error_page
from booking.web.forms.reading import typed
from booking.web.forms.tokens import LIVES, TokenForm
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.account.checking import own_account
from booking.web.views.account import ended_views, life_words, token_views

ADDRESS = "/konto/schluessel"
NEW, NEWS = "new_token", "token_news"
HASH = re.compile(r"[0-9a-f]{64}")

pages = Blueprint("account_tokens", __name__)


@pages.get(ADDRESS)
@allow(*Role)
def look() -> Response:
    return _list(TokenForm())


@pages.post(ADDRESS)
@allow(*Role)
def make() -> AnyResponse:
    form = TokenForm.typed(request.form)
    if form.errors:
        return _list(form)
    try:
        with runtime().database.writing() as database:
            account = database.get_one(Account, own_account().id)
            now = database_now(database)
            token = make_token(database, account, name=form.name, days=int(form.days), now=now)
    except TooManyTokens:
        return error_page(
            409,
            title=_("Sie haben schon sehr viele API-Schlüssel"),
            text=_("Mehr können wir für Sie nicht anlegen."),
            hint=_("Ziehen Sie bitte zuerst einen zurück, den Sie nicht mehr brauchen."),
        )
    session[NEW] = token
    return see(ADDRESS)


@pages.post(f"{ADDRESS}/zurueckziehen")
@allow(*Role)
def revoke() -> AnyResponse:
    wanted = typed(request.form, "schluessel")["schluessel"]
    if HASH.fullmatch(wanted):
        with runtime().database.writing() as database:
            revoke_token(database, own_account().id, wanted, now=database_now(database))
    session[NEWS] = _("Der Schlüssel ist zurückgezogen. Er öffnet nichts mehr.")
    return see(ADDRESS)


def _list(form: TokenForm) -> Response:
    account_id = own_account().id
    with runtime().database.reading() as database:
        now = database_now(database)
        kept = token_views(open_tokens(database, account_id, now=now))
        ended = ended_views(ended_tokens(database, account_id, now=now))
    return page(
        "account/tokens.html",
        422 if form.errors else 200,
        kept=kept,
        ended=ended,
        lives=[(days, life_words(days)) for days in LIVES],
        form=form,
        errors=form.errors,
        new=session.pop(NEW, None),
        news=session.pop(NEWS, ""),
    )
