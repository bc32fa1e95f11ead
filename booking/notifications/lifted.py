"""What a provider's side is told when a closure or an absence is withdrawn: what takes place again, and what cannot.

Whose room or adviser was given away meanwhile gets a list of it, each line with the page on which it can be taken up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.appointments.models import ConsultationHours
from booking.disruptions.events import AbsenceWithdrawn, ClosureWithdrawn
from booking.disruptions.returning import sleepers
from booking.disruptions.wanted import Cause
from booking.house.models import Closure
from booking.i18n import Language
from booking.notifications.account_notes import Note, account_of, order_key, write_note
from booking.notifications.closure_notes import CLOSURE_RECORDED
from booking.notifications.models import Delivery
from booking.notifications.post import Post
from booking.notifications.reservation_readers import readers
from booking.offers.absences import Absence
from booking.outbox import Happened
from booking.reservations.models import Occurrence
from booking.reservations.words import hours_words

DISRUPTION_LIFTED = "disruption_lifted"


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A date or a Sprechstunde that does not come back by itself; `path` is where it can be taken up."""

    starts_at: datetime
    ends_at: datetime
    room: str
    path: str

    def words(self, spoken: Language) -> str:
        """Dienstag, 24. November 2026, 9–12 Uhr, Büro 1."""
        hours = hours_words(self.starts_at, self.ends_at, spoken)
        parts = (spoken.formats.day_year(self.starts_at), hours, self.room)
        return ", ".join(each for each in parts if each)


@dataclass(frozen=True, kw_only=True)
class AboutLifted:
    """What the mail says: what is withdrawn, and what stays off; nothing of it, and all is as it was."""

    starts_at: datetime
    ends_at: datetime
    is_absence: bool
    lost: Sequence[Lost]

    def when(self, spoken: Language) -> str:
        """Dienstag, 24. November 2026, 9–12 Uhr."""
        return (
            f"{spoken.formats.day_year(self.starts_at)}, {hours_words(self.starts_at, self.ends_at, spoken)}"
        )


@dataclass(frozen=True)
class LiftedNotes:
    """The reaction that writes to whom something belongs that stays off, and to advisers who heard of the closure."""

    post: Post

    def tell(self, session: Session, happened: Happened) -> None:
        """One mail for each of them, however much it is."""
        row = _row(session, happened)
        if row is None:
            return
        lost = _lost(session, row, happened.at)
        told = {each.id: each for each in _told(session, row)}
        accounts = {**told, **{each: session.get_one(Account, each) for each in lost}}
        for account_id in sorted(accounts):
            mine = lost.get(account_id, [])
            about = AboutLifted(
                starts_at=row.starts_at, ends_at=row.ends_at, is_absence=isinstance(row, Absence), lost=mine
            )
            until = max([row.ends_at, *(each.ends_at for each in mine)])
            note = Note(kind=DISRUPTION_LIFTED, cause=row.cause, about=about, until=until)
            write_note(session, self.post, happened, accounts[account_id], note)


def _row(session: Session, happened: Happened) -> Cause | None:
    event = happened.event
    if isinstance(event, ClosureWithdrawn):
        return session.get(Closure, event.closure_id)
    assert isinstance(event, AbsenceWithdrawn)
    return session.get(Absence, event.absence_id)


def _lost(session: Session, row: Cause, now: datetime) -> Mapping[int, list[Lost]]:
    """What goes on sleeping for it though it is over, by the accounts to which it belongs; each thing once."""
    found: dict[int, list[Lost]] = defaultdict(list)
    listed: set[tuple[int, str | None]] = set()
    asleep = sleepers(session, row)
    for date in asleep.dates:
        if _is_to_come(date, now):
            for reader in readers(session, date.reservation):
                found[reader.account_id].append(_of_date(date))
                listed.add((reader.account_id, date.id))
    for hours in asleep.hours:
        account = account_of(session, hours.adviser_id)
        if hours.ends_at > now and account is not None and (account.id, hours.occurrence_id) not in listed:
            found[account.id].append(_of_hours(hours, row))
    return {each: sorted(lines, key=lambda line: line.starts_at) for each, lines in found.items()}


def _is_to_come(date: Occurrence, now: datetime) -> bool:
    """Whether it could still take place: a request that nobody answered could not anyway."""
    decide_by = date.reservation.decide_by
    return not date.is_past(now) and (decide_by is None or decide_by > now)


def _of_date(date: Occurrence) -> Lost:
    path = f"/reservierung/{date.reservation_id}"
    return Lost(starts_at=date.starts_at, ends_at=date.ends_at, room=date.room.name, path=path)


def _of_hours(hours: ConsultationHours, row: Cause) -> Lost:
    """An absence has a page on which to try again; what a closure took is changed where it is."""
    path = f"/abwesenheit/{row.id}" if isinstance(row, Absence) else f"/sprechstunde/{hours.id}"
    room = hours.room.name if hours.room is not None else ""
    return Lost(starts_at=hours.starts_at, ends_at=hours.ends_at, room=room, path=path)


def _told(session: Session, row: Cause) -> Iterator[Account]:
    """The accounts that read of the closure, and are in use; whoever was away has withdrawn that themselves."""
    prefix = order_key(row.cause, 0).removesuffix("0")
    keys = session.scalars(
        select(Delivery.order_key).where(
            Delivery.kind == CLOSURE_RECORDED, Delivery.order_key.startswith(prefix, autoescape=True)
        )
    )
    for key in sorted(set(keys)):
        account = session.get(Account, int(key.removeprefix(prefix)))
        if account is not None and account.is_in_use:
            yield account
