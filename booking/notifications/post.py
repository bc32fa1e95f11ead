"""The post room: turns what a mail shall tell into a frozen, sealed delivery row, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import outbox
from booking.config import Settings
from booking.db import database_now
from booking.events import MailUndeliverable
from booking.house.settings import facts_of
from booking.i18n import Language
from booking.ical.entry import Mailbox
from booking.ids import random_id
from booking.notifications import envelopes
from booking.notifications.envelopes import Envelope
from booking.notifications.mime import Invitation, Letter, build
from booking.notifications.models import Delivery, Fate
from booking.notifications.wording import Letterhead, address_of, write
from booking.vault import Vault

BAD_ADDRESS = "bad address"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to plan. `about` is what its templates tell; `at`, in business time, becomes its Date.

    `recipient` is None when the address given cannot be used: then the mail has failed at once.
    `unsubscribe` is the path that takes its reader off such mails with one click.
    """

    kind: str
    dedup_key: str
    order_key: str
    recipient: Mailbox | None
    language: Language
    about: object
    at: datetime
    valid_until: datetime
    appointment_id: str | None = None
    person_id: str | None = None
    invitation: Invitation | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True)
class Post:
    """What every mail needs besides its words: the key to seal it, and the house's addresses."""

    vault: Vault
    settings: Settings

    def sender(self, session: Session) -> Mailbox:
        """The house's own mailbox, under the name it has now."""
        return envelopes.mailbox(facts_of(session).name, self.settings.mail.sender)

    def plan(self, session: Session, mail: Mail) -> None:
        """Freeze the mail and queue it; what `is_planned` already is refused by the database.

        Nothing is planned about what was undone before anybody could be told.
        """
        if _is_undone(session):
            return
        public_id = random_id()
        delivery = Delivery(
            public_id=public_id,
            kind=mail.kind,
            dedup_key=mail.dedup_key,
            order_key=mail.order_key,
            message_id=f"<{public_id}@{self.settings.domain}>",
            sealed=None,
            created_at=mail.at,
            next_attempt_at=_not_before(session),
            valid_until=mail.valid_until,
            person_id=mail.person_id,
            appointment_id=mail.appointment_id,
            event_id=_event_id(session),
        )
        if mail.recipient is None:
            delivery.fate = Fate.FAILED
            delivery.error = BAD_ADDRESS
        else:
            envelope = Envelope(
                public_id,
                self.sender(session).address,
                mail.recipient.address,
                self._bytes(session, mail, delivery, mail.recipient),
            )
            delivery.sealed = envelopes.seal(self.vault, envelope, delivery.place)
        session.add(delivery)
        session.flush()
        if mail.recipient is None:
            outbox.record(session, MailUndeliverable(delivery_id=delivery.id), now=mail.at)

    def _bytes(self, session: Session, mail: Mail, delivery: Delivery, recipient: Mailbox) -> bytes:
        wording = write(
            mail.kind,
            mail.language,
            Letterhead(
                house=facts_of(session),
                base_url=self.settings.base_url,
                demo=self.settings.env == "demo",
            ),
            about=mail.about,
        )
        return build(
            Letter(
                public_id=delivery.public_id,
                message_id=delivery.message_id,
                date=mail.at.replace(microsecond=0),
                sender=self.sender(session),
                recipient=recipient,
                wording=wording,
                invitation=mail.invitation,
                unsubscribe=self._address(mail.language, mail.unsubscribe),
            )
        )

    def _address(self, spoken: Language, path: str | None) -> str | None:
        return address_of(self.settings.base_url, spoken)(path) if path else None


def _not_before(session: Session) -> datetime:
    """Now, or the end of the time in which its cause can still be undone."""
    cause, now = outbox.reacting_to(session), database_now(session)
    return max(now, cause.mail_after) if cause is not None and cause.mail_after is not None else now


def _is_undone(session: Session) -> bool:
    cause = outbox.reacting_to(session)
    return cause is not None and cause.is_silent


def _event_id(session: Session) -> int | None:
    cause = outbox.reacting_to(session)
    return cause.id if cause is not None else None


def is_planned(session: Session, dedup_key: str) -> bool:
    """Whether this mail was planned before; planning it again must change nothing."""
    return session.scalar(select(Delivery.id).where(Delivery.dedup_key == dedup_key)) is not None
