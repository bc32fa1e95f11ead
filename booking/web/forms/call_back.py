"""R12 The form for a call-back: whom, when, about roughly what; or an answer by e-mail for who cannot phone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.accounts.people import Contact
from booking.house.rooms import SIGN_LANGUAGE
from booking.ids import random_id
from booking.web.forms.answer_mail import mail_fault
from booking.web.forms.details import Details
from booking.web.forms.reading import typed
from booking.web.forms.sent_once import key_of

CHANNELS = ("phone", "email")
UNSAID = "keines"


@dataclass(frozen=True, kw_only=True)
class CallBack:
    """What was typed. `concern` is the address of one, or UNSAID."""

    details: Details
    concern: str = UNSAID
    key: str = field(default_factory=random_id)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, sent: MultiDict[str, str], concerns: Collection[str]) -> CallBack:
        """A new form; the address may name the concern, the way of answering and the wish for sign language."""
        values = typed(sent, "thema", "antwort")
        details = replace(
            Details.of(None),
            contact=values["antwort"] if values["antwort"] in CHANNELS else "phone",
            needs=[SIGN_LANGUAGE] if "gebaerden" in sent else [],
        )
        return cls(details=details, concern=_known(values["thema"], concerns))

    @classmethod
    def typed(cls, sent: MultiDict[str, str], concerns: Collection[str]) -> CallBack:
        """What a browser sent, checked."""
        details = Details.typed(sent, channels=CHANNELS)
        details = replace(details, needs=[need for need in details.needs if need == SIGN_LANGUAGE])
        errors = details.faults(CHANNELS)
        if fault := mail_fault(details):
            errors["email"] = fault
        concern = _known(typed(sent, "thema")["thema"], concerns)
        return cls(details=details, concern=concern, key=key_of(sent), errors=errors)

    @property
    def by_mail(self) -> bool:
        """Whether the answer is to be written."""
        return self.details.contact == "email"

    def contact(self) -> Contact:
        """Who asks and how to reach them; an address given besides the phone is kept too."""
        return replace(self.details.to_keep(), email=self.details.email or None)


def _known(concern: str, concerns: Collection[str]) -> str:
    return concern if concern in concerns else UNSAID
