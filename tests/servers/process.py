"""Processes under test: started in a group of their own, watched, stopped politely or killed with -9."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import psutil

from tests.servers import reaper
from tests.servers.waiting import wait_until

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = frozenset(
    "PORT HOST DATA_DIR BASE_URL DATABASE_URL REDIS_URL SECRET_KEY DATA_KEY APP_ENV CLOCK_OFFSET_FILE LIMITS "  # noqa: SIM905
    "TRUSTED_PROXIES".split()
)


@dataclass(eq=False)
class Running:
    """One started process with its children and what they have printed so far."""

    name: str
    popen: subprocess.Popen[bytes]
    output: IO[bytes]
    gone: bool = False

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    @property
    def returncode(self) -> int | None:
        return self.popen.poll()

    def log(self) -> str:
        size = os.fstat(self.output.fileno()).st_size
        return os.pread(self.output.fileno(), size, 0).decode(errors="replace")

    def members(self) -> list[psutil.Process]:
        """Every living process of the group or below it; what a clean stop leaves empty."""
        found = {}
        with contextlib.suppress(psutil.NoSuchProcess):
            found = {each.pid: each for each in psutil.Process(self.pid).children(recursive=True)}
        for each in psutil.process_iter():
            with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
                if os.getpgid(each.pid) == self.pid:
                    found[each.pid] = each
        return [each for each in found.values() if lives(each)]

    def send(self, number: int) -> None:
        """Send a signal to the whole group."""
        if not self.gone:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def stop(self, timeout: float = 10, how: int = signal.SIGTERM) -> int:
        """Ask the group to end and return the exit status; after `timeout` kill it and raise TimeoutError."""
        self.send(how)
        try:
            return self.popen.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"{self.name} did not end within {timeout} s:\n{self.log()}") from None
        finally:
            self.kill()

    def kill(self) -> None:
        """Kill -9 the group and everything below it, and wait until all of it is gone."""
        if self.gone:
            return
        victims = self.members()
        self.send(signal.SIGKILL)
        for each in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        self.popen.wait(10)
        wait_until(lambda: not any(lives(each) for each in victims), 10, f"{self.name} to be gone")
        reaper.forget(self.pid)
        self.gone = True  # from now on the number may be somebody else's

    def close(self) -> None:
        """Kill what is left and let go of the log."""
        self.kill()
        self.output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def start(
    command: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    *,
    name: str | None = None,
    cwd: Path = PROJECT,
    log: Path | None = None,
    **popen: Any,
) -> Running:
    """Start `command` with the project's settings taken from `env` alone and its output captured."""
    output: IO[bytes] = log.open("w+b") if log else tempfile.TemporaryFile()  # noqa: SIM115
    arguments = [str(each) for each in command]
    started = subprocess.Popen(
        arguments,
        cwd=cwd,
        env=environment(env or {}),
        stdin=popen.pop("stdin", subprocess.DEVNULL),
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **popen,
    )
    reaper.watch(started.pid)
    return Running(name or Path(arguments[0]).name, started, output)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The present environment without the developer's own settings of the project, plus `settings`."""
    inherited = {k: v for k, v in os.environ.items() if k not in SETTINGS and not k.startswith("MAIL_")}
    return inherited | {"PYTHONUNBUFFERED": "1"} | dict(settings)


def lives(process: psutil.Process) -> bool:
    """Whether it runs; a zombie that nobody has collected does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
