"""Messages in words: what kind, what became of it, and why a mail server would not have it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from booking.notifications.again import Why
from booking.notifications.models import Fate
from booking.notifications.post import BAD_ADDRESS
from booking.web.language import gettext as _

NUMBER = re.compile(r"\b([45]\d\d|[45]\.\d{1,3}\.\d{1,3})\b")
NO_SUCH_MAILBOX = ("5.1.1", "5.1.0", "5.1.6", "5.2.1", "550", "551", "553")
FULL = ("5.2.2", "4.2.2", "452", "552")
NO_SUCH_DOMAIN = ("5.1.2", "5.4.4", "5.1.10")
NOT_WANTED = ("554", "5.7.1", "5.7.0")
NOT_LET_IN = ("530", "534", "535", "538")


@dataclass(frozen=True)
class Fated:
    """A fate in words; `state` is the kind of status that stands beside them."""

    words: str
    state: str


def kind_words() -> dict[str, str]:
    """Each kind of mail as the monitor names it; none says what an appointment is about."""
    return {
        "confirmation": _("Bestätigung"),
        "moved": _("Verschiebung"),
        "cancelled": _("Absage"),
        "unsettled": _("Termin kann so nicht stattfinden"),
        "woken": _("Termin findet doch statt"),
        "reminder": _("Erinnerung"),
        "confirm_address": _("Bitte um Bestätigung"),
        "lost_link": _("Links zu Terminen"),
        "invitation": _("Einladung"),
        "password_reset": _("Neues Passwort"),
        "access_changed": _("Passwort oder Code geändert"),
        "adviser_note": _("Hinweis an Beratende"),
        "absence_recorded": _("Abwesenheit eingetragen"),
        "closure_recorded": _("Änderung in Sprechstunden"),
        "disruption_lifted": _("Schließung oder Abwesenheit zurückgenommen"),
        "reservation_made": _("Reservierung gilt"),
        "reservation_requested": _("Anfrage angekommen"),
        "reservation_answered": _("Antwort auf Anfrage"),
        "reservation_expired": _("Anfrage abgelaufen"),
        "reservation_changed": _("Reservierung geändert"),
        "reservation_cancelled": _("Reservierung abgesagt"),
        "reservation_calendar": _("Kalender zur Reservierung"),
        "waiting_joined": _("Auf der Warteliste"),
        "waiting_offer": _("Warteliste: Zeit frei"),
        "waiting_gone": _("Warteliste: Zeit nicht mehr frei"),
        "waiting_ended": _("Warteliste beendet"),
        "call_back_received": _("Rückruf: angekommen"),
        "barrier_received": _("Barriere: angekommen"),
        "barrier_interim": _("Barriere: Zwischenbescheid"),
        "barrier_answered": _("Barriere: Antwort"),
        "data_request_received": _("Daten-Anfrage: angekommen"),
        "data_request_answered": _("Daten-Anfrage: beantwortet"),
    }


def fate_words() -> dict[Fate, str]:
    """Each fate in a word or two."""
    return {
        Fate.QUEUED: _("wartet"),
        Fate.SENDING: _("wird gesendet"),
        Fate.RETRYING: _("wird wiederholt"),
        Fate.SENT: _("gesendet"),
        Fate.FAILED: _("abgelehnt"),
        Fate.BOUNCED: _("zurückgekommen"),
        Fate.OUTDATED: _("nicht mehr gesendet"),
    }


def fated(fate: Fate) -> Fated:
    """The words with the kind of status: under way, done, or something a human should look at."""
    states = {Fate.SENT: "ok", Fate.FAILED: "no", Fate.BOUNCED: "no", Fate.OUTDATED: "past"}
    return Fated(fate_words()[Fate(fate)], states.get(Fate(fate), "wait"))


def error_words(error: str | None) -> str:
    """What went wrong, as a sentence; the number of the mail server stands behind it."""
    if not error:
        return ""
    if error == BAD_ADDRESS:
        return _("An diese Adresse kann man keine E-Mail schicken.")
    found = NUMBER.search(error)
    if found is None:
        return (
            _("Der Mailserver war nicht zu erreichen.")
            if error.isidentifier()
            else _("Der Grund ist unbekannt.")
        )
    return f"{_reason(found.group(1))} {_('Meldung: %(code)s.', code=found.group(1))}"


def why_not_words() -> dict[Why, str]:
    """Why a message is not sent again."""
    return {
        Why.NOT_THIS_KIND: _("Diese Art Nachricht senden wir nicht noch einmal."),
        Why.ON_ITS_WAY: _("Diese Nachricht ist noch unterwegs."),
        Why.OVER: _("Das ist vorbei oder abgesagt. Eine Nachricht hilft nicht mehr."),
        Why.ERASED: _("Die Angaben zur Person sind gelöscht. Es gibt keine Adresse mehr."),
        Why.NO_ADDRESS: _("Es gibt keine E-Mail-Adresse mehr."),
        Why.BOUNCED: _("Die Adresse nimmt keine E-Mails an. Bitte zuerst die Adresse berichtigen lassen."),
        Why.NOT_A_READER: _("Das Konto bekommt dazu keine Nachrichten mehr."),
        Why.ASLEEP: _("Der Termin ruht. Sobald er geklärt ist, geht eine Nachricht hinaus."),
    }


def _reason(code: str) -> str:
    reasons = (
        (FULL, _("Das Postfach ist voll.")),
        (NO_SUCH_MAILBOX, _("Dieses Postfach gibt es nicht.")),
        (NO_SUCH_DOMAIN, _("Den Mailserver dieser Adresse gibt es nicht.")),
        (NOT_WANTED, _("Der Mailserver will unsere E-Mails nicht.")),
        (NOT_LET_IN, _("Unser Mailserver lässt uns nicht hinein.")),
        ((code,) if code.startswith("4") else (), _("Der Mailserver nimmt die E-Mail gerade nicht an.")),
    )
    return next(
        (words for codes, words in reasons if code in codes), _("Der Mailserver hat die E-Mail abgelehnt.")
    )
