"""What a calendar is told about one date: the input of every message that `itip` writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from booking.ical.text import has_controls

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

_ADDRESS: Final = re.compile(r'[^\s@<>"\\,;:]+@[^\s@<>"\\,;:]+')


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name as people write it, and the bare address exactly as in the mail's To or From."""

    name: str
    address: str

    def __post_init__(self) -> None:
        """Refuse an address that would not stay one value in a calendar or a header."""
        if has_controls(self.address) or not _ADDRESS.fullmatch(self.address):
            message = "not a bare mail address"  # the address itself is personal, it stays out of logs
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One date in one version: the UID stays for life, `sequence` grows with each change that is sent.

    All times are UTC; ValueError for any other zone or none. Words are neutral before they come here
    (an S2 offer is "Termin im Quartiersbüro"), and nothing but these words leaves the house.
    """

    uid: str
    sequence: int
    interval: tuple[datetime, datetime]  # [start, end)
    summary: str
    location: str
    organizer: Mailbox
    attendee: Mailbox | None
    stamp: datetime  # when this message was created; never decreases for one uid
    status: Status
    last_modified: datetime

    def __post_init__(self) -> None:
        """Refuse what would make an invalid or misleading calendar."""
        start, end = self.interval
        for instant in (start, end, self.stamp, self.last_modified):
            if instant.utcoffset() != timedelta(0):
                message = f"a calendar entry is written in UTC: {instant.isoformat()}"
                raise ValueError(message)
        if end <= start:
            message = f"a calendar entry ends after it starts, not {start} to {end}"
            raise ValueError(message)
        if self.sequence < 0 or not self.uid or has_controls(self.uid):
            message = f"a calendar entry has a plain uid and a sequence from 0: {self.uid!r}, {self.sequence}"
            raise ValueError(message)
