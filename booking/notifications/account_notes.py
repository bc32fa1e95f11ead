"""Writing a note to an account of a provider's side: one mail of a kind for each event, in German."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.access import PROVIDER_ROLES
from booking.accounts.models import Account
from booking.i18n import SOURCE, language
from booking.ical.entry import Mailbox
from booking.notifications.envelopes import BadAddress, mailbox
from booking.notifications.post import Mail, Post, is_planned
from booking.offers.models import Adviser
from booking.outbox import Happened

STILL_OF_USE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What there is to tell; `cause` (closure:<id>, absence:<id>) keeps the notes about one thing in their order."""

    kind: str
    cause: str
    about: object
    until: datetime


def write_note(
    session: Session,
    post: Post,
    happened: Happened,
    account: Account,
    note: Note,
    *,
    along: Mail | None = None,
) -> None:
    """Plan it, once for each event; nothing for an address that cannot be used.

    It brings the calendar object of the mail `along`, in the order of the mails about the same reservation.
    """
    dedup_key = f"{happened.id}|{note.kind}|account:{account.id}"
    recipient = mailbox_of(account)
    if recipient is None or is_planned(session, dedup_key):
        return
    until = max(note.until, happened.at) + STILL_OF_USE
    mail = Mail(
        kind=note.kind,
        dedup_key=dedup_key,
        order_key=along.order_key if along else order_key(note.cause, account.id),
        recipient=recipient,
        language=language(SOURCE),
        about=note.about,
        at=happened.at,
        valid_until=max(until, along.valid_until) if along else until,
        invitation=along.invitation if along else None,
    )
    post.plan(session, mail)


def order_key(cause: str, account_id: int) -> str:
    """Under this name an account's notes about one closure or absence leave one after the other."""
    return f"{cause}|account:{account_id}"


def account_in_use(session: Session, account_id: int | None, provider_id: int | None) -> Account | None:
    """The account, if it is one of this provider and not closed."""
    account = session.get(Account, account_id) if account_id is not None else None
    if account is None or not account.is_in_use:
        return None
    mine = account.role in PROVIDER_ROLES and account.provider_id == provider_id
    return account if mine else None


def account_of(session: Session, adviser_id: int) -> Account | None:
    """The adviser's account, if there is one in use."""
    adviser = session.get(Adviser, adviser_id)
    return account_in_use(session, adviser.account_id, adviser.provider_id) if adviser is not None else None


def mailbox_of(account: Account) -> Mailbox | None:
    """Where the account reads its mails; None when its address cannot be used."""
    try:
        return mailbox(account.name, account.email)
    except BadAddress:
        return None
