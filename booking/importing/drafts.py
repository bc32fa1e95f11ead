"""A file between its preview and its saving: sealed in the database, for a day at most, for who sent it alone.

It lies where answers to calls with a key lie (booking.idempotency): all processes see it, tidying forgets it, and
once it is saved only what became of it is left there.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.idempotency import KEEP, Call, RememberedAnswer, earlier_answer, remember_answer
from booking.ids import random_id
from booking.importing.findings import Kind
from booking.importing.looking import File
from booking.vault import Vault


@dataclass(frozen=True)
class Draft:
    """A file that waits, or (without one) how many lines of it became what."""

    key: str
    kind: Kind
    name: str
    file: File | None
    done: dict[str, int]


def keep(session: Session, vault: Vault, file: File, *, account_id: int, now: datetime) -> str:
    """Keep the file; the key finds it again."""
    key = random_id()
    value = {
        "kind": file.kind.value,
        "name": file.name,
        "data": b64encode(file.data).decode(),
        "provider_id": file.provider_id,
        "room_id": file.room_id,
    }
    remember_answer(session, vault, _call(key, account_id), value, now=now)
    return key


def draft_behind(session: Session, vault: Vault, key: str, *, account_id: int, now: datetime) -> Draft:
    """What this account keeps under the key. Raises NotFound."""
    call = _call(key, account_id)
    found = session.get(RememberedAnswer, call.key_hash)
    if found is None or found.created_at <= now - KEEP:
        raise NotFound("import")
    return _draft(key, vault.open_json(found.sealed, f"answer:{call.key_hash}"))


def draft_for_change(session: Session, vault: Vault, key: str, *, account_id: int, now: datetime) -> Draft:
    """`draft_behind`; whoever else has the key waits until this transaction ends. Raises NotFound."""
    value = earlier_answer(session, vault, _call(key, account_id), now=now)
    if value is None:
        raise NotFound("import")
    return _draft(key, value)


def finish(
    session: Session, vault: Vault, draft: Draft, done: dict[str, int], *, account_id: int, now: datetime
) -> None:
    """The file goes; under its key stands what became of it."""
    forget(session, draft.key, account_id=account_id)
    value = {"kind": draft.kind.value, "name": draft.name, "done": done}
    remember_answer(session, vault, _call(draft.key, account_id), value, now=now)


def forget(session: Session, key: str, *, account_id: int) -> None:
    """The file goes, and nothing stays. Doing it twice is harmless."""
    found = session.get(RememberedAnswer, _call(key, account_id).key_hash)
    if found is not None:
        session.delete(found)
        session.flush()


def _draft(key: str, value: dict[str, Any]) -> Draft:
    kind, name = Kind(value["kind"]), str(value["name"])
    if "data" not in value:
        return Draft(key, kind, name, None, value["done"])
    file = File(kind, name, b64decode(value["data"]), int(value["provider_id"]), int(value["room_id"]))
    return Draft(key, kind, name, file, {})


def _call(key: str, account_id: int) -> Call:
    return Call(key, f"import account:{account_id}", b"")
