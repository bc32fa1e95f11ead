"""Moving and calling off reserved dates: one, the rest of a series, or all that is still to come."""

from __future__ import annotations

from flask import Response

from booking.web.access import allow, runtime
from booking.web.api.calls import writes
from booking.web.api.changing import Changing
from booking.web.api.examples import CALLED_OFF, MOVED_DATES, MOVING
from booking.web.api.once import once
from booking.web.api.reservations import WRITERS
from booking.web.schemas.changing import (
    CancelAllAsked,
    CancelDateAsked,
    Cancelling,
    MoveAllAsked,
    MoveDateAsked,
    Moving,
)
from booking.web.schemas.reservations import ReservationSchema


@writes(
    "/reservations/<token:reservation>/move",
    tells="Eine Reservierung verschieben\nAlle Termine, die noch kommen. Was vorbei ist, bleibt; abgesagte "
    "Termine bleiben abgesagt. Zweimal dasselbe schadet nicht.",
    asks=MoveAllAsked,
    sends=MOVING,
    answers=ReservationSchema(),
    example=MOVED_DATES,
    refusals=(404,),
)
@allow(*WRITERS)
def move_all(asked: Moving, key: str | None, reservation: str) -> Response:
    """Move everything that is still to come."""
    with runtime().database.writing() as session:
        return once(session, key, lambda: Changing.of_all(session, reservation).move(asked))


@writes(
    "/reservations/<token:reservation>/cancel",
    tells="Eine Reservierung absagen\nAlle Termine, die noch kommen. Die Räume sind sofort frei. Zweimal "
    "absagen schadet nicht.",
    asks=CancelAllAsked,
    sends={},
    answers=ReservationSchema(),
    example=CALLED_OFF,
    refusals=(404,),
)
@allow(*WRITERS)
def cancel_all(asked: Cancelling, key: str | None, reservation: str) -> Response:
    """Call off everything that is still to come."""
    with runtime().database.writing() as session:
        return once(session, key, lambda: Changing.of_all(session, reservation).cancel(asked))


@writes(
    "/occurrences/<token:occurrence>/move",
    tells="Einen Termin einer Reihe verschieben\nNur ihn, oder mit following alle späteren auch. "
    "recurrence_id bleibt. Zweimal dasselbe schadet nicht.",
    asks=MoveDateAsked,
    sends=MOVING,
    answers=ReservationSchema(),
    example=MOVED_DATES,
    refusals=(404,),
)
@allow(*WRITERS)
def move_date(asked: Moving, key: str | None, occurrence: str) -> Response:
    """Move one date, or the rest from it on."""
    with runtime().database.writing() as session:
        return once(session, key, lambda: Changing.of_date(session, occurrence).move(asked))


@writes(
    "/occurrences/<token:occurrence>/cancel",
    tells="Einen Termin einer Reihe absagen\nNur ihn, oder mit following alle späteren auch. Zweimal "
    "absagen schadet nicht.",
    asks=CancelDateAsked,
    sends={},
    answers=ReservationSchema(),
    example=CALLED_OFF,
    refusals=(404,),
)
@allow(*WRITERS)
def cancel_date(asked: Cancelling, key: str | None, occurrence: str) -> Response:
    """Call off one date, or the rest from it on."""
    with runtime().database.writing() as session:
        return once(session, key, lambda: Changing.of_date(session, occurrence).cancel(asked))
