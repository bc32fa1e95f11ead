"""Entering an absence in one step, and the list of those that are entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Provider, Role
from booking.disruptions.entering_jobs import ABSENCE
from booking.disruptions.finding import absences_of, count_absences
from booking.disruptions.models import Stage
from booking.offers.models import Adviser
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.absences import TODAY, AbsenceForm
from booking.web.forms.reading import typed
from booking.web.forms.spans import Span
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.closures.listing import page_number
from booking.web.pages.effects import Entering, Sent, carried
from booking.web.pages.entering import Walk, Words
from booking.web.views.absences import absence_view
from booking.web.views.closures import span_words
from booking.web.views.progress import JOBS_OF, open_jobs, refused_words

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
HOME, JOBS = "/abwesenheit", JOBS_OF[ABSENCE]
NEWS = "absence_news"
PER_PAGE = 20
OVER = "vorbei"

pages = Blueprint("absence_entering", __name__)


@pages.get(HOME)
@allow(*WHO)
def ask() -> Response:
    with runtime().database.reading() as database:
        today = wall_day(runtime().clock.now())
        return _page(database, AbsenceForm(span=Span(first=today.isoformat())))


@pages.post(HOME)
@allow(*WHO)
def enter() -> AnyResponse:
    return WALK.enter()


@pages.get(f"{JOBS}/<token:job_id>")
@allow(*WHO)
def follow(job_id: str) -> AnyResponse:
    return WALK.follow(job_id)


@pages.post(f"{JOBS}/<token:job_id>")
@allow(*WHO)
def look_again(job_id: str) -> AnyResponse:
    return WALK.look_again(job_id)


def whom(database: Session, actor: Actor) -> Mapping[str, Adviser]:
    """For whom the actor may enter an absence, by slug: an adviser for themselves, a lead for all of the provider,
    the house for everybody who phones in.
    """
    statement = select(Adviser).where(Adviser.retired_at.is_(None)).order_by(Adviser.name, Adviser.id)
    if actor.role not in HOUSE_ROLES:
        statement = statement.where(Adviser.provider_id == actor.provider_id)
    if actor.role == Role.ADVISER:
        statement = statement.where(Adviser.account_id == actor.account_id)
    return {each.slug: each for each in database.scalars(statement)}


@dataclass(frozen=True)
class Typed:
    """What somebody typed, and for whom they may enter it."""

    advisers: Mapping[str, Adviser]
    form: AbsenceForm
    sent: Sent

    @property
    def errors(self) -> Mapping[str, str]:
        return self.form.errors

    def asked(self, database: Session, *, too_large: bool = False) -> Response:
        large = refused_words(ABSENCE)[Stage.TOO_LARGE]
        form = self.form.refused("last", large) if too_large else self.form
        return _page(database, form, carried(self.sent))

    def entering(self) -> Entering:
        wanted = self.form.wanted(self.advisers)
        facts = {
            "who": self.advisers[self.form.adviser].name,
            "span": span_words(wanted.interval),
            "colleagues": self.form.colleagues,
            "for_house": signed_in().role in HOUSE_ROLES,
        }
        return Entering(wanted, "absences/preview.html", HOME, self.sent, self.form.values(), facts)


def _read(database: Session, sent: Sent) -> Typed:
    now, advisers = runtime().clock.now(), whom(database, signed_in())
    return Typed(advisers, AbsenceForm.typed(sent, now=now).checked(now=now, advisers=advisers.keys()), sent)


def _words() -> Words:
    return Words(
        done=_("Die Abwesenheit ist eingetragen."),
        known=_("Diese Abwesenheit ist schon eingetragen."),
        under_way=_("Die Abwesenheit wird eingetragen"),
    )


WALK = Walk(ABSENCE, "abwesenheit", HOME, JOBS, HOME, NEWS, _read, _words)


def _page(database: Session, form: AbsenceForm, hidden: Mapping[str, str] | None = None) -> Response:
    actor = signed_in()
    return page(
        "absences/list.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        hidden=hidden or {},
        today_step=TODAY,
        advisers=_choices(database, actor),
        for_house=actor.role in HOUSE_ROLES,
        jobs=open_jobs(database, actor, ABSENCE, _words().under_way, JOBS),
        news=session.pop(NEWS, ""),
        **_listed(database, actor),
    )


def _listed(database: Session, actor: Actor) -> dict[str, Any]:
    """The absences that the actor may see, a page of them."""
    now, asked = runtime().clock.now(), typed(request.args, "welche", "seite")
    past, number = asked["welche"] == OVER, page_number(asked["seite"])
    total = count_absences(database, actor, now, past=past)
    found = absences_of(database, actor, now, past=past, skip=(number - 1) * PER_PAGE, most=PER_PAGE)
    base = f"/abwesenheit?welche={OVER}&seite=" if past else "/abwesenheit?seite="
    return {
        "absences": [absence_view(each, now) for each in found],
        "past": past,
        "before": f"{base}{number - 1}" if number > 1 else "",
        "after": f"{base}{number + 1}" if number * PER_PAGE < total else "",
    }


def _choices(database: Session, actor: Actor) -> list[tuple[str, str]]:
    """Advisers as pairs of value and name; the house reads for whom they work."""
    found = whom(database, actor).values()
    if actor.role not in HOUSE_ROLES:
        return [(each.slug, each.name) for each in found]
    names = {each.id: each.name for each in database.scalars(select(Provider))}
    return [(each.slug, f"{each.name} ({names[each.provider_id]})") for each in found]
