"""Setting a password by the link of a mail: the form, and what it says once the link opens nothing any more."""

from __future__ import annotations

from flask import Response, request

from booking.accounts import resetting
from booking.accounts.capabilities import INVITE
from booking.accounts.models import Account
from booking.accounts.passwords import SHORTEST_PASSWORD
from booking.accounts.second_factor import DEMANDED
from booking.accounts.signin import hash_of
from booking.web.access import runtime
from booking.web.forms.password import NewPasswordForm
from booking.web.frame import page
from booking.web.views.account import role_words

GONE = 410


def ask_password(token: str, purpose: str) -> Response:
    """The form behind the link; looking at it, as a mail's scanner does, changes nothing."""
    account = _account(token, purpose)
    return _form(account, purpose, {}) if account is not None else _over(purpose)


def take_password(token: str, purpose: str) -> Response | None:
    """Let the password count and use the link up; None once that is done, else the page to show."""
    account, form = _account(token, purpose), NewPasswordForm.typed(request.form)
    if account is None:
        return _over(purpose)
    if form.errors:
        return _form(account, purpose, form.errors)
    new_hash = hash_of(form.new)  # outside any transaction: it takes its time on purpose
    with runtime().database.writing() as database:
        done = resetting.set_password(
            database, token, purpose=purpose, new_hash=new_hash, now=runtime().clock.now()
        )
    return None if done is not None else _over(purpose)


def _account(token: str, purpose: str) -> Account | None:
    with runtime().database.reading() as database:
        return resetting.account_behind(database, token, purpose=purpose, now=runtime().clock.now())


def _form(account: Account, purpose: str, errors: dict[str, str]) -> Response:
    return page(
        "accounts/set_password.html",
        422 if errors else 200,
        account=account,
        role=role_words(account.role),
        invited=purpose == INVITE,
        code_follows=account.role in DEMANDED and account.totp_sealed is None,
        has_code=account.totp_sealed is not None,
        shortest=SHORTEST_PASSWORD,
        errors=errors,
    )


def _over(purpose: str) -> Response:
    return page("accounts/link_over.html", GONE, invited=purpose == INVITE)
