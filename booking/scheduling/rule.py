"""The rule of a series, in days on the wall: every second Tuesday, the last Friday, each 12 March."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

MOST_DATES: Final = 370
MOST_INTERVAL: Final = 52


class Frequency(StrEnum):
    """What the interval of a rule counts."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class BadRule(ValueError):
    """A rule that makes no series; the code says why, the facts fill a sentence.

    Codes: `unreadable`, `unsupported` (part, such as "BYSETPOS=1"), `endless` (neither a count nor an
    end), `too_many` (most), `no_dates`.
    """

    def __init__(self, code: str, **facts: str) -> None:
        """Keep the facts, from which an edge makes a sentence."""
        super().__init__(" ".join([code, *facts.values()]))
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Rule:
    """Which days a series has, from its first one on; the hour on the wall is kept beside it.

    A weekly rule names its weekdays, a monthly one either `nth` or `month_day`; a yearly one repeats
    day and month of the first date. A month without such a day has no date. Raises BadRule.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()  # Monday is 0, sorted; weeks begin on Monday
    nth: tuple[int, int] | None = None  # (2, 1) is the second Tuesday, (-1, 4) the last Friday
    month_day: int | None = None  # 1 to 31, or -1 for the last day
    count: int | None = None
    until: date | None = None  # the last day that may have a date

    def __post_init__(self) -> None:
        """Refuse what contradicts itself, and bring the weekdays into order."""
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        if self.count is None and self.until is None:
            raise BadRule("endless")
        if self.count is not None and self.count > MOST_DATES:
            raise too_many()
        if self.count is not None and self.count < 1:
            raise BadRule("no_dates")
        both_ends = self.count is not None and self.until is not None
        if both_ends or not 1 <= self.interval <= MOST_INTERVAL or not self._names_its_days():
            raise BadRule("unreadable")

    def _names_its_days(self) -> bool:
        """Whether exactly the fields of its frequency are filled, with days that exist."""
        if self.frequency is Frequency.WEEKLY:
            return bool(self.weekdays) and set(self.weekdays) <= set(range(7)) and not self._in_month()
        if self.frequency is Frequency.MONTHLY:
            return not self.weekdays and len(self._in_month()) == 1 and all(self._in_month())
        return not self.weekdays and not self._in_month()

    def _in_month(self) -> list[bool]:
        """For each way to name a day of the month that is used: whether such a day exists."""
        used: list[bool] = []
        if self.nth is not None:
            used.append(self.nth[0] in {-1, *range(1, 6)} and self.nth[1] in range(7))
        if self.month_day is not None:
            used.append(self.month_day in {-1, *range(1, 32)})
        return used


def too_many() -> BadRule:
    """The refusal of a series with more dates than anybody looks through."""
    return BadRule("too_many", most=str(MOST_DATES))
