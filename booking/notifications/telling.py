"""What a mail tells of an appointment: its standing at one event, in the words' terms, neutral by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from sqlalchemy.orm import Session

from booking.accounts.capabilities import MANAGE, REMINDERS, mint
from booking.accounts.people import Contact
from booking.appointments.changes import CANCELLED_RETENTION_DAYS
from booking.appointments.models import Appointment, Channel
from booking.appointments.retention import days_kept
from booking.disruptions.events import AppointmentUnsettled, AppointmentWoken
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from booking.house.models import Room
from booking.i18n import SOURCE, Language
from booking.ical.text import plain
from booking.ids import readable_code
from booking.notifications.disrupted import NONE, Disruption
from booking.notifications.mime import Method
from booking.scheduling.walltime import wall_day

LONGEST_NAME = 80
TOLD = AppointmentBooked | AppointmentMoved | AppointmentCancelled | AppointmentUnsettled | AppointmentWoken
NOTHING: Mapping[str, str] = MappingProxyType({})
REMINDER = "reminder"

Change = Literal["time", "room", "other"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An appointment as it stood at one event; a mail tells this, never the present.

    `tentative`: it cannot take place like that, and another time is offered.
    """

    sequence: int
    starts_at: datetime
    ends_at: datetime
    room: Room | None
    channel: Channel
    tentative: bool = False

    @classmethod
    def at(cls, session: Session, event: TOLD, appointment: Appointment) -> Standing:
        room = session.get(Room, event.room_id) if event.room_id is not None else None
        return cls(
            sequence=event.sequence,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            room=room,
            channel=Channel.ON_SITE if room else appointment.channel,
            tentative=isinstance(event, AppointmentUnsettled),
        )

    @classmethod
    def now(cls, appointment: Appointment) -> Standing:
        return cls(
            sequence=appointment.sequence,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            room=appointment.room,
            channel=appointment.channel,
            tentative=appointment.asleep_by is not None,
        )


@dataclass(frozen=True, kw_only=True)
class News:
    """One piece of news for a resident; `key` names its cause, so that it is told once.

    `change` says what a move changed, `was` when the appointment was to be before it.
    """

    kind: str
    key: str
    at: datetime
    standing: Standing
    valid_until: datetime
    method: Method | None = None
    change: Change = "time"
    was: datetime | None = None
    by_house: bool = False
    disruption: Disruption = NONE


@dataclass(frozen=True, kw_only=True)
class About:
    """What the templates of a resident's mail may say, and nothing else.

    `off_token` turns the reminders off. When somebody else reads the mailbox, name and texts are empty.
    """

    name: str
    starts_at: datetime
    channel: Channel
    door: Room | None
    code: str
    token: str
    delete_on: date
    titles: Mapping[str, str]
    bring: Mapping[str, str]
    change: Change = "time"
    was: datetime | None = None
    by_house: bool = False
    disruption: Disruption = NONE
    off_token: str = ""

    def title(self, spoken: Language) -> str:
        """The offer in this language, else in German; "" for a sensitive one (product rule 6)."""
        return _in(self.titles, spoken)

    def to_bring(self, spoken: Language) -> str:
        """What to bring along, in this language, else in German; "" where it would tell the topic."""
        return _in(self.bring, spoken)


def about(session: Session, appointment: Appointment, contact: Contact, news: News) -> About:
    """What the mail tells, with a link of its own."""
    standing, discreet = news.standing, contact.brief_mails or appointment.offer.sensitive
    texts = () if discreet else appointment.offer.texts
    return About(
        name=greeted_as(contact),
        starts_at=standing.starts_at,
        channel=standing.channel,
        door=standing.room,
        code=spoken_code(appointment),
        token=_link(session, appointment, MANAGE, news.at),
        delete_on=_delete_on(session, appointment, news),
        titles={text.language: plain(text.title) for text in texts},
        bring={text.language: plain(text.bring) for text in texts},
        change=news.change,
        was=news.was,
        by_house=news.by_house,
        disruption=news.disruption,
        off_token=_link(session, appointment, REMINDERS, news.at) if news.kind == REMINDER else "",
    )


def greeted_as(contact: Contact) -> str:
    """The name to greet; "" for what is no name but an advertisement, and where somebody else reads the mails."""
    if contact.brief_mails:
        return ""
    name = plain(contact.name)
    return "" if len(name) > LONGEST_NAME or "://" in name or "www." in name.lower() else name


def spoken_code(appointment: Appointment) -> str:
    return readable_code(appointment.code)


def _delete_on(session: Session, appointment: Appointment, news: News) -> date:
    """When the person's data goes, unless the appointment changes again."""
    if news.method == "CANCEL":
        return wall_day(news.at) + timedelta(days=CANCELLED_RETENTION_DAYS)
    return wall_day(news.standing.ends_at) + timedelta(days=days_kept(session, appointment))


def _link(session: Session, appointment: Appointment, purpose: str, now: datetime) -> str:
    until = appointment.manageable_until()
    return mint(session, purpose=purpose, subject=appointment.id, now=now, expires_at=until)


def _in(texts: Mapping[str, str], spoken: Language) -> str:
    return texts.get(spoken.code) or texts.get(SOURCE, "")
