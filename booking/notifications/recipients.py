"""Where a resident's mail goes."""

from __future__ import annotations

from booking.accounts.people import Contact
from booking.ical.entry import Mailbox
from booking.notifications.envelopes import BadAddress, mailbox
from booking.notifications.telling import greeted_as


def resident_mailbox(contact: Contact) -> Mailbox | None:
    """The mailbox they gave, under the name they are greeted with; None when no mail can be sent there."""
    try:
        return mailbox(greeted_as(contact), contact.email or "")
    except BadAddress:
        return None
