"""The one walk on which a closure and an absence are entered: what is typed, whom it hits, saved, or followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask import Response, request, session
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from booking.disruptions import deciding, entering_jobs
from booking.disruptions.effects import EffectChanged, EffectTooLarge
from booking.disruptions.models import EnteringJob, Stage
from booking.web.access import runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.pages.effects import INSTEAD, ONCE, Entering, Saved, Sent, digest, step
from booking.web.views.progress import progress_view

LOOK, SAVE, BACK, DROP = "vorschau", "speichern", "angaben", "verwerfen"


class Typed(Protocol):
    """A form that somebody sent, read against the database as it is now."""

    @property
    def errors(self) -> Mapping[str, str]:
        """A sentence for each fault, by field."""

    def asked(self, database: Session, *, too_large: bool = False) -> Response:
        """The form again, with its faults."""

    def entering(self) -> Entering:
        """What a form without errors asks for."""


@dataclass(frozen=True)
class Words:
    """Sentences: it is entered; it was entered before; and what the page of its progress is called."""

    done: str
    known: str
    under_way: str


@dataclass(frozen=True)
class Walk:
    """How one of the two is entered. `home` takes its form, `jobs` shows what is on its way, `found` what is entered."""

    kind: str
    here: str
    home: str
    jobs: str
    found: str
    news: str
    read: Callable[[Session, Sent], Typed]
    words: Callable[[], Words]

    def enter(self) -> AnyResponse:
        """Whatever button was pressed."""
        sent = request.form
        with runtime().database.writing() as database:
            read = self.read(database, sent)
            if read.errors or step() == BACK:
                return read.asked(database)
        if step() != SAVE:
            return self._look(sent)
        try:
            with runtime().database.reading() as database:
                entering = self.read(database, sent).entering()
            saved = entering.save()
        except EffectChanged as changed:
            return self._look(sent, changed)
        except EffectTooLarge:
            return self._too_large(sent)
        return self._go_on(saved, mark=digest(sent))

    def follow(self, job_id: str) -> AnyResponse:
        """How far it is; once it is entered, its own page."""
        with runtime().database.reading() as database:
            job = self._job(database, job_id)
        kept = session.get(self._kept) == job.fingerprint
        if job.stage == Stage.ENTERED:
            return self._go_on(job, mark="" if kept else job.fingerprint)
        view = progress_view(self.kind, job, runtime().clock.now())
        return page(
            "entering/progress.html",
            here=self.here,
            title=self.words().under_way,
            home=self.jobs.rpartition("/")[0],
            action=f"{self.jobs}/{job.id}",
            progress=view,
            anew=self.home,
            kept=kept,
        )

    def look_again(self, job_id: str) -> AnyResponse:
        """Forget what could not be entered, or show it anew with all that was typed and decided."""
        if step() == DROP:
            with runtime().database.writing() as database:
                entering_jobs.forget(database, job_id, account_id=signed_in().account_id)
            return see(self.jobs.rpartition("/")[0])
        with runtime().database.reading() as database:
            job = self._job(database, job_id)
        if not job.is_refused or job.sealed is None:
            return see(f"{self.jobs}/{job.id}")
        sent = MultiDict(deciding.unsealed(runtime().vault, job.sealed, job.id).form)
        sent.setlist(INSTEAD, [job.id])
        with runtime().database.reading() as database:
            read = self.read(database, sent)
            if read.errors or job.stage == Stage.TOO_LARGE:
                return read.asked(database, too_large=job.stage == Stage.TOO_LARGE)
        changed = EffectChanged(job.in_vain) if job.stage == Stage.CHANGED else None
        return self._look(sent, changed, once=typed(sent, ONCE)[ONCE])

    @property
    def _kept(self) -> str:
        """Where the browser remembers the fingerprint of a job to which it sent other decisions in vain."""
        return f"{self.news}_kept"

    def _look(self, sent: Sent, changed: EffectChanged | None = None, *, once: str = "") -> Response:
        try:
            with runtime().database.writing() as database:
                return self.read(database, sent).entering().preview(database, changed=changed, once=once)
        except EffectTooLarge:
            return self._too_large(sent)

    def _too_large(self, sent: Sent) -> Response:
        with runtime().database.reading() as database:
            return self.read(database, sent).asked(database, too_large=True)

    def _go_on(self, saved: Saved | EnteringJob, *, mark: str) -> Response:
        if isinstance(saved, EnteringJob):
            if saved.entered_id is None:
                if saved.fingerprint != mark:
                    session[self._kept] = saved.fingerprint
                return see(f"{self.jobs}/{saved.id}")
            saved = Saved(saved.entered_id, before=saved.fingerprint != mark)
        words = self.words()
        session[self.news] = words.known if saved.before else words.done
        return see(f"{self.found}/{saved.id}")

    def _job(self, database: Session, job_id: str) -> EnteringJob:
        return entering_jobs.job_of(database, self.kind, job_id, account_id=signed_in().account_id)
