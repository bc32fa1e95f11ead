"""From the form about a person to what we know of them afterwards."""

from __future__ import annotations

from dataclasses import replace

from booking.accounts.people import Contact
from booking.web.forms.details import Details


def corrected(known: Contact, typed: Details) -> Contact:
    """What was typed; whoever gave e-mail and phone and still uses the first way keeps the second one too."""
    contact = typed.to_keep()
    if typed.contact == Details.of(known).contact == "email" and known.phone:
        return replace(
            contact, phone=known.phone, phone_hours=known.phone_hours, leave_message=known.leave_message
        )
    return contact
