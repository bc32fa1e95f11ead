"""The clock: business time, which a demonstration or a test may move forward for every process at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["Clock"]


class Clock:
    """Tells business time. Leases do not use it: they live on the database's clock."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._offset_file = offset_file
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Now as aware UTC, moved by the seconds in the offset file."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """The offset, read anew each time; missing, empty or invalid leaves the last good value."""
        if self._offset_file is not None:
            with suppress(OSError, ValueError, OverflowError):
                self._offset = timedelta(seconds=float(self._offset_file.read_text()))
        return self._offset
