"""Entering an absence in one step, and the list of those that are entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, session
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.models import Provider, Role
from booking.disruptions.effects import MOST_HIT, EffectChanged, EffectTooLarge
from booking.disruptions.finding import absences_of, count_absences
from booking.offers.models import Adviser
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.absences import TODAY, AbsenceForm
from booking.web.forms.reading import typed
from booking.web.forms.spans import Span
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.closures.listing import page_number
from booking.web.pages.effects import BACK, SAVE, Entering, step
from booking.web.views.absences import absence_view
from booking.web.views.closures import span_words

WHO = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
NEWS = "absence_news"
PER_PAGE = 20
OVER = "vorbei"

pages = Blueprint("absence_entering", __name__)


@pages.get("/abwesenheit")
@allow(*WHO)
def ask() -> Response:
    with runtime().database.reading() as database:
        today = wall_day(runtime().clock.now())
        return _page(database, AbsenceForm(span=Span(first=today.isoformat())))


@pages.post("/abwesenheit")
@allow(*WHO)
def enter() -> AnyResponse:
    with runtime().database.writing() as database:
        _advisers, form = _typed(database)
        if form.errors or step() == BACK:
            return _page(database, form)
    if step() != SAVE:
        return _look()
    try:
        with runtime().database.reading() as database:
            entering = _entering(*_typed(database))
        saved = entering.save()
    except EffectChanged as changed:
        return _look(changed)
    except EffectTooLarge:
        return _too_large()
    done, known = _("Die Abwesenheit ist eingetragen."), _("Diese Abwesenheit ist schon eingetragen.")
    session[NEWS] = known if saved.before else done
    return see(f"/abwesenheit/{saved.id}")


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


def _look(changed: EffectChanged | None = None) -> Response:
    try:
        with runtime().database.writing() as database:
            return _entering(*_typed(database)).preview(database, changed=changed)
    except EffectTooLarge:
        return _too_large()


def _too_large() -> Response:
    with runtime().database.reading() as database:
        fault = _("Das trifft mehr als %(most)s Termine. Bitte teilen Sie die Abwesenheit.", most=MOST_HIT)
        return _page(database, replace(_typed(database)[1], errors={"last": fault}))


def _typed(database: Session) -> tuple[Mapping[str, Adviser], AbsenceForm]:
    now, advisers = runtime().clock.now(), whom(database, signed_in())
    return advisers, AbsenceForm.typed(request.form, now=now).checked(now=now, advisers=advisers.keys())


def _entering(advisers: Mapping[str, Adviser], form: AbsenceForm) -> Entering:
    wanted = form.wanted(advisers)
    facts = {
        "who": advisers[form.adviser].name,
        "span": span_words(wanted.interval),
        "colleagues": form.colleagues,
        "for_house": signed_in().role in HOUSE_ROLES,
    }
    return Entering(wanted, "absences/preview.html", form.values(), facts)


def _page(database: Session, form: AbsenceForm) -> Response:
    actor = signed_in()
    return page(
        "absences/list.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        today_step=TODAY,
        advisers=_choices(database, actor),
        for_house=actor.role in HOUSE_ROLES,
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
