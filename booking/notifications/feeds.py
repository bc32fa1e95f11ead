"""Calendar subscriptions: a secret address for what somebody may see anyway, until they take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.capabilities import FEED
from booking.accounts.models import Capability, Role
from booking.accounts.signin import active_account
from booking.errors import DomainError, NotFound
from booking.house.models import Room
from booking.house.rooms import every_room

LASTS = timedelta(days=20 * 365)
MOST = 30


class TooManyFeeds(DomainError):
    """The account has as many subscriptions as anybody needs; one must end before the next begins."""

    code = "too-many-feeds"


class FeedKind(StrEnum):
    """Whose dates: the adviser's own, the provider's, one room's or the house's."""

    OWN = "adviser"
    PROVIDER = "provider"
    HOUSE = "house"
    ROOM = "room"


@dataclass(frozen=True)
class Feed:
    """What somebody may subscribe to, as long as they have this role."""

    kind: FeedKind
    actor: Actor
    room: Room | None = None

    @property
    def subject(self) -> str:
        """Its name in the table of capabilities, and in forms."""
        whose = f"{self.kind}:{self.actor.account_id}"
        return f"{whose}:{self.room.id}" if self.room else whose

    @property
    def shows_titles(self) -> bool:
        """The caretaker sees rooms and times only."""
        return self.actor.role != Role.CARETAKER


def feeds_of(session: Session, actor: Actor) -> list[Feed]:
    """What the actor may subscribe to."""
    if actor.role in PROVIDER_ROLES:
        own = Feed(FeedKind.OWN, actor)
        return [own, Feed(FeedKind.PROVIDER, actor)] if actor.role == Role.LEAD else [own]
    rooms = [Feed(FeedKind.ROOM, actor, room) for room in every_room(session)]
    return [Feed(FeedKind.HOUSE, actor), *rooms]


def subscribe(session: Session, actor: Actor, subject: str, *, now: datetime) -> str:
    """A new secret token for the feed with this subject; told once. Raises NotFound, TooManyFeeds."""
    if subject not in {each.subject for each in feeds_of(session, actor)}:
        raise NotFound("feed")
    if len(subscriptions(session, actor, now=now)) >= MOST:
        raise TooManyFeeds
    return capabilities.mint(session, purpose=FEED, subject=subject, now=now, expires_at=now + LASTS)


def subscriptions(session: Session, actor: Actor, *, now: datetime) -> Sequence[Capability]:
    """The actor's subscriptions, the oldest first; their tokens are not known any more."""
    subjects = [each.subject for each in feeds_of(session, actor)]
    return capabilities.of_subjects(session, subjects, purpose=FEED, now=now)


def end_subscription(session: Session, actor: Actor, token_hash: str) -> bool:
    """Take the address back; False if it was not the actor's, or is gone already."""
    subjects = [each.subject for each in feeds_of(session, actor)]
    return capabilities.revoke(session, token_hash, purpose=FEED, subjects=subjects)


def feed_behind(session: Session, token: str, *, now: datetime) -> Feed:
    """What the address shows, if its owner may still see it.

    Raises NotFound: unknown, taken back, account disabled, or another role since.
    """
    subject = capabilities.subject_of(session, token, purpose=FEED, now=now) or ""
    _, _, whose = subject.partition(":")
    account = active_account(session, int(whose.partition(":")[0] or 0))
    feeds = feeds_of(session, Actor.of(account)) if account else []
    found = next((each for each in feeds if each.subject == subject), None)
    if found is None:
        raise NotFound("feed")
    return found
