"""The waiting list of a small house, on both databases, with the run's SMTP sink behind it."""

from __future__ import annotations

import pytest

from tests.notifications.conftest import office
from tests.notifications.office import Office
from tests.waiting.scene import Queue

__all__ = ["office", "queue"]


@pytest.fixture
def queue(office: Office) -> Queue:
    return Queue(office)
