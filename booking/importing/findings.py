"""What an import says about a file: one finding for each line, or that the whole file cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from booking.errors import DomainError


class Kind(StrEnum):
    """What a file holds."""

    ROOMS = "raeume"
    OFFERS = "angebote"
    RESERVATIONS = "reservierungen"
    CALENDAR = "kalender"


class Becomes(StrEnum):
    """What a line becomes when it is saved."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Remark:
    """A fault or a hint: a code with its facts, and the column it is about; the edge makes a sentence of it."""

    code: str
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the file: where it begins, what it is called, what becomes of it and why.

    `changes` are the columns that are otherwise in the house; `hints` stop nothing.
    """

    number: int
    name: str
    becomes: Becomes
    faults: Sequence[Remark] = ()
    hints: Sequence[Remark] = ()
    changes: Sequence[str] = ()

    @property
    def is_saved(self) -> bool:
        return self.becomes in (Becomes.NEW, Becomes.CHANGED)


class Unreadable(DomainError):
    """The file as a whole cannot be read; nothing of it was looked at. `why` is a code, the facts fill a sentence."""

    code = "unreadable-file"

    def __init__(self, why: str, **facts: str) -> None:
        super().__init__(" ".join([why, *facts]))
        self.why = why
        self.facts = facts


def tally(findings: Sequence[Finding]) -> dict[Becomes, int]:
    """How many lines become what."""
    return {each: sum(finding.becomes == each for finding in findings) for each in Becomes}
