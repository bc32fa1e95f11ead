"""Errors as problem documents (RFC 9457), for whatever was raised while a program was asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response, g, json
from werkzeug.exceptions import HTTPException

from booking.appointments import finding
from booking.appointments.slots import Wish
from booking.errors import Busy, DomainError, NotAllowedNow, NotFound, SlotTaken, SlotUnknown
from booking.offers.models import Offer
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import NonexistentTime
from booking.web.access import runtime
from booking.web.schemas.kinds import Kind, kind_of, kind_of_status
from booking.web.schemas.slots import SlotSchema

CONTENT_TYPE = "application/problem+json"
NOT_FOR_A_BODY = {"content-type", "content-length"}
EXPECTED_HEADERS = {
    401: (("WWW-Authenticate", "Bearer"),),
    429: (("Retry-After", "60"),),
    503: (("Retry-After", "5"),),
}
LONGEST_FIELD = 80

WHAT_IS_MISSING = {
    "appointment": "Diesen Termin gibt es nicht, oder der Link gilt nicht mehr.",
    "offer": "Dieses Angebot gibt es nicht.",
    "adviser": "Diese Person berät hier nicht.",
    "room": "Diesen Raum gibt es nicht.",
    "provider": "Diesen Anbieter gibt es nicht.",
    "reservation": "Diese Reservierung gibt es hier nicht.",
    "occurrence": "Diese Reservierung gibt es hier nicht.",
}
WHY_NO_SLOT = {
    "past": "Diese Zeit ist schon vorbei.",
    "too_soon": "So kurzfristig kann man diesen Termin nicht mehr buchen.",
    "beyond_horizon": "So weit im Voraus kann man diesen Termin noch nicht buchen.",
    "no_such_slot": "Zu dieser Zeit beginnt hier kein Termin.",
}
WHY_NOT_NOW = {
    "past": "Der Termin hat schon begonnen oder ist vorbei.",
    "cancelled": "Der Termin ist abgesagt.",
    "skipped_conflict": "Der Termin fällt aus.",
    "skipped_closure": "Der Termin fällt aus.",
    "over": "Es gibt keinen Termin mehr, der noch kommt.",
    "expired": "Die Anfrage ist abgelaufen.",
    "needs_approval": "Über den Saal entscheidet das Haus. Bitte fragen Sie dort.",
}


@dataclass(frozen=True)
class Problem:
    """What is told: the kind, perhaps better words for it, further members, headers."""

    kind: Kind
    detail: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()

    def document(self) -> dict[str, Any]:
        return {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail or self.kind.detail,
            **self.more,
        }


def problem_response(error: Exception | Problem) -> Response:
    """The answer to a domain error, an HTTP error (its headers are kept), or anything else (500)."""
    problem = error if isinstance(error, Problem) else problem_of(error)
    response = Response(json.dumps(problem.document()), problem.kind.status, content_type=CONTENT_TYPE)
    for name, value in problem.headers:
        response.headers.add(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def problem_of(error: Exception) -> Problem:
    """What to tell about an error; the words of unexpected ones stay inside."""
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, BadRule | NonexistentTime):
        return Problem(kind_of("invalid"))
    return Problem(kind_of_status(500))


def field_problem(errors: Iterable[tuple[str, str]]) -> Problem:
    """Some fields are wrong: pairs of a field's name and a sentence."""
    listed = [{"field": name[:LONGEST_FIELD], "detail": sentence} for name, sentence in errors]
    return Problem(kind_of("invalid"), more={"errors": listed})


def alternatives_suit(*, needs: tuple[str, ...], adviser_id: int | None) -> None:
    """Say what the caller wishes, so that the alternatives to a lost slot suit them too."""
    g.wished = (needs, adviser_id)


def _of_domain(error: DomainError) -> Problem:
    problem = Problem(kind_of(error.code))
    match error:
        case SlotTaken():
            return replace(problem, more={"alternatives": _alternatives(error)})
        case SlotUnknown(reason=reason):
            more = {"reason": reason, "alternatives": _alternatives(error)}
            return replace(problem, detail=WHY_NO_SLOT.get(reason), more=more)
        case NotAllowedNow(status=status):
            return replace(problem, detail=WHY_NOT_NOW.get(status), more={"reason": str(status)})
        case NotFound():
            return replace(problem, detail=WHAT_IS_MISSING.get(str(error)))
        case Busy():
            return replace(problem, headers=EXPECTED_HEADERS[503])
    return problem


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    kept = [(name, value) for name, value in error.get_headers() if name.lower() not in NOT_FOR_A_BODY]
    there = {name for name, _ in kept}
    return Problem(
        kind_of_status(status),
        headers=(*kept, *(each for each in EXPECTED_HEADERS.get(status, ()) if each[0] not in there)),
    )


def _alternatives(lost: SlotTaken | SlotUnknown) -> list[dict[str, Any]]:
    """The nearest free slots, after the transaction that lost: with the same adviser, else with anybody."""
    needs, adviser_id = g.get("wished", ((), None))
    now = runtime().clock.now()
    with runtime().database.reading() as session:
        offer = session.get_one(Offer, lost.offer_id)
        wishes = [Wish(offer, adviser_id=adviser_id, needs=needs), Wish(offer, needs=needs)]
        found = next(
            filter(None, (finding.alternatives(session, wish, lost.start, now=now) for wish in wishes)), []
        )
        shown: list[dict[str, Any]] = SlotSchema(many=True).dump(found)
    return shown
