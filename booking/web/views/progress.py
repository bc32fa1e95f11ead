"""How far a closure or an absence with many guests is on its way in, in words and as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.disruptions.effects import MOST_HIT
from booking.disruptions.entering_jobs import CLOSURE, unfinished
from booking.disruptions.models import EnteringJob, Stage
from booking.web.language import gettext as _

LONG = timedelta(minutes=2)
QUARTERS = 4


@dataclass(frozen=True)
class ProgressView:
    """`text` says what `done` of `total` shows; `quarter` (0 to 4) is how often that is worth reading out.

    `slow` when it takes longer than usual. When it `ended` nothing is entered, and `text` says why.
    """

    done: int
    total: int
    quarter: int
    text: str
    slow: bool
    ended: bool
    changed: bool


def progress_view(kind: str, job: EnteringJob, now: datetime) -> ProgressView:
    done, total = min(len(job.held), job.total), job.total
    return ProgressView(
        done=done,
        total=total,
        quarter=done * QUARTERS // total if total else 0,
        text=refused_words(kind)[job.stage] if job.is_refused else _under_way(done, total),
        slow=not job.is_refused and now - job.created_at > LONG,
        ended=job.is_refused,
        changed=job.stage == Stage.CHANGED,
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
            text=refused_words(kind)[job.stage] if job.is_refused else under_way,
            ended=job.is_refused,
        )
        for job in found
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


def _under_way(done: int, total: int) -> str:
    if total and done < total:
        return _("%(done)s von %(total)s Terminen: andere Zeit gesucht", done=done, total=total)
    return _("Jetzt wird alles eingetragen.")
