"""The log of readings: who of the staff looked at whose contact data, when and why (rule L-66)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.accounts.models import Person, Reading


def write_down(
    session: Session, actor: Actor, people: Iterable[Person | None], *, why: str, now: datetime
) -> None:
    """One line for each person; who was erased already leaves none."""
    ids = {person.id for person in people if person is not None}
    session.add_all(
        Reading(account_id=actor.account_id, person_id=each, why=why, at=now) for each in sorted(ids)
    )
