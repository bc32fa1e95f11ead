"""Entering a closure: what and until when, then who is hit and what becomes of each, then once more and saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.disruptions.effects import MOST_HIT, EffectChanged, EffectTooLarge
from booking.house.models import Room
from booking.house.rooms import rooms_to_reserve
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.forms.closures import PROPOSED, ClosureForm
from booking.web.frame import page, see
from booking.web.language import gettext as _
from booking.web.pages.closures.listing import DEFECTS, NEWS, WHO, for_house
from booking.web.pages.effects import BACK, SAVE, Entering, step
from booking.web.views.closures import kind_words, span_words, what_words
from booking.web.views.equipment import equipment_of

pages = Blueprint("closure_entering", __name__)


@pages.get("/schliessungen/neu")
@allow(*WHO)
def ask() -> Response:
    form = ClosureForm.asked(request.args, wall_day(runtime().clock.now()))
    with runtime().database.reading() as database:
        return _form(rooms_to_reserve(database), form)


@pages.post("/schliessungen/neu")
@allow(*WHO)
def enter() -> AnyResponse:
    with runtime().database.writing() as database:
        rooms, form = _typed(database)
        if form.errors or step() == BACK:
            return _form(rooms, form)
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
    done, known = _("Die Schließung ist eingetragen."), _("Diese Schließung ist schon eingetragen.")
    session[NEWS] = known if saved.before else done
    return see(f"/schliessung/{saved.id}")


def _look(changed: EffectChanged | None = None) -> Response:
    try:
        with runtime().database.writing() as database:
            return _entering(*_typed(database)).preview(database, changed=changed)
    except EffectTooLarge:
        return _too_large()


def _too_large() -> Response:
    with runtime().database.reading() as database:
        rooms, form = _typed(database)
        fault = _("Das trifft mehr als %(most)s Termine. Bitte teilen Sie die Schließung.", most=MOST_HIT)
        return _form(rooms, replace(form, errors={"last": fault}))


def _typed(database: Session) -> tuple[Sequence[Room], ClosureForm]:
    rooms = rooms_to_reserve(database)
    form = ClosureForm.typed(request.form)
    return rooms, form.checked(
        now=runtime().clock.now(),
        kinds=[value for value, _words in _kinds()],
        rooms={each.slug for each in rooms},
        equipment={value for value, _words in equipment_of(rooms)},
    )


def _entering(rooms: Sequence[Room], form: ClosureForm) -> Entering:
    by_slug = {each.slug: each for each in rooms}
    wanted = form.wanted(by_slug)
    room = by_slug[form.room].name if wanted.room_id is not None else ""
    facts = {
        "for_house": for_house(),
        "what": what_words(form.kind, room, form.equipment),
        "span": span_words(wanted.interval),
        "reason": form.reason,
        "shuts": wanted.closes,
    }
    return Entering(wanted, "closures/preview.html", form.values(), facts)


def _form(rooms: Sequence[Room], form: ClosureForm) -> Response:
    return page(
        "closures/form.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        kinds=_kinds(),
        rooms=[("", _("Bitte wählen")), *((each.slug, each.name) for each in rooms)],
        equipment=[("", _("Bitte wählen")), *equipment_of(rooms)],
        proposed=[text for kind, texts in PROPOSED.items() if kind in dict(_kinds()) for text in texts],
    )


def _kinds() -> list[tuple[str, str]]:
    """What the person may enter, as pairs of value and words."""
    return [(kind, words) for kind, words in kind_words().items() if for_house() or kind in DEFECTS]
