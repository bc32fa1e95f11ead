"""Who changes how they sign in gives their password again; wrong ones count as at the sign-in."""

from __future__ import annotations

from werkzeug.exceptions import Unauthorized

from booking.accounts import signin
from booking.accounts.models import Account
from booking.web.actors import Browser
from booking.web.caps import count_try, count_wrong_password, forget_tries
from booking.web.locking import browser

NEWS = "account_news"


def own_browser() -> Browser:
    """The signed-in browser that asks."""
    found = browser()
    if found is None:
        raise Unauthorized
    return found


def own_account() -> Account:
    """The account of the browser that asks, as it was when the request came."""
    return own_browser().sign_in.account


def is_own_password(password: str) -> bool:
    """Whether this is the asking account's password. To be called outside any transaction: it takes its time."""
    account = own_account()
    count_try(account.email)
    if not signin.password_fits(account.password_hash, password):
        count_wrong_password(account.email)
        return False
    forget_tries(account.email)
    return True
