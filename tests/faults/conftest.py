"""A Redis of one's own, to be killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import ledger
from tests.servers import redis as redis_or_valkey


@pytest.fixture
def own_redis() -> Iterator[redis_or_valkey.RedisServer]:
    server = redis_or_valkey.start_own()
    ledger.note(server.name, f"{server.version} ({server.origin})")
    yield server
    server.stop()
