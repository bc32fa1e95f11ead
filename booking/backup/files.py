"""Files of backups: written in one step for the owner's eyes only, and gone after fourteen days."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from booking.ids import random_id

KEEP = timedelta(days=14)
NAME = "treffpunkt-{}.jsonl.gz"


@contextmanager
def new_file(target: Path) -> Iterator[TextIO]:
    """A compressed text file that appears under its name when it is complete, and not at all after an error."""
    partial = target.with_name(f".{target.name}.{random_id()}")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", filename="") as packed,
                TextIOWrapper(packed, "utf-8") as lines,
            ):
                yield lines
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def default_name(taken_at: datetime) -> str:
    """The name of a backup without a name; the order of names is the order of time."""
    return NAME.format(taken_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))


def roll_off(folder: Path, *, now: datetime) -> None:
    """Delete the backups in the folder that `default_name` named more than fourteen days ago."""
    for each in folder.glob(NAME.format("*")):
        if each.name < default_name(now - KEEP):
            each.unlink()
