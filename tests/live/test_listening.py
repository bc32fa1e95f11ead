"""What another process commits is heard at once on both databases, also after the database was away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Thread, current_thread

import pytest
from sqlalchemy import text

from booking import outbox
from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.db import Database
from booking.events import ReservationChanged
from booking.live.hub import Hub, Stream
from booking.live.listening import Listener
from booking.live.news import News, Topic
from tests.house import NOW
from tests.live.scene import SOON
from tests.servers.waiting import wait_until

STAFF = Actor(1, "Stefan", Role.STAFF, None, None)
CHANGED = ReservationChanged(reservation_id="none", series_ids=[])
ANY_DAY = {Topic.PLAN: frozenset()}
NEVER = 3600.0  # only the database's own word wakes the listener


class DeafHub(Hub):
    """The red control: events are read, and told to nobody."""

    def tell(self, news: Sequence[News], *, position: int) -> None:
        self.position = position


class StumblingHub(Hub):
    """The first telling goes wrong in a way that nobody thought of."""

    def __init__(self, wrong: BaseException) -> None:
        super().__init__(2)
        self.wrong: BaseException | None = wrong
        self.thread: Thread | None = None

    def tell(self, news: Sequence[News], *, position: int) -> None:
        self.thread, wrong, self.wrong = current_thread(), self.wrong, None
        if wrong is not None:
            raise wrong
        super().tell(news, position=position)


@contextmanager
def listening(url: str, hub: Hub, *, look_anyway: float = NEVER) -> Iterator[tuple[Stream, Database]]:
    """A stream that hears of the plan, and another connection as a worker has it."""
    with closing_database(url) as own, closing_database(url) as elsewhere:
        listener = Listener(own, hub, look_anyway=look_anyway)
        try:
            yield listener.open(STAFF, "a", [Topic.PLAN]), elsewhere
        finally:
            listener.stop()


@contextmanager
def closing_database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def happens(database: Database) -> None:
    with database.writing() as session:
        outbox.record(session, CHANGED, now=NOW)
    with database.writing() as session:
        outbox.dispatch(session, {}, now=NOW)


def test_a_commit_elsewhere_is_heard(database_url: str) -> None:
    with listening(database_url, Hub(1)) as (stream, elsewhere):
        for position in (1, 2, 3):
            happens(elsewhere)
            assert stream.take(SOON) == (ANY_DAY, position)


def test_an_error_that_nobody_thought_of_ends_nothing(database_url: str) -> None:
    with listening(database_url, StumblingHub(AttributeError())) as (stream, elsewhere):
        happens(elsewhere)
        assert stream.take(SOON) == (ANY_DAY, 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_next_stream_begins_a_thread_that_died_again_and_nothing_is_missed(database_url: str) -> None:
    hub = StumblingHub(SystemExit())
    with closing_database(database_url) as own, closing_database(database_url) as elsewhere:
        listener = Listener(own, hub, look_anyway=NEVER)
        try:
            first = listener.open(STAFF, "a", [Topic.PLAN])
            happens(elsewhere)
            wait_until(
                lambda: hub.thread is not None and not hub.thread.is_alive(), SOON, "the thread to die"
            )
            second = listener.open(STAFF, "b", [Topic.PLAN])
            assert first.take(SOON) == (ANY_DAY, 1)
            happens(elsewhere)
            assert second.take(SOON)[0] == ANY_DAY
        finally:
            listener.stop()


def test_without_the_fan_out_nothing_is_heard(database_url: str) -> None:
    """The same story with the protection off must end otherwise, or the story above says nothing."""
    hub = DeafHub(1)
    with listening(database_url, hub) as (stream, elsewhere):
        happens(elsewhere)
        wait_until(lambda: hub.position == 1, SOON, "the listener to read")
        assert stream.take(0)[0] == {}


def test_nothing_is_told_before_it_has_its_place(database_url: str) -> None:
    with listening(database_url, Hub(1), look_anyway=0.05) as (stream, elsewhere):
        with elsewhere.writing() as session:
            outbox.record(session, CHANGED, now=NOW)
        assert stream.take(0.5)[0] == {}
        with elsewhere.writing() as session:
            outbox.dispatch(session, {}, now=NOW)
        assert stream.take(SOON)[0] == ANY_DAY


def test_many_at_once_are_all_told(database_url: str) -> None:
    hub = Hub(1)
    with listening(database_url, hub) as (stream, elsewhere):
        with elsewhere.writing() as session:
            for _ in range(450):
                outbox.record(session, CHANGED, now=NOW)
        for _ in range(5):
            with elsewhere.writing() as session:
                outbox.dispatch(session, {}, now=NOW)
        wait_until(lambda: hub.position == 450, SOON, "the last one")
        assert stream.closed or stream.take(0)[1] == 450


@pytest.mark.postgres
def test_it_comes_back_when_its_connection_was_cut(request: pytest.FixtureRequest) -> None:
    postgres, template = request.getfixturevalue("postgres"), request.getfixturevalue("migrated_template")
    name = "treffpunkt_live_cut"
    url = postgres.create_database(name, template)
    try:
        with listening(url, Hub(1)) as (stream, elsewhere):
            happens(elsewhere)
            assert stream.take(SOON)[0] == ANY_DAY
            with closing(elsewhere.engine.connect()) as connection:
                cut = connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE application_name = 'live' AND datname = current_database()"
                    )
                )
                assert cut.all() == [(True,)]
            happens(elsewhere)
            assert stream.take(SOON) == (ANY_DAY, 2)
    finally:
        postgres.drop_database(name)
