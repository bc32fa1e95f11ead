"""A reservation as a file tells of it, whatever the format: what is wished, and under which name it is known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from booking.accounts.models import Provider
from booking.house.models import Room
from booking.importing.findings import Remark
from booking.reservations.deciding import Choice
from booking.reservations.wishes import Wish

LONGEST_TITLE = 120
MOST_MINUTES = 24 * 60
PATIENCE_S = 2.0  # of computing, however busy the machine is


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One reservation of a file. `key` is the same whenever the same file is read; no wish where it has faults.

    `choices` are the dates that are otherwise than the rule has them. `is_off`: the file itself calls it off.
    """

    number: int
    name: str
    key: str = ""
    wish: Wish | None = None
    choices: Mapping[datetime, Choice] = field(default_factory=dict)
    faults: Sequence[Remark] = ()
    hints: Sequence[Remark] = ()
    is_off: bool = False


@dataclass(frozen=True)
class Known:
    """What a file may name: the rooms and providers that are in use, by name."""

    rooms: Mapping[str, Room]
    providers: Mapping[str, Provider]
