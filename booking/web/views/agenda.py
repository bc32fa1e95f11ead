"""An adviser's own appointments: with names, which are read nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from booking.accounts.people import Contact
from booking.appointments.models import ATTENDED, Appointment, Status
from booking.house.rooms import (
    COMPANION,
    HEARING_LOOP,
    INTERPRETER,
    MORE_TIME,
    SIGN_LANGUAGE,
    WHEELCHAIR,
)
from booking.scheduling.walltime import wall_day
from booking.web.forms.needs import language_name
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, place_text, room_view


@dataclass(frozen=True)
class Row:
    id: str
    start: datetime
    end: datetime
    name: str
    code: str
    status: str
    room: RoomView | None
    place_text: str
    needs_text: str
    phone: str
    phone_text: str
    actions: list[str]


@dataclass(frozen=True)
class Day:
    date: date
    rows: list[Row]


def row(appointment: Appointment, contact: Contact) -> Row:
    return Row(
        id=appointment.id,
        start=appointment.starts_at,
        end=appointment.ends_at,
        name=contact.name or _("Name gelöscht"),
        code=appointment.code,
        status=appointment.status,
        room=room_view(appointment.room),
        place_text=place_text(appointment.channel),
        needs_text=_needs_text(contact),
        phone=contact.phone or "",
        phone_text=_phone_text(contact),
        actions=[step.value for step, before in ATTENDED.items() if appointment.status in before],
    )


def by_day(rows: Iterable[Row]) -> list[Day]:
    return [Day(day, list(group)) for day, group in groupby(rows, key=lambda each: wall_day(each.start))]


def attended_text(status: Status) -> str:
    """What is said after a button was pressed."""
    if status == Status.ARRIVED:
        return _("Gespeichert: ist da.")
    return _("Gespeichert: nicht gekommen.") if status == Status.NO_SHOW else _("Gespeichert: erledigt.")


def _needs_text(contact: Contact) -> str:
    """What the adviser has to know of the needs, in the third person."""
    words = {
        WHEELCHAIR: _("kommt mit Rollstuhl oder Rollator"),
        HEARING_LOOP: _("braucht die Höranlage"),
        SIGN_LANGUAGE: _("braucht Gebärdensprach-Dolmetschung"),
        INTERPRETER: _("braucht Sprachmittlung"),
        COMPANION: _("kommt in Begleitung"),
        MORE_TIME: _("braucht mehr Zeit"),
    }
    if contact.interpreting:
        into = language_name(contact.interpreting)
        words[INTERPRETER] = _("braucht Sprachmittlung: %(language)s", language=into)
    return ", ".join(words[need] for need in contact.needs if need in words)


def _phone_text(contact: Contact) -> str:
    """When to call, and whether a message may be left."""
    if not contact.phone:
        return ""
    hours = {"morning": _("nur vormittags"), "afternoon": _("nur nachmittags")}.get(contact.phone_hours, "")
    message = _("Nachricht erlaubt") if contact.leave_message else _("keine Nachricht hinterlassen")
    return ", ".join(words for words in (hours, message) if words)
