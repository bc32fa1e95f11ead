"""A new password, and the end of an account's other sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.capabilities import RESET, revoke_purposes
from booking.accounts.events import AccountChanged
from booking.accounts.managing import subject_of
from booking.accounts.models import Account, SignIn
from booking.accounts.signin import IDLE, LONGEST
from booking.ids import token_hash


def change_password(
    session: Session, account_id: int, *, known_hash: str, new_hash: str, but_for: str, now: datetime
) -> bool:
    """Let the new password count, end every sign-in but the one with the token `but_for`, and links of mails.

    False, and nothing is changed, when the password is another one by now than the one that was checked.
    """
    changed = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == known_hash)
        .values(password_hash=new_hash)
        .returning(Account.id)
    ).first()
    if changed is None:
        return False
    _end_others(session, account_id, but_for)
    revoke_purposes(session, subject_of(account_id), RESET)
    outbox.record(session, AccountChanged(account_id=account_id, what="password"), now=now)
    return True


def end_other_sign_ins(session: Session, account_id: int, *, but_for: str, now: datetime) -> int:
    """Sign every other browser of the account out at once; says how many there were."""
    ended = _end_others(session, account_id, but_for)
    if ended:
        outbox.record(session, AccountChanged(account_id=account_id, what="sign_ins_ended"), now=now)
    return ended


def sign_ins_of(session: Session, account_id: int, *, now: datetime) -> Sequence[SignIn]:
    """The browsers that are signed in with the account, the last used first."""
    statement = (
        select(SignIn)
        .where(SignIn.account_id == account_id)
        .where(SignIn.seen_at > now - IDLE, SignIn.started_at > now - LONGEST)
        .order_by(SignIn.seen_at.desc(), SignIn.token_hash)
    )
    return session.scalars(statement).all()


def _end_others(session: Session, account_id: int, but_for: str) -> int:
    ended = session.execute(
        delete(SignIn)
        .where(SignIn.account_id == account_id, SignIn.token_hash != token_hash(but_for))
        .returning(SignIn.token_hash)
    )
    return len(ended.all())
