"""Somebody gets another place in the house: the account changes, and no adviser's week goes along to strangers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.managing import Place, change
from booking.accounts.models import Account
from booking.providers.advisers import part_from_strangers


def move_person(session: Session, actor: Actor, account_id: int, wanted: Place, *, now: datetime) -> Account:
    """The account with its new name, role or provider. Raises as `managing.change`."""
    account = change(session, actor, account_id, wanted, now=now)
    part_from_strangers(session, account)
    return account
