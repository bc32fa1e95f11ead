"""One absence: who it hits, how each of them stands now, and taking it back."""

from __future__ import annotations

from flask import Blueprint, Response, session
from werkzeug.wrappers import Response as AnyResponse

from booking.disruptions.finding import absence_of_actor
from booking.disruptions.standing import sleeping_dates, standings
from booking.disruptions.withdrawing import may_try_again
from booking.offers.absences import Absence
from booking.web.access import allow, runtime, signed_in
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.absences.entering import NEWS, WHO
from booking.web.pages.returns import preview_return, take_back
from booking.web.views.absences import absence_view
from booking.web.views.hearing import how_they_hear
from booking.web.views.standings import date_lines, standing_rows, standing_summary

NUMBER = "int(max=2147483647)"

pages = Blueprint("absence_showing", __name__)


@pages.get(f"/abwesenheit/<{NUMBER}:absence_id>")
@allow(*WHO)
def look(absence_id: int) -> Response:
    actor, desk = signed_in(), runtime().desk()
    now = desk.now
    with runtime().database.reading() as database:
        absence: Absence = absence_of_actor(database, actor, absence_id)
        found = standings(database, absence.cause)
        heard = how_they_hear(database, desk, actor, found, since=absence.created_at)
        return page(
            "absences/absence.html",
            absence=absence_view(absence, now),
            summary=standing_summary(actor, found, heard),
            rows=standing_rows(actor, found, heard),
            dates=date_lines(sleeping_dates(database, absence.cause), actor),
            may_withdraw=absence.withdrawn_at is None and absence.ends_at > now,
            may_try_again=may_try_again(database, absence, now),
            news=session.pop(NEWS, ""),
        )


@pages.get(f"/abwesenheit/<{NUMBER}:absence_id>/zuruecknehmen")
@allow(*WHO)
def ask_to_withdraw(absence_id: int) -> AnyResponse:
    now = runtime().clock.now()
    with runtime().database.reading() as database:
        absence: Absence = absence_of_actor(database, signed_in(), absence_id)
        if absence.withdrawn_at is not None or absence.ends_at <= now:
            return see(f"/abwesenheit/{absence_id}")
        return page(
            "absences/withdraw.html",
            absence=absence_view(absence, now),
            found=preview_return(database, absence),
        )


@pages.post(f"/abwesenheit/<{NUMBER}:absence_id>/zuruecknehmen")
@allow(*WHO)
def withdraw(absence_id: int) -> AnyResponse:
    with runtime().database.writing() as database:
        absence: Absence = absence_of_actor(database, signed_in(), absence_id)
        if absence.ends_at <= runtime().clock.now() and absence.withdrawn_at is None:
            session[NEWS] = _("Diese Abwesenheit ist schon vorbei. Es gibt nichts zurückzunehmen.")
            return see(f"/abwesenheit/{absence_id}")
        found = take_back(database, absence)
    session[NEWS] = " ".join((_("Die Abwesenheit ist zurückgenommen."), found.summary))
    return see(f"/abwesenheit/{absence_id}")
