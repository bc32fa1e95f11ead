"""What a mail tells of an appointment: its standing at one event, in the words' terms, neutral by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from booking.accounts.capabilities import MANAGE, mint
from booking.accounts.people import Contact
from booking.appointments.booking import retention_days
from booking.appointments.changes import CANCELLED_RETENTION_DAYS
from booking.appointments.models import Appointment, Channel
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from booking.house.models import Room
from booking.i18n import SOURCE, Language
from booking.ical.text import plain
from booking.ids import readable_code
from booking.notifications.mime import Method
from booking.scheduling.walltime import wall_day

LONGEST_NAME = 80
TOLD = AppointmentBooked | AppointmentMoved | AppointmentCancelled
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An appointment as it stood at one event; a mail tells this, never the present."""

    sequence: int
    starts_at: datetime
    ends_at: datetime
    room: Room | None
    channel: Channel

    @classmethod
    def at(cls, session: Session, event: TOLD, appointment: Appointment) -> Standing:
        room = session.get(Room, event.room_id) if event.room_id is not None else None
        return cls(
            sequence=event.sequence,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            room=room,
            channel=Channel.ON_SITE if room else appointment.channel,
        )

    @classmethod
    def now(cls, appointment: Appointment) -> Standing:
        return cls(
            sequence=appointment.sequence,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            room=appointment.room,
            channel=appointment.channel,
        )


@dataclass(frozen=True, kw_only=True)
class News:
    """One piece of news for a resident; `key` names its cause, so that it is told once."""

    kind: str
    key: str
    at: datetime
    standing: Standing
    valid_until: datetime
    method: Method | None = None
    another_time: bool = True
    by_house: bool = False


@dataclass(frozen=True, kw_only=True)
class About:
    """What the templates of a resident's mail may say, and nothing else."""

    name: str
    starts_at: datetime
    channel: Channel
    door: Room | None
    code: str
    token: str
    delete_on: date
    titles: Mapping[str, str]
    another_time: bool = True
    by_house: bool = False

    def title(self, spoken: Language) -> str:
        """The offer in this language, else in German; "" for a sensitive one (product rule 6)."""
        return self.titles.get(spoken.code) or self.titles.get(SOURCE, "")


def about(session: Session, appointment: Appointment, contact: Contact, news: News) -> About:
    """What the mail tells, with a link of its own."""
    standing = news.standing
    token = mint(
        session,
        purpose=MANAGE,
        subject=appointment.id,
        now=news.at,
        expires_at=appointment.manageable_until(),
    )
    return About(
        name=greeted_as(contact),
        starts_at=standing.starts_at,
        channel=standing.channel,
        door=standing.room,
        code=spoken_code(appointment),
        token=token,
        delete_on=_delete_on(appointment, news),
        titles=titles(appointment),
        another_time=news.another_time,
        by_house=news.by_house,
    )


def titles(appointment: Appointment) -> Mapping[str, str]:
    """The offer's titles by language; none for a sensitive offer (L-82)."""
    if appointment.offer.sensitive:
        return NOTHING
    return {text.language: plain(text.title) for text in appointment.offer.texts}


def greeted_as(contact: Contact) -> str:
    """The name to greet; "" for what is no name but an advertisement."""
    name = plain(contact.name)
    return "" if len(name) > LONGEST_NAME or "://" in name or "www." in name.lower() else name


def spoken_code(appointment: Appointment) -> str:
    return readable_code(appointment.code)


def _delete_on(appointment: Appointment, news: News) -> date:
    """When the person's data goes, unless the appointment changes again."""
    if news.method == "CANCEL":
        return wall_day(news.at) + timedelta(days=CANCELLED_RETENTION_DAYS)
    return wall_day(news.standing.ends_at) + timedelta(days=retention_days(appointment.offer.offer_class))
