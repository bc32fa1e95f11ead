"""GET /live: who may, what it carries, when it ends, and that it costs neither a connection nor a thread too many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from booking import outbox
from booking.accounts.models import Account, Role, SignIn
from booking.accounts.signin import sign_out
from booking.events import ReservationChanged
from booking.live.marks import mark
from booking.outbox import EventRow
from booking.web.stream import MOST_MISSED, Pace
from tests.house import TUESDAY
from tests.live.scene import SOON, Scene
from tests.servers.waiting import wait_until

CHANGED = ReservationChanged(reservation_id="none", series_ids=[])


@pytest.fixture
def staff(scene: Scene) -> tuple[FlaskClient, str]:
    """A browser of the staff, and its sign-in."""
    token = scene.employ(Role.STAFF)[1]
    return scene.browser(token), token


def blocks(answer: TestResponse, wanted: str) -> list[str]:
    """The blocks up to the first one with these words; IndexError when the stream ends before."""
    found: list[str] = []
    for block in answer.iter_encoded():
        found.append(block.decode())
        if wanted in found[-1]:
            return found
    raise IndexError(found)


def mark_of(block: str) -> str:
    return next(line for line in block.splitlines() if line.startswith("id: ")).removeprefix("id: ")


def test_it_is_a_stream_and_nobody_keeps_or_packs_it(scene: Scene, staff: Any) -> None:
    answer = staff[0].get("/live?topics=plan", headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "text/event-stream"
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "Set-Cookie" not in answer.headers
    assert next(answer.iter_encoded()).startswith(b"retry: ")
    scene.reserve()
    assert f"data: plan {TUESDAY}\n\n" in blocks(answer, "data:")[-1]
    answer.close()
    assert len(scene.live.hub) == 0


def test_only_who_works_here_hears_anything(scene: Scene) -> None:
    answer = scene.site.app.test_client().get("/live")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/anmelden")
    assert scene.live.hub.position == 0, "nobody listens for strangers"


def test_unknown_topics_are_refused_in_words(scene: Scene, staff: Any) -> None:
    answer = staff[0].get("/live?topics=persons")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert len(scene.live.hub) == 0


def test_head_leaves_nothing_open(scene: Scene, staff: Any) -> None:
    staff[0].head("/live").close()
    assert len(scene.live.hub) == 0


def test_who_comes_back_hears_what_was_missed_and_once(scene: Scene, staff: Any) -> None:
    answer = staff[0].get("/live?topics=plan")
    here = mark_of(next(answer.iter_encoded()).decode())
    answer.close()
    scene.reserve(days=1)
    again = staff[0].get("/live?topics=plan", headers={"Last-Event-ID": here})
    told = blocks(again, "data: plan 2026-11-25")[-1]
    again.close()
    third = staff[0].get(f"/live?topics=plan&since={mark_of(told)}")
    assert "data:" not in next(third.iter_encoded()).decode()
    third.close()


def test_who_missed_much_hears_at_once_that_everything_may_be_new(scene: Scene, staff: Any) -> None:
    answer = staff[0].get("/live?topics=plan,todos")
    here = mark_of(next(answer.iter_encoded()).decode())
    answer.close()
    with scene.site.runtime.database.writing() as session:
        for _ in range(MOST_MISSED):
            outbox.record(session, CHANGED, now=scene.site.clock.now())
    before = scene.live.hub.position
    scene.dispatch()
    wait_until(lambda: scene.live.hub.position >= before + MOST_MISSED, SOON, "the listener to read")
    again = staff[0].get("/live?topics=plan,todos", headers={"Last-Event-ID": here})
    first = next(again.iter_encoded()).decode()
    again.close()
    assert {line for line in first.splitlines() if line.startswith("data:")} == {"data: plan", "data: todos"}


@pytest.mark.parametrize(
    ("role", "path", "topics"),
    [
        (Role.LEAD, "/ich", ["agenda plan", "board", "todos", "agenda plan"]),
        (Role.LEAD, "/warteliste", ["waiting"]),
        (Role.STAFF, "/warteliste", ["waiting"]),
        (Role.STAFF, "/empfang", ["board", "agenda", "board", "todos"]),
        (Role.STAFF, "/planer", ["plan", "plan", "plan", "plan"]),
    ],
)
def test_pages_whose_news_is_told_hear_it(scene: Scene, role: Role, path: str, topics: list[str]) -> None:
    own = scene.site.house.provider.id if role == Role.LEAD else None
    text = scene.browser(scene.employ(role, own)[1]).get(path).text
    assert "data-live-mark" in text
    assert re.findall(r'data-live="([^"]+)"', text) == topics


def test_the_mark_of_a_page_closes_the_gap_before_its_stream(scene: Scene, staff: Any) -> None:
    page = staff[0].get("/planer").text
    here = page.partition('data-live-mark="')[2].partition('"')[0]
    scene.reserve()
    answer = staff[0].get("/live", query_string={"topics": "plan", "since": here})
    blocks(answer, f"data: plan {TUESDAY}")
    answer.close()


@pytest.mark.parametrize("since", ["forged", ""])
def test_with_a_mark_that_says_nothing_everything_may_be_new(scene: Scene, staff: Any, since: str) -> None:
    answer = staff[0].get("/live?topics=plan,todos", headers={"Last-Event-ID": since})
    first = next(answer.iter_encoded()).decode()
    answer.close()
    told = {line for line in first.splitlines() if line.startswith("data:")}
    assert told == ({"data: plan", "data: todos"} if since else set())


def _signs_out(scene: Scene, token: str) -> None:
    with scene.site.runtime.database.writing() as session:
        sign_out(session, token)


def _is_disabled(scene: Scene, _token: str) -> None:
    with scene.site.runtime.database.writing() as session:
        session.query(Account).filter_by(role=Role.STAFF).update({"disabled_at": datetime.now(UTC)})


def _gets_another_role(scene: Scene, _token: str) -> None:
    with scene.site.runtime.database.writing() as session:
        session.query(Account).filter_by(role=Role.STAFF).update({"role": Role.CARETAKER})


@pytest.mark.parametrize("ends", [_signs_out, _is_disabled, _gets_another_role])
def test_it_ends_with_the_sign_in(scene: Scene, staff: Any, ends: Callable[[Scene, str], None]) -> None:
    client, token = staff
    answer = client.get("/live")
    running: Iterator[bytes] = answer.iter_encoded()
    for _ in range(3):
        next(running)
    ends(scene, token)
    left = list(running)  # for ever, if nobody looked
    assert len(left) < 3
    answer.close()
    assert len(scene.live.hub) == 0


def test_it_ends_by_itself_and_the_browser_comes_back(scene: Scene, staff: Any) -> None:
    scene.live.pace = Pace(sign_of_life=0.05, longest=0.2)
    with staff[0].get("/live") as answer:
        assert "data:" not in answer.text
    assert len(scene.live.hub) == 0


def test_half_of_the_threads_stay_for_everything_else(scene: Scene) -> None:
    assert scene.live.hub.limit == scene.site.runtime.settings.web_threads // 2
    scene.live.hub.limit = 2
    browsers = [scene.browser(scene.employ(Role.STAFF)[1]) for _ in range(3)]
    streams = [each.get("/live") for each in browsers]
    assert [each.status_code for each in streams] == [200, 200, 503]
    assert streams[2].headers["Retry-After"] == "30"
    streams[0].close()
    assert browsers[2].get("/live").status_code == 200
    streams[1].close()


def test_a_stream_keeps_no_connection_of_the_database(scene: Scene, staff: Any) -> None:
    answer = staff[0].get("/live?topics=plan")
    running = answer.iter_encoded()
    next(running)
    scene.happens(CHANGED)
    next(running)
    pool: Any = scene.site.runtime.database.engine.pool
    wait_until(lambda: pool.checkedout() == 0, 5, "the connections to come back")
    answer.close()


def test_an_open_page_keeps_nobody_signed_in(scene: Scene, staff: Any) -> None:
    client, _ = staff
    database = scene.site.runtime.database

    def seen() -> datetime:
        with database.reading() as session:
            return session.scalars(select(func.max(SignIn.seen_at))).one()

    with database.writing() as session:
        row = session.query(SignIn).one()
        row.seen_at = an_hour_ago = row.seen_at - timedelta(hours=1)
    client.get("/live").close()
    client.get("/planer", headers={"Treffpunkt-Live": "1"})
    assert seen() == an_hour_ago
    client.get("/planer")
    assert seen() > an_hour_ago


def test_reading_anew_takes_no_message_away(scene: Scene, staff: Any) -> None:
    client, _ = staff
    with client.session_transaction() as cookie:
        cookie["todo_news"] = "Erledigt. Danke."
    assert "Set-Cookie" not in client.get("/aufgaben", headers={"Treffpunkt-Live": "1"}).headers
    assert "Erledigt. Danke." in client.get("/aufgaben").text
    assert "Erledigt. Danke." not in client.get("/aufgaben").text


def test_the_stream_needs_no_event_at_all(build: Callable[..., Any]) -> None:
    scene = Scene.of(build())
    with scene.site.runtime.database.writing() as session:
        session.query(EventRow).delete()
    token = scene.employ(Role.STAFF)[1]
    answer = scene.browser(token).get("/live", query_string={"since": mark(scene.site.runtime.vault, 0)})
    assert "data:" not in next(answer.iter_encoded()).decode()
    answer.close()
    scene.close()
