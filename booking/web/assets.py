"""Style sheets, fonts and icons: addresses that change with the file, so that browsers may keep it for a year."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Response, request

STATIC = Path(__file__).parent / "static"
FOREVER = 365 * 24 * 3600
ONE_DAY = 24 * 3600


def static(path: str) -> str:
    """The address of a file, with its version."""
    file = STATIC / path
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return f"/static/{path}?v={_version(path, changed)}"


def let_browsers_keep(response: Response) -> None:
    """A versioned address for a year, any other for a day."""
    if not response.is_streamed or response.status_code >= 400:
        return
    response.cache_control.clear()
    response.cache_control.public = True
    response.cache_control.max_age = FOREVER if "v" in request.args else ONE_DAY


@lru_cache(maxsize=256)
def _version(path: str, changed: int) -> str:
    if not changed:
        return "0"
    return sha256((STATIC / path).read_bytes()).hexdigest()[:10]
