"""/konto/passwort: a new password, with the old one; every other browser is signed out."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.accounts.passwords import SHORTEST_PASSWORD
from booking.accounts.renewing import change_password
from booking.accounts.signin import hash_of
from booking.db import database_now
from booking.web.access import allow, runtime
from booking.web.forms.password import PasswordForm
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.account.checking import NEWS, is_own_password, own_account, own_browser

ADDRESS = "/konto/passwort"

pages = Blueprint("account_password", __name__)


@pages.get(ADDRESS)
@allow(*Role)
def ask() -> Response:
    return _form({})


@pages.post(ADDRESS)
@allow(*Role)
def change() -> AnyResponse:
    form, account = PasswordForm.typed(request.form), own_account()
    if form.errors:
        return _form(form.errors)
    # Both outside any transaction: they take their time on purpose.
    if not is_own_password(form.old):
        return _form({"password": _("Das Passwort stimmt nicht.")})
    new_hash = hash_of(form.new)
    with runtime().database.writing() as database:
        changed = change_password(
            database,
            account.id,
            known_hash=account.password_hash,
            new_hash=new_hash,
            but_for=own_browser().token,
            now=database_now(database),
        )
    if not changed:
        return _form({"password": _("Das Passwort hat sich gerade eben geändert.")})
    session[NEWS] = _("Ihr neues Passwort gilt. Alle anderen Geräte sind abgemeldet.")
    return see("/konto")


def _form(errors: dict[str, str]) -> Response:
    return page(
        "account/password.html",
        422 if errors else 200,
        errors=errors,
        email=own_account().email,
        shortest=SHORTEST_PASSWORD,
    )
