"""Is it alive, is it ready, and how much is waiting: for supervisors and Prometheus, without personal data."""

from __future__ import annotations

from collections.abc import Iterator

import redis
from flask import Blueprint, Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from booking.accounts.access import HOUSE_ROLES
from booking.appointments.models import Appointment, Status
from booking.notifications.claiming import stuck
from booking.notifications.models import Delivery, Fate
from booking.outbox import EventRow, ParkedReaction
from booking.web.access import allow, runtime
from booking.web.actors import by_bearer_token
from booking.web.problems import EXPECTED_HEADERS, Problem, problem_response
from booking.web.schemas.kinds import kind_of

BROKER_PATIENCE_SECONDS = 1

health = Blueprint("health", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(health)


@health.get("/healthz")
@allow()
def alive() -> Response:
    """The process answers; it asks nobody else."""
    return jsonify(status="alive")


@health.get("/readyz")
@allow()
def ready() -> Response:
    """The database and the broker answer and mails leave the house, or 503 with what fails."""
    checks = {"broker": _broker(), "database": "ok", "deliveries": "ok"}
    parked = None
    try:
        with runtime().database.reading() as session:
            parked = session.scalar(select(func.count()).select_from(ParkedReaction))
            checks["deliveries"] = "stuck" if stuck(session) else "ok"
    except SQLAlchemyError:
        checks["database"], checks["deliveries"] = "unreachable", "unknown"
    if any(state not in ("ok", "none") for state in checks.values()):
        facts = {"checks": checks, "parked_reactions": parked}
        return problem_response(Problem(kind_of("unavailable"), more=facts, headers=EXPECTED_HEADERS[503]))
    return jsonify(status="ready", checks=checks, parked_reactions=parked)


@health.get("/metrics")
@allow()
def metrics() -> Response:
    """Counts in Prometheus's text format, or 503 without a database; in production for the house's programs only."""
    try:
        if runtime().settings.production and not _is_of_the_house():
            raise NotFound
        with runtime().database.reading() as session:
            registry = _counted(session)
    except SQLAlchemyError:
        return problem_response(Problem(kind_of("unavailable"), headers=EXPECTED_HEADERS[503]))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_of_the_house() -> bool:
    actor = by_bearer_token()
    return actor is not None and actor.role in HOUSE_ROLES


def _broker() -> str:
    url = runtime().settings.redis_url
    if url is None:
        return "none"
    patience = BROKER_PATIENCE_SECONDS
    client = redis.Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)
    try:
        client.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        client.close()
    return "ok"


def _counted(session: Session) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, words, table, column, values in (
        ("deliveries", "Mails by their fate", Delivery, Delivery.fate, Fate),
        ("appointments", "Appointments by status", Appointment, Appointment.status, Status),
    ):
        rows = session.execute(select(column, func.count()).select_from(table).group_by(column))
        counted = {str(value): number for value, number in rows}
        gauge = Gauge(f"treffpunkt_{name}", words, [column.key], registry=registry)
        for value in values:
            gauge.labels(value).set(counted.get(value, 0))
    for name, words, number in _waiting(session):
        Gauge(f"treffpunkt_{name}", words, registry=registry).set(number)
    return registry


def _waiting(session: Session) -> Iterator[tuple[str, str, int]]:
    undispatched = select(func.count()).select_from(EventRow).where(EventRow.position.is_(None))
    yield "events_undispatched", "Events that no reaction has seen yet", session.scalar(undispatched) or 0
    parked = select(func.count()).select_from(ParkedReaction)
    yield "reactions_parked", "Reactions that raised and wait for a human", session.scalar(parked) or 0
