"""Prints the path of a Chromium for the tests, and gets one when the machine has none.

In this order: TEST_BROWSER; one on the PATH; the npm package of tests/browser/, unpacked into .cache/
(x86_64; needs no root and changes nothing outside the checkout); as root, Debian's package.
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tests" / "browser"
UNPACKED = ROOT / ".cache" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")

# Playwright starts this instead of the program, to bring libraries and a font to bare systems.
LAUNCHER = """#!/bin/sh
folder="$(dirname "$0")"
{libraries}
[ -f /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$folder/fonts.conf"
exec "$folder/chromium" "$@"
"""
OWN_LIBRARIES = 'export LD_LIBRARY_PATH="$folder/al2023/lib:$LD_LIBRARY_PATH"'
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


def main() -> int:
    """Print one path, or say on stderr in one sentence why there is none."""
    for find in (given, on_path, from_npm, from_debian):
        if browser := find():
            print(browser)
            return 0
    print(
        "The tests need a browser: install Chromium (Debian: apt install chromium) or set TEST_BROWSER to its path.",
        file=sys.stderr,
    )
    return 1


def given() -> str | None:
    return os.environ.get("TEST_BROWSER") or None


def on_path() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and starts(path)), None)


def from_npm() -> str | None:
    if platform.machine() != "x86_64":
        return None
    launcher = UNPACKED / "launch"
    lock = (PACKAGE / "package-lock.json").read_text(encoding="utf-8")
    installed = UNPACKED / "package-lock.json"
    if not (installed.is_file() and installed.read_text(encoding="utf-8") == lock):
        print("Fetching a browser for the tests ...", file=sys.stderr)
        shutil.rmtree(UNPACKED, ignore_errors=True)
        if not unpack():
            return None
        (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED), encoding="utf-8")
        libraries = ":" if starts(str(UNPACKED / "chromium")) else OWN_LIBRARIES
        launcher.write_text(LAUNCHER.format(libraries=libraries), encoding="utf-8")
        launcher.chmod(0o755)
        installed.write_text(lock, encoding="utf-8")
    return str(launcher) if starts(str(launcher)) else None


def unpack() -> bool:
    """Whether npm fetched the package and node unpacked it; Node is the one in the virtual environment."""
    for command in (
        [sys.executable, str(ROOT / "scripts/npm.py"), "ci", *NPM_OPTIONS],
        [str(Path(sys.prefix, "bin", "node")), "unpack.mjs", str(UNPACKED)],
    ):
        if subprocess.run(command, cwd=PACKAGE, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def from_debian() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Installing Debian's package chromium ...", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
    ):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return on_path()


def starts(path: str) -> bool:
    """Whether the program runs at all: not a stub, no library missing."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    # Leave through SystemExit, so that what runs below ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
