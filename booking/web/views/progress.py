"""How far a closure or an absence with many guests is on its way in, in words and as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.disruptions.effects import MOST_HIT
from booking.disruptions.entering_jobs import ABSENCE, CLOSURE, refused, unfinished
from booking.disruptions.models import EnteringJob, Stage
from booking.web.language import gettext as _
from booking.web.views.rules import day_words

LONG = timedelta(minutes=2)
QUARTERS = 4
JOBS_OF = {CLOSURE: "/schliessungen/eintragen", ABSENCE: "/abwesenheit/eintragen"}


@dataclass(frozen=True)
class ProgressView:
    """`text` says what `done` of `total` shows; `quarter` (0 to 4) is how often that is worth reading out.

    `slow` when it takes longer than usual. When it `ended` nothing is entered, and `text` says why; `gone` when what
    was typed is not there any more, sent on the day `sent`.
    """

    done: int
    total: int
    quarter: int
    text: str
    slow: bool
    ended: bool
    changed: bool
    gone: bool
    sent: str


def progress_view(kind: str, job: EnteringJob, now: datetime) -> ProgressView:
    done, total = min(len(job.held), job.total), job.total
    return ProgressView(
        done=done,
        total=total,
        quarter=done * QUARTERS // total if total else 0,
        text=_refused(kind, job) if job.is_refused else _under_way(done, total),
        slow=not job.is_refused and now - job.created_at > LONG,
        ended=job.is_refused,
        changed=job.stage == Stage.CHANGED,
        gone=_is_gone(job),
        sent=day_words(job.created_at),
    )


@dataclass(frozen=True)
class OpenJob:
    """One that the reader sent and that is not entered, for the list; `ended`: it waits for another look."""

    url: str
    text: str
    ended: bool


def open_jobs(database: Session, actor: Actor, kind: str, under_way: str, jobs: str) -> list[OpenJob]:
    """The reader's own, the oldest first; `jobs` is the address before their ids."""
    found = unfinished(database, kind, account_id=actor.account_id)
    return [
        OpenJob(
            url=f"{jobs}/{job.id}",
            text=_refused(kind, job) if job.is_refused else under_way,
            ended=job.is_refused,
        )
        for job in found
    ]


def refused_jobs(database: Session, actor: Actor) -> list[OpenJob]:
    """The reader's own that could not be entered, of either kind, for where their day begins."""
    return [
        OpenJob(url=f"{JOBS_OF[job.kind]}/{job.id}", text=_at_the_start(job), ended=True)
        for job in refused(database, account_id=actor.account_id)
    ]


def refused_words(kind: str) -> dict[Stage, str]:
    """Why nothing is entered."""
    large = (
        _("Das trifft mehr als %(most)s Termine. Bitte teilen Sie die Schließung.", most=MOST_HIT)
        if kind == CLOSURE
        else _("Das trifft mehr als %(most)s Termine. Bitte teilen Sie die Abwesenheit.", most=MOST_HIT)
    )
    return {
        Stage.CHANGED: _("Gerade hat sich etwas geändert. Noch ist nichts gespeichert."),
        Stage.TOO_LARGE: large,
        Stage.FAILED: _("Das hat nicht geklappt. Noch ist nichts gespeichert."),
    }


def _refused(kind: str, job: EnteringJob) -> str:
    if not _is_gone(job):
        return refused_words(kind)[job.stage]
    if kind == CLOSURE:
        return _("Eine Schließung ist nicht eingetragen. Bitte tragen Sie sie neu ein.")
    return _("Eine Abwesenheit ist nicht eingetragen. Bitte tragen Sie sie neu ein.")


def _at_the_start(job: EnteringJob) -> str:
    """Names what it is about: nothing around it does."""
    if _is_gone(job):
        return _refused(job.kind, job)
    if job.kind == CLOSURE:
        return _("Eine Schließung ist noch nicht eingetragen. Bitte sehen Sie noch einmal hin.")
    return _("Eine Abwesenheit ist noch nicht eingetragen. Bitte sehen Sie noch einmal hin.")


def _is_gone(job: EnteringJob) -> bool:
    """Whether nothing is left of what was typed: it is a day old, or was unreadable."""
    return job.is_refused and job.sealed is None


def _under_way(done: int, total: int) -> str:
    if total and done < total:
        return _("%(done)s von %(total)s Terminen: andere Zeit gesucht", done=done, total=total)
    return _("Jetzt wird alles eingetragen.")
