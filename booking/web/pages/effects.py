"""What entering a closure and an absence share: a preview, and saving it once as it was decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from booking.accounts import readings
from booking.disruptions.declaring import declare
from booking.disruptions.effects import Answer, Effect, EffectChanged
from booking.disruptions.holding import held_ahead
from booking.disruptions.offering import Ahead
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.ids import random_id
from booking.web.access import runtime, signed_in
from booking.web.forms.effects import hidden_of, read_answers, read_ways, seen_before
from booking.web.forms.reading import typed
from booking.web.frame import page
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.effects import Before, effect_view
from booking.web.views.guests import reads_names

LOOK, SAVE, BACK = "vorschau", "speichern", "angaben"
ONCE = "einmal"


@dataclass(frozen=True)
class Saved:
    """The row with this id; `before` says that it was saved before, gone back to, and sent changed."""

    id: int
    before: bool


@dataclass(frozen=True)
class Entering:
    """What is to be entered, and the page that asks: `values` are the fields of its form, `facts` its words."""

    wanted: Wanted
    template: str
    values: Mapping[str, str]
    facts: Mapping[str, Any]

    def preview(self, database: Session, *, changed: EffectChanged | None = None) -> Response:
        """What it would do, also when it changed since the page before. Raises EffectTooLarge."""
        in_vain = changed.in_vain if changed else ()
        effect = preview(database, runtime().desk(), self.wanted, in_vain=in_vain)
        _note_readings(database, effect)
        before = Before(read_ways(request.form), seen_before(request.form))
        listed = [each.occurrence.id for each in effect.dates]
        return page(
            self.template,
            409 if changed else 200,
            **self.facts,
            changed=changed is not None,
            effect=effect_view(effect, signed_in(), known_contact, before),
            hidden={**self.values, **hidden_of(effect.guests, listed), ONCE: random_id()},
        )

    def save(self) -> Saved:
        """The same, however often the form is sent. Raises EffectChanged and EffectTooLarge."""
        database, desk, answers = runtime().database, runtime().desk(), read_answers(request.form)
        with held_ahead(database, desk, self.wanted, answers) as ahead, database.writing() as session:
            return self._save(session, answers, ahead)

    def _save(self, database: Session, answers: Mapping[str, Answer], ahead: Ahead) -> Saved:
        call, now = _call(), runtime().clock.now()
        earlier = earlier_answer(database, runtime().vault, call, now=now)
        if earlier is not None:
            return Saved(int(earlier["id"]), before=earlier["sent"] != _sent())
        row = declare(
            database,
            runtime().desk(),
            self.wanted,
            answers,
            account_id=signed_in().account_id,
            ahead=ahead,
        )
        remember_answer(database, runtime().vault, call, {"id": row.id, "sent": _sent()}, now=now)
        return Saved(row.id, before=False)


def step() -> str:
    """Which button was pressed."""
    return typed(request.form, "step")["step"]


def _note_readings(database: Session, effect: Effect) -> None:
    """Who reads a name here is written down (rule L-66)."""
    actor = signed_in()
    shown = [each.appointment.person for each in effect.guests if reads_names(actor, each.appointment)]
    readings.write_down(database, actor, shown, why="absence", now=runtime().clock.now())


def _call() -> Call:
    """One page saves one row, whatever is changed in it after that; a page without its key is another each time."""
    scope = f"{request.path} account:{signed_in().account_id}"
    return Call(typed(request.form, ONCE)[ONCE] or random_id(), scope, b"")


def _sent() -> str:
    """Everything that was decided, in short."""
    body = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()
