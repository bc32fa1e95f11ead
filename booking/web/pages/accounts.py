"""Signing in and out, for people who work here: password, then a code where the account has one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts import signin
from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES
from booking.accounts.enrolling import plain_address
from booking.accounts.models import Account
from booking.accounts.second_factor import DEMANDED
from booking.db import database_now
from booking.ids import token_hash
from booking.web.access import allow, current_actor, runtime
from booking.web.actors import COOKIE_KEY
from booking.web.caps import count_try, count_wrong_password, forget_tries
from booking.web.forms.reading import has_unseen, instant_of, local_path, typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.limits import SECOND_FACTOR, count, forget

PENDING = "second_factor"
NEWS = "sign_in_news"
FIRST_CODE = "/anmelden/einrichten"
PATIENCE = timedelta(minutes=10)

pages = Blueprint("accounts", __name__)


@pages.get("/anmelden")
@allow()
def ask() -> AnyResponse:
    actor = current_actor()
    if actor is not None:
        return see(_desk_of(actor.role))
    return _form("", typed(request.args, "weiter")["weiter"], {})


@pages.post("/anmelden")
@allow()
def sign_in() -> AnyResponse:
    sent = typed(request.form, "email", "weiter")
    email = "" if has_unseen(sent["email"]) else plain_address(sent["email"])
    count_try(email)
    with runtime().database.reading() as database:
        account_id, known_hash = signin.known_hash(database, email)
    # Outside any transaction: this takes its time on purpose.
    fits = signin.password_fits(known_hash, request.form.get("password", ""))
    if not fits or account_id is None:
        count_wrong_password(email)
        return _form(sent["email"], sent["weiter"], {"email": _wrong()})
    forget_tries(email)
    with runtime().database.writing() as database:
        account = signin.account_at_the_door(database, account_id)
        if account is None or account.password_hash != known_hash:
            return _form(sent["email"], sent["weiter"], {"email": _wrong()})
        if account.totp_sealed is None and account.role not in DEMANDED:
            return let_in(database, account, sent["weiter"])
        has_code = account.totp_sealed is not None
    until = runtime().clock.now() + PATIENCE
    session[PENDING] = {
        "account": account_id,
        "password": token_hash(known_hash),
        "until": until.isoformat(),
        "weiter": sent["weiter"][:200],
    }
    return see("/anmelden/code" if has_code else FIRST_CODE)


@pages.get("/anmelden/code")
@allow()
def ask_code() -> AnyResponse:
    return _code_form({}) if pending_sign_in() else see("/anmelden")


@pages.post("/anmelden/code")
@allow()
def second_factor() -> AnyResponse:
    pending = pending_sign_in()
    if pending is None:
        return see("/anmelden")
    count(SECOND_FACTOR, str(pending["account"]))
    code = "".join(request.form.get("code", "")[:40].split())
    with runtime().database.writing() as database:
        account = known_by_password(database, pending)
        if account is None:
            return see("/anmelden")
        if signin.use_code(database, runtime().vault, account, code, at=database_now(database)):
            forget(SECOND_FACTOR, str(account.id))
            return let_in(database, account, pending["weiter"])
    return _code_form(
        {"code": _("Dieser Code stimmt nicht oder wurde schon benutzt. Bitte nehmen Sie den nächsten.")}
    )


@pages.post("/abmelden")
@allow()
def sign_out() -> AnyResponse:
    leave_browser()
    return see("/")


def leave_browser() -> None:
    """Nobody is signed in here any more, and nothing of whoever was stays."""
    token = session.get(COOKIE_KEY)
    if isinstance(token, str):
        with runtime().database.writing() as database:
            signin.sign_out(database, token)
    session.clear()


def known_by_password(database: Session, pending: dict[str, Any]) -> Account | None:
    """The account whose password was right; None when it is shut, or the password was changed since."""
    account = signin.account_at_the_door(database, pending["account"])
    if account is None or token_hash(account.password_hash) != pending.get("password"):
        return None
    return account


def let_in(database: Session, account: Account, wanted: str) -> AnyResponse:
    """A new sign-in in an emptied session: nothing from before it may live on."""
    earlier = session.get(COOKIE_KEY)
    if isinstance(earlier, str):
        signin.sign_out(database, earlier)
    token = signin.sign_in(database, account, now=database_now(database))
    session.clear()
    session[COOKIE_KEY] = token
    return see(local_path(wanted, otherwise=_desk_of(account.role)))


def pending_sign_in() -> dict[str, Any] | None:
    """The account whose password was right a moment ago, or None."""
    pending: dict[str, Any] | None = session.get(PENDING)
    until = instant_of(pending["until"]) if pending else None
    return pending if until is not None and until > runtime().clock.now() else None


def _desk_of(role: str) -> str:
    if role in HOUSE_ROLES:
        return "/empfang"
    return "/ich" if role in PROVIDER_ROLES else "/tagesliste"


def _wrong() -> str:
    return _("E-Mail-Adresse oder Passwort stimmt nicht.")


def _form(email: str, wanted: str, errors: dict[str, str]) -> Response:
    hidden = {"weiter": wanted} if local_path(wanted, otherwise="") else {}
    status = 422 if errors else 200
    return page(
        "accounts/sign_in.html",
        status,
        form={"email": email},
        errors=errors,
        hidden=hidden,
        news=session.pop(NEWS, ""),
    )


def _code_form(errors: dict[str, str]) -> Response:
    return page("accounts/second_factor.html", 422 if errors else 200, errors=errors)
