"""Appointments: booking one, moving it, and how it looks to whoever holds its token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.accounts.people import Contact
from booking.appointments.models import Appointment, Status
from booking.house.rooms import NEEDS
from booking.i18n import LANGUAGES, SOURCE
from booking.web.schemas.base import Asked
from booking.web.schemas.fields import Instant, ListOf, MailAddress, Text


@dataclass(frozen=True)
class Booking:
    """A checked wish for an appointment."""

    offer: str
    start: datetime
    adviser: str | None
    contact: Contact


@dataclass(frozen=True)
class Opened:
    """An appointment and the link it was opened or made with."""

    appointment: Appointment
    token: str
    base_url: str

    @property
    def manage_url(self) -> str:
        return f"{self.base_url}/t/{self.token}"


@dataclass(frozen=True)
class Move:
    """A checked wish for another time."""

    start: datetime
    adviser: str | None


class BookingAsked(Asked):
    """What a booking needs. Only offer, time and name have to be there."""

    offer = Text(longest=60, required=True)
    start = Instant(required=True)
    adviser = Text(longest=60, allow_none=True, metadata={"description": "ohne Angabe: wer Zeit hat"})
    name = Text(longest=80, required=True)
    email = MailAddress(allow_none=True, metadata={"format": "email"})
    phone = Text(longest=40, allow_none=True)
    language = Text(longest=12, one_of=tuple(LANGUAGES), allow_none=True)
    needs = ListOf(Text(longest=20, one_of=NEEDS), longest=len(NEEDS), allow_none=True)

    @post_load
    def _checked(self, asked: dict[str, Any], **_more: Any) -> Booking:
        contact = Contact(
            name=asked["name"],
            email=asked.get("email"),
            phone=asked.get("phone"),
            language=asked.get("language") or SOURCE,
            needs=tuple(dict.fromkeys(asked.get("needs") or ())),
        )
        return Booking(asked["offer"], asked["start"], asked.get("adviser"), contact)


class MoveAsked(Asked):
    """Where an appointment shall go."""

    start = Instant(required=True)
    adviser = Text(longest=60, allow_none=True, metadata={"description": "ohne Angabe: wer Zeit hat"})

    @post_load
    def _checked(self, asked: dict[str, Any], **_more: Any) -> Move:
        return Move(asked["start"], asked.get("adviser"))


class NothingAsked(Asked):
    """A call that needs no words: no body, or an empty object."""


class AppointmentSchema(Schema):
    """An appointment with the token that opens it. The UID stays for life, `sequence` counts the changes."""

    code = fields.String(required=True, attribute="appointment.code")
    status = fields.String(
        required=True,
        attribute="appointment.status",
        validate=validate.OneOf([each.value for each in Status]),
    )
    asleep = fields.Function(
        lambda opened: opened.appointment.asleep_by is not None,
        required=True,
        metadata={
            "type": "boolean",
            "description": "Der Termin kann so nicht stattfinden und wartet auf eine andere Zeit",
        },
    )
    start = Instant(required=True, attribute="appointment.starts_at")
    end = Instant(required=True, attribute="appointment.ends_at")
    adviser = fields.String(required=True, attribute="appointment.adviser.slug")
    room = fields.String(required=True, allow_none=True, attribute="appointment.room.slug", dump_default=None)
    uid = fields.String(required=True, attribute="appointment.uid")
    sequence = fields.Integer(required=True, attribute="appointment.sequence")
    token = fields.String(required=True)
    manage_url = fields.String(required=True, metadata={"format": "uri"})
