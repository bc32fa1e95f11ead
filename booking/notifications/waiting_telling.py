"""What the mails about the waiting list may tell: the time that is held, the last day, neutral by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Channel
from booking.house.models import Room
from booking.i18n import SOURCE, Language
from booking.ical.text import plain
from booking.notifications.telling import NOTHING, greeted_as
from booking.waiting.models import WaitingEntry


@dataclass(frozen=True, kw_only=True)
class HeldTime:
    """The time somebody decides about, and until when."""

    starts_at: datetime
    channel: Channel
    door: Room | None
    answer_by: datetime

    @classmethod
    def of(cls, held: Appointment, answer_by: datetime) -> HeldTime:
        return cls(
            starts_at=held.starts_at,
            channel=Channel(held.channel),
            door=held.room,
            answer_by=answer_by,
        )


@dataclass(frozen=True, kw_only=True)
class News:
    """What a mail is about: the time that is held, the start of one that is lost, or why the waiting is over.

    `could_have_had_one`: whether a time was offered that they did not take.
    """

    held: HeldTime | None = None
    lost: datetime | None = None
    why: str = ""
    could_have_had_one: bool = False


NO_NEWS = News()


@dataclass(frozen=True, kw_only=True)
class AboutWaiting:
    """What the templates of these mails may say, and nothing else."""

    name: str
    until: date
    delete_on: date
    titles: Mapping[str, str]
    token: str = ""
    held: HeldTime | None = None
    lost: datetime | None = None
    why: str = ""
    could_have_had_one: bool = False

    def title(self, spoken: Language) -> str:
        """The offer in this language, else in German; "" for a sensitive one (product rule 6)."""
        return self.titles.get(spoken.code) or self.titles.get(SOURCE, "")


def about_waiting(
    entry: WaitingEntry,
    contact: Contact,
    delete_on: date,
    *,
    token: str = "",
    news: News = NO_NEWS,
) -> AboutWaiting:
    """What to tell somebody of their entry; no offer where it is sensitive, or others read the mailbox."""
    discreet = entry.offer.sensitive or contact.brief_mails
    return AboutWaiting(
        name=greeted_as(contact),
        until=entry.until,
        delete_on=delete_on,
        titles=NOTHING if discreet else {text.language: plain(text.title) for text in entry.offer.texts},
        token=token,
        held=news.held,
        lost=news.lost,
        why=news.why,
        could_have_had_one=news.could_have_had_one,
    )
