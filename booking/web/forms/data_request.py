"""The form for a question about one's own data (rule L-76): what, to whom, and how we know that it is you."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from booking.ids import CODE_LENGTH, random_id, typed_code
from booking.web.forms.details import CHANNELS, Details
from booking.web.forms.reading import typed
from booking.web.forms.sent_once import key_of
from booking.web.language import gettext as _

RIGHTS = ("access", "rectify", "erase", "restrict", "object")
HOUSE = "HAUS"  # no slug of a provider has capitals
BY_CODE, BY_VISIT = "code", "visit"


@dataclass(frozen=True, kw_only=True)
class DataRequest:
    """What was typed. `who` is a provider's slug or HOUSE; `proof` is BY_CODE with a code, or BY_VISIT."""

    details: Details
    right: str = ""
    who: str = ""
    proof: str = ""
    code: str = ""
    key: str = field(default_factory=random_id)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> DataRequest:
        return cls(details=Details.of(None))

    @classmethod
    def typed(cls, sent: MultiDict[str, str], providers: Collection[str]) -> DataRequest:
        """What a browser sent, checked."""
        details = Details.typed(sent, channels=CHANNELS)
        values = typed(sent, "right", "who", "proof", "code")
        errors = {**details.faults(CHANNELS), **_faults(values, providers)}
        if "contact" in errors:
            errors["contact"] = _("Bitte wählen Sie aus, wie wir Ihnen antworten.")
        return cls(details=details, key=key_of(sent), errors=errors, **values)

    @property
    def shown_code(self) -> str:
        """The code to keep; nothing for who comes along."""
        return typed_code(self.code) if self.proof == BY_CODE else ""


def _faults(values: dict[str, str], providers: Collection[str]) -> dict[str, str]:
    faults = {}
    if values["right"] not in RIGHTS:
        faults["right"] = _("Bitte wählen Sie aus, worum Sie bitten.")
    if values["who"] not in (*providers, HOUSE):
        faults["who"] = _("Bitte wählen Sie aus, an wen sich Ihre Anfrage richtet.")
    if values["proof"] not in (BY_CODE, BY_VISIT):
        faults["proof"] = _("Bitte wählen Sie aus, wie Sie zeigen, dass Sie es sind.")
    elif values["proof"] == BY_CODE and not _looks_like_a_code(values["code"]):
        faults["code"] = _("Bitte schreiben Sie die Nummer Ihres Termins: sechs Buchstaben und Zahlen.")
    return faults


def _looks_like_a_code(text: str) -> bool:
    code = typed_code(text)
    return len(code) == CODE_LENGTH and code.isascii() and code.isalnum()
