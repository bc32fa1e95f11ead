"""Events live and die with their transaction; reactions run once, in order, and fail alone."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from booking import outbox
from booking.db import Database
from booking.errors import Busy
from booking.events import AppointmentAttended, AppointmentCancelled, Event, PersonErased
from booking.outbox import EventRow, Happened, ParkedReaction, dispatch, record, retry_parked
from tests.house import NOW


def test_an_event_of_a_rolled_back_transaction_never_happened(database: Database) -> None:
    rings: list[int] = []
    database.doorbell = lambda: rings.append(1)
    with pytest.raises(RuntimeError), database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
        raise RuntimeError
    with database.reading() as session:
        assert session.scalars(select(EventRow)).all() == []
    assert rings == []


def test_the_doorbell_rings_after_the_commit_and_only_for_events(database: Database) -> None:
    seen: list[int] = []

    def ring() -> None:
        with database.reading() as session:
            seen.append(len(session.scalars(select(EventRow)).all()))

    database.doorbell = ring
    with database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
    with database.writing() as session:
        session.scalars(select(EventRow)).all()
    assert seen == [1]


def test_each_event_reaches_its_reactions_once_and_in_order(database: Database) -> None:
    heard: list[str] = []

    def hear(_session: object, happened: Happened) -> None:
        assert isinstance(happened.event, PersonErased)
        heard.append(happened.event.person_id)

    with database.writing() as session:
        for name in "abc":
            record(session, PersonErased(person_id=name), now=NOW)
    for expected in (3, 0):
        with database.writing() as session:
            assert dispatch(session, {PersonErased: (hear,)}, now=NOW) == expected
    assert heard == ["a", "b", "c"]
    with database.reading() as session:
        assert list(session.scalars(select(EventRow.position).order_by(EventRow.id))) == [1, 2, 3]


def test_a_reaction_that_raises_is_undone_and_parked_without_its_message(database: Database) -> None:
    secret = "geheim Frau".title()  # the source line itself does not hold it

    def spoil(session: object, _happened: Happened) -> None:
        record(session, AppointmentAttended(appointment_id="spoilt", status="done"), now=NOW)
        session.flush()
        raise ValueError(secret)

    after: list[int] = []
    with database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
    with database.writing() as session:
        dispatch(
            session, {PersonErased: (spoil, lambda _session, happened: after.append(happened.id))}, now=NOW
        )
    assert len(after) == 1
    with database.reading() as session:
        assert [row.type for row in session.scalars(select(EventRow))] == ["PersonErased"]
        parked = session.scalars(select(ParkedReaction)).one()
        assert parked.error.startswith("ValueError")
        assert secret not in parked.error


def test_a_parked_reaction_can_be_run_again(database: Database) -> None:
    broken = [True]
    heard: list[int] = []

    def hear(_session: object, happened: Happened) -> None:
        if broken:
            raise ValueError
        heard.append(happened.id)

    with database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
    with database.writing() as session:
        dispatch(session, {PersonErased: (hear,)}, now=NOW)
    with database.writing() as session:
        assert retry_parked(session, {PersonErased: (hear,)}, now=NOW) == (0, 1)
    broken.clear()
    with database.writing() as session:
        assert retry_parked(session, {PersonErased: (hear,)}, now=NOW) == (1, 0)
    assert len(heard) == 1


def test_somebody_in_the_way_is_no_reason_to_park(database: Database) -> None:
    """A lock that another transaction holds is waited for and asked for again, or the mail would be lost."""

    def stand_in_the_way(session: object, _happened: Happened) -> None:
        raise OperationalError("UPDATE", {}, _passing(database))

    with database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
    with pytest.raises(Busy), database.writing() as session:
        dispatch(session, {PersonErased: (stand_in_the_way,)}, now=NOW)
    with database.reading() as session:
        assert session.scalars(select(ParkedReaction)).all() == []
        assert session.scalars(select(EventRow.position)).all() == [None]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_row_that_somebody_holds_is_waited_for_again(database: Database) -> None:
    """The real thing: a web request holds the row a reaction needs. SQLite has one writer at a time."""
    done: list[int] = []

    def need_the_row(session: object, happened: Happened) -> None:
        session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        session.execute(text("SELECT id FROM event WHERE id = :id FOR UPDATE"), {"id": first})
        done.append(happened.id)

    with database.writing() as session:
        record(session, AppointmentAttended(appointment_id="a", status="done"), now=NOW)
        record(session, PersonErased(person_id="a"), now=NOW)
        session.flush()
        first = session.scalars(select(EventRow.id).order_by(EventRow.id)).first()
        session.execute(text("UPDATE event SET position = 1 WHERE id = :id"), {"id": first})
    with database.writing() as web:
        web.execute(text("SELECT id FROM event WHERE id = :id FOR UPDATE"), {"id": first})
        with pytest.raises(Busy), database.writing() as session:
            dispatch(session, {PersonErased: (need_the_row,)}, now=NOW)
    with database.writing() as session:
        assert dispatch(session, {PersonErased: (need_the_row,)}, now=NOW) == 1
        assert session.scalars(select(ParkedReaction)).all() == []
    assert len(done) == 1


def test_an_unknown_event_does_not_stop_the_others(database: Database) -> None:
    heard: list[int] = []
    with database.writing() as session:
        session.add(EventRow(type="FromAnotherTime", payload={}, occurred_at=NOW))
        record(session, PersonErased(person_id="a"), now=NOW)
    with database.writing() as session:
        dispatch(session, {PersonErased: (lambda _session, happened: heard.append(happened.id),)}, now=NOW)
    assert len(heard) == 1


def _passing(database: Database) -> Exception:
    error: Any = LockNotAvailable() if database.is_postgresql else sqlite3.OperationalError()
    if not database.is_postgresql:
        error.sqlite_errorname = "SQLITE_BUSY"
    return error


def test_a_crash_in_the_middle_of_dispatch_repeats_nothing_and_loses_nothing(database: Database) -> None:
    """The position and what the reactions wrote are one transaction."""

    def note(session: object, happened: Happened) -> None:
        session.add(ParkedReaction(event_id=happened.id, reaction="note", error="", parked_at=NOW))

    with database.writing() as session:
        record(session, PersonErased(person_id="a"), now=NOW)
    with pytest.raises(KeyboardInterrupt), database.writing() as session:
        dispatch(session, {PersonErased: (note,)}, now=NOW)
        raise KeyboardInterrupt
    with database.writing() as session:
        assert dispatch(session, {PersonErased: (note,)}, now=NOW) == 1
    with database.reading() as session:
        assert len(session.scalars(select(ParkedReaction)).all()) == 1


def test_every_event_comes_back_from_its_row_as_it_was() -> None:
    event = AppointmentCancelled(
        appointment_id="a", sequence=2, starts_at=NOW, ends_at=NOW, room_id=None, adviser_id=1, by="resident"
    )
    assert Event.revive("AppointmentCancelled", event.payload()) == event


def test_no_event_has_a_field_for_a_persons_data() -> None:
    forbidden = {"name", "email", "phone", "contact", "language", "needs", "code", "token"}
    for cls in Event.known.values():
        assert not forbidden & set(cls.__dataclass_fields__), cls
    assert outbox.BATCH > 0
