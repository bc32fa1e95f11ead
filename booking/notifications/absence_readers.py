"""Who reads the one note about an absence: it tells them of their reservations, too."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from booking import acting
from booking.accounts.models import Account
from booking.disruptions.events import AbsenceDeclared
from booking.notifications.account_notes import account_in_use, mailbox_of
from booking.notifications.together import along_with
from booking.offers.absences import Absence
from booking.outbox import reacting_to

ABSENCE_RECORDED = "absence_recorded"


def absence_readers(session: Session, absence: Absence) -> list[Account]:
    """Who is away, and who of the same provider entered it; each once, with an account in use that has a mailbox."""
    cause = reacting_to(session)
    entered = acting.account_id(cause.actor) if cause is not None else None
    ids = dict.fromkeys(each for each in (absence.adviser.account_id, entered) if each is not None)
    found = (account_in_use(session, each, absence.provider_id) for each in ids)
    return [each for each in found if each is not None and mailbox_of(each) is not None]


def told_with_absence(session: Session) -> frozenset[int]:
    """The accounts that read such a note about the change whose reactions run; none when nobody is away."""
    return frozenset(
        account.id for absence in _absences(session) for account in absence_readers(session, absence)
    )


def _absences(session: Session) -> Iterator[Absence]:
    for event in along_with(session, AbsenceDeclared):
        absence = session.get(Absence, event.absence_id)
        if absence is not None:
            yield absence
