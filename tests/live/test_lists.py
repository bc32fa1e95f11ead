"""The lists of closures and absences follow what others enter, and nobody hears of an absence they may not see."""

from __future__ import annotations

import re

import pytest

from booking.accounts.models import Role
from booking.appointments.hours import add_adviser
from booking.disruptions.events import AbsenceDeclared, AbsenceWithdrawn, ClosureDeclared
from booking.house.models import Closure, ClosureKind
from booking.live.news import Topic
from booking.offers.absences import Absence
from booking.scheduling.walltime import at_wall, day_bounds
from tests.house import NOW, TUESDAY
from tests.live.scene import Scene

DAY = day_bounds(TUESDAY)
LIVE = re.compile(r'data-live="([^"]+)"')


def is_live(scene: Scene, token: str, path: str, *heard: Topic) -> bool:
    """Whether the page reads itself anew after this, and has a part for it."""
    text = scene.browser(token).get(path).text
    topics = {topic for each in LIVE.findall(text) for topic in each.split()}
    return "data-live-line" in text and not topics.isdisjoint(heard)


def swapped(scene: Scene, token: str, path: str) -> str:
    """What the page puts in place of its live parts; they reach from the first one to the end."""
    answer = scene.browser(token).get(path, headers={"Treffpunkt-Live": "1"})
    assert answer.status_code == 200
    return answer.text.partition('data-live="')[2]


def absent(scene: Scene, account_id: int | None) -> int:
    """An adviser of the small house's provider is away on Tuesday."""
    with scene.site.runtime.database.writing() as session:
        adviser = add_adviser(session, slug="cleo", name="Cleo", provider_id=scene.site.house.provider.id)
        adviser.account_id = account_id
        session.flush()
        absence = Absence(
            adviser_id=adviser.id,
            provider_id=adviser.provider_id,
            starts_at=at_wall(TUESDAY, 8),
            ends_at=at_wall(TUESDAY, 16),
            created_at=NOW,
        )
        session.add(absence)
        session.flush()
        absence_id = absence.id
    scene.happens(AbsenceDeclared(absence_id=absence_id))
    return absence_id


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN, Role.CARETAKER])
def test_a_closure_of_somebody_else_appears_in_the_open_list(scene: Scene, role: Role) -> None:
    actor, token = scene.employ(role)
    stream = scene.stream(actor)
    with scene.site.runtime.database.writing() as session:
        closure = Closure(
            kind=ClosureKind.HOUSE,
            starts_at=DAY.start,
            ends_at=DAY.end,
            reason="Wasserschaden",
            created_at=NOW,
        )
        session.add(closure)
        session.flush()
        closure_id = closure.id
    scene.happens(ClosureDeclared(closure_id=closure_id))
    assert is_live(scene, token, "/schliessungen", *stream.take(10)[0])
    assert "Wasserschaden" in swapped(scene, token, "/schliessungen")


def test_an_absence_appears_where_it_may_be_seen_and_is_told_to_nobody_else(scene: Scene) -> None:
    """That somebody is away is not the business of the other advisers, not even of the same provider."""
    people, own = scene.everybody(), scene.employ(Role.ADVISER, scene.site.house.provider.id)
    people["herself"] = own
    streams = {name: scene.stream(actor) for name, (actor, _token) in people.items()}
    absence_id = absent(scene, own[0].account_id)
    told = {name: set(stream.take(10)[0]) for name, stream in streams.items() if name in SEEING}
    for name, topics in told.items():
        assert topics == {Topic.AGENDA}, name
        assert is_live(scene, people[name][1], "/abwesenheit", *topics), name
        assert "Cleo" in swapped(scene, people[name][1], "/abwesenheit"), name
    for name in people.keys() - SEEING:
        assert streams[name].take(0)[0] == {}, name
    assert "Cleo" not in swapped(scene, people["own adviser"][1], "/abwesenheit")
    assert "Cleo" not in swapped(scene, people["other lead"][1], "/abwesenheit")
    scene.happens(AbsenceWithdrawn(absence_id=absence_id))
    assert set(streams["herself"].take(10)[0]) == {Topic.AGENDA}


def test_somebody_without_an_account_is_away_too(scene: Scene) -> None:
    people = scene.everybody()
    streams = {name: scene.stream(people[name][0]) for name in ("own lead", "own adviser")}
    absent(scene, None)
    assert set(streams["own lead"].take(10)[0]) == {Topic.AGENDA}
    assert streams["own adviser"].take(0)[0] == {}


def test_a_form_that_came_back_with_a_fault_is_not_read_anew(scene: Scene) -> None:
    _actor, token = scene.employ(Role.STAFF)
    browser = scene.browser(token)
    sent = {
        "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', browser.get("/abwesenheit").text)[0]
    }
    answer = browser.post("/abwesenheit", data=sent)
    assert answer.status_code == 422
    assert "data-live-line" not in answer.text


SEEING = {"herself", "own lead", "staff", "admin"}
