"""What changed about accounts, providers and advisers: who, and what kind of change; never a name, address or secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Event):
    """How somebody signs in, what signs in for them, or what they are in the house changed.

    `what`, by its owner: password, second_factor, token_made, token_revoked, sign_ins_ended, joined (the invitation
    was taken up), password_reset (by the link of a mail). By who looks after it: name, role, provider,
    second_factor_dropped. A role and a provider's id stand in `old` and `new`, so that it can be seen who was what.
    """

    about: ClassVar[str | None] = "account_id"

    account_id: int
    what: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountInvited(Event):
    """Somebody is invited to sign in, perhaps once more; every earlier invitation is void."""

    about: ClassVar[str | None] = "account_id"

    account_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationTakenBack(Event):
    """The invitation opens nothing any more."""

    about: ClassVar[str | None] = "account_id"

    account_id: int


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(Event):
    """Nobody signs in with the account any more; its sign-ins and bearer tokens have ended."""

    about: ClassVar[str | None] = "account_id"

    account_id: int


@dataclass(frozen=True, kw_only=True)
class AccountEnabled(Event):
    """Its owner may sign in again, with the password from before."""

    about: ClassVar[str | None] = "account_id"

    account_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordForgotten(Event):
    """Somebody asked for a new password. `account_id` 0: no account in use has the address that was typed."""

    about: ClassVar[str | None] = "account_id"

    account_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderChanged(Event):
    """`what` is added, facts, retired or back."""

    about: ClassVar[str | None] = "provider_id"

    provider_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class AdviserChanged(Event):
    """`what` is added, facts, retired or back."""

    about: ClassVar[str | None] = "adviser_id"

    adviser_id: int
    what: str
