"""Everything we know of one person, as they may see it: what they told us, their appointments, mails and readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.models import Person, Reading
from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment
from booking.i18n import LANGUAGES
from booking.notifications.models import Delivery, Fate
from booking.todos.models import Todo
from booking.vault import Vault
from booking.waiting.models import WaitingEntry


@dataclass(frozen=True)
class Mailed:
    """A mail to the person: when it was written, and whether it left."""

    at: datetime
    sent: bool


@dataclass(frozen=True)
class MyData:
    """All of it. `provider` is who may see it; needs go earlier than the rest, on `needs_until`."""

    contact: Contact
    provider: str
    erase_on: date
    needs_until: date | None
    appointments: list[Appointment]
    waiting: list[WaitingEntry]
    todos: list[Todo]
    mails: list[Mailed]
    readings: list[datetime]

    @property
    def sent_mails(self) -> int:
        return sum(each.sent for each in self.mails)

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.contact.language, self.contact.language)

    def as_json(self) -> dict[str, Any]:
        """The same for a machine: names in German, instants in ISO 8601 (UTC)."""
        contact = self.contact
        return {
            "angaben": {
                "anrede": contact.name,
                "e_mail": contact.email,
                "telefon": contact.phone,
                "sprache": contact.language,
                "bedarf": list(contact.needs),
                "dolmetschen": contact.interpreting or None,
                "anrufen": contact.phone_hours or "any",
                "nachricht_hinterlassen": contact.leave_message,
                "nur_tag_und_uhrzeit_schreiben": contact.brief_mails,
                "angerufen_hat": contact.helper or None,
            },
            "termine": [_appointment(each) for each in self.appointments],
            "warteliste": [_waiting(each) for each in self.waiting],
            "aufgaben": [_todo(each) for each in self.todos],
            "e_mails": [{"geschrieben": each.at.isoformat(), "verschickt": each.sent} for each in self.mails],
            "gelesen_von_mitarbeitenden": [each.isoformat() for each in self.readings],
            "sichtbar_fuer": self.provider,
            "geloescht_am": self.erase_on.isoformat(),
            "bedarf_geloescht_nach": self.needs_until.isoformat() if self.needs_until else None,
        }


def my_data(session: Session, vault: Vault, person: Person, appointment: Appointment) -> MyData:
    """What we know of the person behind this appointment."""
    appointments = session.scalars(
        select(Appointment).where(Appointment.person_id == person.id).order_by(Appointment.starts_at)
    ).all()
    waiting = session.scalars(
        select(WaitingEntry).where(WaitingEntry.person_id == person.id).order_by(WaitingEntry.created_at)
    ).all()
    todos = session.scalars(select(Todo).where(Todo.person_id == person.id).order_by(Todo.created_at)).all()
    mails = session.execute(
        select(Delivery.created_at, Delivery.fate)
        .where(Delivery.person_id == person.id)
        .order_by(Delivery.id)
    ).all()
    readings = session.scalars(
        select(Reading.at).where(Reading.person_id == person.id).order_by(Reading.at)
    ).all()
    return MyData(
        contact=contact_of(person, vault),
        provider=appointment.offer.provider.name,
        erase_on=person.erase_on,
        needs_until=person.needs_until,
        appointments=list(appointments),
        waiting=list(waiting),
        todos=list(todos),
        mails=[Mailed(at, fate == Fate.SENT) for at, fate in mails],
        readings=list(readings),
    )


def _appointment(appointment: Appointment) -> dict[str, Any]:
    return {
        "angebot": appointment.offer.text().title,
        "nummer": appointment.code,
        "beginn": appointment.starts_at.isoformat(),
        "ende": appointment.ends_at.isoformat(),
        "raum": appointment.room.name if appointment.room else None,
        "weg": appointment.channel,
        "stand": appointment.status,
        "erinnerung": appointment.reminders_on,
    }


def _waiting(entry: WaitingEntry) -> dict[str, Any]:
    return {
        "angebot": entry.offer.text().title,
        "seit": entry.created_at.isoformat(),
        "bis": entry.until.isoformat(),
        "wochentage": list(entry.weekdays),
        "tageshaelfte": entry.half or None,
        "personen": entry.party_size,
        "stand": entry.state,
    }


def _todo(todo: Todo) -> dict[str, Any]:
    done = todo.done_at.isoformat() if todo.done_at else None
    return {"art": todo.kind, "angelegt": todo.created_at.isoformat(), "erledigt": done}
