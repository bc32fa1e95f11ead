"""Signing in and out: sessions as rows, the second factor, and the bearer tokens of other software.

Times are real ones, from the database's clock: putting the demonstration's clock forward signs nobody out.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.enrolling import account_of
from booking.accounts.models import Account, SignIn
from booking.accounts.passwords import hash_password, verify_password
from booking.accounts.second_factor import secret_of, step_of
from booking.accounts.tokens import token_behind
from booking.db import database_now
from booking.ids import new_token, token_hash
from booking.vault import Vault

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
LONGEST_PASSWORD = 1000

_at_once = threading.BoundedSemaphore(2)


def known_hash(session: Session, email: str) -> tuple[int | None, str]:
    """Account id and password hash to check against; (None, a hash of nothing) for one that is unknown or not in use."""
    account = account_of(session, email)
    if account is None or not account.is_in_use:
        return None, _nobodys_hash()
    return account.id, account.password_hash


def password_fits(password_hash: str, password: str) -> bool:
    """Whether this is the password. Slow on purpose, two at once at most, and never inside a transaction."""
    with _at_once:
        return verify_password(password_hash, password[:LONGEST_PASSWORD])


def hash_of(password: str) -> str:
    """The hash to keep of a new password. Slow on purpose as well, and never inside a transaction."""
    with _at_once:
        return hash_password(password)


def sign_in(session: Session, account: Account, *, now: datetime) -> str:
    """A new sign-in; its token goes into the browser's cookie and is stored hashed."""
    token = new_token()
    row = SignIn(
        token_hash=token_hash(token), account_id=account.id, started_at=now, seen_at=now, used_at=now
    )
    session.add(row)
    return token


def account_at_the_door(session: Session, account_id: int) -> Account | None:
    """The account, unless it is not in use; until the transaction ends nobody shuts it or gives it another password."""
    account = session.get(Account, account_id, with_for_update={"of": Account}, populate_existing=True)
    return account if account is not None and account.is_in_use else None


def active_account(session: Session, account_id: int) -> Account | None:
    """The account, unless it was disabled or is gone."""
    account = session.get(Account, account_id)
    return account if account is not None and account.disabled_at is None else None


def current(session: Session, token: str, *, now: datetime) -> SignIn | None:
    """The sign-in behind a cookie, or None when it ended: 12 hours idle, 7 days old, or the account disabled."""
    found = session.get(SignIn, token_hash(token))
    if found is None or found.account.disabled_at is not None:
        return None
    if now - found.seen_at >= IDLE or now - found.started_at >= LONGEST:
        return None
    return found


def touch(session: Session, token: str, *, now: datetime) -> None:
    """The browser was seen just now."""
    session.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(seen_at=now))


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def tidy(session: Session, *, now: datetime) -> None:
    """Delete the sign-ins that ended by time."""
    session.execute(
        delete(SignIn).where(or_(SignIn.seen_at <= now - IDLE, SignIn.started_at <= now - LONGEST))
    )


def use_code(session: Session, vault: Vault, account: Account, code: str, *, at: datetime) -> bool:
    """Whether the one-time code is right; then it is used up (RFC 6238 5.2).

    This step and the one before and after it count.
    """
    if account.totp_sealed is None:
        return False
    used = session.scalar(select(Account.totp_step).where(Account.id == account.id).with_for_update()) or 0
    secret = secret_of(vault, account.id, account.totp_sealed)
    step = step_of(secret, code, at=at, after=used)
    if step is None:
        return False
    account.totp_step = step
    return True


def authenticate_token(session: Session, token: str) -> Actor | None:
    """The actor behind a bearer token, or None: unknown, ended, taken back, or the account disabled."""
    found = token_behind(session, token, now=database_now(session))
    return Actor.of(found.account) if found is not None else None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """So that an unknown address takes as long as a known one."""
    return hash_password(new_token())
