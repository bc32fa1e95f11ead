"""The runtime: settings, database, clock and vault, put together once per process for every edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from booking.clock import Clock
from booking.config import Settings
from booking.db import Database
from booking.vault import Vault


@dataclass(frozen=True)
class Desk:
    """What a service needs besides its own facts: the vault, the host name for UIDs, and the time."""

    vault: Vault
    domain: str
    now: datetime


@dataclass(frozen=True)
class Runtime:
    """What web, workers and command line share."""

    settings: Settings
    database: Database
    clock: Clock
    vault: Vault

    @classmethod
    def start(cls, settings: Settings, *, doorbell: Callable[[], None] | None = None) -> Runtime:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return cls(
            settings=settings,
            database=Database(settings.database_url, doorbell=doorbell),
            clock=Clock(settings.clock_offset_file),
            vault=Vault(settings.data_key),
        )

    def desk(self) -> Desk:
        """What a booking needs, at this moment."""
        return Desk(self.vault, self.settings.domain, self.clock.now())
