"""A small companion process that kills what a test run started when the run itself was killed.

It reads `+pid` and `-pid` lines from its standard input. The input ends when the test run ends, however
that happened; then each process group still noted is killed. It runs isolated, so it imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading

_companion: subprocess.Popen[bytes] | None = None
_guard = threading.Lock()


def watch(pid: int) -> None:
    """Have the process group `pid` killed when this test run dies."""
    _tell(f"+{pid}\n")


def forget(pid: int) -> None:
    """The process group `pid` has ended; its number may belong to somebody else from now on."""
    _tell(f"-{pid}\n")


def _tell(line: str) -> None:
    global _companion  # noqa: PLW0603 (one for the whole run)
    with _guard:
        if _companion is None or _companion.poll() is not None:
            command = [sys.executable, "-I", "-S", __file__]
            _companion = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert _companion.stdin is not None
        _companion.stdin.write(line.encode())
        _companion.stdin.flush()


def _main() -> None:
    watched: set[int] = set()
    for line in sys.stdin:
        (watched.add if line[0] == "+" else watched.discard)(int(line[1:]))
    for pid in watched:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    _main()
