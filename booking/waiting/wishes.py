"""What somebody on the list wishes, and how long they may wait at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.terms import widest_span
from booking.errors import DomainError
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day
from booking.waiting.models import WaitingEntry

LONGEST = timedelta(days=59)  # the person goes the day after: sixty days at most
LARGEST_PARTY = 6
MORNING = "morning"
AFTERNOON = "afternoon"
HALVES = ("", MORNING, AFTERNOON)


class BadWish(DomainError):
    """Nobody can wait so long, until a day that has passed, or with so many people; `field` says which."""

    code = "bad-waiting-wish"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """When it suits somebody, until when they wait, how many come, and with whom they want to speak.

    No weekdays means any; `half` "" the whole day; `adviser_id` None anybody.
    """

    until: date
    weekdays: tuple[int, ...] = ()
    half: str = ""
    party_size: int = 1
    adviser_id: int | None = None

    def check(self, *, today: date, joined: date) -> None:
        """Whether somebody who joined then may wish this today. Raises BadWish."""
        if not today <= self.until <= last_day(joined):
            raise BadWish("until")
        if not 1 <= self.party_size <= LARGEST_PARTY:
            raise BadWish("party_size")
        if self.half not in HALVES:
            raise BadWish("half")

    @classmethod
    def of(cls, entry: WaitingEntry) -> Wishes:
        return cls(
            until=entry.until,
            weekdays=tuple(entry.weekdays),
            half=entry.half,
            party_size=entry.party_size,
            adviser_id=entry.adviser_id,
        )

    def write_into(self, entry: WaitingEntry) -> None:
        entry.until, entry.weekdays, entry.half = self.until, sorted(set(self.weekdays)), self.half
        entry.party_size, entry.adviser_id = self.party_size, self.adviser_id


def last_day(joined: date) -> date:
    """Until when somebody who joined then may wait."""
    return joined + LONGEST


def usual_day(session: Session, offer: Offer, now: datetime) -> date:
    """Until when most will want to wait: as far ahead as the offer can be booked."""
    ahead = wall_day(widest_span(session, offer, now).end)
    return min(ahead, last_day(wall_day(now)))
