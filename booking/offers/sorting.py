"""Concerns and topics: what residents choose from, and the words of the programme; changed and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import DomainError, NotFound
from booking.offers.addresses import address_of, alone
from booking.offers.events import ConcernsChanged
from booking.offers.models import Concern, Topic, offer_concern, offer_topic

# What the sign is of; the names are those of the symbols the pages have (scripts/assets.py).
PICTOGRAMS = (
    "armchair", "solar-roof", "baby-carriage", "backpack", "hand-waving", "scales", "signature", "waves", "coins",
    "briefcase", "heartbeat", "hand-heart", "coffee", "signpost",
)  # fmt: skip
GUIDE = "wegweiser"  # for who knows no topic; each house has it


class InUse(DomainError):
    """Offers stand under it, so it cannot be deleted. `offers` is how many; 0 for the guide, which always stays."""

    code = "in-use"

    def __init__(self, offers: int) -> None:
        super().__init__(f"{offers} offers")
        self.offers = offers


@dataclass(frozen=True, kw_only=True)
class Said:
    """A concern as somebody wants it."""

    title: str
    example: str
    pictogram: str
    words: str = ""

    @classmethod
    def of(cls, concern: Concern) -> Said:
        return cls(
            title=concern.title, example=concern.example, pictogram=concern.pictogram, words=concern.words
        )

    def write_into(self, concern: Concern) -> None:
        concern.title, concern.example = self.title, self.example
        concern.pictogram, concern.words = self.pictogram, self.words


def all_topics(session: Session) -> Sequence[Topic]:
    return session.scalars(select(Topic).order_by(Topic.title, Topic.id)).all()


def offers_under(session: Session) -> tuple[dict[int, int], dict[int, int]]:
    """How many offers stand under each concern and each topic, by id; retired ones count too."""
    concerns = select(offer_concern.c.concern_id, func.count()).group_by(offer_concern.c.concern_id)
    topics = select(offer_topic.c.topic_id, func.count()).group_by(offer_topic.c.topic_id)
    return _by_id(session, concerns), _by_id(session, topics)


def concern_for_change(session: Session, concern_id: int) -> Concern:
    """The concern as it is now; others who sort wait. Raises NotFound."""
    alone(session)
    found = session.get(Concern, concern_id, populate_existing=True)
    if found is None:
        raise NotFound("concern")
    return found


def topic_for_change(session: Session, topic_id: int) -> Topic:
    """The topic as it is now; others who sort wait. Raises NotFound."""
    alone(session)
    found = session.get(Topic, topic_id, populate_existing=True)
    if found is None:
        raise NotFound("topic")
    return found


def add_concern(session: Session, said: Said, *, now: datetime) -> Concern:
    """The last one on the start page."""
    alone(session)
    concern = Concern(
        slug=address_of(session, said.title, Concern),
        title=said.title,
        example=said.example,
        pictogram=said.pictogram,
        position=(session.scalar(select(func.max(Concern.position))) or 0) + 1,
        words=said.words,
    )
    session.add(concern)
    session.flush()
    outbox.record(session, ConcernsChanged(what="added"), now=now)
    return concern


def change_concern(session: Session, concern: Concern, said: Said, *, now: datetime) -> None:
    """Other words, the same address."""
    said.write_into(concern)
    outbox.record(session, ConcernsChanged(what="changed"), now=now)


def move_concern(session: Session, concern: Concern, *, up: bool, now: datetime) -> None:
    """One place up or down on the start page; at the end of the list nothing happens. The concern is for change."""
    order = list(session.scalars(select(Concern).order_by(Concern.position, Concern.id)))
    place = order.index(concern)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        for position, each in enumerate(order, start=1):
            each.position = position
        outbox.record(session, ConcernsChanged(what="moved"), now=now)


def delete_concern(session: Session, concern: Concern, *, now: datetime) -> None:
    """Raises InUse. The concern is for change: no offer can come under it meanwhile."""
    used = offers_under(session)[0].get(concern.id, 0)
    if used or concern.slug == GUIDE:
        raise InUse(used)
    session.delete(concern)
    outbox.record(session, ConcernsChanged(what="deleted"), now=now)


def add_topic(session: Session, title: str, *, now: datetime) -> Topic:
    alone(session)
    topic = Topic(slug=address_of(session, title, Topic), title=title)
    session.add(topic)
    session.flush()
    outbox.record(session, ConcernsChanged(what="added"), now=now)
    return topic


def rename_topic(session: Session, topic: Topic, title: str, *, now: datetime) -> None:
    """Another word, the same address."""
    topic.title = title
    outbox.record(session, ConcernsChanged(what="changed"), now=now)


def delete_topic(session: Session, topic: Topic, *, now: datetime) -> None:
    """Raises InUse. The topic is for change: no offer can come under it meanwhile."""
    used = offers_under(session)[1].get(topic.id, 0)
    if used:
        raise InUse(used)
    session.delete(topic)
    outbox.record(session, ConcernsChanged(what="deleted"), now=now)


def _by_id(session: Session, statement: Select[int, int]) -> dict[int, int]:
    return {row_id: number for row_id, number in session.execute(statement)}  # noqa: C416 (a Row is no pair for mypy)
