"""A password by the link of a mail: the first one of who was invited, a new one of who forgot it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities
from booking.accounts.access import Actor
from booking.accounts.capabilities import INVITE, RESET, mint, revoke_purposes
from booking.accounts.charge import taken_in_hand
from booking.accounts.enrolling import account_of
from booking.accounts.events import AccountChanged, PasswordForgotten
from booking.accounts.managing import subject_of
from booking.accounts.models import Account, SignIn
from booking.acting import account as acting_account
from booking.acting import acting_as
from booking.errors import NotAllowedNow

LASTS = timedelta(minutes=60)
NOBODY = 0


def forget(session: Session, email: str, *, now: datetime) -> None:
    """Somebody says they forgot the password of this address: a mail follows if an account in use has it.

    The same is written for an address that nobody has, so that whoever asks learns nothing by the clock.
    """
    account = account_of(session, email)
    known = account.id if account is not None and account.is_in_use else NOBODY
    outbox.record(session, PasswordForgotten(account_id=known), now=now)


def send_reset(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """Who looks after the account has the link sent. Raises NotInCharge, NotFound, NotAllowedNow: it is not in use."""
    _, account = taken_in_hand(session, actor, account_id)
    if not account.is_in_use:
        raise NotAllowedNow("reset", "not in use")
    outbox.record(session, PasswordForgotten(account_id=account.id), now=now)


def mint_link(session: Session, account: Account, *, asked_at: datetime) -> str | None:
    """The token for the mail, 60 minutes long; every earlier one opens nothing now. None: not in use any more."""
    if not account.is_in_use:
        return None
    subject = subject_of(account.id)
    revoke_purposes(session, subject, RESET)
    return mint(session, purpose=RESET, subject=subject, now=asked_at, expires_at=asked_at + LASTS)


def account_behind(session: Session, token: str, *, purpose: str, now: datetime) -> Account | None:
    """Whose password the link sets, or None: used, replaced, too old, or the account is shut."""
    return _open_for(session, capabilities.subject_of(session, token, purpose=purpose, now=now), purpose)


def set_password(
    session: Session, token: str, *, purpose: str, new_hash: str, now: datetime
) -> Account | None:
    """Use the link up: the password counts, every sign-in ends, the second factor stays. None as `account_behind`."""
    subject = capabilities.subject_of(session, token, purpose=purpose, now=now)
    account = _open_for(session, subject, purpose, for_change=True)  # first, as who takes a link back does
    if account is None or capabilities.redeem(session, token, purpose=purpose, now=now) is None:
        return None
    account.password_hash, account.invited_at = new_hash, None
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    revoke_purposes(session, subject_of(account.id), INVITE, RESET)
    what = "joined" if purpose == INVITE else "password_reset"
    with acting_as(acting_account(account.id)):
        outbox.record(session, AccountChanged(account_id=account.id, what=what), now=now)
    return account


def _open_for(
    session: Session, subject: str | None, purpose: str, *, for_change: bool = False
) -> Account | None:
    name, _, number = (subject or "").partition(":")
    if name != "account" or not number.isdigit():
        return None
    statement = select(Account).where(Account.id == int(number))
    if for_change:
        statement = statement.with_for_update(of=Account).execution_options(populate_existing=True)
    account = session.scalar(statement)
    if account is None or account.disabled_at is not None:
        return None
    return account if (account.invited_at is not None) == (purpose == INVITE) else None
