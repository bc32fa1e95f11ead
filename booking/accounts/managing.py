"""What an account is in the house: name, role and provider change, its door is shut and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.capabilities import INVITE, RESET, revoke_feeds, revoke_purposes
from booking.accounts.charge import NotInCharge, roles_to_give, taken_in_hand
from booking.accounts.events import AccountChanged, AccountDisabled, AccountEnabled
from booking.accounts.models import Account, ApiToken, Provider, Role, SignIn
from booking.errors import DomainError, NotAllowedNow


class Oneself(DomainError):
    """Nobody takes a right from themselves: another one has to."""

    code = "oneself"


class LastAdmin(DomainError):
    """Without this account nobody could look after the others."""

    code = "last-admin"


class ProviderOver(DomainError):
    """There is no such provider, or it has ended; or the role needs one, or has none."""

    code = "provider-over"


@dataclass(frozen=True)
class Place:
    """Who somebody is in the house; advisers and leads have a provider, nobody else has."""

    name: str
    role: Role
    provider_id: int | None


def change(session: Session, actor: Actor, account_id: int, wanted: Place, *, now: datetime) -> Account:
    """Another name, role or provider; with one of the latter its sign-ins and tokens end.

    Raises NotInCharge, NotFound, Oneself, LastAdmin, ProviderOver.
    """
    acting, account = taken_in_hand(session, actor, account_id)
    elsewhere = (account.role, account.provider_id) != (wanted.role, wanted.provider_id)
    if elsewhere:
        _may_move(session, acting, account, wanted)
    before = Place(account.name, Role(account.role), account.provider_id)
    account.name, account.role, account.provider_id = wanted.name, wanted.role, wanted.provider_id
    session.flush()
    if elsewhere:
        end_all(session, account_id, now=now)
    for event in _differences(account_id, before, wanted):
        outbox.record(session, event, now=now)
    return account


def disable(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """Shut the account: whoever is signed in with it is out with their next click. Harmless when it is shut.

    Raises NotInCharge, NotFound, Oneself, LastAdmin, NotAllowedNow (an invitation is taken back instead).
    """
    acting, account = taken_in_hand(session, actor, account_id)
    if account.disabled_at is not None:
        return
    if account.invited_at is not None:
        raise NotAllowedNow("disable", "invited")
    refuse_oneself(acting, account)
    _refuse_last_admin(session, account)
    account.disabled_at = now
    session.flush()
    end_all(session, account_id, now=now)
    outbox.record(session, AccountDisabled(account_id=account_id), now=now)


def enable(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """Let its owner sign in again; tokens stay taken back. Harmless when it is in use.

    Raises NotInCharge, NotFound, ProviderOver, NotAllowedNow (who never came is invited anew instead).
    """
    _, account = taken_in_hand(session, actor, account_id)
    if account.disabled_at is None:
        return
    if account.invited_at is not None:
        raise NotAllowedNow("enable", "invited")
    must_have_place(session, Role(account.role), account.provider_id)
    account.disabled_at = None
    end_all(session, account_id, now=now)  # what somebody made at the very moment when it was shut
    outbox.record(session, AccountEnabled(account_id=account_id), now=now)


def drop_second_factor(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """The app is lost: the next sign-in asks for no code of it. Harmless without one. Raises as `disable`."""
    acting, account = taken_in_hand(session, actor, account_id)
    refuse_oneself(acting, account)
    if account.totp_sealed is None:
        return
    account.totp_sealed, account.totp_step = None, None
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))
    outbox.record(session, AccountChanged(account_id=account_id, what="second_factor_dropped"), now=now)


def must_have_place(session: Session, role: Role, provider_id: int | None) -> None:
    """Raise ProviderOver unless the role has the provider that it needs, or needs none and has none.

    The provider cannot end before the caller's transaction does: whoever ends one takes charge of people first.
    """
    if (role in PROVIDER_ROLES) != (provider_id is not None):
        raise ProviderOver
    if provider_id is None:
        return
    open_ = select(Provider.id).where(Provider.id == provider_id, Provider.retired_at.is_(None))
    if session.scalar(open_) is None:
        raise ProviderOver


def refuse_oneself(acting: Actor, account: Account) -> None:
    """Raise Oneself when the two are the same."""
    if acting.account_id == account.id:
        raise Oneself


def end_all(session: Session, account_id: int, *, now: datetime) -> None:
    """End whatever lets somebody in as this account: browsers, bearer tokens, links of mails, calendars."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))
    held = ApiToken.account_id == account_id
    session.execute(update(ApiToken).where(held, ApiToken.revoked_at.is_(None)).values(revoked_at=now))
    revoke_purposes(session, subject_of(account_id), INVITE, RESET)
    revoke_feeds(session, account_id)


def subject_of(account_id: int) -> str:
    """Under this name an account has links."""
    return f"account:{account_id}"


def _may_move(session: Session, acting: Actor, account: Account, wanted: Place) -> None:
    refuse_oneself(acting, account)
    if wanted.role not in roles_to_give(acting):
        raise NotInCharge
    if acting.role != Role.ADMIN and wanted.provider_id != acting.provider_id:
        raise NotInCharge
    if wanted.role != Role.ADMIN:
        _refuse_last_admin(session, account)
    must_have_place(session, wanted.role, wanted.provider_id)


def _differences(account_id: int, before: Place, wanted: Place) -> Iterator[AccountChanged]:
    """An event for each thing that is another one now; a name stands in none."""
    if before.name != wanted.name:
        yield AccountChanged(account_id=account_id, what="name")
    if before.role != wanted.role:
        yield AccountChanged(account_id=account_id, what="role", old=before.role, new=wanted.role)
    if before.provider_id != wanted.provider_id:
        old, new = ("" if each is None else str(each) for each in (before.provider_id, wanted.provider_id))
        yield AccountChanged(account_id=account_id, what="provider", old=old, new=new)


def _refuse_last_admin(session: Session, account: Account) -> None:
    if account.role != Role.ADMIN or not account.is_in_use:
        return
    others = select(func.count()).where(
        Account.role == Role.ADMIN, Account.is_in_use, Account.id != account.id
    )
    if not session.scalar(others):
        raise LastAdmin
