"""Capabilities: each mail and each answer mints its own link; only hashes are stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from booking.accounts.models import Capability
from booking.ids import new_token, token_hash

MANAGE = "manage"


def mint(session: Session, *, purpose: str, subject: str, now: datetime, expires_at: datetime) -> str:
    """A new token for the subject; told once, stored hashed."""
    token = new_token()
    session.add(
        Capability(
            token_hash=token_hash(token),
            purpose=purpose,
            subject=subject,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def subject_of(session: Session, token: str, *, purpose: str, now: datetime) -> str | None:
    """What the token opens for this purpose, or None: unknown, changed, expired and foreign look alike."""
    return session.scalar(
        select(Capability.subject).where(
            Capability.token_hash == token_hash(token),
            Capability.purpose == purpose,
            Capability.expires_at > now,
        )
    )


def extend(session: Session, subject: str, *, ended: datetime, until: datetime) -> None:
    """Links that were to live as long as their subject live as long as it does now; shorter ones stay."""
    session.execute(
        update(Capability)
        .where(Capability.subject == subject, Capability.expires_at == ended)
        .values(expires_at=until)
    )


def revoke_all(session: Session, subject: str) -> None:
    session.execute(delete(Capability).where(Capability.subject == subject))


def tidy(session: Session, *, now: datetime) -> None:
    """Delete what has expired; the queries above do not depend on it."""
    session.execute(delete(Capability).where(Capability.expires_at <= now))
