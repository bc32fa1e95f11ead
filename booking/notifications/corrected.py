"""Another e-mail address: what waits for the old one goes nowhere any more, the new one gets the confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts import capabilities
from booking.accounts.people import contact_of
from booking.appointments.models import Appointment
from booking.disruptions.answering import open_replacement
from booking.events import PersonCorrected
from booking.notifications import envelopes
from booking.notifications.claiming import UNFINISHED
from booking.notifications.envelopes import BadAddress
from booking.notifications.models import Delivery, Fate
from booking.notifications.residents import ResidentMails
from booking.notifications.unsettled import UNSETTLED, WOKEN, UnsettledMails
from booking.outbox import Happened
from booking.waiting.models import WaitingEntry

INVITING = ("confirmation", "moved", UNSETTLED, WOKEN)


@dataclass(frozen=True)
class Corrections:
    """The reaction to a corrected address."""

    mails: ResidentMails

    def follow(self, session: Session, happened: Happened) -> None:
        """Nothing more to the old mailbox, and no way from it to the waiting list; to the new one the confirmation.

        It has the same UID. The links to the appointment ended with the correction itself.
        """
        event = happened.event
        assert isinstance(event, PersonCorrected)
        appointment = session.get(Appointment, event.appointment_id)
        if not event.other_mailbox or appointment is None or appointment.person is None:
            return
        _close_entries(session, appointment.person.id)
        address = _address(contact_of(appointment.person, self.mails.post.vault).email)
        waiting = self._withdraw(session, appointment.person.id, but_for=address)
        told = any(each.appointment_id == appointment.id and each.kind in INVITING for each in waiting)
        if address and not told:
            self._tell_again(session, appointment, happened)

    def _tell_again(self, session: Session, appointment: Appointment, happened: Happened) -> None:
        """That it is booked; or that it cannot take place like that, and which times are held."""
        offer = open_replacement(session, appointment)
        if offer is not None:
            key = f"{happened.id}|{UNSETTLED}"
            UnsettledMails(self.mails).offer_again(session, appointment, offer, key=key, now=happened.at)
        elif appointment.is_coming and appointment.starts_at > happened.at:
            self.mails.confirm_again(session, appointment, key=f"{happened.id}|confirmation", now=happened.at)

    def _withdraw(self, session: Session, person_id: str, *, but_for: str | None) -> list[Delivery]:
        """Call outdated what is not sent yet, and give what still waits for the mailbox `but_for`."""
        unsent = session.scalars(
            select(Delivery)
            .where(Delivery.person_id == person_id, Delivery.fate.in_(UNFINISHED))
            .order_by(Delivery.id)
            .with_for_update()
        ).all()
        kept = []
        for delivery in unsent:
            if but_for is not None and self._recipient(delivery) == but_for:
                kept.append(delivery)
                continue
            delivery.fate = Fate.OUTDATED
            delivery.sealed = delivery.lease = delivery.lease_until = None
        session.flush()
        return kept

    def _recipient(self, delivery: Delivery) -> str | None:
        if delivery.sealed is None:
            return None
        vault = self.mails.post.vault
        return envelopes.unseal(vault, delivery.sealed, delivery.place, delivery.public_id).recipient


def _close_entries(session: Session, person_id: str) -> None:
    for entry_id in session.scalars(select(WaitingEntry.id).where(WaitingEntry.person_id == person_id)):
        capabilities.revoke_all(session, entry_id)


def _address(email: str | None) -> str | None:
    """The address as it stands on envelopes; None when nothing can be sent there."""
    try:
        return envelopes.mailbox("", email).address if email else None
    except BadAddress:
        return None
