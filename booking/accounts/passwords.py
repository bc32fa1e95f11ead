"""Passwords: long rather than complicated, kept as Argon2id hashes only."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from booking.errors import DomainError

SHORTEST_PASSWORD = 12

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class WeakPassword(DomainError):
    """The password is shorter than `SHORTEST_PASSWORD` characters."""

    code = "weak-password"


def hash_password(password: str) -> str:
    """The hash to keep: Argon2id with 19 MiB, two passes, one lane."""
    return _hasher.hash(password)


def verify_password(password_hash: str, password: str) -> bool:
    """Whether this is the password; a hash that is none fits no password."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def refuse_weak(password: str) -> None:
    """Raise WeakPassword for a password that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
