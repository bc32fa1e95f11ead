"""Absences in words: who and when. Nothing else is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from booking.offers.absences import Absence
from booking.web.language import gettext as _
from booking.web.views.closures import span_words


@dataclass(frozen=True)
class AbsenceView:
    """`state` and `state_text` are a status of treffpunkt.html."""

    url: str
    who: str
    span_text: str
    state: str
    state_text: str


def absence_view(absence: Absence, now: datetime) -> AbsenceView:
    state, text = _state(absence, now)
    return AbsenceView(
        url=f"/abwesenheit/{absence.id}",
        who=absence.adviser.name,
        span_text=span_words(absence.interval),
        state=state,
        state_text=text,
    )


def _state(absence: Absence, now: datetime) -> tuple[str, str]:
    if absence.withdrawn_at is not None:
        return "past", _("zurückgenommen")
    if absence.ends_at <= now:
        return "past", _("vorbei")
    return ("no", _("jetzt")) if absence.starts_at <= now else ("later", _("kommt"))
