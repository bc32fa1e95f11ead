"""The town whose accounts the tests of settings look after."""

from __future__ import annotations

import pytest

from booking.db import Database
from tests.accounts.people import Town, settle


@pytest.fixture
def town(database: Database) -> Town:
    return settle(database)
