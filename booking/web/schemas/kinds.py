"""The catalogue of problems: a stable code, its HTTP status, and German words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """One kind of problem; `code` ends its address, /probleme/<code>."""

    code: str
    status: int
    title: str
    detail: str

    @property
    def type(self) -> str:
        return f"/probleme/{self.code}"


_DOMAIN: Final = (
    Kind("not-found", 404, "Nicht gefunden", "Das gibt es hier nicht, oder der Link gilt nicht mehr."),
    Kind(
        "slot-taken",
        409,
        "Diese Zeit ist schon vergeben",
        "Jemand war schneller. Unter alternatives stehen die nächsten freien Zeiten.",
    ),
    Kind(
        "slot-unknown", 422, "Diese Zeit gibt es nicht", "Zu dieser Zeit kann man hier keinen Termin buchen."
    ),
    Kind(
        "number-needed",
        422,
        "Es fehlt eine Telefonnummer",
        "Zu dieser Zeit rufen wir an. Dafür brauchen wir eine Telefonnummer.",
    ),
    Kind(
        "not-allowed-now", 409, "Das geht jetzt nicht mehr", "Der Termin lässt diesen Schritt nicht mehr zu."
    ),
    Kind(
        "idempotency-key-reused",
        422,
        "Dieser Schlüssel wurde schon benutzt",
        "Derselbe Idempotency-Key kam schon einmal mit einem anderen Inhalt. Es wurde nichts geändert.",
    ),
    Kind(
        "overlap",
        409,
        "Diese Zeit ist schon belegt",
        "Die Zeit überschneidet sich mit einer anderen Buchung.",
    ),
    Kind(
        "dates-taken",
        409,
        "Nicht alle Termine sind möglich",
        "Es wurde nichts gespeichert. Unter conflicts steht, was nicht geht, unter alternatives, was frei ist.",
    ),
    Kind(
        "nothing-left",
        422,
        "Es bleibt kein Termin übrig",
        "Alle Termine würden ausfallen. Es wurde nichts gespeichert.",
    ),
    Kind(
        "cannot-shift",
        422,
        "Diese Reihe kann nicht auf diesen Tag wechseln",
        "Die Regel der Reihe passt nicht zu dem neuen Tag. Es wurde nichts geändert.",
    ),
    Kind(
        "appointments-affected",
        409,
        "Davon sind Termine betroffen",
        "Unter appointments stehen sie. Schicken Sie für jeden keep oder cancel mit.",
    ),
    Kind(
        "adviser-busy",
        409,
        "Die Beratung ist dann schon an einem anderen Ort",
        "Zu dieser Zeit gibt es schon eine Sprechstunde derselben Person. Es wurde nichts geändert.",
    ),
    Kind("rules-broken", 422, "Das erlaubt das Haus nicht", "Der Plan verstößt gegen Regeln des Hauses."),
    Kind("refused", 409, "Das geht nicht", "Das lässt der jetzige Stand nicht zu. Es wurde nichts geändert."),
    Kind(
        "busy",
        503,
        "Gerade ist viel los",
        "Bitte versuchen Sie es gleich noch einmal. Es wurde nichts geändert.",
    ),
)
_HTTP: Final = (
    Kind("bad-request", 400, "Das ist kein gültiges JSON", "Der Inhalt der Anfrage lässt sich nicht lesen."),
    Kind(
        "unauthorized",
        401,
        "Anmeldung nötig",
        "Dieser Aufruf braucht ein gültiges Token (Authorization: Bearer …).",
    ),
    Kind("forbidden", 403, "Nicht erlaubt", "Dieses Konto darf das nicht."),
    Kind(
        "method-not-allowed", 405, "Diese Methode gibt es hier nicht", "Welche es gibt, steht im Kopf Allow."
    ),
    Kind("content-too-large", 413, "Das war zu viel auf einmal", "Der Inhalt der Anfrage ist zu groß."),
    Kind(
        "unsupported-media-type",
        415,
        "Dieses Format lesen wir nicht",
        "Der Inhalt muss JSON sein (Content-Type: application/json).",
    ),
    Kind("invalid", 422, "Die Angaben stimmen nicht", "Bitte prüfen Sie die Angaben unter errors."),
    Kind(
        "too-many-requests",
        429,
        "Zu viele Anfragen",
        "Von hier kamen gerade sehr viele Anfragen. Bitte warten Sie etwas.",
    ),
    Kind(
        "internal",
        500,
        "Bei uns ist etwas schiefgegangen",
        "Das liegt nicht an Ihnen. Wir kümmern uns darum.",
    ),
    Kind("unavailable", 503, "Wir sind gleich wieder da", "Der Dienst macht gerade eine kurze Pause."),
)

KINDS: Final = {kind.code: kind for kind in (*_DOMAIN, *_HTTP)}
BY_STATUS: Final = {404: KINDS["not-found"], 409: KINDS["refused"], **{kind.status: kind for kind in _HTTP}}


def kind_of(code: str) -> Kind:
    """The kind with this code; a domain error without an entry is refused in general words."""
    return KINDS.get(code, KINDS["refused"])


def kind_of_status(status: int) -> Kind:
    """The kind for an HTTP status, in general words where the status has none of its own."""
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status >= 500:
        return KINDS["internal"]
    return Kind("refused", status, KINDS["refused"].title, "Die Anfrage wurde abgelehnt.")
