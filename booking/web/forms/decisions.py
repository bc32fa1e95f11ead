"""What the house decides about a request: which dates, and why not the other ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from booking.web.forms.reading import has_unseen, typed
from booking.web.language import gettext as _

LONGEST_REASON = 200
OTHER = "other"
DECLINE_ALL = "ablehnen"


@dataclass(frozen=True)
class DecisionForm:
    """The dates that were picked for a yes, and the reason for every no, as the page shows them again."""

    picked: list[str] = field(default_factory=list)
    reason: str = ""
    reason_text: str = ""
    declines_all: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], asked: Collection[str]) -> DecisionForm:
        """What a browser sent, checked; `asked` are the ids of the dates that wait for a decision."""
        values = typed(sent, "step", "reason", "reason_text")
        picked = [each for each in asked if each in sent.getlist("dates")]
        form = cls(picked, values["reason"], values["reason_text"], values["step"] == DECLINE_ALL)
        return replace(form, errors=form._faults(asked))

    @property
    def confirmed(self) -> list[str]:
        """The dates that get a yes."""
        return [] if self.declines_all else self.picked

    def answer(self) -> str | None:
        """The reason for a no, as it is told; None when none was chosen."""
        return self.reason_text if self.reason == OTHER else reasons().get(self.reason)

    def _faults(self, asked: Collection[str]) -> dict[str, str]:
        if not self.picked and not self.declines_all:
            return {"dates": _("Bitte wählen Sie die Termine aus. Oder lehnen Sie alle ab.")}
        if len(self.confirmed) == len(asked):
            return {}
        if self.reason not in reasons():
            return {"reason": _("Bitte wählen Sie einen Grund für die Absage.")}
        fault = _text_fault(self.reason_text) if self.reason == OTHER else None
        return {"reason_text": fault} if fault else {}


def reasons() -> dict[str, str]:
    """Why the house says no, in the words that the provider reads."""
    return {
        "city": _("Der Saal wird für eine Veranstaltung der Stadt gebraucht."),
        "purpose": _("Die Nutzung passt nicht zum Haus."),
        "key": _("Zu dieser Zeit ist niemand für den Schlüssel da."),
        OTHER: _("anderer Grund"),
    }


def _text_fault(text: str) -> str | None:
    if not text:
        return _("Bitte schreiben Sie den Grund in einem Satz.")
    if has_unseen(text):
        return _("Bitte schreiben Sie in eine Zeile und ohne Sonderzeichen.")
    if len(text) > LONGEST_REASON:
        return _("Bitte kürzen Sie den Text auf %(most)s Zeichen.", most=LONGEST_REASON)
    return None
