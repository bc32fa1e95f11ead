"""One reservation with all its dates: what holds, what was left out or called off, and what can be changed."""

from __future__ import annotations

from flask import Blueprint, Response, request, session

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.appointments.opening import openable_dates
from booking.reservations import finding, seeing
from booking.reservations.models import Reservation
from booking.reservations.wishes import Need
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.hours.reaching import told
from booking.web.pages.reservations.changing import NEWS, NOT_NOW, ROLES
from booking.web.views.hours import hours_by_date
from booking.web.views.reservations import date_views, rhythm, title_words
from booking.web.views.rules import moment_words
from booking.web.views.wishes import school_holiday_words, setting_up_facts

pages = Blueprint("reservation_showing", __name__)


@pages.get("/reservierung/<token:reservation_id>")
@allow(*ROLES)
def look(reservation_id: str) -> Response:
    actor, now = signed_in(), runtime().clock.now()
    with runtime().database.reading() as database:
        reservation = seeing.must_see(actor, finding.by_id(database, reservation_id))
        coming = [each for each in reservation.occurrences if each.ends_at > now]
        past = [each for each in reservation.occurrences if each.ends_at <= now]
        dates = date_views(coming, actor, now)
        may_open = actor.role in PROVIDER_ROLES and seeing.may_change(actor, reservation)
        return page(
            "reservations/reservation.html",
            reservation_id=reservation.id,
            title=title_words(reservation, actor),
            facts=_facts(reservation, actor),
            coming=dates,
            past=date_views(past, actor, now),
            changeable=[each for each in dates if each.can_change],
            can_rename=may_rename(actor, reservation),
            answer=_answer_words(reservation),
            hours=hours_by_date(database, [each.id for each in reservation.occurrences]),
            may_open=may_open and bool(openable_dates(reservation, now=now)),
            actor=actor,
            news=told() or _news(reservation),
        )


def may_rename(actor: Actor, reservation: Reservation) -> bool:
    """Nobody gives another title to what they may not read."""
    return seeing.may_change(actor, reservation) and _reads_title(actor, reservation)


def _reads_title(actor: Actor, reservation: Reservation) -> bool:
    return seeing.title_for(actor, reservation) == reservation.title


def _facts(reservation: Reservation, actor: Actor) -> list[tuple[str, str]]:
    """What the page tells as key and value."""
    now = runtime().clock.now()
    rows = [(_("Wann"), "; ".join(rhythm(reservation, now)))]
    if _reads_title(actor, reservation):
        rows.append((_("Andere lesen"), reservation.public_title or _("belegt")))
    rows.append((_("Anbieter"), reservation.provider.name))
    if reservation.people:
        rows.append((_("Personen"), str(reservation.people)))
    if reservation.needs:
        rows.append((_("Der Raum soll"), ", ".join(_needs_words(reservation))))
    if reservation.setup_minutes or reservation.cleanup_minutes:
        rows.append((_("Auf- und Abbau"), around_words(reservation)))
    if any(each.rule for each in reservation.series):
        rows.append((_("In den Schulferien"), school_holiday_words(reservation.on_school_holiday)))
    rows += setting_up_facts(reservation.seating, reservation.key)
    return rows


def around_words(reservation: Reservation) -> str:
    """30 Minuten davor, 15 Minuten danach."""
    return _(
        "%(before)s Minuten davor, %(after)s Minuten danach",
        before=reservation.setup_minutes,
        after=reservation.cleanup_minutes,
    )


def _needs_words(reservation: Reservation) -> list[str]:
    words = {
        Need.CONFIDENTIAL: _("vertraulich sein"),
        Need.STEP_FREE: _("ohne Stufen erreichbar sein"),
        Need.HEARING_LOOP: _("eine Höranlage haben"),
    }
    return [words[Need(need)] for need in reservation.needs]


def _answer_words(reservation: Reservation) -> str:
    """What the house answered to a request, when there was a reason to give."""
    if not reservation.answer or reservation.answer == "expired":
        return ""
    return _("Antwort des Quartiersbüros: %(reason)s", reason=reservation.answer)


def _news(reservation: Reservation) -> str:
    """What happened just now, as a sentence."""
    if typed(request.args, "neu")["neu"] == "1":
        if reservation.decide_by is None:
            return _("Ihre Reservierung gilt.")
        return _(
            "Ihre Anfrage ist angekommen. Das Quartiersbüro entscheidet bis %(moment)s.",
            moment=moment_words(reservation.decide_by),
        )
    words = {
        "moved": _("Gespeichert. Die neuen Zeiten gelten ab jetzt."),
        "cancelled": _("Abgesagt. Der Raum ist wieder frei."),
        "renamed": _("Gespeichert. Der neue Titel gilt."),
        "prepared": _("Gespeichert. Der Hausmeister sieht es auf der Tagesliste."),
        NOT_NOW: _("Das lässt sich nicht mehr ändern. Es ist vorbei, abgesagt oder abgelaufen."),
    }
    return words.get(session.pop(NEWS, ""), "")
