"""Capabilities: each mail and each answer mints its own link; only hashes are stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from booking.accounts.models import Capability
from booking.ids import new_token, token_hash

MANAGE = "manage"
CONFIRM = "confirm"
REMINDERS = "reminders"
FEED = "feed"
LOST_LINK = "lost_link"
INVITE = "invite"
RESET = "reset"
REMEMBERED = timedelta(days=1)


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


def redeem(session: Session, token: str, *, purpose: str, now: datetime) -> str | None:
    """As `subject_of`, and the token opens nothing any more: of two who redeem it at once, one gets the subject."""
    return session.scalar(
        delete(Capability)
        .where(Capability.token_hash == token_hash(token), Capability.purpose == purpose)
        .where(Capability.expires_at > now)
        .returning(Capability.subject)
    )


def extend(session: Session, subject: str, *, ended: datetime, until: datetime) -> None:
    """Links that were to live as long as their subject live as long as it does now; shorter ones stay."""
    session.execute(
        update(Capability)
        .where(Capability.subject == subject, Capability.expires_at == ended)
        .values(expires_at=until)
    )


def of_subjects(
    session: Session, subjects: Collection[str], *, purpose: str, now: datetime
) -> Sequence[Capability]:
    """The links of these subjects that still open something for this purpose, the oldest first; no tokens."""
    statement = (
        select(Capability)
        .where(Capability.subject.in_(subjects), Capability.purpose == purpose, Capability.expires_at > now)
        .order_by(Capability.created_at, Capability.token_hash)
    )
    return session.scalars(statement).all()


def revoke(session: Session, hashed: str, *, purpose: str, subjects: Collection[str]) -> bool:
    """Take back the one link with this hash, if it is of these subjects; says whether there was one."""
    gone = session.execute(
        delete(Capability)
        .where(Capability.token_hash == hashed, Capability.purpose == purpose)
        .where(Capability.subject.in_(subjects))
        .returning(Capability.token_hash)
    )
    return gone.first() is not None


def revoke_all(session: Session, subject: str) -> None:
    session.execute(delete(Capability).where(Capability.subject == subject))


def revoke_purposes(session: Session, subject: str, *purposes: str) -> None:
    """Take back the links of this subject that are for one of these purposes."""
    session.execute(delete(Capability).where(Capability.subject == subject, Capability.purpose.in_(purposes)))


def revoke_feeds(session: Session, account_id: int) -> None:
    """Take back the calendars that an account subscribed to.

    Their subjects are `<kind>:<account>`, or `<kind>:<account>:<thing>` where there are many of a kind.
    """
    one_of_a_kind = and_(Capability.subject.like(f"%:{account_id}"), Capability.subject.not_like("%:%:%"))
    of_many = Capability.subject.like(f"%:{account_id}:%")
    session.execute(delete(Capability).where(Capability.purpose == FEED, or_(one_of_a_kind, of_many)))


def revoke_others(session: Session, subjects: Collection[str], *, but_for: str | None) -> None:
    """Take back every link of these subjects, for whatever purpose, but for the one with this token."""
    others = delete(Capability).where(Capability.subject.in_(subjects))
    if but_for is not None:
        others = others.where(Capability.token_hash != token_hash(but_for))
    session.execute(others)


def tidy(session: Session, *, now: datetime) -> None:
    """Delete what expired a day ago; until then its page can say so. The queries above do not depend on it.

    A note about a mailbox is deleted at once.
    """
    over = Capability.expires_at <= now - REMEMBERED
    noted = and_(Capability.purpose == LOST_LINK, Capability.expires_at <= now)
    session.execute(delete(Capability).where(or_(over, noted)))
