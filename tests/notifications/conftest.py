"""The office of a test: on both databases, with the run's SMTP sink behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.office import Office
from tests.servers.smtp import SmtpSink


@pytest.fixture
def office(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Office]:
    """A small house whose mails go to the sink."""
    opened = Office.open(database_url, tmp_path / "data", smtp_sink)
    yield opened
    opened.runtime.database.dispose()


@pytest.fixture
def keeping_office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A small house without a mail server: its mails are kept as files."""
    opened = Office.open(database_url, tmp_path / "data", env="demo")
    yield opened
    opened.runtime.database.dispose()
