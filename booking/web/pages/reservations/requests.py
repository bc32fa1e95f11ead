"""/anfragen: the house decides about the hall, date by date, before the deadline passes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.models import Role
from booking.errors import NotAllowedNow, Overlap
from booking.house.rooms import rooms_and_parts
from booking.reservations import finding
from booking.reservations.approving import decide_request, is_open, open_requests
from booking.reservations.deciding import DatesTaken
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.scope import for_change
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.decisions import DecisionForm, reasons
from booking.web.forms.reading import typed
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.pages.reservations.showing import around_words
from booking.web.views.requests import asked_dates, left_words, request_rows, waiting
from booking.web.views.reservations import date_views
from booking.web.views.rules import moment_words

HOUSE = (Role.STAFF, Role.ADMIN)
NEWS = "request_news"

pages = Blueprint("reservation_requests", __name__)


@pages.get("/anfragen")
@allow(*HOUSE)
def look() -> Response:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        rows = request_rows(open_requests(database, now=now), signed_in(), now)
    return page("reservations/requests.html", requests=rows, news=session.pop(NEWS, ""))


@pages.get("/anfrage/<token:reservation_id>")
@allow(*HOUSE)
def ask(reservation_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        reservation = finding.by_id(database, reservation_id)
        if not is_open(reservation, runtime().clock.now()):
            return _decided(reservation, 200)
        return _page(database, reservation, DecisionForm([each.id for each in waiting(reservation)]))


@pages.post("/anfrage/<token:reservation_id>")
@allow(*HOUSE)
def decide(reservation_id: str) -> AnyResponse:
    now = runtime().clock.now()
    try:
        with runtime().database.writing() as database:
            reservation = for_change(database, reservation_id)
            asked = [each.id for each in waiting(reservation)]
            form = DecisionForm.typed(request.form, asked)
            if is_open(reservation, now) and not _was_seen(reservation):
                changed = _("Die Anfrage wurde inzwischen geändert. Es ist nichts entschieden.")
                return _page(database, reservation, DecisionForm(asked), surprise=changed)
            if form.errors and is_open(reservation, now):
                return _page(database, reservation, form)
            reason = form.answer() if len(form.confirmed) < len(asked) else None
            decide_request(database, reservation, form.confirmed, reason=reason, now=now)
    except (NotAllowedNow, DatesTaken, Overlap) as refusal:
        return _refused(reservation_id, refusal)
    session[NEWS] = _decision_words(len(form.confirmed), len(asked) - len(form.confirmed))
    return see("/anfragen")


def _was_seen(reservation: Reservation) -> bool:
    """Whether the form shows the request as it is now."""
    return typed(request.form, "stand")["stand"] == reservation.changed_at.isoformat()


def _refused(reservation_id: str, refusal: Exception) -> Response:
    """Somebody decided before, or took a date past every lock: what is so now."""
    with runtime().database.reading() as database:
        reservation = finding.by_id(database, reservation_id)
        if isinstance(refusal, NotAllowedNow):
            return _decided(reservation, 409)
        asked = [each.id for each in waiting(reservation)]
        form = DecisionForm.typed(request.form, asked)
        lost = _("Ein Termin ist nicht mehr frei. Es ist nichts entschieden.")
        return _page(database, reservation, form, surprise=lost)


def _page(database: Session, reservation: Reservation, form: DecisionForm, *, surprise: str = "") -> Response:
    now, actor = runtime().clock.now(), signed_in()
    assert reservation.decide_by is not None
    return page(
        "reservations/request.html",
        422 if form.errors else 409 if surprise else 200,
        decided=False,
        request_id=reservation.id,
        title=reservation.title,
        facts=_facts(reservation),
        deadline_text=moment_words(reservation.decide_by),
        left_text=left_words(reservation.decide_by, now),
        dates=asked_dates(reservation, _neighbours(database, reservation), actor),
        reasons=list(reasons().items()),
        form=form,
        errors=form.errors,
        surprise=surprise,
        hidden={"stand": reservation.changed_at.isoformat()},
    )


def _decided(reservation: Reservation, status: int) -> Response:
    now = runtime().clock.now()
    return page(
        "reservations/request.html",
        status,
        decided=True,
        request_id=reservation.id,
        expired=reservation.decide_by is not None or reservation.answer == "expired",
        dates=date_views(reservation.occurrences, signed_in(), now),
    )


def _neighbours(database: Session, reservation: Reservation) -> Sequence[Occurrence]:
    """What else takes place in the hall or a part of it, in the days of the request."""
    dates = waiting(reservation)
    if not dates:
        return []
    first, last = min(each.starts_at for each in dates), max(each.ends_at for each in dates)
    span = Interval(day_bounds(wall_day(first)).start, day_bounds(wall_day(last)).end)
    resources = {resource for each in dates for resource in each.room.resource_ids}
    shared = [each.id for each in rooms_and_parts(database) if not resources.isdisjoint(each.resource_ids)]
    now = runtime().clock.now()
    found = [
        each for room_id in shared for each in finding.dates_in(database, span, now=now, room_id=room_id)
    ]
    return sorted(found, key=lambda each: each.starts_at)


def _facts(reservation: Reservation) -> list[tuple[str, str]]:
    rows = [(_("Anbieter"), reservation.provider.name)]
    if reservation.public_title:
        rows.append((_("Andere lesen"), reservation.public_title))
    if reservation.people:
        rows.append((_("Personen"), str(reservation.people)))
    if reservation.setup_minutes or reservation.cleanup_minutes:
        rows.append((_("Auf- und Abbau"), around_words(reservation)))
    return rows


def _decision_words(confirmed: int, declined: int) -> str:
    words = []
    if confirmed:
        words.append(ngettext("%(num)s Termin zugesagt", "%(num)s Termine zugesagt", confirmed))
    if declined:
        words.append(ngettext("%(num)s Termin abgelehnt", "%(num)s Termine abgelehnt", declined))
    return _("Gespeichert: %(what)s.", what=", ".join(words))
