"""The plan of the house as GET /reservations, and POST /reservations: a room for a provider."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.accounts.models import Provider, Role
from booking.errors import NotFound
from booking.house.rooms import room_by_slug, room_to_reserve
from booking.reservations import finding, reserving
from booking.reservations.deciding import NothingLeft
from booking.reservations.models import Occurrence, Reservation
from booking.reservations.seeing import must_see
from booking.reservations.wishes import Wish
from booking.runtime import Desk
from booking.scheduling.walltime import wall_day
from booking.web.access import allow, runtime, signed_in
from booking.web.api.calls import reads, writes
from booking.web.api.examples import PLAN, RESERVATION, RESERVING
from booking.web.api.once import Answer, once
from booking.web.api.refusals import nothing_left, refusals_told, refuse_field
from booking.web.api.span import span_of
from booking.web.api.telling import told
from booking.web.schemas.reservations import ReservationSchema
from booking.web.schemas.reserving import ReservationAsked, ReservationsAsked, Reserving

READERS = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.CARETAKER, Role.ADMIN)
WRITERS = (Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN)
PAST = "Dieser Zeitpunkt ist schon vorbei."


@reads(
    "/reservations",
    tells="Reservierungen\nWas an diesen Tagen im Kalender steht, so weit man es sehen darf. Ohne Angaben die "
    "nächsten 14 Tage.",
    asks=ReservationsAsked,
    answers=ReservationSchema(many=True),
    example=PLAN,
    refusals=(404,),
)
@allow(*READERS)
def reservations(asked: dict[str, Any]) -> Response:
    """The reservations with dates in these days, by their first date there."""
    now, actor = runtime().clock.now(), signed_in()
    within = span_of(asked, today=wall_day(now))
    with runtime().database.reading() as session:
        room_id = room_by_slug(session, asked["room"]).id if "room" in asked else None
        by_reservation: dict[str, list[Occurrence]] = defaultdict(list)
        for date in finding.dates_in(session, within, now=now, room_id=room_id):
            by_reservation[date.reservation_id].append(date)
        return jsonify(
            [told(dates[0].reservation, actor, now=now, dates=dates) for dates in by_reservation.values()]
        )


@writes(
    "/reservations",
    tells="Einen Raum reservieren\nEinmal oder als Reihe. Über den Saal entscheidet das Haus: Anbieter "
    "fragen ihn an, und status ist pending. An belegten Tagen nennt die Antwort, was frei ist.",
    asks=ReservationAsked,
    sends=RESERVING,
    answers=ReservationSchema(),
    status=201,
    example=RESERVATION,
    headers={"Location": {"description": "Adresse der Reservierung", "schema": {"type": "string"}}},
    refusals=(404,),
)
@allow(*WRITERS)
def reserve(asked: Reserving, key: str | None) -> Response:
    """Reserve all of it or nothing."""
    with runtime().database.writing() as session:
        return once(session, key, lambda: _reserve(session, asked))


@reads(
    "/reservations/<token:reservation>",
    tells="Eine Reservierung ansehen\nMit allen Terminen, auch den abgesagten und ausgefallenen.",
    answers=ReservationSchema(),
    example=RESERVATION,
    refusals=(404,),
)
@allow(*READERS)
def show(reservation: str) -> Response:
    """One reservation, for its provider and the house."""
    now, actor = runtime().clock.now(), signed_in()
    with runtime().database.reading() as session:
        return jsonify(told(must_see(actor, finding.by_id(session, reservation)), actor, now=now))


def _reserve(session: Session, asked: Reserving) -> Answer:
    desk, actor = runtime().desk(), signed_in()
    provider_id = _provider(session, actor, asked.provider)
    if asked.start <= desk.now:
        refuse_field("start", PAST)
    room = room_to_reserve(session, asked.room)
    wish = Wish(provider_id=provider_id, title=asked.title, when=asked.when, room=room, **asked.more)
    with refusals_told(actor):
        made = _made(session, desk, actor, wish, asked)
    return Answer(told(made, actor, now=desk.now), status=201, location=f"{request.path}/{made.id}")


def _made(session: Session, desk: Desk, actor: Actor, wish: Wish, asked: Reserving) -> Reservation:
    try:
        return reserving.reserve(
            session,
            desk,
            wish,
            account_id=actor.account_id,
            on_conflict=asked.on_conflict,
            may_decide=actor.role not in PROVIDER_ROLES,
        )
    except NothingLeft as nothing:
        plans = reserving.preview(session, wish, now=desk.now) if asked.when.starts() else []
        raise nothing_left(plans) from nothing


def _provider(session: Session, actor: Actor, slug: str | None) -> int:
    """For whom the room is: the house names somebody, everybody else reserves for the own provider."""
    if actor.role not in PROVIDER_ROLES and slug is None:
        refuse_field("provider", "Diese Angabe fehlt.")
    if slug is not None:
        there = select(Provider.id).where(Provider.slug == slug, Provider.retired_at.is_(None))
        found = session.scalar(there)
        if actor.role in PROVIDER_ROLES and (found is None or found != actor.provider_id):
            refuse_field("provider", "Hier steht nur der eigene Anbieter.")
        if found is None:
            raise NotFound("provider")
        return found
    if actor.provider_id is None:
        raise Forbidden
    return actor.provider_id
