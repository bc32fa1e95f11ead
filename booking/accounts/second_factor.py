"""The second factor: one-time codes (RFC 6238) of a secret that the owner's app and the sealed row share."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.enrolling import totp_place
from booking.accounts.events import AccountChanged
from booking.accounts.models import Account, Role
from booking.errors import NotAllowedNow
from booking.vault import Vault

TOTP_SECONDS = 30
ISSUER = "Treffpunkt"
DEMANDED = frozenset({Role.ADMIN})  # who may do everything proves more than a password


def new_secret() -> str:
    """A secret for an app, base32."""
    return pyotp.random_base32()


def address_of(secret: str, account_name: str) -> str:
    """The otpauth address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account_name, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The time step whose code this is, later than `after`; this step and the one before and after it count."""
    codes = pyotp.TOTP(secret, interval=TOTP_SECONDS)
    now_step = int(at.timestamp()) // TOTP_SECONDS
    for step in (now_step - 1, now_step, now_step + 1):
        right = codes.at(step * TOTP_SECONDS)
        if hmac.compare_digest(right.encode(), code.encode()) and step > after:
            return step
    return None


def turn_on(
    session: Session, vault: Vault, account_id: int, *, secret: str, code: str, now: datetime
) -> bool:
    """Ask for codes of this secret from now on, if this is one: then it is used up."""
    step = step_of(secret, code, at=now, after=0)
    if step is None:
        return False
    account = _locked(session, account_id)
    if account.totp_sealed is not None and secret_of(vault, account.id, account.totp_sealed) == secret:
        return True  # sent twice: which codes are used up stays as it is
    account.totp_sealed = vault.seal(secret.encode(), totp_place(account.id))
    account.totp_step = step
    _tell(session, account_id, now)
    return True


def turn_off(session: Session, account_id: int, *, now: datetime) -> None:
    """Ask for no code any more; harmless when none is asked for. Raises NotAllowedNow for who must have one."""
    account = _locked(session, account_id)
    if account.role in DEMANDED:
        raise NotAllowedNow("turn_off", "demanded")
    if account.totp_sealed is None:
        return
    account.totp_sealed, account.totp_step = None, None
    _tell(session, account_id, now)


def secret_of(vault: Vault, account_id: int, sealed: bytes) -> str:
    """The secret in an account's row. Raises SealBroken when the bytes are not this row's."""
    return vault.open(sealed, totp_place(account_id)).decode()


def _locked(session: Session, account_id: int) -> Account:
    statement = select(Account).where(Account.id == account_id).with_for_update(of=Account)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _tell(session: Session, account_id: int, now: datetime) -> None:
    outbox.record(session, AccountChanged(account_id=account_id, what="second_factor"), now=now)
