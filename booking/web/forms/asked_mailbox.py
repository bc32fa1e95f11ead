"""The question about a mistyped address, and the answer: two buttons, or the same address sent again."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from booking.web.forms.reading import typed
from booking.web.language import current_language

LEFT_TO_RIGHT, END = "\u2066", "\u2069"


def email_of(sent: MultiDict[str, str]) -> tuple[str, bool]:
    """The address that holds, and whether it was asked about already: taken, kept, or sent again as it was."""
    values = typed(sent, "email", "asked_email", "take_email", "keep_email")
    for chosen in (values["take_email"], values["keep_email"]):
        if chosen:
            return chosen, True
    return values["email"], bool(values["email"]) and values["email"] == values["asked_email"]


def within_a_sentence(address: str) -> str:
    """Left to right, also where the sentence runs the other way."""
    return address if current_language().dir == "ltr" else f"{LEFT_TO_RIGHT}{address}{END}"
