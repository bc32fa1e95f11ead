"""What somebody wishes of a time on the page of free times: it stays in every link and form of that page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.appointments.models import Appointment, Channel
from booking.appointments.wishes import Only, only_of
from booking.offers.finding import adviser_by_slug
from booking.offers.models import Adviser, Offer
from booking.scheduling.walltime import to_wall
from booking.web.forms.reading import slug_of, typed

NOON = 12
FIELDS = ("adviser", "zeit", "ort", "sprache", "stufen")
MORNING, AFTERNOON = "vormittag", "nachmittag"
CHANNELS = {"vor-ort": Channel.ON_SITE, "telefon": Channel.PHONE, "hausbesuch": Channel.HOME_VISIT}
NO_STEPS = "ohne"
LANGUAGE_CODE_LENGTH = 3


@dataclass(frozen=True)
class TimeFilter:
    """What was chosen; without anything, all times suit."""

    adviser: Adviser | None = None
    half: str = ""
    place: str = ""
    language: str = ""
    step_free: bool = False

    @classmethod
    def read(cls, session: Session, offer: Offer, sent: MultiDict[str, str]) -> TimeFilter:
        """What a browser sent; what is no choice of ours counts as not chosen."""
        values = typed(sent, *FIELDS)
        language = slug_of(values["sprache"])
        return cls(
            adviser=adviser_by_slug(session, offer, slug_of(values["adviser"])),
            half=values["zeit"] if values["zeit"] in (MORNING, AFTERNOON) else "",
            place=values["ort"] if values["ort"] in CHANNELS else "",
            language=language if len(language) <= LANGUAGE_CODE_LENGTH else "",
            step_free=values["stufen"] == NO_STEPS,
        )

    @classmethod
    def behind(cls, appointment: Appointment) -> TimeFilter:
        """What was chosen when the appointment's time was."""
        only = only_of(appointment)
        return cls(
            adviser=appointment.adviser if appointment.adviser_wish else None,
            place=next((word for word, channel in CHANNELS.items() if channel == only.channel), ""),
            language=only.language,
            step_free=only.step_free,
        )

    @property
    def adviser_id(self) -> int | None:
        return self.adviser.id if self.adviser else None

    @property
    def only(self) -> Only:
        """What a booking has to keep to, not only the list."""
        return Only(CHANNELS.get(self.place), self.language, self.step_free)

    @property
    def query(self) -> Mapping[str, str]:
        """The fields of links and forms that bring it back."""
        values = (
            self.adviser.slug if self.adviser else "",
            self.half,
            self.place,
            self.language,
            NO_STEPS if self.step_free else "",
        )
        return {name: value for name, value in zip(FIELDS, values, strict=True) if value}

    def suits(self, start: datetime) -> bool:
        """Whether a time lies in the half of the day that was chosen."""
        return not self.half or self.half == half_of(start)


def half_of(start: datetime) -> str:
    """Before noon or after, on the wall clock."""
    return MORNING if to_wall(start).hour < NOON else AFTERNOON


def places_of(channels: Sequence[str]) -> list[str]:
    """The choices of place for these channels, in their order."""
    return [word for word, channel in CHANNELS.items() if channel in channels]
