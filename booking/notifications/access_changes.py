"""A mail to whoever signs in otherwise from now on: they notice when it was somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.events import AccountChanged
from booking.accounts.models import Account
from booking.i18n import SOURCE, language
from booking.notifications.account_notes import mailbox_of
from booking.notifications.post import Mail, Post, is_planned
from booking.outbox import Happened

ACCESS_CHANGED = "access_changed"
WORTH_TELLING = frozenset({"password", "password_reset", "second_factor", "second_factor_dropped"})
STILL_OF_USE = timedelta(days=3)


@dataclass(frozen=True)
class AboutAccess:
    """What the templates may say: who is greeted, whether it was the password or else the code, and when."""

    name: str
    is_password: bool
    at: datetime


@dataclass(frozen=True)
class AccessChanges:
    """The reaction to another password, and to a code that was set up, turned off or dropped."""

    post: Post

    def tell(self, session: Session, happened: Happened) -> None:
        """One mail for each such change; none for who just joined, nor for an account that is shut by now."""
        event = happened.event
        assert isinstance(event, AccountChanged)
        account, key = session.get(Account, event.account_id), f"{happened.id}|{ACCESS_CHANGED}"
        if event.what not in WORTH_TELLING or account is None or not account.is_in_use:
            return
        if is_planned(session, key):
            return
        self.post.plan(
            session,
            Mail(
                kind=ACCESS_CHANGED,
                dedup_key=key,
                order_key=f"account:{account.id}|{ACCESS_CHANGED}",
                recipient=mailbox_of(account),
                language=language(SOURCE),
                about=AboutAccess(account.name, event.what.startswith("password"), happened.at),
                at=happened.at,
                valid_until=happened.at + STILL_OF_USE,
            ),
        )
