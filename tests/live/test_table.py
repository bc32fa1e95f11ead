"""Every event is news of something, or nobody's business; forgetting to decide is noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

import booking.subscriptions
from booking.events import Event, MailUndeliverable
from booking.live.news import EVERYBODY, News, Topic, merged
from booking.live.reading import read_after
from booking.live.table import NOBODYS, TABLE, news_of
from booking.notifications.models import Delivery
from booking.outbox import EventRow
from booking.scheduling.walltime import wall_day
from tests.house import NOW, TUESDAY
from tests.live.scene import Scene

assert booking.subscriptions  # with it, every module that defines events is imported


NO_FIELDS: Any = []


def undecided(events: Iterable[type[Event]]) -> set[str]:
    return {each.__name__ for each in events if (each in TABLE) == (each in NOBODYS)}


def test_somebody_decided_about_every_event() -> None:
    ours = [each for each in Event.known.values() if each.__module__.startswith("booking.")]
    assert len(ours) > 30
    assert undecided(ours) == set()


def test_an_event_that_nobody_decided_about_is_noticed() -> None:
    @dataclass(frozen=True, kw_only=True)
    class KeyLost(Event):
        key_id: int

    try:
        assert undecided([KeyLost, *TABLE]) == {"KeyLost"}
    finally:
        del Event.known["KeyLost"]


def test_days_are_joined_and_any_day_wins() -> None:
    wednesday = TUESDAY + timedelta(days=1)
    news = [News(Topic.PLAN, EVERYBODY, frozenset({day})) for day in (TUESDAY, wednesday)]
    assert merged(news) == {Topic.PLAN: {TUESDAY, wednesday}}
    any_day = News(Topic.PLAN, EVERYBODY)
    assert merged([*news, any_day]) == merged([any_day, *news]) == {Topic.PLAN: frozenset()}


def test_a_reservation_is_told_with_its_days(scene: Scene) -> None:
    scene.reserve(days=1)
    with scene.site.runtime.database.reading() as session:
        told = merged(read_after(session, 0).news)
        last = session.query(EventRow).order_by(EventRow.position.desc()).first()
        assert last is not None
        here = read_after(session, (last.position or 0) - 1)
    assert told[Topic.PLAN] >= {TUESDAY, TUESDAY + timedelta(days=1)}
    assert {day for each in here.news for day in each.days} == {TUESDAY + timedelta(days=1)}


def test_a_mail_is_news_for_the_provider_who_sees_it_in_the_list(scene: Scene) -> None:
    """Also without an appointment: about a reservation here; waiting entries and to-dos are found the same way."""
    scene.reserve()
    with scene.site.runtime.database.writing() as session:
        event_id = session.scalars(
            select(EventRow.id).where(EventRow.subject.startswith("reservation:")).limit(1)
        ).one()
        mails = [
            Delivery(
                public_id=f"mail-{number}",
                kind="undeliverable",
                dedup_key=f"mail-{number}",
                order_key="mail",
                message_id=f"<{number}@example.org>",
                sealed=None,
                created_at=NOW,
                next_attempt_at=NOW,
                valid_until=NOW,
                event_id=about,
            )
            for number, about in enumerate((event_id, None))
        ]
        session.add_all(mails)
        session.flush()
        told = [news_of(session, MailUndeliverable(delivery_id=each.id))[0] for each in mails]
    assert [each.audience.providers for each in told] == [{scene.site.house.provider.id}, set()]
    assert all(each.audience.house for each in told)


def test_an_event_of_another_version_costs_only_its_own_news(scene: Scene) -> None:
    with scene.site.runtime.database.reading() as session:
        before = read_after(session, 0).position
    with scene.site.runtime.database.writing() as session:
        for name, payload in (
            ("FromTheFuture", {}),
            ("ReservationMade", {"other": 1}),
            ("ReservationMade", NO_FIELDS),
        ):
            session.add(EventRow(type=name, payload=payload, occurred_at=NOW))
    scene.dispatch()
    scene.reserve()
    with scene.site.runtime.database.reading() as session:
        page = read_after(session, before)
    assert merged(page.news)[Topic.PLAN] == {wall_day(NOW) + timedelta(days=1)}
    assert not page.more
