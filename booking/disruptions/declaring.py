"""Entering a closure or an absence: dates sleep, and each appointment gets what was decided for it, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from booking import outbox
from booking.acting import account, acting_as
from booking.disruptions.answering import open_for, read_again
from booking.disruptions.carrying import Carrier
from booking.disruptions.effects import MOST_HIT, Answer, EffectChanged, EffectTooLarge, Way
from booking.disruptions.events import AbsenceDeclared, ClosureDeclared
from booking.disruptions.locking import lock_house, lock_places, lock_rows
from booking.disruptions.looking import Touched, look
from booking.disruptions.offering import Ahead
from booking.disruptions.sleeping import put_to_sleep
from booking.disruptions.wanted import Cause, Wanted, write_down
from booking.errors import Busy
from booking.offers.absences import Absence
from booking.runtime import Desk

__all__ = ["Answer", "declare"]

Answers = Mapping[str, Answer]


def declare(
    session: Session,
    desk: Desk,
    wanted: Wanted,
    answers: Answers,
    *,
    account_id: int,
    ahead: Ahead | None = None,
) -> Cause:
    """Enter it, with an answer for each appointment that it hits (by id); times to offer are held, if not `ahead`.

    Raises EffectChanged, with nothing saved, when others are hit by now or nothing is free for somebody any more,
    and EffectTooLarge.
    """
    with acting_as(account(account_id)):
        touched = _locked(session, desk, wanted, answers, ahead.all if ahead else ())
        row = write_down(session, wanted, desk.now)
        if isinstance(row, Absence):
            outbox.record(session, AbsenceDeclared(absence_id=row.id), now=desk.now)
        else:
            outbox.record(session, ClosureDeclared(closure_id=row.id), now=desk.now)
        put_to_sleep(session, desk, touched, cause=row.cause, reason=wanted.reason or None)
        Carrier(session, desk, wanted, row.cause, ahead).answer(touched.hit, answers)
        session.flush()
    return row


def _locked(session: Session, desk: Desk, wanted: Wanted, answers: Answers, ahead: Sequence[str]) -> Touched:
    """What it touches, now that nobody can change it. Raises EffectChanged, and Busy when somebody just did."""
    seen = look(session, desk, wanted)
    offers = open_for(session, [each.id for each in seen.hit])
    holds = [*ahead, *(choice for each in offers for choice in each.choices)]
    found = [*answers, *holds, *(each.id for each in (*seen.hit, *seen.held))]
    dates = [each.occurrence for each in seen.dates]
    locked = lock_rows(session, dates=dates, hours=seen.hours, appointments=found)
    read_again(session, offers)
    if wanted.is_absence and all(each.way != Way.OFFER for each in answers.values()):
        lock_places(session, [each.room for each in dates], {wanted.adviser_id or 0}, holds)
    else:
        lock_house(session, holds)
    touched = look(session, desk, wanted)
    _refuse_what_changed(touched, answers)
    changing = {each.reservation_id for each in touched.sleeping_dates} | {each.id for each in touched.hit}
    known = {each.id for each in offers}
    if not changing <= locked or any(each.id not in known for each in open_for(session, list(answers))):
        raise Busy
    return touched


def _refuse_what_changed(touched: Touched, answers: Answers) -> None:
    if {each.id for each in touched.hit} != set(answers):
        raise EffectChanged
    if len(touched.hit) > MOST_HIT:
        raise EffectTooLarge(str(len(touched.hit)))
