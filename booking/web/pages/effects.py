"""What entering a closure and an absence share: a preview, and saving once what was decided, at once or by a worker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.accounts import readings
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.declaring import declare
from booking.disruptions.effects import Effect, EffectChanged
from booking.disruptions.holding import FEW
from booking.disruptions.models import EnteringJob
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.ids import random_id
from booking.web.access import runtime, signed_in
from booking.web.forms.effects import hidden_of, read_answers, read_ways, seen_before
from booking.web.forms.reading import slug_of, typed
from booking.web.frame import page
from booking.web.pages.appointments.manage import known_contact
from booking.web.views.effects import Before, effect_view
from booking.web.views.guests import reads_names

ONCE, INSTEAD = "einmal", "statt"
Sent = MultiDict[str, str]


@dataclass(frozen=True)
class Saved:
    """The row with this id; `before` says that it was saved before, gone back to, and sent changed."""

    id: int
    before: bool


@dataclass(frozen=True)
class Entering:
    """What is to be entered, and the page that asks: `values` are the fields of its form, `facts` its words.

    `sent` is the form that was sent to `home`, with what was decided so far.
    """

    wanted: Wanted
    template: str
    home: str
    sent: Sent
    values: Mapping[str, str]
    facts: Mapping[str, Any]

    def preview(self, database: Session, *, changed: EffectChanged | None = None, once: str = "") -> Response:
        """What it would do, also when it changed since the page before. Raises EffectTooLarge."""
        in_vain = changed.in_vain if changed else ()
        effect = preview(database, runtime().desk(), self.wanted, in_vain=in_vain)
        _note_readings(database, effect)
        before = Before(read_ways(self.sent), seen_before(self.sent))
        listed = [each.occurrence.id for each in effect.dates]
        return page(
            self.template,
            409 if changed else 200,
            **self.facts,
            changed=changed is not None,
            effect=effect_view(effect, signed_in(), known_contact, before),
            hidden={
                **self.values,
                **hidden_of(effect.guests, listed),
                **carried(self.sent),
                ONCE: once or random_id(),
            },
        )

    def save(self) -> Saved | EnteringJob:
        """The same, however often the form is sent. With many guests it is a job, which a worker does.

        Raises EffectChanged and EffectTooLarge.
        """
        decided = Decided(self.wanted, read_answers(self.sent), _fields(self.sent))
        with runtime().database.writing() as database:
            call, desk, me = self._call(), runtime().desk(), signed_in().account_id
            earlier = earlier_answer(database, desk.vault, call, now=desk.now)
            if earlier is not None:
                return Saved(int(earlier["id"]), before=earlier["sent"] != digest(self.sent))
            entering_jobs.forget(database, carried(self.sent).get(INSTEAD, ""), account_id=me)
            if len(decided.answers) > FEW:
                mark = digest(self.sent)
                return entering_jobs.start(
                    database, desk, call.key_hash, decided, account_id=me, fingerprint=mark
                )
            entering_jobs.forget(database, call.key_hash, account_id=me)  # with fewer guests it is quick now
            row = declare(database, desk, self.wanted, decided.answers, account_id=me)
            value = {"id": row.id, "sent": digest(self.sent)}
            remember_answer(database, desk.vault, call, value, now=desk.now)
            return Saved(row.id, before=False)

    def _call(self) -> Call:
        """One page saves one row, whatever is changed in it after that; one without its key is another each time."""
        scope = f"{self.home} account:{signed_in().account_id}"
        return Call(typed(self.sent, ONCE)[ONCE] or random_id(), scope, b"")


def digest(sent: Sent) -> str:
    """Everything that was decided, in short."""
    return hashlib.sha256(json.dumps(sorted(_fields(sent))).encode()).hexdigest()


def carried(sent: Sent) -> dict[str, str]:
    """Which refused job this is about, if any: what is saved now is instead of it, whatever page saves it."""
    job_id = slug_of(typed(sent, INSTEAD)[INSTEAD])
    return {INSTEAD: job_id} if job_id else {}


def step() -> str:
    """Which button was pressed."""
    return typed(request.form, "step")["step"]


def _fields(sent: Sent) -> list[tuple[str, str]]:
    return [(name, value) for name, value in sent.items(multi=True) if name != "csrf_token"]


def _note_readings(database: Session, effect: Effect) -> None:
    """Who reads a name here is written down (rule L-66)."""
    actor = signed_in()
    shown = [each.appointment.person for each in effect.guests if reads_names(actor, each.appointment)]
    readings.write_down(database, actor, shown, why="absence", now=runtime().clock.now())
