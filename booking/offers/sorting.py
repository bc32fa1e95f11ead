"""Concerns and topics: what residents choose from, and the words of the programme; changed and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from booking import outbox
from booking.errors import DomainError, NotFound
from booking.i18n import SOURCE
from booking.offers.addresses import address_of, alone
from booking.offers.apart import refuse_taken, titles_when
from booking.offers.events import ConcernsChanged
from booking.offers.finding import all_concerns
from booking.offers.models import Concern, ConcernText, Topic, TopicText, offer_concern, offer_topic
from booking.offers.wording import Heading

# What the sign is of; the names are those of the symbols the pages have (scripts/assets.py).
PICTOGRAMS = (
    "armchair", "solar-roof", "baby-carriage", "backpack", "hand-waving", "scales", "signature", "waves", "coins",
    "briefcase", "heartbeat", "hand-heart", "coffee", "signpost",
)  # fmt: skip
GUIDE = "wegweiser"  # for who knows no topic; each house has it

Kept = TypeVar("Kept", bound=Heading)


class InUse(DomainError):
    """Offers stand under it, so it cannot be deleted. `offers` is how many; 0 for the guide, which always stays."""

    code = "in-use"

    def __init__(self, offers: int) -> None:
        super().__init__(f"{offers} offers")
        self.offers = offers


@dataclass(frozen=True, kw_only=True)
class Said:
    """A concern or topic as somebody wants it, in German or another language; a topic has no more than a title."""

    title: str
    example: str = ""
    words: str = ""
    pictogram: str = ""

    @classmethod
    def of(cls, kept: Heading | ConcernText | TopicText) -> Said:
        """As it is now."""
        if isinstance(kept, Topic | TopicText):
            return cls(title=kept.title)
        pictogram = kept.pictogram if isinstance(kept, Concern) else ""
        return cls(title=kept.title, example=kept.example, words=kept.words, pictogram=pictogram)

    def write_into(self, kept: Heading | ConcernText | TopicText) -> None:
        kept.title = self.title
        if isinstance(kept, Concern | ConcernText):
            kept.example, kept.words = self.example, self.words
        if isinstance(kept, Concern):
            kept.pictogram = self.pictogram


def all_topics(session: Session) -> Sequence[Topic]:
    statement = select(Topic).options(selectinload(Topic.texts)).order_by(Topic.title, Topic.id)
    return session.scalars(statement).all()


def headings(session: Session, table: type[Heading]) -> Sequence[Heading]:
    """All concerns in the order of the start page, or all topics by title."""
    return all_concerns(session) if table is Concern else all_topics(session)


def heading_by_id(session: Session, table: type[Kept], heading_id: int) -> Kept:
    """The concern or topic. Raises NotFound."""
    return _found(session.get(table, heading_id))


def heading_for_change(session: Session, table: type[Kept], heading_id: int) -> Kept:
    """The concern or topic as it is now; others who sort or write wait. Raises NotFound."""
    alone(session)
    return _found(session.get(table, heading_id, populate_existing=True))


def offers_under(session: Session, table: type[Heading]) -> dict[int, int]:
    """How many offers stand under each of the concerns, or topics, by id; retired ones count too."""
    under = offer_concern.c.concern_id if table is Concern else offer_topic.c.topic_id
    rows = session.execute(select(under, func.count()).group_by(under))
    return {row_id: number for row_id, number in rows}  # noqa: C416 (a Row is no pair for mypy)


def add_concern(session: Session, said: Said, *, now: datetime) -> Concern:
    """The last one on the start page. Raises TitleTaken."""
    alone(session)
    refuse_taken(all_concerns(session), titles_when(said.title, SOURCE))
    concern = Concern(
        slug=address_of(session, said.title, Concern),
        title=said.title,
        example=said.example,
        pictogram=said.pictogram,
        position=(session.scalar(select(func.max(Concern.position))) or 0) + 1,
        words=said.words,
    )
    return _added(session, concern, now)


def add_topic(session: Session, said: Said, *, now: datetime) -> Topic:
    """Raises TitleTaken."""
    alone(session)
    refuse_taken(all_topics(session), titles_when(said.title, SOURCE))
    return _added(session, Topic(slug=address_of(session, said.title, Topic), title=said.title), now)


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


def delete_heading(session: Session, heading: Heading, *, now: datetime) -> None:
    """Its words of every language go too. Raises InUse.

    The heading is for change: no offer can come under it meanwhile.
    """
    refuse_used(session, heading)
    session.delete(heading)
    outbox.record(session, ConcernsChanged(what="deleted"), now=now)


def refuse_used(session: Session, heading: Heading) -> None:
    """Raises InUse for what offers stand under, and for the guide."""
    used = offers_under(session, type(heading)).get(heading.id, 0)
    if used or (isinstance(heading, Concern) and heading.slug == GUIDE):
        raise InUse(used)


def _added(session: Session, heading: Kept, now: datetime) -> Kept:
    session.add(heading)
    session.flush()
    outbox.record(session, ConcernsChanged(what="added"), now=now)
    return heading


def _found(heading: Kept | None) -> Kept:
    if heading is None:
        raise NotFound("heading")
    return heading
