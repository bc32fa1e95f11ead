"""Enrolling: an account for somebody who will sign in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account, Role
from booking.accounts.passwords import hash_password, refuse_weak
from booking.errors import DomainError
from booking.vault import Vault


class AddressTaken(DomainError):
    """There is an account with this e-mail address already."""

    code = "address-taken"


def enrol(
    session: Session,
    vault: Vault,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    provider_id: int | None = None,
    totp_secret: str | None = None,
) -> Account:
    """A new account; with `totp_secret` (base32) a code is asked for at sign-in. Raises AddressTaken, WeakPassword."""
    refuse_weak(password)
    address = plain_address(email)
    if account_of(session, address) is not None:
        raise AddressTaken
    account = Account(
        email=address, name=name, role=role, password_hash=hash_password(password), provider_id=provider_id
    )
    session.add(account)
    session.flush()
    if totp_secret is not None:
        account.totp_sealed = vault.seal(totp_secret.encode(), totp_place(account.id))
    return account


def account_of(session: Session, email: str) -> Account | None:
    """The account with this address, however it is written."""
    return session.scalar(select(Account).where(Account.email == plain_address(email)))


def plain_address(email: str) -> str:
    """The address as accounts keep and compare it."""
    return email.strip().lower()


def totp_place(account_id: int) -> str:
    """The row an account's TOTP secret is sealed for."""
    return f"totp:{account_id}"
