"""What residents are told of their appointment: booked, moved, cancelled, soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from booking.accounts.people import Contact, contact_of
from booking.appointments.models import Appointment
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from booking.house.settings import facts_of
from booking.i18n import language
from booking.ical.entry import Mailbox
from booking.notifications.calendars import invitation
from booking.notifications.disrupted import behind
from booking.notifications.mime import Invitation, Method
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.recipients import resident_mailbox
from booking.notifications.telling import REMINDER, TOLD, Change, News, Standing, about
from booking.outbox import Happened

HOUSE_TEAM = "house"
STILL_OF_USE = timedelta(days=1)


@dataclass(frozen=True)
class ResidentMails:
    """The reactions that write to residents, and the reminders."""

    post: Post

    def confirm(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, AppointmentBooked)
        self.tell(session, happened, event, "confirmation", "REQUEST")

    def tell_of_move(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, AppointmentMoved)
        self.tell(
            session,
            happened,
            event,
            "moved",
            "REQUEST",
            change=_change(event),
            was=event.previous_starts_at,
            by_house=event.by == HOUSE_TEAM,
            disruption=behind(session, event.appointment_id),
        )

    def tell_of_cancellation(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, AppointmentCancelled)
        came_between = behind(session, event.appointment_id)
        known_after_it = happened.at + STILL_OF_USE if came_between.state else event.ends_at
        self.tell(
            session,
            happened,
            event,
            "cancelled",
            "CANCEL",
            by_house=event.by == HOUSE_TEAM,
            disruption=came_between,
            valid_until=max(event.ends_at, known_after_it),
        )

    def tell(
        self, session: Session, happened: Happened, event: TOLD, kind: str, method: Method, **more: Any
    ) -> None:
        """Plan the mail about the appointment as it stood at this event; `more` are facts of the News."""
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None:
            return
        news = News(
            kind=kind,
            key=f"{happened.id}|{kind}",
            at=happened.at,
            standing=Standing.at(session, event, appointment),
            method=method,
            **{"valid_until": event.ends_at, **more},
        )
        self.write(session, appointment, news)

    def remind(self, session: Session, appointment: Appointment, *, key: str, now: datetime) -> None:
        """Plan a reminder of the appointment as it stands; it has no calendar part."""
        standing = Standing.now(appointment)
        news = News(kind=REMINDER, key=key, at=now, standing=standing, valid_until=standing.starts_at)
        self.write(session, appointment, news)

    def confirm_again(self, session: Session, appointment: Appointment, *, key: str, now: datetime) -> None:
        """Plan the confirmation of the appointment as it stands, for another mailbox: the same UID and sequence."""
        standing = Standing.now(appointment)
        news = News(
            kind="confirmation",
            key=key,
            at=now,
            standing=standing,
            valid_until=standing.ends_at,
            method="REQUEST",
        )
        self.write(session, appointment, news)

    def write(self, session: Session, appointment: Appointment, news: News) -> None:
        """Plan the mail, unless the person has no address, is erased, or was told already."""
        person = appointment.person
        if person is None:
            return
        contact = contact_of(person, self.post.vault)
        dedup_key = f"{news.key}|{person.id}"
        if not contact.email or is_planned(session, dedup_key):
            return
        recipient, told = resident_mailbox(contact), about(session, appointment, contact, news)
        mail = Mail(
            kind=news.kind,
            dedup_key=dedup_key,
            order_key=f"{appointment.id}|{person.id}",
            recipient=recipient,
            language=language(contact.language),
            about=told,
            at=news.at,
            valid_until=news.valid_until,
            appointment_id=appointment.id,
            person_id=person.id,
            invitation=self._invitation(session, appointment, contact, recipient, news),
            unsubscribe=f"/erinnerung-aus/{told.off_token}" if told.off_token else None,
        )
        self.post.plan(session, mail)

    def _invitation(
        self,
        session: Session,
        appointment: Appointment,
        contact: Contact,
        recipient: Mailbox | None,
        news: News,
    ) -> Invitation | None:
        if news.method is None or recipient is None:
            return None
        return invitation(
            appointment,
            news.standing,
            news.method,
            spoken=language(contact.language),
            house=facts_of(session),
            organizer=self.post.sender(session),
            attendee=recipient,
            at=news.at,
        )


def _change(event: AppointmentMoved) -> Change:
    """What the resident has to know of a move; a new time goes before a new room."""
    if event.starts_at != event.previous_starts_at:
        return "time"
    return "room" if event.other_room else "other"
