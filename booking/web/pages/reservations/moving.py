"""Another time or room for one date, the rest, or all: form, preview of every date, and only then saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from booking.appointments import rearranging
from booking.appointments.guests import give_back
from booking.house.models import Room
from booking.house.rooms import rooms_to_reserve
from booking.ids import random_id
from booking.reservations.scope import Scope
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.changes import HELD_FIELD, MoveForm, Standing, held_before, read_answers
from booking.web.forms.choices import read_choices
from booking.web.forms.reading import typed
from booking.web.forms.seen import Overtaken, place_of
from booking.web.frame import page
from booking.web.pages.appointments.manage import known_contact
from booking.web.pages.reservations.changing import (
    LOOK,
    ROLES,
    SAVE,
    Touched,
    by_house,
    done_before,
    remember_done,
    saved,
    to_look,
    while_possible,
)
from booking.web.pages.reservations.moves import Job, chosen, job_of
from booking.web.pages.reservations.refusing import FAULTS, check, fault_words
from booking.web.pages.reservations.seen import Shown
from booking.web.pages.reservations.surprises import SURPRISES, ChangedMeanwhile, surprise_words
from booking.web.views.guests import guest_rows
from booking.web.views.overtaken_words import place_lines
from booking.web.views.reservations import date_view, title_words

MOVED = "moved"

pages = Blueprint("reservation_moving", __name__)


@pages.get("/reservierung/<token:reservation_id>/verschieben")
@allow(*ROLES)
@while_possible
def choose(reservation_id: str) -> AnyResponse:
    with runtime().database.reading() as database:
        touched = Touched.asked(to_look(database, reservation_id), request.args)
        touched.stretches()
        standing = Standing.of_date if touched.picked else Standing.of_course
        rooms = rooms_to_reserve(database)
        form = MoveForm.showing(standing(touched.basis)).asked(request.args, rooms)
        return _form(touched, rooms, form)


@pages.post("/reservierung/<token:reservation_id>/verschieben")
@allow(*ROLES)
@while_possible
def change(reservation_id: str) -> AnyResponse:
    step = typed(request.form, "step")["step"]
    try:
        return _take(reservation_id, step)
    except FAULTS as fault:
        with runtime().database.reading() as database:
            touched = Touched.asked(to_look(database, reservation_id), request.form)
            rooms = rooms_to_reserve(database)
            form = replace(MoveForm.typed(request.form, rooms), errors=fault_words(fault))
            return _form(touched, rooms, form)


def _take(reservation_id: str, step: str) -> AnyResponse:
    """Save, or show what would be; where somebody was faster, show what would be now."""
    try:
        with runtime().database.writing() as database:
            job = job_of(database, reservation_id)
            if job.form.errors or step not in (LOOK, SAVE):
                return _form(job.touched, job.rooms, job.form)
            if step == LOOK:
                job.touched.stretches()
                Shown(job.touched, place_of).check()
                return _preview(database, job)
            _save(database, job)
    except Overtaken:
        with runtime().database.writing() as database:
            return _both(database, job_of(database, reservation_id))
    except SURPRISES as surprise:
        with runtime().database.writing() as database:
            return _preview(database, job_of(database, reservation_id), surprise)
    return saved(reservation_id, MOVED)


def _save(database: Session, job: Job) -> None:
    if done_before(database):
        return
    reservation = job.touched.reservation
    job.touched.stretches()
    Shown(job.touched, place_of).check()
    if not _is_as_previewed(job):
        raise ChangedMeanwhile
    plans = job.draft(database).plans
    choices = read_choices(request.form, plans, job.rooms)
    check(reservation, job.wanted, plans, choices)
    answers = read_answers(request.form)
    rearranging.move(
        database,
        runtime().desk(),
        reservation,
        job.wanted,
        choices,
        answers=answers,
        by_house=by_house(),
    )
    give_back(database, held_before(request.form))
    remember_done(database)


def _is_as_previewed(job: Job) -> bool:
    return typed(request.form, "stand")["stand"] == job.touched.reservation.changed_at.isoformat()


def _preview(database: Session, job: Job, surprise: Exception | None = None) -> Response:
    reservation, wanted = job.touched.reservation, job.wanted
    rows, choices = chosen(job, job.draft(database))
    draft, guests = rearranging.preview_move(
        database, runtime().desk(), reservation, wanted, choices, earlier=held_before(request.form)
    )
    check(reservation, wanted, draft.plans, choices)
    held = [each.replacement.id for each in guests if each.replacement]
    return page(
        "reservations/move_preview.html",
        409 if surprise else 200,
        **_facts(job.touched),
        surprise=surprise_words(surprise),
        rows=rows,
        guests=guest_rows(guests, read_answers(request.form), signed_in(), known_contact),
        hidden={
            **job.touched.hidden(),
            **job.form.values(),
            "stand": reservation.changed_at.isoformat(),
            "einmal": random_id(),
            **Shown(job.touched, place_of).current(),
            HELD_FIELD: ",".join(held),
        },
    )


def _both(database: Session, job: Job) -> Response:
    """Where somebody put it meanwhile, beside where it was to go."""
    one = job.touched.picked is not None and job.touched.scope == Scope.ONE
    standing = Standing.of_date if one else Standing.of_course
    lines = place_lines(job.form, MoveForm.showing(standing(job.touched.basis)), job.rooms)
    return Shown(job.touched, place_of).conflict(database, "verschieben", lines, step=LOOK)


def _form(touched: Touched, rooms: Sequence[Room], form: MoveForm) -> Response:
    return page(
        "reservations/move.html",
        422 if form.errors else 200,
        **_facts(touched),
        form=form,
        errors=form.errors,
        rooms=[(each.slug, each.name) for each in rooms],
        scope=str(touched.scope),
        scopes=touched.scopes(),
        hidden={
            "termin": touched.picked.id if touched.picked else "",
            **Shown(touched, place_of).travelling(),
        },
    )


def _facts(touched: Touched) -> dict[str, Any]:
    """What both pages say about the reservation."""
    now = runtime().clock.now()
    return {
        "reservation_id": touched.reservation.id,
        "title": title_words(touched.reservation, signed_in()),
        "date": date_view(touched.picked, signed_in(), now) if touched.picked else None,
        "scope_text": touched.words(),
    }
