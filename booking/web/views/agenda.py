"""An adviser's own appointments: with names, which are read nowhere else. Sensitive ones only after asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from booking.accounts.people import Contact
from booking.appointments.handing_over import may_be_handed_over
from booking.appointments.models import ATTENDED, Appointment, Status
from booking.house.rooms import (
    COMPANION,
    HEARING_LOOP,
    INTERPRETER,
    MORE_TIME,
    SIGN_LANGUAGE,
    WHEELCHAIR,
)
from booking.ids import readable_code
from booking.web.forms.needs import language_name
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, place_text, room_view

OVER_TO = {
    Status.CONFIRMED: (Status.ARRIVED, Status.DONE, Status.NO_SHOW),
    Status.ARRIVED: (Status.DONE, Status.NO_SHOW),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One appointment. `is_closed`: whose it is was not asked for yet; then name, needs and phone are empty.

    `actions` lead on, `ways_back` take back a slip of the hand. `asleep_url` is set while it cannot take place.
    """

    id: str
    start: datetime
    end: datetime
    is_closed: bool
    name: str
    who: str
    code: str
    status: str
    adviser: str
    room: RoomView | None
    place_text: str
    needs_text: str
    phone: str
    phone_text: str
    actions: list[str]
    ways_back: list[str]
    can_hand_over: bool
    asleep_url: str


def row(appointment: Appointment, contact: Contact | None, now: datetime, *, has_team: bool = False) -> Row:
    """The row of an appointment; without a contact one that is closed, without a team one that stays here."""
    known = contact or Contact()
    asleep = asleep_url(appointment.asleep_by, f"/sprechstunde/{appointment.hours_id}")
    name = "" if contact is None else known.name or _("Name gelöscht")
    steps = [] if asleep else _steps(appointment.status)
    forward = OVER_TO.get(Status(appointment.status), ())
    return Row(
        id=appointment.id,
        start=appointment.starts_at,
        end=appointment.ends_at,
        is_closed=contact is None,
        name=name,
        who=name or _("Nummer %(code)s", code=readable_code(appointment.code)),
        code=appointment.code,
        status=appointment.status,
        adviser=appointment.adviser.name,
        room=room_view(appointment.room),
        place_text=place_text(appointment.channel),
        needs_text=_needs_text(known),
        phone=known.phone or "",
        phone_text=_phone_text(known),
        actions=[step for step in steps if step in forward],
        ways_back=[step for step in steps if step not in forward],
        can_hand_over=has_team and may_be_handed_over(appointment, now),
        asleep_url=asleep,
    )


def asleep_url(cause: str | None, otherwise: str) -> str:
    """Where one reads why something rests: the absences, or its own page; "" for what is awake."""
    if cause is None:
        return ""
    return "/abwesenheit" if cause.startswith("absence:") else otherwise


def attended_text(status: Status) -> str:
    """What is said after a button was pressed."""
    return {
        Status.ARRIVED: _("Gespeichert: ist da."),
        Status.NO_SHOW: _("Gespeichert: nicht gekommen."),
        Status.DONE: _("Gespeichert: erledigt."),
        Status.CONFIRMED: _("Zurückgenommen. Der Termin steht wieder als gebucht da."),
    }[status]


def _steps(status: Status) -> list[str]:
    return [step.value for step, before in ATTENDED.items() if status in before]


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
