"""What a form showed of a Sprechstunde, and whether it is still so; if not, both are shown."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request
from sqlalchemy.orm import Session

from booking.scheduling.walltime import to_wall
from booking.web.forms.hours import HoursForm
from booking.web.forms.seen import SEEN, Overtaken, mark_of, seen_in, travelling, typed_in
from booking.web.language import gettext as _
from booking.web.pages.hours.reaching import Reached
from booking.web.pages.overtaken import overtaken_page
from booking.web.views.overtaken import Conflict, Line


def mark(found: Reached) -> str:
    """The name of the state it is in."""
    hours = found.hours
    values = HoursForm.showing(hours).values()
    return mark_of(sorted(values.items()), hours.starts_at, hours.room_id, hours.adviser_id, hours.is_open)


def travelling_mark(found: Reached) -> dict[str, str]:
    """The hidden field of a form that is shown, perhaps again."""
    return travelling(request.form, mark(found))


def current_mark(found: Reached) -> dict[str, str]:
    """The hidden field of a page that shows how it is now."""
    return {SEEN: mark(found)}


def must_be_as_seen(found: Reached) -> None:
    """Raises Overtaken when somebody changed it since the form was shown.

    What is off says so by itself, and where it is as typed already, as after a double click, nothing is lost.
    """
    if found.hours.is_open and seen_in(request.form) != mark(found) and not _is_as_typed(found):
        raise Overtaken


def _is_as_typed(found: Reached) -> bool:
    form, stands = HoursForm.typed(request.form), HoursForm.showing(found.hours)
    if form.errors or "mode" not in request.form:
        return False
    bounds, hours = found.bounds, found.hours
    begins, closes = form.begins or to_wall(bounds.start).time(), form.closes or to_wall(bounds.end).time()
    return (begins, closes, int(form.seats), form.mode, form.settings) == (
        to_wall(hours.starts_at).time(),
        to_wall(hours.ends_at).time(),
        hours.seats,
        hours.mode,
        stands.settings,
    )


def both(database: Session, found: Reached, verb: str, lines: Sequence[Line], *, step: str) -> Response:
    """The conflict; `verb` is the last part of the form's address."""
    own = f"/sprechstunde/{found.hours.id}"
    conflict = Conflict(
        title=_("Die Sprechstunde hat sich inzwischen geändert."),
        action=f"{own}/{verb}",
        fresh=f"{own}/{verb}",
        back=own,
        lines=lines,
        hidden={**typed_in(request.form), **current_mark(found)},
        step=step,
    )
    subjects = [found.hours.owner]
    if found.reservation is not None:
        subjects.append(f"reservation:{found.reservation.id}")
    return overtaken_page(database, conflict, *subjects)
