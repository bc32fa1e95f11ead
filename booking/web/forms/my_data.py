"""From the form about a person to what we know of them afterwards."""

from __future__ import annotations

from dataclasses import replace

from booking.accounts.people import Contact
from booking.web.forms.details import Details


def corrected(known: Contact, typed: Details) -> Contact:
    """What was typed; a number that stays keeps its hours, for with e-mail nobody is asked about them."""
    contact = replace(typed.to_keep(), helper=known.helper)
    if typed.contact == "email" and contact.phone and contact.phone == known.phone:
        return replace(contact, phone_hours=known.phone_hours, leave_message=known.leave_message)
    return contact
