"""/anmelden/einrichten: who must have a code app and has none sets one up before anything else opens."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import second_factor
from booking.accounts.models import Account
from booking.acting import account as acting_account
from booking.acting import acting_as
from booking.db import database_now
from booking.printing.qr import qr_code
from booking.web.access import allow, runtime
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import SECOND_FACTOR, count, forget
from booking.web.pages.account import new_secret
from booking.web.pages.accounts import FIRST_CODE, known_by_password, let_in, pending_sign_in

FIELD = "geheim"

pages = Blueprint("first_code", __name__)


@pages.get(FIRST_CODE)
@allow()
def ask() -> AnyResponse:
    pending = pending_sign_in()
    account = _account(pending) if pending else None
    if account is None or account.totp_sealed is not None:
        return see("/anmelden")
    return _form(account, second_factor.new_secret(), {})


@pages.post(FIRST_CODE)
@allow()
def set_up() -> AnyResponse:
    pending = pending_sign_in()
    if pending is None:
        return see("/anmelden")
    count(SECOND_FACTOR, str(pending["account"]))
    code = "".join(request.form.get("code", "")[:40].split())
    with runtime().database.writing() as database:
        account, now = known_by_password(database, pending), database_now(database)
        if account is None or account.totp_sealed is not None:
            return see("/anmelden")  # shut, another password, or set up by another window
        secret = new_secret.opened(request.form.get(FIELD, ""), account.id, now=now)
        if secret is None:
            return see(FIRST_CODE)
        with acting_as(acting_account(account.id)):
            fits = second_factor.turn_on(
                database, runtime().vault, account.id, secret=secret, code=code, now=now
            )
        if fits:
            forget(SECOND_FACTOR, str(account.id))
            return let_in(database, account, pending["weiter"])
    return _form(account, secret, {"code": _("Dieser Code stimmt nicht. Bitte nehmen Sie den nächsten.")})


def _account(pending: dict[str, Any]) -> Account | None:
    with runtime().database.reading() as database:
        return database.get(Account, pending["account"])


def _form(account: Account, secret: str, errors: dict[str, str]) -> Response:
    with runtime().database.reading() as database:
        now = database_now(database)
    return page(
        "accounts/first_code.html",
        422 if errors else 200,
        qr=qr_code(second_factor.address_of(secret, account.email)),
        secret=new_secret.readable(secret),
        hidden={FIELD: new_secret.sealed(secret, account.id, now=now)},
        errors=errors,
    )
