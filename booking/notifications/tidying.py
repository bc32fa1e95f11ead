"""Tidying: frozen bodies go a day after they were sent, kept files with their person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from booking import outbox
from booking.events import MailUndeliverable
from booking.notifications.absence_readers import ABSENCE_RECORDED
from booking.notifications.access_changes import ACCESS_CHANGED
from booking.notifications.advisers import ADVISER_NOTE
from booking.notifications.claiming import UNFINISHED
from booking.notifications.closure_notes import CLOSURE_RECORDED
from booking.notifications.folder import FolderChannel
from booking.notifications.invitations import INVITATION, PASSWORD_RESET
from booking.notifications.lifted import DISRUPTION_LIFTED
from booking.notifications.models import Delivery, Fate, Reminder
from booking.notifications.reminders import State
from booking.notifications.reservation_post import RESERVATION_MAILS

KEEP_SENT = timedelta(hours=24)
KEEP_FATES = timedelta(days=30)
NAMES_NO_RESIDENT = (
    ACCESS_CHANGED,
    ADVISER_NOTE,
    ABSENCE_RECORDED,
    CLOSURE_RECORDED,
    DISRUPTION_LIFTED,
    INVITATION,
    PASSWORD_RESET,
    *RESERVATION_MAILS,
)


def tidy(session: Session, *, now: datetime) -> None:
    """Wipe the bodies of what was sent a day ago, call outdated what nobody could send in time, and forget
    after thirty days what became of it.
    """
    session.execute(
        update(Delivery)
        .where(Delivery.fate == Fate.SENT, Delivery.sent_at <= now - KEEP_SENT, Delivery.sealed.is_not(None))
        .values(sealed=None)
    )
    _outdate(session, now)
    long_ago = now - KEEP_FATES
    session.execute(
        delete(Delivery).where(Delivery.fate.not_in(UNFINISHED), Delivery.valid_until <= long_ago)
    )
    session.execute(delete(Reminder).where(Reminder.state != State.WAITING, Reminder.valid_until <= long_ago))


def _outdate(session: Session, now: datetime) -> None:
    """What nobody could send in time will not arrive: whoever is still known hears it another way."""
    outdated = session.execute(
        update(Delivery)
        .where(Delivery.fate.in_([Fate.QUEUED, Fate.RETRYING]), Delivery.valid_until <= now)
        .values(fate=Fate.OUTDATED, sealed=None)
        .returning(Delivery.id, Delivery.person_id)
    ).all()
    for delivery_id, person_id in outdated:
        if person_id is not None:
            outbox.record(session, MailUndeliverable(delivery_id=delivery_id), now=now)


def forget_person(session: Session, person_id: str) -> None:
    """Wipe every frozen body for this person; what was not sent yet is not sent any more.

    A body that is on its way at this moment still arrives: its sender holds it in memory.
    """
    session.execute(
        update(Delivery)
        .where(Delivery.person_id == person_id, Delivery.fate.in_(UNFINISHED))
        .values(fate=Fate.OUTDATED, lease=None, lease_until=None)
    )
    session.execute(
        update(Delivery).where(Delivery.person_id == person_id).values(sealed=None, person_id=None)
    )


def forget_appointment(session: Session, appointment_id: str) -> None:
    """No reminder is sent any more."""
    session.execute(
        update(Reminder)
        .where(Reminder.appointment_id == appointment_id, Reminder.state == State.WAITING)
        .values(state=State.DROPPED)
    )


def forget_draft(session: Session, appointment_id: str) -> None:
    """What became of its mails stays, without the appointment: that goes, for nobody confirmed it."""
    session.execute(
        update(Delivery).where(Delivery.appointment_id == appointment_id).values(appointment_id=None)
    )


def sweep(session: Session, folder: FolderChannel) -> int:
    """Delete kept files whose person was erased; says how many.

    Nothing needs to be remembered between the erasure and this: a file may stay only while its
    delivery still names its person, or is of a kind that names no resident.
    """
    kept = folder.kept_ids()
    known = session.execute(
        select(Delivery.public_id).where(
            Delivery.public_id.in_(kept),
            (Delivery.person_id.is_not(None)) | (Delivery.kind.in_(NAMES_NO_RESIDENT)),
        )
    )
    unwanted = kept - {public_id for (public_id,) in known}
    folder.forget(unwanted)
    folder.drop_drafts()
    return len(unwanted)
