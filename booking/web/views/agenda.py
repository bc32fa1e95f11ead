"""An adviser's own appointments: with names, which are read nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from booking.accounts.people import Contact
from booking.appointments.models import ATTENDED, Appointment, Status
from booking.scheduling.walltime import wall_day
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
        needs_text=_needs_text(contact.needs),
        phone=contact.phone or "",
        actions=[step.value for step, before in ATTENDED.items() if appointment.status in before],
    )


def by_day(rows: Iterable[Row]) -> list[Day]:
    return [Day(day, list(group)) for day, group in groupby(rows, key=lambda each: wall_day(each.start))]


def attended_text(status: Status) -> str:
    """What is said after a button was pressed."""
    if status == Status.ARRIVED:
        return _("Gespeichert: ist da.")
    return _("Gespeichert: nicht gekommen.") if status == Status.NO_SHOW else _("Gespeichert: erledigt.")


def _needs_text(needs: tuple[str, ...]) -> str:
    words = {"wheelchair": _("kommt mit Rollstuhl oder Rollator"), "hearing_loop": _("braucht die Höranlage")}
    return ", ".join(words[need] for need in needs if need in words)
