"""The form for a new bearer token: what it is for, and how long it opens something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from booking.accounts.tokens import LONGEST_DAYS, LONGEST_NAME, ONE_YEAR
from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

A_MONTH = 30
LIVES = (str(A_MONTH), str(ONE_YEAR), str(LONGEST_DAYS))


@dataclass(frozen=True)
class TokenForm:
    """What was typed; an empty one as the page comes."""

    name: str = ""
    days: str = str(ONE_YEAR)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> TokenForm:
        values = typed(sent, "name", "days")
        return cls(**values, errors=dict(_faults(**values)))


def _faults(name: str, days: str) -> Iterator[tuple[str, str]]:
    if not name:
        yield "name", _("Bitte schreiben Sie, wofür der Schlüssel ist.")
    elif len(name) > LONGEST_NAME:
        yield "name", _("Bitte schreiben Sie höchstens %(n)s Zeichen.", n=LONGEST_NAME)
    elif has_unseen(name):
        yield "name", _("Bitte schreiben Sie nur Buchstaben, Zahlen und Satzzeichen.")
    if days not in LIVES:
        yield "days", _("Bitte wählen Sie, wie lange der Schlüssel gilt.")
