"""What an account's owner changed about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Event):
    """Somebody changed how they sign in, or what signs in for them.

    `what` is password, second_factor, token_made, token_revoked or sign_ins_ended.
    """

    about: ClassVar[str | None] = "account_id"

    account_id: int
    what: str
