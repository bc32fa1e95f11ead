"""Writes every lock file anew: exact versions with hashes, for all Pythons and machines, without addresses.

Versions that still fit are kept; `--upgrade` takes the newest. uv does the work: the one on the PATH, or
one in .cache/, so that nobody needs it to run or test the service.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
ADDRESSES = ("://", "--index-url", "--extra-index-url", "--find-links")

# Each lock is bound by the ones before it: a package has one version everywhere.
LOCKS = {
    "requirements.lock": [],
    "requirements-dev.lock": ["--group", "dev", "--constraint", "requirements.lock"],
    "requirements-node.lock": ["--group", "node", "--constraint", "requirements-dev.lock"],
}


def main(*options: str) -> None:
    """Make the Python locks, then npm's."""
    uv = shutil.which("uv") or own_uv()
    for name, choice in LOCKS.items():
        project = [] if name == "requirements-node.lock" else ["pyproject.toml"]
        run(
            uv,
            *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
            *("--no-emit-index-url", "--no-annotate", "--no-header"),
            *(*options, *project, *choice, "--output-file", name),
        )
        refuse_addresses(name)
    for folder in (ROOT, ROOT / "tests" / "browser"):
        run(
            *(sys.executable, str(ROOT / "scripts/npm.py"), "install", "--package-lock-only"),
            *("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
            folder=folder,
        )


def own_uv() -> str:
    folder = CACHE / "uv-environment"
    if not (folder / "bin" / "uv").exists():
        venv.create(folder, clear=True, with_pip=True)
        run(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv")
    return str(folder / "bin" / "uv")


def run(*command: str, folder: Path = ROOT) -> None:
    environment = {**os.environ, "UV_CACHE_DIR": str(CACHE / "uv")}
    subprocess.run(command, cwd=folder, env=environment, check=True)


def refuse_addresses(name: str) -> None:
    """A lock that names where its packages came from would send everybody there."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if any(address in text for address in ADDRESSES):
        message = f"{name} names an address; make it without one."
        raise SystemExit(message)


if __name__ == "__main__":
    main(*sys.argv[1:])
