"""What moving, calling off and renaming share: whose reservation it is, how far they reach, doing it once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import request, session
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from booking.accounts.access import HOUSE_ROLES
from booking.accounts.models import Role
from booking.errors import NotAllowedNow
from booking.idempotency import Call, earlier_answer, remember_answer
from booking.reservations import finding, seeing
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, Reservation
from booking.reservations.scope import Scope, Stretch, date_of, for_change, reach
from booking.web.access import runtime, signed_in
from booking.web.forms.reading import typed
from booking.web.frame import see
from booking.web.language import gettext as _
from booking.web.views.reservations import ran_out

ROLES = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
NEWS = "reservation_news"
NOT_NOW = "not_now"
LOOK, SAVE = "vorschau", "speichern"

View = Callable[[str], AnyResponse]


@dataclass(frozen=True)
class Touched:
    """How far a change reaches: one date, the rest from it on, or all to come."""

    reservation: Reservation
    scope: Scope
    picked: Occurrence | None

    @classmethod
    def asked(cls, reservation: Reservation, sent: MultiDict[str, str]) -> Touched:
        """As the address or the form says. Raises NotFound for a date of something else."""
        values = typed(sent, "termin", "scope")
        if not values["termin"]:
            return cls(reservation, Scope.ALL, None)
        scope = Scope(values["scope"]) if values["scope"] in {each.value for each in Scope} else Scope.ONE
        return cls(reservation, scope, date_of(reservation, values["termin"]))

    @property
    def basis(self) -> Occurrence:
        """The date that the form shows, with which the others move along. Raises NotAllowedNow."""
        if self.picked is not None:
            return self.picked
        dates = [each for stretch in self.stretches() for each in stretch.dates]
        return min(
            (each for each in dates if each.status in IN_THE_CALENDAR), key=lambda each: each.planned_at
        )

    def stretches(self) -> list[Stretch]:
        """What it touches, by series. Raises NotAllowedNow."""
        return reach(self.reservation, self.picked, self.scope, now=runtime().clock.now())

    def hidden(self) -> dict[str, str]:
        """The fields to travel along."""
        return {"termin": self.picked.id if self.picked else "", "scope": str(self.scope)}

    def scopes(self) -> list[tuple[str, str]]:
        """What can be chosen; nothing when there is only one date to come."""
        now = runtime().clock.now()
        coming = [
            each
            for each in self.reservation.occurrences
            if not each.is_past(now) and each.status in IN_THE_CALENDAR
        ]
        return [] if self.picked is None or len(coming) < 2 else list(_scope_words().items())

    def words(self) -> str:
        return _scope_words()[self.scope]


def while_possible(view: View) -> View:
    """A view of a change that goes back to the reservation, and says so, once nothing can be changed any more."""

    @wraps(view)
    def tried(reservation_id: str) -> AnyResponse:
        try:
            return view(reservation_id)
        except NotAllowedNow:
            return saved(reservation_id, NOT_NOW)

    return tried


def to_look(database: Session, reservation_id: str) -> Reservation:
    """The reservation, if who is signed in may change it. Raises NotFound, and NotAllowedNow once it ran out."""
    return _changeable(finding.by_id(database, reservation_id))


def to_change(database: Session, reservation_id: str) -> Reservation:
    """The same, as it is now; others who want to change it wait."""
    return _changeable(for_change(database, reservation_id))


def by_house() -> bool:
    return signed_in().role in HOUSE_ROLES


def done_before(database: Session) -> bool:
    """Whether this very form was saved before: a double click, F5. Raises KeyReused for a changed form."""
    call = _call()
    return earlier_answer(database, runtime().vault, call, now=runtime().clock.now()) is not None


def remember_done(database: Session) -> None:
    remember_answer(database, runtime().vault, _call(), {}, now=runtime().clock.now())


def saved(reservation_id: str, news: str) -> AnyResponse:
    """Back to the reservation, which says the news once."""
    session[NEWS] = news
    return see(f"/reservierung/{reservation_id}")


def _scope_words() -> dict[Scope, str]:
    return {
        Scope.ONE: _("Nur diesen Termin"),
        Scope.FOLLOWING: _("Ab diesem Termin alle"),
        Scope.ALL: _("Alle kommenden"),
    }


def _changeable(reservation: Reservation) -> Reservation:
    seeing.must_change(signed_in(), reservation)
    if ran_out(reservation, runtime().clock.now()):
        raise NotAllowedNow("change", "expired")
    return reservation


def _call() -> Call:
    body = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    key = typed(request.form, "einmal")["einmal"]
    return Call(key, f"{request.path} account:{signed_in().account_id}", json.dumps(body).encode())
