"""What changing and calling off share: a preview of who is touched, times held for them, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from booking.appointments.adjusting import Adjustment, adjust, preview_adjustment
from booking.appointments.guests import give_back
from booking.web.access import runtime, signed_in
from booking.web.forms.changes import HELD_FIELD, held_before, read_answers
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.appointments.manage import known_contact
from booking.web.pages.hours.reaching import Reached, to_change
from booking.web.pages.hours.seen import current_mark, must_be_as_seen
from booking.web.views.guests import guest_rows
from booking.web.views.hours import HoursView, hours_view


@dataclass(frozen=True)
class Touching:
    """A change of one Sprechstunde: what it shall be, made once its row is locked, and the page that asks."""

    hours_id: int
    template: str
    wanted: Callable[[Reached], Adjustment]
    facts: Callable[[Reached], dict[str, Any]]

    def preview(self, *, changed: bool = False) -> Response:
        """Who is touched, each with what may become of it; times for who cannot stay are held. Raises as `save`."""
        with runtime().database.writing() as database:
            found = to_change(database, signed_in(), self.hours_id)
            if not changed:
                must_be_as_seen(found)
            guests = preview_adjustment(
                database, runtime().desk(), found.hours, self.wanted(found), earlier=held_before(request.form)
            )
            holds = [each.replacement.id for each in guests if each.replacement]
            facts = self.facts(found)
            return page(
                self.template,
                409 if changed else 200,
                **{
                    **facts,
                    "preview": True,
                    "surprise": surprise_words() if changed else "",
                    "guests": guest_rows(guests, read_answers(request.form), signed_in(), known_contact),
                    "hidden": {**facts.get("hidden", {}), HELD_FIELD: ",".join(holds), **current_mark(found)},
                },
            )

    def save(self) -> None:
        """Do it as it was decided; times held for nothing go back. Raises Overtaken, and as `adjust`."""
        answers = read_answers(request.form)
        with runtime().database.writing() as database:
            found = to_change(database, signed_in(), self.hours_id)
            must_be_as_seen(found)
            adjust(database, runtime().desk(), found.hours, self.wanted(found), answers=answers)
            give_back(database, held_before(request.form))


def view_of(found: Reached) -> HoursView:
    return hours_view(found.hours, 0)


def surprise_words() -> str:
    """Why nothing was saved."""
    return _(
        "Inzwischen hat jemand einen Termin gebucht oder abgesagt. Ihre Änderung wurde nicht gespeichert."
    )
