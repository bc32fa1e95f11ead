"""Working off a closure or an absence with many guests: times are held ahead, then it is entered in one transaction.

Whoever does it may be killed at any moment. What is held so far stands in the job, written in the transaction of the
hold; entering and the end of the job are one transaction. So somebody else goes on, and nothing is entered twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.acting import account, acting_as
from booking.db import Database
from booking.disruptions import entering_jobs
from booking.disruptions.declaring import declare
from booking.disruptions.effects import EffectChanged, EffectTooLarge
from booking.disruptions.entering_jobs import GivenUp, Taken, TakenOver
from booking.disruptions.holding import HeldAhead, Ledger, give_back
from booking.disruptions.models import Stage
from booking.disruptions.offering import Ahead
from booking.runtime import Desk

log = logging.getLogger(__name__)


def carry_out(database: Database, desk: Desk, job_id: str) -> None:
    """Enter it, or write down why not; nothing when somebody else is at it. What raises is taken up again later."""
    with database.writing() as session:
        taken = entering_jobs.take(session, desk.vault, job_id)
    if isinstance(taken, GivenUp):
        give_back(database, taken.holds)
    if not isinstance(taken, Taken):
        return
    try:
        with acting_as(account(taken.account_id)):
            _carry_out(database, desk, taken)
    except TakenOver:
        log.info("somebody else works on this job")


def _carry_out(database: Database, desk: Desk, taken: Taken) -> None:
    held = HeldAhead(database, desk, taken.decided, ledger=JobLedger(taken), held=taken.held)
    try:
        held.hold()
        _enter(database, desk, taken, held.ahead)
    except EffectChanged as changed:
        held.ahead.used.clear()  # what used them was taken back
        _refuse(database, taken, Stage.CHANGED, changed)
    except EffectTooLarge:
        _refuse(database, taken, Stage.TOO_LARGE)
    held.give_back()


class JobLedger(Ledger):
    """Holds are noted in the job, while it is ours."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken

    def lock(self, session: Session) -> None:
        entering_jobs.ours(session, self._taken)

    def note(self, session: Session, holds: Mapping[str, list[str]]) -> None:
        entering_jobs.note_held(session, self._taken, holds)


def _enter(database: Database, desk: Desk, taken: Taken, ahead: Ahead) -> None:
    """Unless its sender's account was shut meanwhile: then nothing is done in their name any more."""
    wanted, answers = taken.decided.wanted, taken.decided.answers
    with database.writing() as session:
        job = entering_jobs.ours(session, taken)
        if not session.get_one(Account, taken.account_id).is_in_use:
            job.refuse(Stage.FAILED)
            return
        job.enter(declare(session, desk, wanted, answers, account_id=taken.account_id, ahead=ahead).id)


def _refuse(database: Database, taken: Taken, stage: Stage, changed: EffectChanged | None = None) -> None:
    with database.writing() as session:
        entering_jobs.ours(session, taken).refuse(stage, changed.in_vain if changed else ())
