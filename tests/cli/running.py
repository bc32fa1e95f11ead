"""The command line as an operator uses it: a process of its own, with settings from the environment."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import PROJECT, environment


@dataclass(frozen=True)
class Installation:
    """A folder of data and a database."""

    data_dir: Path
    database_url: str

    @property
    def settings(self) -> dict[str, str]:
        return {
            "APP_ENV": "test",
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": "s" * 32,
            "DATA_KEY": "d" * 32,
        }

    def flask(self, *words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `flask --app wsgi ...` and give back what it said."""
        return subprocess.run(
            [
                sys.executable,
                "-W",
                "error::ResourceWarning",
                "-m",
                "flask",
                "--app",
                "wsgi",
                *map(str, words),
            ],
            cwd=PROJECT,
            env=environment(self.settings | settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def succeed(self, *words: str | Path, **settings: str) -> str:
        """Run it, and give back what it printed; it must end well."""
        done = self.flask(*words, **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fail(self, *words: str | Path, **settings: str) -> str:
        """Run it, and give back its complaint: one plain sentence, no traceback."""
        done = self.flask(*words, **settings)
        assert done.returncode != 0, done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr
