"""Bearer tokens: an account makes them for other software, gives them an end, and takes them back.

Times are real ones, from the database's clock, as those of sign-ins are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.events import AccountChanged
from booking.accounts.models import Account, ApiToken
from booking.errors import DomainError
from booking.ids import new_token, token_hash

ONE_YEAR = 365
LONGEST_DAYS = 2 * ONE_YEAR
LONGEST_NAME = 60
MOST_OPEN = 20
MOST_ENDED = 20


class TooManyTokens(DomainError):
    """The account has `MOST_OPEN` tokens that open something."""

    code = "too-many-tokens"


def issue_api_token(
    session: Session,
    account: Account,
    now: datetime,
    *,
    name: str = "",
    expires_at: datetime | None = None,
) -> str:
    """A new bearer token of the account; told once, stored hashed."""
    token = new_token()
    session.add(
        ApiToken(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=now,
            name=name,
            expires_at=expires_at,
        )
    )
    return token


def make_token(session: Session, account: Account, *, name: str, days: int, now: datetime) -> str:
    """A token that ends by itself after so many days. Raises TooManyTokens."""
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    opening = select(func.count()).select_from(ApiToken)
    if (session.scalar(opening.where(ApiToken.account_id == account.id, _opens(now))) or 0) >= MOST_OPEN:
        raise TooManyTokens
    token = issue_api_token(session, account, now, name=name, expires_at=now + timedelta(days=days))
    outbox.record(session, AccountChanged(account_id=account.id, what="token_made"), now=now)
    return token


def revoke_token(session: Session, account_id: int, hashed: str, *, now: datetime) -> bool:
    """Take the account's token with this hash back; False when it has none, or it was taken back before."""
    gone = session.execute(
        update(ApiToken)
        .where(
            ApiToken.token_hash == hashed, ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None)
        )
        .values(revoked_at=now)
        .returning(ApiToken.token_hash)
    ).first()
    if gone is not None:
        outbox.record(session, AccountChanged(account_id=account_id, what="token_revoked"), now=now)
    return gone is not None


def open_tokens(session: Session, account_id: int, *, now: datetime) -> Sequence[ApiToken]:
    """The account's tokens that open something, the newest first."""
    return _of(session, account_id, _opens(now), most=None)


def ended_tokens(session: Session, account_id: int, *, now: datetime) -> Sequence[ApiToken]:
    """The account's last tokens that ended or were taken back, the newest first."""
    ended = or_(ApiToken.revoked_at.is_not(None), ApiToken.expires_at <= now)
    return _of(session, account_id, ended, most=MOST_ENDED)


def token_behind(session: Session, token: str, *, now: datetime) -> ApiToken | None:
    """What a bearer token opens; None when it is unknown, ended, taken back, or its account disabled."""
    found = session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash(token), _opens(now)))
    return found if found is not None and found.account.disabled_at is None else None


def note_use(session: Session, hashed: str, *, day: date) -> None:
    """The token was used on this day; of two who say so at once, one writes."""
    unwritten = or_(ApiToken.used_on.is_(None), ApiToken.used_on < day)
    session.execute(update(ApiToken).where(ApiToken.token_hash == hashed, unwritten).values(used_on=day))


def _opens(now: datetime) -> ColumnElement[bool]:
    """Tokens from before there were ends have none."""
    return and_(ApiToken.revoked_at.is_(None), or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now))


def _of(
    session: Session, account_id: int, which: ColumnElement[bool], *, most: int | None
) -> Sequence[ApiToken]:
    statement = (
        select(ApiToken)
        .where(ApiToken.account_id == account_id, which)
        .order_by(ApiToken.created_at.desc(), ApiToken.token_hash)
        .limit(most)
    )
    return session.scalars(statement).all()
