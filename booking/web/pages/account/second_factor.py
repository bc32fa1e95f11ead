"""/konto/code: the code from an app after the password, set up by oneself and taken away again.

The new secret travels sealed in the form and counts once a code of it was typed: until then nothing is kept.
"""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import second_factor
from booking.accounts.models import Role
from booking.db import database_now
from booking.printing.qr import qr_code
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import SECOND_FACTOR, count, forget
from booking.web.pages.account import new_secret
from booking.web.pages.account.checking import NEWS, is_own_password, own_account, own_browser

ADDRESS = "/konto/code"

pages = Blueprint("account_second_factor", __name__)


@pages.get(ADDRESS)
@allow(*Role)
def ask() -> Response:
    return _ask("account/second_factor.html", {})


@pages.post(ADDRESS)
@allow(*Role)
def begin() -> Response:
    if not is_own_password(request.form.get("password", "")):
        return _ask("account/second_factor.html", {"password": _("Das Passwort stimmt nicht.")})
    return _secret_page(_sealed(second_factor.new_secret()), {})


@pages.post(f"{ADDRESS}/pruefen")
@allow(*Role)
def check() -> AnyResponse:
    account, sealed = own_account(), request.form.get("geheim", "")
    secret = _opened(sealed)
    if secret is None:
        session[NEWS] = _("Das hat zu lange gedauert. Bitte beginnen Sie noch einmal.")
        return see("/konto")
    count(SECOND_FACTOR, str(account.id))
    code = "".join(request.form.get("code", "")[:40].split())
    with runtime().database.writing() as database:
        fits = second_factor.turn_on(
            database,
            runtime().vault,
            account.id,
            secret=secret,
            code=code,
            now=database_now(database),
        )
    if not fits:
        return _secret_page(sealed, {"code": _("Dieser Code stimmt nicht. Bitte nehmen Sie den nächsten.")})
    forget(SECOND_FACTOR, str(account.id))
    session[NEWS] = _("Beim Einloggen fragen wir ab jetzt nach dem Code aus Ihrer App.")
    return see("/konto")


@pages.get(f"{ADDRESS}/ausschalten")
@allow(*Role)
def ask_to_end() -> Response:
    return _ask("account/second_factor_off.html", {})


@pages.post(f"{ADDRESS}/ausschalten")
@allow(*Role)
def end() -> AnyResponse:
    if not is_own_password(request.form.get("password", "")):
        return _ask("account/second_factor_off.html", {"password": _("Das Passwort stimmt nicht.")})
    with runtime().database.writing() as database:
        second_factor.turn_off(database, own_account().id, now=database_now(database))
    session[NEWS] = _("Zum Einloggen reicht ab jetzt Ihr Passwort.")
    return see("/konto")


def _ask(template: str, errors: dict[str, str]) -> Response:
    return page(template, 422 if errors else 200, account=own_account(), errors=errors)


def _secret_page(sealed: str, errors: dict[str, str]) -> Response:
    secret = _opened(sealed) or ""
    return page(
        "account/secret.html",
        422 if errors else 200,
        qr=qr_code(second_factor.address_of(secret, own_account().email)),
        secret=new_secret.readable(secret),
        hidden={"geheim": sealed},
        errors=errors,
    )


def _sealed(secret: str) -> str:
    return new_secret.sealed(secret, own_account().id, now=own_browser().now)


def _opened(sealed: str) -> str | None:
    """The secret that this account began with a short while ago, or None."""
    return new_secret.opened(sealed, own_account().id, now=own_browser().now)
