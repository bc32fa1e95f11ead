"""The table of a run: medians with their range, and how a figure stands to its floor, pair by pair."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = ("what", "measured", "beside it", "ratio of pairs", "aim")


@dataclass(frozen=True)
class Row:
    """One figure: what was measured in each repetition, and what stood beside it in the same one."""

    what: str
    unit: str
    measured: Sequence[float]
    beside: Sequence[float]
    aim: str

    @property
    def ratios(self) -> list[float]:
        return [ours / floor for ours, floor in zip(self.measured, self.beside, strict=True)]

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            f"{spread(self.measured)} {self.unit}",
            f"{spread(self.beside)} {self.unit}",
            spread(self.ratios),
            self.aim,
        )


def spread(values: Sequence[float]) -> str:
    """`median (min-max)`, with as many digits as are worth reading."""
    middle = statistics.median(values)
    digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
    return f"{middle:.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def plain(rows: Iterable[Row]) -> str:
    """The table for a terminal."""
    table = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(cells[at]) for cells in table) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in table
    )


def markdown(rows: Iterable[Row]) -> str:
    """The table for docs/performance.md."""
    table = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)
