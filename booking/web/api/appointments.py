"""POST /appointments, and what can be done with one by its token: look, move, cancel."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments import booking, changes, finding, pending
from booking.appointments.models import Appointment, CameBy
from booking.appointments.slots import Wish
from booking.web.access import allow, current_actor, runtime
from booking.web.api.calls import reads, writes
from booking.web.api.examples import APPOINTMENT, BOOKING, CANCELLED, MOVE, MOVED
from booking.web.api.offers import adviser_named, offer_and_adviser
from booking.web.api.once import Answer, once
from booking.web.caps import count_booking, count_cancel, count_move
from booking.web.problems import alternatives_suit
from booking.web.schemas.appointments import (
    AppointmentSchema,
    Booking,
    BookingAsked,
    Move,
    MoveAsked,
    NothingAsked,
    Opened,
)

BY = "resident"
SCHEMA = AppointmentSchema()


@writes(
    "/appointments",
    tells="Einen Termin buchen\nDer Termin gilt sofort, oder nach einer Bestätigung per E-Mail (status pending). "
    "E-Mail und Telefon sind freiwillig.",
    asks=BookingAsked,
    sends=BOOKING,
    answers=SCHEMA,
    status=201,
    example=APPOINTMENT,
    headers={"Location": {"description": "Adresse des Termins", "schema": {"type": "string"}}},
    refusals=(404,),
)
@allow()
def book(asked: Booking, key: str | None) -> Response:
    """Book at once; the answer carries the token that opens the appointment from now on."""
    count_booking(asked.contact.email)
    with runtime().database.writing() as session:
        return once(session, key, lambda: _book(session, asked))


@reads(
    "/appointments/<token:token>",
    tells="Einen Termin ansehen",
    answers=SCHEMA,
    example=APPOINTMENT,
    refusals=(404,),
)
@allow()
def show(token: str) -> Response:
    """The appointment behind the token."""
    with runtime().database.reading() as session:
        return jsonify(_shown(finding.by_token(session, token, now=runtime().clock.now()), token))


@writes(
    "/appointments/<token:token>/move",
    tells="Einen Termin verschieben\nDie UID bleibt, sequence steigt. Zweimal dasselbe schadet nicht.",
    asks=MoveAsked,
    sends=MOVE,
    answers=SCHEMA,
    example=MOVED,
    refusals=(404,),
)
@allow()
def move(asked: Move, key: str | None, token: str) -> Response:
    """Move to another slot of the same offer."""
    count_move(_opened_by(token))
    with runtime().database.writing() as session:
        return once(session, key, lambda: _move(session, asked, token))


@writes(
    "/appointments/<token:token>/cancel",
    tells="Einen Termin absagen\nDie Zeit ist sofort wieder frei. Zweimal absagen schadet nicht.",
    asks=NothingAsked,
    sends={},
    answers=SCHEMA,
    example=CANCELLED,
    refusals=(404,),
)
@allow()
def cancel(_asked: Any, key: str | None, token: str) -> Response:
    """Cancel; the slot is free at once."""
    count_cancel(_opened_by(token))
    with runtime().database.writing() as session:
        return once(session, key, lambda: _cancel(session, token))


def _opened_by(token: str) -> str:
    with runtime().database.reading() as session:
        return finding.by_token(session, token, now=runtime().clock.now()).id


def _book(session: Session, asked: Booking) -> Answer:
    offer, adviser_id = offer_and_adviser(session, asked.offer, asked.adviser)
    alternatives_suit(needs=asked.contact.needs, adviser_id=adviser_id)
    desk = runtime().desk()
    wish = Wish(offer, adviser_id=adviser_id, needs=asked.contact.needs, has_number=bool(asked.contact.phone))
    book = pending.book_or_ask if current_actor() is None else booking.book
    appointment = book(session, desk, wish, asked.start, asked.contact, came_by=CameBy.API)
    token = booking.open_link(session, appointment, now=desk.now)
    return Answer(_shown(appointment, token), status=201, location=f"{request.path}/{token}")


def _move(session: Session, asked: Move, token: str) -> Answer:
    desk = runtime().desk()
    appointment = finding.by_token(session, token, now=desk.now, for_change=True)
    adviser_id = adviser_named(session, asked.adviser)
    needs = contact_of(appointment.person, desk.vault).needs if appointment.person else ()
    alternatives_suit(needs=needs, adviser_id=adviser_id)
    changes.move(session, desk, appointment, asked.start, adviser_id=adviser_id)
    return Answer(_shown(appointment, token))


def _cancel(session: Session, token: str) -> Answer:
    now = runtime().clock.now()
    appointment = finding.by_token(session, token, now=now, for_change=True)
    changes.cancel(session, appointment, by=BY, now=now)
    return Answer(_shown(appointment, token))


def _shown(appointment: Appointment, token: str) -> dict[str, Any]:
    opened = Opened(appointment, token, runtime().settings.base_url)
    shown: dict[str, Any] = SCHEMA.dump(opened)
    return shown
