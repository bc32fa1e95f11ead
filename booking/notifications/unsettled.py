"""What residents are told when a closure or an absence comes between: other times are held; it takes place after all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.events import AppointmentUnsettled, AppointmentWoken
from booking.disruptions.models import Replacement
from booking.notifications.disrupted import offered
from booking.notifications.models import Delivery
from booking.notifications.residents import ResidentMails
from booking.notifications.telling import News, Standing
from booking.outbox import Happened

UNSETTLED, WOKEN = "unsettled", "woken"


@dataclass(frozen=True)
class UnsettledMails:
    """The reactions that write to whose appointment cannot take place as it stands."""

    mails: ResidentMails

    def offer(self, session: Session, happened: Happened) -> None:
        """Two times are held until the hour that the mail says; nothing once that is answered, or not needed.

        Nor while every time is gone to something else: what follows from that is told (disruptions.refilling).
        """
        event = happened.event
        assert isinstance(event, AppointmentUnsettled)
        replacement = session.get(Replacement, event.replacement_id)
        if replacement is None or not replacement.is_open:
            return
        disruption = offered(session, replacement, now=happened.at)
        if disruption.times:
            self.mails.tell(
                session,
                happened,
                event,
                UNSETTLED,
                "REQUEST",
                valid_until=replacement.answer_by,
                disruption=disruption,
            )

    def wake(self, session: Session, happened: Happened) -> None:
        """It takes place after all; whoever was never told otherwise is not told now."""
        event = happened.event
        assert isinstance(event, AppointmentWoken)
        if _was_told(session, event.appointment_id):
            self.mails.tell(session, happened, event, WOKEN, "REQUEST")

    def offer_again(
        self, session: Session, appointment: Appointment, replacement: Replacement, *, key: str, now: datetime
    ) -> None:
        """Tell it another mailbox, with the same UID and sequence."""
        news = News(
            kind=UNSETTLED,
            key=key,
            at=now,
            standing=Standing.now(appointment),
            valid_until=replacement.answer_by,
            method="REQUEST",
            disruption=offered(session, replacement, now=now),
        )
        self.mails.write(session, appointment, news)


def _was_told(session: Session, appointment_id: str) -> bool:
    told = select(Delivery.id).where(Delivery.appointment_id == appointment_id, Delivery.kind == UNSETTLED)
    return session.scalar(told.limit(1)) is not None
