"""Supervisors and Prometheus: alive, ready, and what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from booking.accounts.models import Role
from booking.db import Database
from booking.ids import random_id
from booking.notifications.models import Delivery, Fate
from booking.outbox import EventRow, ParkedReaction
from tests.api.test_callers import token_of


def a_delivery(api, fate, *, due_minutes_ago, lease_minutes_ago=None, mailbox=None):
    name, now = random_id(), datetime.now(UTC)
    with api.runtime.database.writing() as session:
        session.add(
            Delivery(
                public_id=name,
                kind="booked",
                dedup_key=name,
                order_key=mailbox or name,
                message_id=name,
                sealed=None,
                created_at=now,
                next_attempt_at=now - timedelta(minutes=due_minutes_ago),
                valid_until=now,
                fate=fate,
                lease_until=now - timedelta(minutes=lease_minutes_ago) if lease_minutes_ago else None,
            )
        )


def broken(api, monkeypatch):
    """The same app, its database gone."""
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2")
    monkeypatch.setitem(api.runtime.__dict__, "database", gone)
    return gone


def test_alive_and_ready(api):
    assert api.client.get("/healthz").json == {"status": "alive"}
    answer = api.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["checks"] == {"broker": "none", "database": "ok", "deliveries": "ok"}


def test_without_a_database_it_is_alive_and_not_ready(api, monkeypatch):
    gone = broken(api, monkeypatch)
    assert api.client.get("/healthz").status_code == 200
    for path in ("/readyz", "/metrics"):
        answer = api.client.get(path)
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert answer.headers["Retry-After"]
    assert api.client.get("/readyz").json["checks"]["database"] == "unreachable"
    answer = api.get("/rooms")
    assert (answer.status_code, answer.json["type"]) == (503, "/probleme/unavailable")
    gone.dispose()


def test_a_broker_that_does_not_answer_is_said(settle):
    answer = settle(redis_url="redis://127.0.0.1:1/0").client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["broker"]) == (503, "unreachable")


def test_a_broker_that_answers_is_ready(settle, redis_url):
    assert settle(redis_url=redis_url).client.get("/readyz").json["checks"]["broker"] == "ok"


DELIVERIES = [
    (Fate.QUEUED, 9, None, "ok"),
    (Fate.RETRYING, -11, None, "ok"),
    (Fate.SENDING, 30, -1, "ok"),
    (Fate.SENDING, 30, 9, "ok"),
    (Fate.FAILED, 600, None, "ok"),
    (Fate.SENT, 600, None, "ok"),
    (Fate.QUEUED, 11, None, "stuck"),
    (Fate.RETRYING, 11, None, "stuck"),
    (Fate.SENDING, 30, 11, "stuck"),
]


def test_mails_that_do_not_leave_the_house_are_said(api):
    for fate, due, lease, state in DELIVERIES:
        with api.runtime.database.writing() as session:
            session.execute(delete(Delivery))
        a_delivery(api, fate, due_minutes_ago=due, lease_minutes_ago=lease)
        answer = api.client.get("/readyz")
        assert answer.json["checks"]["deliveries"] == state, fate
        assert answer.status_code == (200 if state == "ok" else 503)


def test_a_mail_that_waits_behind_another_to_the_same_mailbox_is_not_stuck(api):
    a_delivery(api, Fate.RETRYING, due_minutes_ago=-30, mailbox="maria")
    a_delivery(api, Fate.QUEUED, due_minutes_ago=30, mailbox="maria")
    assert api.client.get("/readyz").json["checks"]["deliveries"] == "ok"


def test_a_parked_reaction_is_told_and_no_reason_to_fail(api):
    park(api)
    answer = api.client.get("/readyz")
    assert (answer.status_code, answer.json["parked_reactions"]) == (200, 1)


def test_prometheus_counts_without_persons(api):
    api.book(name="Maria Muster", email="maria@example.org")
    park(api)
    a_delivery(api, Fate.QUEUED, due_minutes_ago=0)
    answer = api.client.get("/metrics")
    lines = answer.text.splitlines()
    assert answer.content_type.startswith("text/plain")
    for line in (
        'treffpunkt_deliveries{fate="queued"} 1.0',
        'treffpunkt_deliveries{fate="bounced"} 0.0',
        'treffpunkt_appointments{status="confirmed"} 1.0',
        "treffpunkt_reactions_parked 1.0",
    ):
        assert line in lines
    assert "Muster" not in answer.text
    assert "maria" not in answer.text


def test_in_production_only_the_house_counts(settle):
    api = settle(env="production")
    assert api.client.get("/metrics").status_code == 404
    assert api.client.get("/metrics", headers={"Authorization": "Bearer falsch"}).status_code == 404
    assert api.client.get("/metrics", headers=token_of(api, role=Role.ADVISER)).status_code == 404
    for role in (Role.STAFF, Role.ADMIN):
        answer = api.client.get("/metrics", headers=token_of(api, role=role))
        assert "treffpunkt_reactions_parked 0.0" in answer.text
    assert api.client.get("/healthz").status_code == api.client.get("/readyz").status_code == 200


def park(api):
    now = datetime.now(UTC)
    with api.runtime.database.writing() as session:
        event = EventRow(type="RemindersSwitched", payload={}, occurred_at=now)
        session.add(event)
        session.flush()
        session.add(ParkedReaction(event_id=event.id, reaction="plan", error="ValueError", parked_at=now))
