"""How we may address and reach somebody, in which language, and what helps them here: one form for many pages."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from booking.accounts.people import Contact
from booking.appointments.models import Channel
from booking.house.rooms import INTERPRETER, NEEDS
from booking.i18n import LANGUAGES
from booking.web.forms.asked_mailbox import email_of, within_a_sentence
from booking.web.forms.contact_faults import email_fault, name_fault, phone_fault
from booking.web.forms.mailboxes import meant
from booking.web.forms.needs import INTERPRETED, interpreted_languages, need_words, needs_text, own_language
from booking.web.forms.reading import typed
from booking.web.language import current_language
from booking.web.language import gettext as _

__all__ = ["CHANNELS", "Details", "email_fault", "is_called", "name_fault", "phone_fault"]

CHANNELS = ("email", "phone", "none")
PHONE_HOURS = ("morning", "afternoon")
CALLED = (Channel.PHONE, Channel.HOME_VISIT)


def is_called(channel: str) -> bool:
    """Whether we call for the appointment itself, or before it to ask for the address: then a number is needed."""
    return channel in CALLED


@dataclass(frozen=True, kw_only=True)
class Details:
    """The form as the page shows it again, and what was wrong with it.

    `suggestion` is the address that was perhaps meant. The page asks once: `asked_email`, sent again, holds.
    `spare_phone` is for the day when an e-mail does not arrive; nobody has to give one,
    unless the appointment itself is a call (`calls`).
    """

    name: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    spare_phone: str = ""
    language: str = ""
    phone_hours: str = ""
    leave_message: bool = False
    brief_mails: bool = False
    interpreting: str = ""
    needs: list[str] = field(default_factory=list)
    suggestion: str = ""
    asked_email: str = ""
    calls: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(
        cls, sent: MultiDict[str, str], *, channels: Sequence[str] = CHANNELS, calls: bool = False
    ) -> Details:
        """What a browser sent, checked; `channels` are those that the page offered."""
        values = typed(
            sent, "name", "contact", "phone", "spare_phone", "language", "phone_hours", "interpreting"
        )
        email, asked = email_of(sent)
        needs = [need for need in NEEDS if need in sent.getlist("needs")]
        filled = cls(
            name=values["name"],
            contact=values["contact"],
            email=email,
            phone=values["phone"],
            spare_phone=values["spare_phone"],
            language=values["language"] if values["language"] in LANGUAGES else current_language().code,
            phone_hours=values["phone_hours"] if values["phone_hours"] in PHONE_HOURS else "",
            leave_message="leave_message" in sent,
            brief_mails="brief_mails" in sent,
            interpreting=values["interpreting"] if values["interpreting"] in INTERPRETED else "",
            needs=needs,
            suggestion="" if asked else meant(email),
            asked_email="" if email_fault(email) else email,
            calls=calls,
        )
        return cls(**{**vars(filled), "errors": filled.faults(channels)})

    @classmethod
    def of(cls, contact: Contact | None, *, sensitive: bool = False, calls: bool = False) -> Details:
        """What was kept; without anything, an empty form in the language of the page.

        Mails about a sensitive offer are brief, unless somebody wishes otherwise.
        """
        if contact is None:
            code = current_language().code
            return cls(language=code, brief_mails=sensitive, interpreting=own_language(code), calls=calls)
        return cls(
            name=contact.name,
            contact="email"
            if contact.email
            else "phone"
            if contact.phone
            else "none"
            if contact.name
            else "",
            email=contact.email or "",
            asked_email=contact.email or "",
            phone=contact.phone or "",
            spare_phone=contact.phone or "" if contact.email else "",
            language=contact.language,
            phone_hours=contact.phone_hours,
            leave_message=contact.leave_message,
            brief_mails=contact.brief_mails,
            interpreting=contact.interpreting or own_language(contact.language),
            needs=list(contact.needs),
            calls=calls,
        )

    @property
    def complete(self) -> bool:
        """Whether an appointment can be booked with it."""
        return not self.errors and not self.faults()

    @property
    def need_choices(self) -> list[tuple[str, str]]:
        """What can be ticked: value and words."""
        return list(need_words().items())

    @property
    def interpreting_choices(self) -> list[tuple[str, str]]:
        """The languages to choose from: code and name, after an empty one."""
        return [("", _("Bitte wählen")), *interpreted_languages()]

    @property
    def needs_text(self) -> str:
        """All needs in one line, empty without any."""
        return needs_text(self.needs, self.interpreting)

    def faults(self, channels: Sequence[str] = CHANNELS) -> dict[str, str]:
        """What is wrong, by field: one sentence each. A suggestion is a question at the e-mail address."""
        found = {"name": name_fault(self.name), "contact": None, "email": None, "phone": None}
        if self.contact not in channels or (self.calls and self.contact == "none"):
            found["contact"] = _("Bitte wählen Sie aus, wie wir Sie erreichen.")
        elif self.contact == "email":
            found["email"] = email_fault(self.email) or self._question()
            found["spare_phone"] = self._spare_fault()
        elif self.contact == "phone":
            found["phone"] = phone_fault(self.phone)
        if INTERPRETER in self.needs and not self.interpreting:
            found["interpreting"] = _("Bitte wählen Sie die Sprache, in die jemand übersetzen soll.")
        return {name: fault for name, fault in found.items() if fault}

    @property
    def may_keep_email(self) -> bool:
        """Whether the address is only questioned: it may stay as it is."""
        return email_fault(self.email) is None

    def to_keep(self) -> Contact:
        """What may be kept: fields with a fault are left out, and what belongs to a channel that was not chosen."""
        bad = {name for name in self.errors if name != "email" or not self.may_keep_email}
        by_mail, by_phone = self.contact == "email", self.contact == "phone"
        return Contact(
            name="" if "name" in bad else " ".join(self.name.split()),
            email=self.email or None if by_mail and "email" not in bad else None,
            phone=self._number(bad),
            language=self.language,
            needs=tuple(self.needs),
            phone_hours=self.phone_hours if by_phone else "",
            leave_message=self.leave_message and by_phone,
            brief_mails=self.brief_mails and by_mail,
            interpreting=self.interpreting if INTERPRETER in self.needs else "",
        )

    @property
    def suggestion_shown(self) -> str:
        """The suggestion within a sentence."""
        return within_a_sentence(self.suggestion)

    @property
    def email_shown(self) -> str:
        """The address within a sentence."""
        return within_a_sentence(self.email)

    def _number(self, bad: Container[str]) -> str | None:
        """The number of the way that was chosen: to be called at, or for when an e-mail does not arrive."""
        if self.contact == "phone" and "phone" not in bad:
            return self.phone or None
        if self.contact == "email" and "spare_phone" not in bad:
            return self.spare_phone or None
        return None

    def _spare_fault(self) -> str | None:
        if self.spare_phone:
            return phone_fault(self.spare_phone)
        return (
            _("Für diesen Termin rufen wir Sie an. Bitte schreiben Sie Ihre Telefonnummer.")
            if self.calls
            else None
        )

    def _question(self) -> str | None:
        return _("Meinten Sie %(address)s?", address=self.suggestion_shown) if self.suggestion else None
