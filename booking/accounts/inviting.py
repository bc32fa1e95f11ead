"""Inviting: an account that waits for its owner to set a password by the link of a mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.capabilities import INVITE, mint, revoke_purposes
from booking.accounts.charge import NotInCharge, roles_to_give, take_charge, taken_in_hand
from booking.accounts.enrolling import AddressTaken, account_of, plain_address
from booking.accounts.events import AccountInvited, InvitationTakenBack
from booking.accounts.managing import Place, must_have_place, subject_of
from booking.accounts.models import Account, Role
from booking.errors import NotAllowedNow

LASTS = timedelta(hours=72)
UNUSABLE_HASH = "!"  # no password fits it


def invite(session: Session, actor: Actor, *, email: str, place: Place, now: datetime) -> Account:
    """An account for somebody who is to come; the mail with the link follows.

    Raises NotInCharge, AddressTaken, ProviderOver.
    """
    acting = take_charge(session, actor)
    if place.role not in roles_to_give(acting):
        raise NotInCharge
    if acting.role != Role.ADMIN and place.provider_id != acting.provider_id:
        raise NotInCharge
    must_have_place(session, place.role, place.provider_id)
    if account_of(session, email) is not None:
        raise AddressTaken
    account = Account(
        email=plain_address(email),
        name=place.name,
        role=place.role,
        password_hash=UNUSABLE_HASH,
        provider_id=place.provider_id,
        invited_at=now,
    )
    session.add(account)
    session.flush()
    outbox.record(session, AccountInvited(account_id=account.id), now=now)
    return account


def invite_again(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """A new link for another 72 hours; the old one opens nothing from now on.

    Raises NotInCharge, NotFound, ProviderOver, NotAllowedNow when the invitation was taken up.
    """
    _, account = taken_in_hand(session, actor, account_id)
    _must_wait(account, "invite_again")
    must_have_place(session, Role(account.role), account.provider_id)
    revoke_purposes(session, subject_of(account_id), INVITE)
    account.invited_at, account.disabled_at = now, None
    outbox.record(session, AccountInvited(account_id=account_id), now=now)


def take_back(session: Session, actor: Actor, account_id: int, *, now: datetime) -> None:
    """The link opens nothing any more; harmless when it was taken back. Raises as `invite_again`.

    The row stays: its number is never another one's, so nobody inherits a history.
    """
    _, account = taken_in_hand(session, actor, account_id)
    _must_wait(account, "take_back")
    if account.disabled_at is not None:
        return
    revoke_purposes(session, subject_of(account_id), INVITE)
    account.disabled_at = now
    outbox.record(session, InvitationTakenBack(account_id=account_id), now=now)


def mint_link(session: Session, account: Account, *, invited_at: datetime) -> str | None:
    """The token for the mail about the invitation of this moment, 72 hours long; None once that is not the last one."""
    if account.invited_at != invited_at or account.disabled_at is not None:
        return None
    subject = subject_of(account.id)
    revoke_purposes(session, subject, INVITE)
    return mint(session, purpose=INVITE, subject=subject, now=invited_at, expires_at=invited_at + LASTS)


def _must_wait(account: Account, step: str) -> None:
    if account.invited_at is None:
        raise NotAllowedNow(step, "in use")
