"""An absence as somebody typed it: who, from when until when. There is no field for a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from werkzeug.datastructures import MultiDict

from booking.disruptions.wanted import Wanted
from booking.offers.models import Adviser
from booking.scheduling.walltime import wall_day
from booking.web.forms.reading import typed
from booking.web.forms.spans import Span
from booking.web.language import gettext as _

TODAY = "heute"


@dataclass(frozen=True)
class AbsenceForm:
    """The form as the page shows it again, and what was wrong with it."""

    adviser: str = ""
    span: Span = field(default_factory=Span)
    colleagues: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], *, now: datetime) -> AbsenceForm:
        """What a browser sent; the one tap for today fills in the time by itself."""
        values = typed(sent, "adviser", "colleagues", "step")
        today = wall_day(now)
        span = Span.of_days(today, today) if values["step"] == TODAY else Span.typed(sent)
        return cls(values["adviser"], span, values["colleagues"] == "ja")

    def checked(self, *, now: datetime, advisers: Collection[str]) -> AbsenceForm:
        """With a sentence for each fault; `advisers` are those for whom the person may enter it."""
        found = self.span.all_faults(now)
        if self.adviser not in advisers:
            found["adviser"] = _("Bitte wählen Sie, wer nicht da ist.")
        return replace(self, errors=found)

    def refused(self, name: str, fault: str) -> AbsenceForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})

    def wanted(self, advisers: Mapping[str, Adviser]) -> Wanted:
        """What a form without errors asks for."""
        return Wanted(
            interval=self.span.interval,
            kind=None,
            adviser_id=advisers[self.adviser].id,
            colleagues=self.colleagues,
        )

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {
            "adviser": self.adviser,
            "colleagues": "ja" if self.colleagues else "",
            **self.span.values(),
        }
