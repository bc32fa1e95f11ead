"""The engine: what the tasks work with, put together once per process, and the steps they call."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from threading import BoundedSemaphore
from typing import Any

from celery.signals import beat_init, worker_init
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import backup, erasing, idempotency, outbox
from booking.accounts import capabilities, people, signin
from booking.config import Settings, UnsafeSettings
from booking.db import database_now
from booking.desk import walk_ins
from booking.disruptions import entering, entering_jobs, lapsing, refilling
from booking.errors import Busy
from booking.history import keeping as history
from booking.notifications import delivering, late, tidying
from booking.notifications.channels import Channel
from booking.notifications.folder import FolderChannel
from booking.notifications.post import Post
from booking.notifications.reminding import fire_due_reminders, is_due
from booking.notifications.residents import ResidentMails
from booking.outbox import EventRow, Subscriptions
from booking.reservations.approving import expire_requests
from booking.runtime import Runtime
from booking.scheduling.walltime import wall_day
from booking.subscriptions import subscriptions
from booking.todos import interpreting, keeping
from booking.waiting import sweeping
from workers import doorbell
from workers.smtp import SmtpChannel

log = logging.getLogger(__name__)

SENDERS = 4  # fewer than the worker has threads: a silent mail server leaves some to dispatch and remind
ENTERERS = 2  # closures and absences with many guests at a time, for the same reason


@dataclass(frozen=True)
class Engine:
    """A runtime with its reactions and its way out for mails."""

    runtime: Runtime
    reactions: Subscriptions
    channel: Channel
    senders: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(SENDERS))
    enterers: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(ENTERERS))

    def dispatch(self) -> None:
        """Run the reactions of every event that waits for it, and sweep the waiting list if one of them asks."""
        asked = False
        try:
            while self._has_events():
                with self.runtime.database.writing() as session:
                    outbox.dispatch(session, self.reactions, now=self.runtime.clock.now())
                asked = asked or sweeping.was_asked(session)
        except Busy:
            log.info("another worker dispatches")
        if asked:
            self.sweep()

    def sweep(self) -> None:
        """Offer free times to those who wait for one, and take back what nobody answered."""
        try:
            self._let_offers_lapse()
            self._find_times_anew()
        except Busy:
            log.info("another offer is answered just now")
        sweeping.sweep(self.runtime)

    def due_deliveries(self) -> Sequence[int]:
        """As many as there are senders to ring for: each goes on until nothing is due."""
        return delivering.due_deliveries(self.runtime.database, limit=SENDERS)

    def deliver(self, delivery_id: int) -> None:
        """Try one delivery, and whatever else is due; nothing when all senders are at that already."""
        if self.senders.acquire(blocking=False):
            try:
                delivering.deliver(self.runtime, self.channel, delivery_id)
                while delivering.deliver_due(self.runtime, self.channel):
                    pass
            finally:
                self.senders.release()

    def waiting_entries(self) -> Sequence[str]:
        """The closures and absences with many guests that nobody works on."""
        with self.runtime.database.reading() as session:
            return entering_jobs.waiting(session)

    def enter(self, job_id: str) -> None:
        """Enter one, unless enough are entered already; when that fails, somebody takes it up again in seconds."""
        if self.enterers.acquire(blocking=False):
            try:
                entering.carry_out(self.runtime.database, self.runtime.desk(), job_id)
            except Busy:
                log.info("entering waits for somebody else")
            finally:
                self.enterers.release()

    def enter_waiting(self) -> None:
        """Enter all that wait, one after the other; each by itself."""
        for job_id in self.waiting_entries():
            _by_itself(partial(self.enter, job_id), "entering")

    def remind(self) -> None:
        """Make mails of the reminders that are due."""
        now = self.runtime.clock.now()
        with self.runtime.database.reading() as session:
            if not is_due(session, now=now):
                return
        with self.runtime.database.writing() as session:
            mails = ResidentMails(Post(self.runtime.vault, self.runtime.settings))
            fire_due_reminders(session, mails, now=now)

    def tidy(self) -> None:
        """Close requests that nobody answered, erase whose date has come, forget what has expired; each by itself."""
        now = self.runtime.clock.now()
        vault = self.runtime.vault
        steps: tuple[Callable[[Session], object], ...] = (
            lambda session: expire_requests(session, now=now),
            lambda session: people.forget_needs(session, vault, today=wall_day(now)),
            lambda session: interpreting.forget_wishes(session, today=wall_day(now)),
            lambda session: tidying.tidy(session, now=now),
            lambda session: history.tidy(session, now=now),
            lambda session: late.call_in_time(session, vault, now=now),
            lambda session: keeping.tidy(session, now=now),
            lambda session: walk_ins.tidy(session, now=now),
            lambda session: capabilities.tidy(session, now=now),
            lambda session: idempotency.tidy(session, now=now),
            lambda session: entering_jobs.tidy(session, now=now),
            lambda session: signin.tidy(session, now=database_now(session)),
        )
        _by_itself(lambda: erasing.erase_due(self.runtime.database, now=now), "tidying")
        for step in steps:
            _by_itself(partial(self._write, step), "tidying")
        backup.roll_off(self.runtime.settings.data_dir / "backups", now=now)
        if isinstance(self.channel, FolderChannel):
            with self.runtime.database.reading() as session:
                tidying.sweep(session, self.channel)

    def _let_offers_lapse(self) -> None:
        """Cancel appointments for which nobody took another time; one query when there is none."""
        desk = self.runtime.desk()
        with self.runtime.database.reading() as session:
            if not lapsing.is_due(session, desk.now):
                return
        with self.runtime.database.writing() as session:
            lapsing.lapse(session, desk)

    def _find_times_anew(self) -> None:
        """Other times for those whose every offered time went; each by itself, and nothing but queries when none did."""
        desk = self.runtime.desk()
        with self.runtime.database.reading() as session:
            empty = refilling.emptied(session, desk.now)
        for each in empty:
            self._write(partial(refilling.refill, desk=desk, replacement_id=each))

    def _write(self, step: Callable[[Session], object]) -> None:
        with self.runtime.database.writing() as session:
            step(session)

    def _has_events(self) -> bool:
        with self.runtime.database.reading() as session:
            waiting = select(EventRow.id).where(EventRow.position.is_(None)).limit(1)
            return session.scalar(waiting) is not None


def _by_itself(step: Callable[[], object], doing: str) -> None:
    try:
        step()
    except Exception as error:  # noqa: BLE001 (the others must not wait for it)
        log.error("%s: %s", doing, type(error).__name__)  # noqa: TRY400 (the message may quote a person)


def assemble(runtime: Runtime) -> Engine:
    """The engine for this runtime: SMTP where a mail server is set, else the folder of kept mails."""
    settings = runtime.settings
    channel: Channel = (
        SmtpChannel(settings.mail, settings.domain)
        if settings.mail.server
        else FolderChannel(settings.mail_dir)
    )
    return Engine(runtime, subscriptions(runtime), channel)


@cache
def engine() -> Engine:
    """The engine of this process, from the environment; the first task builds it."""
    return assemble(Runtime.start(settings_or_exit(), doorbell=doorbell.ring))


@worker_init.connect
@beat_init.connect
def refuse_unsafe_settings(**_signal: Any) -> None:
    """A worker and a beat of production refuse to start as the web does."""
    settings_or_exit()


def settings_or_exit() -> Settings:
    """The settings of the environment; unsafe ones end the process with one sentence."""
    try:
        return Settings.from_environment(os.environ)
    except UnsafeSettings as refusal:
        sys.exit(str(refusal))
