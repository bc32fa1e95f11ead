"""Idempotency keys: the same key gives the same answer for a day, in the transaction of the first call."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from booking.db import Base, lock
from booking.errors import DomainError
from booking.vault import Vault

KEEP = timedelta(hours=24)


class KeyReused(DomainError):
    """The key came before with another body: that is a mistake of the caller, nothing was done."""

    code = "idempotency-key-reused"


class RememberedAnswer(Base):
    """The sealed answer to a call that carried a key."""

    __tablename__ = "remembered_answer"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Call:
    """A call with a key: `scope` keeps callers and routes apart, `body` is what was sent."""

    key: str
    scope: str
    body: bytes

    @property
    def key_hash(self) -> str:
        return hashlib.sha256(f"{self.scope}\n{self.key}".encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def earlier_answer(session: Session, vault: Vault, call: Call, *, now: datetime) -> Any | None:
    """The answer already given for this key, or None; parallel calls with one key wait here.

    Raises KeyReused when the key came with another body.
    """
    lock(session, [int(call.key_hash[:15], 16) - 2**61])
    found = session.get(RememberedAnswer, call.key_hash)
    if found is None:
        return None
    if found.created_at <= now - KEEP:
        session.delete(found)
        session.flush()
        return None
    if found.fingerprint != call.fingerprint:
        raise KeyReused
    return vault.open_json(found.sealed, f"answer:{call.key_hash}")


def remember_answer(session: Session, vault: Vault, call: Call, answer: Any, *, now: datetime) -> None:
    """Keep the answer for a day."""
    sealed = vault.seal_json(answer, f"answer:{call.key_hash}")
    session.add(
        RememberedAnswer(key_hash=call.key_hash, fingerprint=call.fingerprint, sealed=sealed, created_at=now)
    )


def tidy(session: Session, *, now: datetime) -> None:
    """Forget answers older than a day."""
    session.execute(delete(RememberedAnswer).where(RememberedAnswer.created_at <= now - KEEP))
