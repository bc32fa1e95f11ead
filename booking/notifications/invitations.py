"""Mails with a link to set a password: the invitation of a new colleague, and for who forgot theirs.

The link is made here and stands in the sealed mail only: no event and no log ever holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.accounts import inviting, resetting
from booking.accounts.events import AccountInvited, PasswordForgotten
from booking.accounts.models import Account
from booking.i18n import SOURCE, language
from booking.notifications.account_notes import mailbox_of
from booking.notifications.post import Mail, Post, is_planned
from booking.outbox import Happened

INVITATION = "invitation"
PASSWORD_RESET = "password_reset"  # noqa: S105 (the kind of a mail)


@dataclass(frozen=True)
class AboutLink:
    """What the templates may say: who is greeted, the token of the link, and how long it opens something."""

    name: str
    token: str
    since: datetime
    until: datetime
    has_code: bool = False


@dataclass(frozen=True)
class AccountMails:
    """The reactions to somebody who is to set a password."""

    post: Post

    def invite(self, session: Session, happened: Happened) -> None:
        """One mail for the last invitation; none for one that was taken back or made anew since."""
        event, at = happened.event, happened.at
        assert isinstance(event, AccountInvited)
        account, key = session.get(Account, event.account_id), f"{happened.id}|{INVITATION}"
        if account is None or is_planned(session, key):
            return
        token = inviting.mint_link(session, account, invited_at=at)
        if token is not None:
            about = AboutLink(account.name, token, at, at + inviting.LASTS)
            self._write(session, account, key, INVITATION, about)

    def help_back(self, session: Session, happened: Happened) -> None:
        """One mail to an account in use; none when nobody has the address that was typed."""
        event, at = happened.event, happened.at
        assert isinstance(event, PasswordForgotten)
        account, key = session.get(Account, event.account_id), f"{happened.id}|{PASSWORD_RESET}"
        if account is None or is_planned(session, key):
            return
        token = resetting.mint_link(session, account, asked_at=at)
        if token is not None:
            has_code = account.totp_sealed is not None
            about = AboutLink(account.name, token, at, at + resetting.LASTS, has_code)
            self._write(session, account, key, PASSWORD_RESET, about)

    def _write(self, session: Session, account: Account, key: str, kind: str, about: AboutLink) -> None:
        self.post.plan(
            session,
            Mail(
                kind=kind,
                dedup_key=key,
                order_key=f"account:{account.id}",
                recipient=mailbox_of(account),
                language=language(SOURCE),
                about=about,
                at=about.since,
                valid_until=about.until,
            ),
        )
