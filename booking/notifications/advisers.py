"""What advisers are told: that something changed in their Sprechstunde, without any person (M20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from booking.accounts.models import Account
from booking.appointments.models import Appointment
from booking.disruptions.models import State
from booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from booking.i18n import SOURCE, language
from booking.ical.entry import Mailbox
from booking.notifications.disrupted import behind, is_one_of_many
from booking.notifications.envelopes import BadAddress, mailbox
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.telling import TOLD, Standing, spoken_code
from booking.offers.models import Adviser
from booking.outbox import Happened

Change = Literal["booked", "moved", "handed_over", "taken_elsewhere", "cancelled", "declined"]
ADVISER_NOTE = "adviser_note"
STILL_OF_USE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AboutSeat:
    """What an adviser's note may say: never a person, never the offer."""

    change: Change
    starts_at: datetime
    room: str
    code: str


@dataclass(frozen=True)
class AdviserNotes:
    """The reactions that write to advisers who have an account."""

    post: Post

    def tell_of_booking(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, AppointmentBooked)
        self._tell(session, happened, event, "booked")

    def tell_of_move(self, session: Session, happened: Happened) -> None:
        """The adviser who has it now; and the one who had it, when that was another."""
        event = happened.event
        assert isinstance(event, AppointmentMoved)
        if event.adviser_id == event.previous_adviser_id:
            self._tell(session, happened, event, "moved")
            return
        self._tell(session, happened, event, "booked")
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is not None:
            accepted = behind(session, appointment.id).state == State.ACCEPTED
            about = AboutSeat(
                change="taken_elsewhere" if accepted else "handed_over",
                starts_at=event.previous_starts_at,
                room="",
                code=spoken_code(appointment),
            )
            self._write(session, happened, event, event.previous_adviser_id, about)

    def tell_of_cancellation(self, session: Session, happened: Happened) -> None:
        """Each by itself, but not what a closure or an absence cancelled at once, nor what nobody answered."""
        event = happened.event
        assert isinstance(event, AppointmentCancelled)
        state = behind(session, event.appointment_id).state
        if state in (State.LAPSED, State.GONE) or is_one_of_many(session):
            return
        self._tell(session, happened, event, "declined" if state == State.DECLINED else "cancelled")

    def _tell(self, session: Session, happened: Happened, event: TOLD, change: Change) -> None:
        appointment = session.get(Appointment, event.appointment_id)
        if appointment is None:
            return
        standing = Standing.at(session, event, appointment)
        about = AboutSeat(
            change=change,
            starts_at=standing.starts_at,
            room=standing.room.name if standing.room else "",
            code=spoken_code(appointment),
        )
        self._write(session, happened, event, event.adviser_id, about)

    def _write(
        self, session: Session, happened: Happened, event: TOLD, adviser_id: int, about: AboutSeat
    ) -> None:
        dedup_key = f"{happened.id}|{ADVISER_NOTE}|adviser:{adviser_id}"
        recipient = _recipient(session, adviser_id)
        if recipient is None or is_planned(session, dedup_key):
            return
        mail = Mail(
            kind=ADVISER_NOTE,
            dedup_key=dedup_key,
            order_key=f"{event.appointment_id}|adviser:{adviser_id}",
            recipient=recipient,
            language=language(SOURCE),
            about=about,
            at=happened.at,
            valid_until=event.ends_at + STILL_OF_USE,
            appointment_id=event.appointment_id,
        )
        self.post.plan(session, mail)


def _recipient(session: Session, adviser_id: int) -> Mailbox | None:
    """The mailbox of the adviser's account; None without an account in use."""
    adviser = session.get(Adviser, adviser_id)
    account = session.get(Account, adviser.account_id) if adviser and adviser.account_id else None
    if account is None or not account.is_in_use:
        return None
    try:
        return mailbox(account.name, account.email)
    except BadAddress:
        return None
