"""Channels: the ways a mail leaves, and the two ways it may fail."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from booking.notifications.envelopes import Envelope


class Pace(Enum):
    """How soon it makes sense to ask again."""

    USUAL = "usual"
    SLOW = "slow"  # the other side wants to be asked rarely (432, 452)
    SOON = "soon"  # nobody was reached: not this mail's fault, and over in a moment perhaps


class NotNow(Exception):
    """The mail did not leave, and may leave later. `reason` is a code without anything personal."""

    def __init__(self, reason: str, pace: Pace = Pace.USUAL) -> None:
        super().__init__(reason)
        self.reason = reason
        self.pace = pace


class Never(Exception):
    """The mail will not be taken, however often it is sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Channel(Protocol):
    """A way out of the house. Sending the same envelope twice must look like once."""

    def send(self, envelope: Envelope) -> None:
        """Return when the mail is safely on its way. Raises NotNow or Never."""
