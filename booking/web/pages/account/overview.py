"""/konto: the own account at a glance, and which browsers are signed in with it."""

from __future__ import annotations

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.accounts.renewing import end_other_sign_ins, sign_ins_of
from booking.accounts.tokens import open_tokens
from booking.db import database_now
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.account.checking import NEWS, own_account, own_browser
from booking.web.views.account import role_words, sign_in_views

HOME = "/konto"

pages = Blueprint("account_overview", __name__)


@pages.get(HOME)
@allow(*Role)
def look() -> Response:
    account, asking = own_account(), own_browser()
    with runtime().database.reading() as database:
        now = database_now(database)
        return page(
            "account/overview.html",
            account=account,
            role=role_words(account.role),
            tokens=len(open_tokens(database, account.id, now=now)),
            sign_ins=sign_in_views(sign_ins_of(database, account.id, now=now), asking.token),
            news=session.pop(NEWS, ""),
        )


@pages.post(f"{HOME}/abmelden")
@allow(*Role)
def end_others() -> AnyResponse:
    with runtime().database.writing() as database:
        ended = end_other_sign_ins(
            database, own_account().id, but_for=own_browser().token, now=database_now(database)
        )
    session[NEWS] = (
        ngettext("%(num)s anderes Gerät ist abgemeldet.", "%(num)s andere Geräte sind abgemeldet.", ended)
        if ended
        else _("Es war kein anderes Gerät angemeldet.")
    )
    return see(HOME)
