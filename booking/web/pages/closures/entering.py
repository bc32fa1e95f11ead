"""Entering a closure: what and until when, then who is hit and what becomes of each, then once more and saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.disruptions.entering_jobs import CLOSURE
from booking.disruptions.models import Stage
from booking.house.models import Room
from booking.house.rooms import rooms_to_reserve
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime
from booking.web.forms.closures import PROPOSED, ClosureForm
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.closures.listing import DEFECTS, JOBS, NEWS, WHO, for_house
from booking.web.pages.effects import Entering, Sent, carried
from booking.web.pages.entering import Walk, Words
from booking.web.views.closures import kind_words, span_words, what_words
from booking.web.views.equipment import equipment_of
from booking.web.views.progress import refused_words

HOME = "/schliessungen/neu"

pages = Blueprint("closure_entering", __name__)


@pages.get(HOME)
@allow(*WHO)
def ask() -> Response:
    form = ClosureForm.asked(request.args, wall_day(runtime().clock.now()))
    with runtime().database.reading() as database:
        return _form(rooms_to_reserve(database), form)


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


@dataclass(frozen=True)
class Typed:
    """What somebody typed, and the rooms that there are."""

    rooms: Sequence[Room]
    form: ClosureForm
    sent: Sent

    @property
    def errors(self) -> Mapping[str, str]:
        return self.form.errors

    def asked(self, _database: Session, *, too_large: bool = False) -> Response:
        large = {"last": refused_words(CLOSURE)[Stage.TOO_LARGE]}
        form = replace(self.form, errors=large) if too_large else self.form
        return _form(self.rooms, form, carried(self.sent))

    def entering(self) -> Entering:
        form, by_slug = self.form, {each.slug: each for each in self.rooms}
        wanted = form.wanted(by_slug)
        room = by_slug[form.room].name if wanted.room_id is not None else ""
        facts = {
            "for_house": for_house(),
            "what": what_words(form.kind, room, form.equipment),
            "span": span_words(wanted.interval),
            "reason": form.reason,
            "shuts": wanted.closes,
        }
        return Entering(wanted, "closures/preview.html", HOME, self.sent, form.values(), facts)


def _read(database: Session, sent: Sent) -> Typed:
    rooms = rooms_to_reserve(database)
    form = ClosureForm.typed(sent).checked(
        now=runtime().clock.now(),
        kinds=[value for value, _words in _kinds()],
        rooms={each.slug for each in rooms},
        equipment={value for value, _words in equipment_of(rooms)},
    )
    return Typed(rooms, form, sent)


def _words() -> Words:
    return Words(
        done=_("Die Schließung ist eingetragen."),
        known=_("Diese Schließung ist schon eingetragen."),
        under_way=_("Die Schließung wird eingetragen"),
    )


WALK = Walk(CLOSURE, "schliessungen", HOME, JOBS, "/schliessung", NEWS, _read, _words)


def _form(rooms: Sequence[Room], form: ClosureForm, hidden: Mapping[str, str] | None = None) -> Response:
    return page(
        "closures/form.html",
        422 if form.errors else 200,
        form=form,
        errors=form.errors,
        hidden=hidden or {},
        kinds=_kinds(),
        rooms=[("", _("Bitte wählen")), *((each.slug, each.name) for each in rooms)],
        equipment=[("", _("Bitte wählen")), *equipment_of(rooms)],
        proposed=[text for kind, texts in PROPOSED.items() if kind in dict(_kinds()) for text in texts],
    )


def _kinds() -> list[tuple[str, str]]:
    """What the person may enter, as pairs of value and words."""
    return [(kind, words) for kind, words in kind_words().items() if for_house() or kind in DEFECTS]
