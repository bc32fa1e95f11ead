"""An e-mail address that is not needed: whoever gives one gets a confirmation."""

from __future__ import annotations

from booking.web.forms.contact_faults import email_fault
from booking.web.forms.details import Details
from booking.web.language import gettext as _


def mail_fault(details: Details) -> str | None:
    """What is wrong with an address that was given though another way was chosen; or a question about it."""
    if not details.email or details.contact == "email":
        return None
    if details.suggestion and email_fault(details.email) is None:
        return _("Meinten Sie %(address)s?", address=details.suggestion)
    return email_fault(details.email)
