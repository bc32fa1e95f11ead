"""Taking the held time, for whoever answers: the person, or somebody of the staff on the phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.booking import open_link
from booking.errors import NotAllowedNow, Overlap, SlotTaken, SlotUnknown
from booking.waiting import answering
from booking.waiting.models import WaitingEntry
from booking.web.access import runtime

LATE = "late"
GONE = "gone"

Find = Callable[[Session], WaitingEntry]


@dataclass(frozen=True)
class Taken:
    """A link to the appointment; or why there is none: LATE or GONE."""

    token: str = ""
    why_not: str = ""


def take(find: Find, start: datetime) -> Taken:
    """Book the time that the page showed; doing it twice books once and gives another link."""
    desk = runtime().desk()
    try:
        with runtime().database.writing() as database:
            appointment = answering.accept(database, desk, find(database), start=start)
            return Taken(token=open_link(database, appointment, now=desk.now))
    except NotAllowedNow:
        return Taken(why_not=LATE)
    except (SlotTaken, SlotUnknown, Overlap):
        with runtime().database.writing() as database:
            answering.give_up(database, desk, find(database))
        return Taken(why_not=GONE)
