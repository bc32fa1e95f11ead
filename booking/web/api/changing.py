"""Carrying out what is asked of reserved dates, with the Sprechstunden in them, and telling what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.appointments import rearranging
from booking.house.rooms import room_to_reserve
from booking.reservations import drafting, finding
from booking.reservations.courses import Change
from booking.reservations.deciding import NothingLeft
from booking.reservations.drafting import Move
from booking.reservations.models import IN_THE_CALENDAR, SKIPPED, Occurrence, OccurrenceStatus, Reservation
from booking.reservations.reserving import NO_CHOICES
from booking.reservations.scope import Scope, date_of, for_change
from booking.reservations.seeing import must_change
from booking.runtime import Desk
from booking.web.access import runtime, signed_in
from booking.web.api.once import Answer
from booking.web.api.refusals import nothing_left, refusals_told, refuse_field
from booking.web.api.reservations import PAST
from booking.web.api.telling import told
from booking.web.schemas.changing import Cancelling, Moving


@dataclass(frozen=True)
class Changing:
    """A reservation that nobody else changes meanwhile, and the date that was picked, if any."""

    session: Session
    desk: Desk
    actor: Actor
    reservation: Reservation
    picked: Occurrence | None = None

    @classmethod
    def of_all(cls, session: Session, reservation_id: str) -> Self:
        """To change all that is still to come. Raises NotFound, also when the caller may not."""
        actor = signed_in()
        reservation = must_change(actor, for_change(session, reservation_id))
        return cls(session, runtime().desk(), actor, reservation)

    @classmethod
    def of_date(cls, session: Session, occurrence_id: str) -> Self:
        """To change one date, or the rest from it on. Raises NotFound, also when the caller may not."""
        whole = cls.of_all(session, finding.reservation_of(session, occurrence_id))
        picked = date_of(whole.reservation, occurrence_id)
        return cls(session, whole.desk, whole.actor, whole.reservation, picked)

    def move(self, asked: Moving) -> Answer:
        """The whole reservation after the move. Raises NotAllowedNow, CannotShift, AdviserBusy."""
        if asked.start <= self.desk.now:
            refuse_field("start", PAST)
        if not self._is_there(asked):
            wanted = self._wanted(asked)
            with refusals_told(self.actor):
                self._move(wanted, asked)
        return self._answer()

    def cancel(self, asked: Cancelling) -> Answer:
        """The whole reservation afterwards. Raises NotAllowedNow."""
        with refusals_told(self.actor):
            rearranging.cancel(
                self.session,
                self.desk,
                self.reservation,
                self._scope(following=asked.following),
                self.picked,
                answers=asked.answers,
                by_house=self._by_house,
            )
        return self._answer()

    @property
    def _by_house(self) -> bool:
        return self.actor.role in HOUSE_ROLES

    def _scope(self, *, following: bool) -> Scope:
        if self.picked is None:
            return Scope.ALL
        return Scope.FOLLOWING if following else Scope.ONE

    def _wanted(self, asked: Moving) -> Move:
        room = room_to_reserve(self.session, asked.room) if asked.room else None
        change = Change(day=asked.day, at=asked.at, minutes=asked.minutes, room=room)
        picked = self.picked or self._next()
        return Move(change=change, scope=self._scope(following=asked.following), picked=picked)

    def _move(self, wanted: Move, asked: Moving) -> None:
        try:
            rearranging.move(
                self.session,
                self.desk,
                self.reservation,
                wanted,
                NO_CHOICES,
                answers=asked.answers,
                on_conflict=asked.on_conflict,
                by_house=self._by_house,
            )
        except NothingLeft as nothing:
            draft = drafting.preview_move(self.session, self.reservation, wanted, now=self.desk.now)
            raise nothing_left(draft.plans) from nothing

    def _next(self) -> Occurrence | None:
        """The first date still to come, whose new start the caller names when all are moved."""
        coming = [
            each
            for each in self.reservation.occurrences
            if not each.is_past(self.desk.now) and each.status in IN_THE_CALENDAR
        ]
        return min(coming, key=lambda each: each.planned_at, default=None)

    def _is_there(self, asked: Moving) -> bool:
        """Whether the same move was made before and left out its own first date."""
        coming = [
            each
            for each in self.reservation.occurrences
            if not each.is_past(self.desk.now) and each.status != OccurrenceStatus.CANCELLED
        ]
        first = self.picked or min(coming, key=lambda each: each.planned_at, default=None)
        if first is None or first.status not in SKIPPED or first.planned_at != asked.start:
            return False
        series = first.series
        return asked.minutes in {None, series.minutes} and asked.room in {None, series.room.slug}

    def _answer(self) -> Answer:
        return Answer(told(self.reservation, self.actor, now=self.desk.now))
