"""Step 2: how we may address and reach somebody, in which language, and what helps them here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from werkzeug.datastructures import MultiDict

from booking.accounts.people import Contact
from booking.i18n import LANGUAGES
from booking.web.forms.reading import first_sentences, has_unseen, typed
from booking.web.language import current_language
from booking.web.language import gettext as _

LONGEST_NAME = 80
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
FEWEST_DIGITS = 5
NEEDS = ("wheelchair", "hearing_loop")
CHANNELS = ("email", "phone", "none")
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]")
PHONE = re.compile(r"\+?[0-9 ()/.\-–]+")


@dataclass(frozen=True)
class Details:
    """The form as the page shows it again, and what was wrong with it."""

    name: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    needs: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Details:
        """What a browser sent, checked."""
        values = typed(sent, "name", "contact", "email", "phone", "language")
        if values["language"] not in LANGUAGES:
            values["language"] = current_language().code
        needs = [need for need in NEEDS if need in sent.getlist("needs")]
        errors = first_sentences(_DetailsForm().validate(values))
        return cls(**values, needs=needs, errors=errors)

    @classmethod
    def of(cls, contact: Contact | None) -> Details:
        """What was kept; without anything, an empty form in the language of the page."""
        if contact is None:
            return cls(language=current_language().code)
        channel = "email" if contact.email else "phone" if contact.phone else "none" if contact.name else ""
        return cls(
            name=contact.name,
            contact=channel,
            email=contact.email or "",
            phone=contact.phone or "",
            language=contact.language,
            needs=list(contact.needs),
        )

    @property
    def complete(self) -> bool:
        """Whether an appointment can be booked with it."""
        return not self.errors and not _DetailsForm().validate(
            {"name": self.name, "contact": self.contact, "email": self.email, "phone": self.phone}
        )

    def to_keep(self) -> Contact:
        """What may be kept: fields with a fault are left out, and the channel that was not chosen."""
        good = {name: value for name, value in vars(self).items() if name not in self.errors}
        return Contact(
            name=" ".join(good.get("name", "").split()),
            email=(good.get("email") or None) if self.contact == "email" else None,
            phone=(good.get("phone") or None) if self.contact == "phone" else None,
            language=self.language,
            needs=tuple(self.needs),
        )


def email_fault(text: str) -> str | None:
    """What is wrong with an e-mail address, as a sentence that says how to repair it."""
    local, at, domain = text.rpartition("@")
    if not text:
        return _("Bitte schreiben Sie Ihre E-Mail-Adresse. Oder wählen Sie einen anderen Weg.")
    if not at or not local:
        return _("Bitte schreiben Sie die E-Mail-Adresse mit einem @-Zeichen, zum Beispiel name@beispiel.de.")
    if re.search(r"\s", text):
        return _("In einer E-Mail-Adresse stehen keine Leerzeichen. Bitte nehmen Sie sie heraus.")
    if "." not in domain.strip("."):
        return _("Hinter dem @ fehlt noch etwas, zum Beispiel @beispiel.de.")
    if len(text) > LONGEST_EMAIL or not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(_ascii(domain)):
        return _("Bitte prüfen Sie die E-Mail-Adresse Zeichen für Zeichen, zum Beispiel name@beispiel.de.")
    return None


def phone_fault(text: str) -> str | None:
    """What is wrong with a phone number, as a sentence that says how to repair it."""
    if not text:
        return _("Bitte schreiben Sie Ihre Telefonnummer. Oder wählen Sie einen anderen Weg.")
    if len(text) > LONGEST_PHONE or not PHONE.fullmatch(text):
        return _("Bitte schreiben Sie die Telefonnummer nur mit Ziffern, zum Beispiel 02175 123456.")
    if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        return _("Die Telefonnummer ist zu kurz. Bitte schreiben Sie sie mit Vorwahl.")
    return None


def name_fault(text: str) -> str | None:
    """What is wrong with a name, as a sentence that says how to repair it."""
    if has_unseen(text):
        return _("Bitte schreiben Sie den Namen in eine Zeile und ohne Sonderzeichen.")
    if not any(character.isalnum() for character in text):
        return _("Bitte schreiben Sie, wie wir Sie ansprechen dürfen. Ein Vorname reicht.")
    if len(text) > LONGEST_NAME:
        return _("Bitte kürzen Sie den Namen auf %(most)s Zeichen. Ein Vorname reicht.", most=LONGEST_NAME)
    return None


class _DetailsForm(Schema):
    class Meta:
        unknown = EXCLUDE

    name = fields.String()
    contact = fields.String()
    email = fields.String()
    phone = fields.String()
    language = fields.String()

    @validates_schema
    def _check(self, values: dict[str, str], **_more: Any) -> None:
        faults = {"name": name_fault(values["name"])}
        if values["contact"] not in CHANNELS:
            faults["contact"] = _("Bitte wählen Sie aus, wie wir Sie erreichen.")
        elif values["contact"] == "email":
            faults["email"] = email_fault(values["email"])
        elif values["contact"] == "phone":
            faults["phone"] = phone_fault(values["phone"])
        found = {name: [fault] for name, fault in faults.items() if fault}
        if found:
            raise ValidationError(found)


def _ascii(domain: str) -> str:
    """The domain as mail servers know it: "müller.de" is "xn--mller-kva.de"."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
