"""What a form showed of a reservation, and whether it is still so; if not, both are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy.orm import Session

from booking.reservations.models import Occurrence
from booking.reservations.scope import Scope
from booking.web.forms.seen import SEEN, Overtaken, mark_of, seen_in, travelling, typed_in
from booking.web.language import gettext as _
from booking.web.pages.overtaken import overtaken_page
from booking.web.pages.reservations.changing import Touched
from booking.web.views.overtaken import Conflict, Line

Facts = Callable[[Occurrence], Sequence[object]]


@dataclass(frozen=True)
class Shown:
    """What the form is of; its mark has two halves: that of the picked date, and that of all dates."""

    touched: Touched
    facts: Facts

    @property
    def mark(self) -> str:
        picked = self.touched.picked
        one = mark_of(self.facts(picked)) if picked is not None else ""
        return f"{one}.{mark_of(*(self.facts(each) for each in self.touched.reservation.occurrences))}"

    def check(self) -> None:
        """Raises Overtaken when what the change touches is not as the form showed it."""
        one = self.touched.picked is not None and self.touched.scope == Scope.ONE
        half = 0 if one else -1
        if seen_in(request.form).split(".")[half] != self.mark.split(".")[half]:
            raise Overtaken

    def travelling(self) -> dict[str, str]:
        """The hidden field of a form that is shown, perhaps again."""
        return travelling(request.form, self.mark)

    def current(self) -> dict[str, str]:
        """The hidden field of a page that shows how it is now."""
        return {SEEN: self.mark}

    def conflict(self, database: Session, verb: str, lines: Sequence[Line], *, step: str) -> Response:
        """Both states; `verb` is the last part of the form's address, `step` what its button does then."""
        own = f"/reservierung/{self.touched.reservation.id}"
        asked = {name: value for name, value in self.touched.hidden().items() if value}
        return overtaken_page(
            database,
            Conflict(
                title=_("Die Reservierung hat sich inzwischen geändert."),
                action=f"{own}/{verb}",
                fresh=f"{own}/{verb}?{urlencode(asked)}",
                back=own,
                lines=lines,
                hidden={**self.touched.hidden(), **typed_in(request.form), **self.current()},
                step=step,
            ),
            f"reservation:{self.touched.reservation.id}",
        )
