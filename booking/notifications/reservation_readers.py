"""Who reads the mails about a reservation: the account that made it, or the leads of its provider."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account, Role
from booking.ical.entry import Mailbox
from booking.notifications.envelopes import BadAddress, mailbox
from booking.reservations.models import Reservation


@dataclass(frozen=True)
class Reader:
    """Somebody to write to. `mailbox` is None when the address cannot be used."""

    account_id: int
    mailbox: Mailbox | None
    made_it: bool


def readers(session: Session, reservation: Reservation) -> list[Reader]:
    """Whoever reserved for the own provider; otherwise, each by themselves, the provider's leads.

    Where there are none, somebody of the house who reserved reads it; nobody with a disabled account does.
    """
    maker = _in_use(session, reservation.account_id)
    if maker is not None and maker.provider_id == reservation.provider_id:
        return [_reader(maker, made_it=True)]
    leads = session.scalars(
        select(Account)
        .where(
            Account.provider_id == reservation.provider_id,
            Account.role == Role.LEAD,
            Account.is_in_use,
        )
        .order_by(Account.id)
    )
    found = [_reader(each, made_it=False) for each in leads]
    if not found and maker is not None and maker.provider_id is None:
        return [_reader(maker, made_it=True)]
    return found


def _in_use(session: Session, account_id: int | None) -> Account | None:
    account = session.get(Account, account_id) if account_id is not None else None
    return account if account is not None and account.is_in_use else None


def _reader(account: Account, *, made_it: bool) -> Reader:
    try:
        return Reader(account.id, mailbox(account.name, account.email), made_it)
    except BadAddress:
        return Reader(account.id, None, made_it)
