"""The sweep: unanswered times go on, who waited to the end is told, free times find whose turn it is.

Each step is a transaction of its own with the locks of one booking, so two sweeps at once, a resident's booking
and an answer meet in the database one after the other. A step that others were faster for is left to the next sweep;
who has to be waited for keeps their turn, so an offer's times go to nobody else meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.errors import Busy, Overlap, SlotTaken, SlotUnknown
from booking.occupancy import BusyTime
from booking.outbox import Happened
from booking.runtime import Desk, Runtime
from booking.waiting import answering, ending
from booking.waiting.finding import by_id
from booking.waiting.models import ON_THE_LIST, State, WaitingEntry
from booking.waiting.offering import next_chance, offer_time, wanted_offers

log = logging.getLogger(__name__)

ASKED = "waiting_asked"
MISSED = (Overlap, SlotTaken, SlotUnknown)


def ask(session: Session, _happened: Happened) -> None:
    """Reaction: a time may be free now. Whoever dispatches sweeps after the commit; if not, the next beat does."""
    session.info[ASKED] = True


def was_asked(session: Session) -> bool:
    """Whether a reaction of this session asked for a sweep."""
    return bool(session.info.get(ASKED))


def sweep(runtime: Runtime) -> int:
    """Do all there is to do for the list now; says how many times were offered. One query when nobody waits."""
    with runtime.database.reading() as session:
        if not _somebody_waits(session):
            return 0
    desk = runtime.desk()
    _let_go_on(runtime, desk)
    _end(runtime, desk)
    with runtime.database.reading() as session:
        offers = wanted_offers(session)
    return sum(_offer(runtime, desk, offer_id) for offer_id in offers)


def _let_go_on(runtime: Runtime, desk: Desk) -> None:
    """Times that nobody answered, and those that went with a change of their Sprechstunde."""
    with runtime.database.reading() as session:
        unanswered, gone = _unanswered(session, desk.now), _gone(session)
    for entry_id in unanswered:
        _step(runtime, partial(_lapse, desk=desk, entry_id=entry_id))
    for entry_id in gone:
        _step(runtime, partial(_give_up, desk=desk, entry_id=entry_id))


def _end(runtime: Runtime, desk: Desk) -> None:
    with runtime.database.reading() as session:
        due = ending.due_to_end(session, now=desk.now)
    for entry_id, why in due:
        _step(runtime, partial(_end_one, desk=desk, entry_id=entry_id, why=why))


def _offer(runtime: Runtime, desk: Desk, offer_id: int) -> int:
    """Offer free times of one offer until nobody suits any more; each chance is tried once.

    Whoever's turn it is may be busy with their entry: the next sweep comes back to them.
    """
    offered, missed = 0, set[tuple[str, datetime]]()
    while True:
        with runtime.database.reading() as session:
            chance = next_chance(session, desk, offer_id, missed=missed)
        if chance is None:
            return offered
        missed.add((chance.entry_id, chance.slot.start))
        try:
            offered += _try(runtime, partial(offer_time, desk=desk, chance=chance))
        except Busy:
            log.info("waiting list: %s", Busy.__name__)
            return offered


def _step(runtime: Runtime, act: Callable[[Session], bool]) -> bool:
    """One transaction; False when it changed nothing, or somebody stood in the way."""
    try:
        return _try(runtime, act)
    except Busy:
        log.info("waiting list: %s", Busy.__name__)
        return False


def _try(runtime: Runtime, act: Callable[[Session], bool]) -> bool:
    """One transaction; False when it changed nothing, or somebody was faster. Raises Busy."""
    try:
        with runtime.database.writing() as session:
            return act(session)
    except MISSED as rival:
        log.info("waiting list: %s", type(rival).__name__)
        return False


def _lapse(session: Session, desk: Desk, entry_id: str) -> bool:
    answering.lapse(session, desk, by_id(session, entry_id, for_change=True))
    return True


def _end_one(session: Session, desk: Desk, entry_id: str, why: str) -> bool:
    ending.end(session, by_id(session, entry_id, for_change=True), why, now=desk.now)
    return True


def _give_up(session: Session, desk: Desk, entry_id: str) -> bool:
    """Looked at again behind the lock: they may have taken the time meanwhile, or have another one."""
    entry = by_id(session, entry_id, for_change=True)
    if entry_id in _gone(session):
        answering.give_up(session, desk, entry)
    return True


def _somebody_waits(session: Session) -> bool:
    waits = select(WaitingEntry.id).where(WaitingEntry.state.in_(ON_THE_LIST)).limit(1)
    return session.scalar(waits) is not None


def _unanswered(session: Session, now: datetime) -> list[str]:
    statement = select(WaitingEntry.id).where(
        WaitingEntry.state == State.OFFERED, WaitingEntry.answer_by <= now
    )
    return list(session.scalars(statement.order_by(WaitingEntry.answer_by)))


def _gone(session: Session) -> list[str]:
    """Who decides about a time that nothing is held for any more."""
    held = exists().where(BusyTime.owner == "appointment:" + Appointment.id)
    statement = (
        select(WaitingEntry.id)
        .join(Appointment, Appointment.id == WaitingEntry.appointment_id)
        .where(WaitingEntry.state == State.OFFERED, ~held)
    )
    return list(session.scalars(statement.order_by(WaitingEntry.created_at)))
