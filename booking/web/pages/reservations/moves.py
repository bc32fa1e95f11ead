"""A move as it was asked for: read from the form, with every date as it would be and what is chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from booking.house.models import Room
from booking.house.rooms import rooms_to_reserve
from booking.reservations import drafting
from booking.reservations.deciding import Choices
from booking.reservations.drafting import Draft, Move
from booking.reservations.scope import Scope
from booking.reservations.wishes import OnClosure
from booking.web.access import runtime
from booking.web.forms.changes import MoveForm, Standing
from booking.web.forms.choices import read_choices
from booking.web.pages.reservations.changing import Touched, to_change
from booking.web.views.dates import DateRow, date_rows


@dataclass(frozen=True)
class Job:
    """What is asked for, read and checked."""

    touched: Touched
    rooms: Sequence[Room]
    form: MoveForm

    @property
    def wanted(self) -> Move:
        scope, picked, basis = self.touched.scope, self.touched.picked, self.touched.basis
        before = Standing.of_date(basis) if scope == Scope.ONE else Standing.of_course(basis)
        change = self.form.change(before, self.rooms)
        return Move(
            change=change,
            scope=scope,
            picked=picked,
            counted_from=before.day,
            on_school_holiday=self.form.school_holidays if picked is None else None,
        )

    @property
    def keeps_closed(self) -> bool:
        return self.touched.reservation.on_closure == OnClosure.KEEP

    def draft(self, database: Session) -> Draft:
        """Every date as it would be. Raises as `drafting.preview_move`."""
        return drafting.preview_move(
            database, self.touched.reservation, self.wanted, now=runtime().clock.now()
        )


def job_of(database: Session, reservation_id: str) -> Job:
    """What the form of this request asks for. Raises NotFound, NotAllowedNow."""
    touched = Touched.asked(to_change(database, reservation_id), request.form)
    rooms = rooms_to_reserve(database)
    return Job(touched, rooms, MoveForm.typed(request.form, rooms))


def chosen(job: Job, draft: Draft) -> tuple[list[DateRow], Choices]:
    """The dates with what is checked for each, and the same as choices."""
    sent = read_choices(request.form, draft.plans, job.rooms)
    rows = date_rows(draft.plans, sent, keep_closed=job.keeps_closed)
    checked = {row.field: option.value for row in rows for option in row.options if option.checked}
    return rows, read_choices(MultiDict(checked), draft.plans, job.rooms)
