"""What can be wrong with a name, an e-mail address and a phone number, as sentences that say how to repair it."""

from __future__ import annotations

import re

from booking.web.forms.reading import has_unseen
from booking.web.language import gettext as _

LONGEST_NAME = 80
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
FEWEST_DIGITS = 5
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]")
PHONE = re.compile(r"\+?[0-9 ()/.\-–]+")


def email_fault(text: str) -> str | None:
    """What is wrong with an e-mail address, or None."""
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
    """What is wrong with a phone number, or None."""
    if not text:
        return _("Bitte schreiben Sie Ihre Telefonnummer. Oder wählen Sie einen anderen Weg.")
    if len(text) > LONGEST_PHONE or not PHONE.fullmatch(text):
        return _("Bitte schreiben Sie die Telefonnummer nur mit Ziffern, zum Beispiel 02175 123456.")
    if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        return _("Die Telefonnummer ist zu kurz. Bitte schreiben Sie sie mit Vorwahl.")
    return None


def name_fault(text: str) -> str | None:
    """What is wrong with a name, or None."""
    if has_unseen(text):
        return _("Bitte schreiben Sie den Namen in eine Zeile und ohne Sonderzeichen.")
    if not any(character.isalnum() for character in text):
        return _("Bitte schreiben Sie, wie wir Sie ansprechen dürfen. Ein Vorname reicht.")
    if len(text) > LONGEST_NAME:
        return _("Bitte kürzen Sie den Namen auf %(most)s Zeichen. Ein Vorname reicht.", most=LONGEST_NAME)
    return None


def _ascii(domain: str) -> str:
    """The domain as mail servers know it: "müller.de" is "xn--mller-kva.de"."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
