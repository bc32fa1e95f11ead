"""Undoing a drop: the date goes back, and the mails that were waiting for it never leave.

Nobody dispatches meanwhile: either the event has its mails, which are taken out of the queue here, or it has none
yet and gets none. A mail that is being sent, or was, cannot be called back; then nothing is undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import rearranging
from booking.appointments.carrying_out import AdviserBusy
from booking.appointments.dropping import Drop, Place, dropped
from booking.appointments.guests import GuestsChanged
from booking.errors import DomainError, NotAllowedNow, NotFound, Overlap, RulesBroken
from booking.house.models import Room
from booking.notifications.models import Delivery, Fate
from booking.outbox import EventRow
from booking.reservations.courses import CannotShift, Change
from booking.reservations.deciding import DatesTaken
from booking.reservations.drafting import Move
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.scope import Scope, date_of, for_change
from booking.runtime import Desk
from booking.scheduling.walltime import to_wall

LEFT = (Fate.SENDING, Fate.RETRYING, Fate.SENT, Fate.BOUNCED)
IN_THE_WAY = (DatesTaken, NotAllowedNow, GuestsChanged, Overlap, AdviserBusy, RulesBroken, CannotShift)


class TooLateToUndo(DomainError):
    """`why` is "told" (a mail has left), "changed" (somebody changed it since) or "taken" (its place is)."""

    code = "too-late-to-undo"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def undo(session: Session, desk: Desk, change: str, *, by: str, by_house: bool = False) -> Drop:
    """Put back what `by` dropped; undoing it twice is undoing it once. Raises NotFound, TooLateToUndo."""
    outbox.hold_dispatch(session)
    made = dropped(session, desk, change, by=by)
    if made is None:
        raise NotFound("change")
    reservation = for_change(session, made.reservation_id)
    date = date_of(reservation, made.occurrence_id)
    rows = session.scalars(select(EventRow).where(EventRow.change == change).order_by(EventRow.id)).all()
    if all(row.is_silent for row in rows):
        return made
    if _last_change(session, reservation) != change or Place.of(date) != made.after:
        raise TooLateToUndo("changed")
    _recall(session, rows)
    for row in rows:
        row.silence()
    outbox.hold_mails(session, outbox.NEVER)
    try:
        _put_back(session, desk, reservation, date, made.before, by_house=by_house)
    except IN_THE_WAY as error:
        raise TooLateToUndo("taken") from error
    if Place.of(date) != made.before or not date.takes_place:  # the house closes then
        raise TooLateToUndo("taken")
    return made


def _recall(session: Session, rows: Sequence[EventRow]) -> None:
    """Take the mails about it out of the queue. Raises TooLateToUndo when one is on its way."""
    mails = session.scalars(
        select(Delivery)
        .where(Delivery.event_id.in_([row.id for row in rows]))
        .order_by(Delivery.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(mail.fate in LEFT for mail in mails):
        raise TooLateToUndo("told")
    for mail in mails:
        if mail.fate == Fate.QUEUED:
            mail.fate, mail.sealed = Fate.OUTDATED, None


def _put_back(
    session: Session, desk: Desk, reservation: Reservation, date: Occurrence, before: Place, *, by_house: bool
) -> None:
    start = to_wall(before.starts_at)
    change = Change(
        day=start.date(),
        at=start.time(),
        minutes=int((before.ends_at - before.starts_at).total_seconds()) // 60,
        room=session.get_one(Room, before.room_id),
    )
    wanted = Move(change=change, scope=Scope.ONE, picked=date)
    rearranging.move(session, desk, reservation, wanted, {}, by_house=by_house)


def _last_change(session: Session, reservation: Reservation) -> str | None:
    """The name of the change that touched the reservation last."""
    return session.scalar(
        select(EventRow.change)
        .where(EventRow.subject == f"reservation:{reservation.id}")
        .order_by(EventRow.id.desc())
        .limit(1)
    )
