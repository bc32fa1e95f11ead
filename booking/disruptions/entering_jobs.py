"""Closures and absences on their way in: who may work on one, and who may follow it.

A lease on the database's clock decides who works, as with mails (notifications/claiming.py). Whoever dies loses it, and
the next one goes on with the times that are held already.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from booking.db import database_now
from booking.disruptions.deciding import Decided, unsealed
from booking.disruptions.models import EnteringJob, Stage
from booking.errors import DomainError, NotFound
from booking.idempotency import KEEP
from booking.ids import random_id
from booking.runtime import Desk
from booking.vault import Vault

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
REMEMBERED = timedelta(days=30)
ATTEMPTS = 8
CLOSURE, ABSENCE = "closure", "absence"


class TakenOver(DomainError):
    """Somebody else works on it now: the lease ran out meanwhile, or the job is gone."""

    code = "taken-over"


@dataclass(frozen=True)
class Taken:
    """The right to work on one job while its lease is renewed; `held` is what others before had held for it."""

    id: str
    lease: str
    account_id: int
    decided: Decided
    held: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenUp:
    """It ends here with nothing entered; `holds` are to be given back once that is written down."""

    holds: Sequence[str]


def start(
    session: Session, desk: Desk, job_id: str, decided: Decided, *, account_id: int, fingerprint: str
) -> EnteringJob:
    """The job with this id, begun now unless it is there; one that was refused begins anew with what is decided now.

    Parallel calls with one id must wait for each other (idempotency.earlier_answer).
    """
    job = session.get(EnteringJob, job_id, with_for_update=True)
    if job is not None and not job.is_refused:
        return job
    if job is not None:
        session.delete(job)
        session.flush()
    job = EnteringJob(
        id=job_id,
        account_id=account_id,
        kind=ABSENCE if decided.wanted.is_absence else CLOSURE,
        sealed=decided.sealed(desk.vault, job_id),
        fingerprint=fingerprint,
        total=len(decided.offers),
        created_at=desk.now,
    )
    session.add(job)
    return job


def job_of(session: Session, kind: str, job_id: str, *, account_id: int) -> EnteringJob:
    """The job, for whoever sent it. Raises NotFound for everybody else."""
    job = session.get(EnteringJob, job_id)
    if job is None or (job.kind, job.account_id) != (kind, account_id):
        raise NotFound("entering job")
    return job


def unfinished(session: Session, kind: str, *, account_id: int) -> Sequence[EnteringJob]:
    """What this account sent and is not entered, the oldest first."""
    mine = EnteringJob.kind == kind, EnteringJob.account_id == account_id
    statement = select(EnteringJob).where(*mine, EnteringJob.stage != Stage.ENTERED)
    return session.scalars(statement.order_by(EnteringJob.created_at, EnteringJob.id)).all()


def refused(session: Session, *, account_id: int) -> Sequence[EnteringJob]:
    """What this account sent and nobody could enter, of either kind, the oldest first."""
    ended = EnteringJob.stage.not_in((Stage.WAITING, Stage.ENTERED))
    statement = select(EnteringJob).where(EnteringJob.account_id == account_id, ended)
    return session.scalars(statement.order_by(EnteringJob.created_at, EnteringJob.id)).all()


def forget(session: Session, job_id: str, *, account_id: int) -> None:
    """A refused job goes, with what was typed. Doing it twice is harmless; what is on its way stays."""
    job = session.get(EnteringJob, job_id, with_for_update=True)
    if job is not None and job.account_id == account_id and job.is_refused:
        session.delete(job)


def waiting(session: Session) -> Sequence[str]:
    """The jobs that somebody could take up now, the longest waiting first."""
    free = _is_free(database_now(session))
    return session.scalars(select(EnteringJob.id).where(free).order_by(EnteringJob.created_at)).all()


def take(session: Session, vault: Vault, job_id: str) -> Taken | GivenUp | None:
    """Take it up, or None: somebody else has it, or it has ended. It ends here if it failed too often or is unreadable."""
    clock = database_now(session)
    job = session.scalar(
        select(EnteringJob)
        .where(EnteringJob.id == job_id, _is_free(clock))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if job is None or job.sealed is None:
        return None
    if job.attempts == ATTEMPTS:
        return _given_up(job)
    try:
        decided = unsealed(vault, job.sealed, job.id)
    except Exception as error:  # noqa: BLE001 (whatever it is, it would be the same the next time)
        log.error("unreadable job: %s", type(error).__name__)  # noqa: TRY400 (the message may quote a person)
        job.sealed = None
        return _given_up(job)
    job.attempts += 1
    job.lease, job.leased_until = random_id(), clock + LEASE
    return Taken(job.id, job.lease, job.account_id, decided, {**job.held})


def ours(session: Session, taken: Taken) -> EnteringJob:
    """The job, locked until this transaction ends. To be asked first, before anything else is locked.

    Raises TakenOver.
    """
    job = session.scalar(
        select(EnteringJob)
        .where(EnteringJob.id == taken.id, EnteringJob.lease == taken.lease)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if job is None:
        raise TakenOver
    return job


def note_held(session: Session, taken: Taken, holds: Mapping[str, list[str]]) -> None:
    """Write down what is held for whom, in a job that is ours, and keep it for another while."""
    job = session.get_one(EnteringJob, taken.id)
    job.held = {**job.held, **holds}
    job.leased_until = database_now(session) + LEASE


def tidy(session: Session, *, now: datetime) -> None:
    """After a day nothing typed is left, and what nobody worked off has failed.

    A refused one stays for a month without it: whoever closed its page must learn that nothing is entered.
    """
    old = EnteringJob.created_at <= now - KEEP
    lost = select(EnteringJob).where(old, _is_free(database_now(session))).with_for_update(skip_locked=True)
    for job in session.scalars(lost):
        job.refuse(Stage.FAILED)
    session.flush()
    over = or_(EnteringJob.stage == Stage.ENTERED, EnteringJob.created_at <= now - REMEMBERED)
    session.execute(delete(EnteringJob).where(old, over))
    session.execute(update(EnteringJob).where(old, EnteringJob.stage != Stage.WAITING).values(sealed=None))


def _given_up(job: EnteringJob) -> GivenUp:
    holds = [each for held in job.held.values() for each in held]
    job.refuse(Stage.FAILED)
    return GivenUp(holds)


def _is_free(clock: datetime) -> ColumnElement[bool]:
    unleased = or_(EnteringJob.leased_until.is_(None), EnteringJob.leased_until <= clock)
    return and_(EnteringJob.stage == Stage.WAITING, unleased)
