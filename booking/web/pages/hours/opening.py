"""Opening a Sprechstunde on the dates of a reservation: form, preview of each date, and only then opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments.guests import open_hours_of
from booking.appointments.models import ConsultationHours, HoursMode
from booking.appointments.opening import CannotOpen, open_on, preview_opening
from booking.errors import Overlap
from booking.reservations import finding, scope
from booking.reservations.models import Occurrence
from booking.web.access import allow, runtime
from booking.web.forms.opening import SOME, OpeningForm
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.hours.choosing import Case, case_of
from booking.web.pages.hours.reaching import ADVISERS, BACK, SAVE, tell
from booking.web.views.opening import example_of, is_there, opening_rows, plan_words, summary_words
from booking.web.views.reservations import title_words
from booking.web.views.rules import day_words, hours_words
from booking.web.views.terms import offered_words

pages = Blueprint("hours_opening", __name__)


@pages.get("/reservierung/<token:reservation_id>/sprechstunde")
@allow(*ADVISERS)
def ask(reservation_id: str) -> Response:
    with runtime().database.reading() as database:
        case = case_of(database, finding.by_id(database, reservation_id))
        return _form(case, OpeningForm.fresh(case.offered, case.actor.account_id))


@pages.post("/reservierung/<token:reservation_id>/sprechstunde")
@allow(*ADVISERS)
def answer(reservation_id: str) -> AnyResponse:
    step = typed(request.form, "step")["step"]
    if step == SAVE:
        return _save(reservation_id)
    with runtime().database.reading() as database:
        case = case_of(database, finding.by_id(database, reservation_id))
        form = OpeningForm.typed(request.form, case.offered)
        if form.errors or step == BACK or not case.offered.dates:
            return _form(case, form)
        return _preview(database, case, form)


def _save(reservation_id: str) -> AnyResponse:
    try:
        with runtime().database.writing() as database:
            case = case_of(database, scope.for_change(database, reservation_id))
            form = OpeningForm.typed(request.form, case.offered)
            if form.errors:
                return _form(case, form)
            _open(database, case, form)
    except (CannotOpen, Overlap):
        return _not_opened(reservation_id)
    tell(_opened_words(form.hours.mode))
    return see(case.address)


def _opened_words(mode: str) -> str:
    if mode == HoursMode.OPEN_DOOR:
        return _("Die Sprechstunde ist offen. Ab sofort steht sie im Programm.")
    return _("Die Sprechstunde ist offen. Ab sofort kann man Termine buchen.")


def _open(database: Session, case: Case, form: OpeningForm) -> None:
    """All of the dates that were shown, or CannotOpen."""
    opening, dates = form.opening(case.offered), form.picked(case.offered)
    if form.missing(case.offered):
        raise CannotOpen(preview_opening(database, opening, dates, now=case.now))
    open_on(database, opening, dates, now=case.now)


def _not_opened(reservation_id: str) -> AnyResponse:
    """It is open already (sent twice), or the world has changed: then the new preview."""
    with runtime().database.reading() as database:
        case = case_of(database, finding.by_id(database, reservation_id))
        form = OpeningForm.typed(request.form, case.offered)
        if form.errors:
            return _form(case, form)
        opening, dates = form.opening(case.offered), form.picked(case.offered)
        preview = preview_opening(database, opening, dates, now=case.now)
        existing = _existing(database, dates)
        if preview and all(is_there(each, opening, existing) for each in preview):
            tell(_("Die Sprechstunde ist schon offen. Es ist nichts doppelt."))
            return see(case.address)
        return _preview(database, case, form, changed=True)


def _existing(database: Session, dates: Sequence[Occurrence]) -> list[ConsultationHours]:
    return open_hours_of(database, [each.id for each in dates])


def _form(case: Case, form: OpeningForm) -> Response:
    offer = case.offered.offer(form.offer)
    return page(
        "hours/opening.html",
        422 if form.errors else 200,
        **_facts(case),
        form=form,
        errors=form.errors,
        offers=[(each.slug, each.text().title) for each in case.offered.offers],
        advisers=[(each.slug, each.name) for each in case.offered.advisers],
        dates=[
            (each.id, f"{day_words(each.starts_at)}, {hours_words(each.starts_at, each.ends_at)}")
            for each in case.offered.dates
        ],
        offered=offered_words(offer) if offer is not None else {},
    )


def _preview(database: Session, case: Case, form: OpeningForm, *, changed: bool = False) -> Response:
    opening, dates = form.opening(case.offered), form.picked(case.offered)
    preview = preview_opening(database, opening, dates, now=case.now)
    rows = opening_rows(preview, opening, _existing(database, dates))
    possible = [row for row in rows if row.is_possible]
    return page(
        "hours/opening_preview.html",
        409 if changed else 200,
        **_facts(case),
        rows=rows,
        possible=[row.id for row in possible],
        summary=summary_words(rows),
        changed=changed,
        example=example_of(preview, opening),
        plan=plan_words(opening),
        hidden={"offer": form.offer, "adviser": form.adviser, "which": SOME, **form.hours.values()},
        asked={"which": form.which, "dates": form.dates},
    )


def _facts(case: Case) -> dict[str, Any]:
    return {"reservation_id": case.reservation.id, "title": title_words(case.reservation, case.actor)}
