"""Nobody learns by the stream what another provider's residents do: not what, not how often, not when."""

from __future__ import annotations

from base64 import urlsafe_b64decode

from booking.events import MailUndeliverable
from booking.live.marks import mark, position_of
from booking.live.news import Topic
from booking.vault import Vault
from tests.house import TUESDAY
from tests.live.scene import Scene
from tests.servers.waiting import wait_until

OURS = {"other adviser", "other lead"}
HOUSE = {"staff", "admin"}


def test_an_appointment_is_the_business_of_its_provider_and_the_house(scene: Scene) -> None:
    streams = {name: scene.stream(actor) for name, (actor, _) in scene.everybody().items()}
    before = {name: each.position for name, each in streams.items()}
    scene.life_of_an_appointment()
    wait_until(lambda: streams["staff"].position > before["staff"] + 3, 10, "the news")
    heard = {name: set(each.take(0)[0]) for name, each in streams.items()}
    assert heard["own adviser"] == heard["own lead"] == set()
    for name in OURS | HOUSE:
        assert Topic.AGENDA in heard[name], name
    assert heard["caretaker"] == {Topic.PLAN, Topic.BOARD}, "a room of its own was taken, by nobody named"


def test_the_stream_of_another_provider_is_the_same_whether_or_not_something_happens(scene: Scene) -> None:
    """Byte for byte but for the marks, which are as long as ever and tell nothing without the key."""
    _, token = scene.everybody()["own adviser"]
    answer = scene.browser(token).get("/live")
    blocks = answer.iter_encoded()
    quiet = [next(blocks) for _ in range(4)]
    scene.life_of_an_appointment()
    busy = [next(blocks) for _ in range(4)]
    answer.close()
    assert {_unmarked(each) for each in quiet[1:]} == {_unmarked(each) for each in busy} == {": "}
    assert {len(each) for each in quiet[1:]} == {len(each) for each in busy}


def test_everybody_who_signs_in_hears_of_the_plan(scene: Scene) -> None:
    streams = [scene.stream(actor, Topic.PLAN) for actor, _ in scene.everybody().values()]
    scene.reserve()
    assert [each.take(10)[0] for each in streams] == [{Topic.PLAN: frozenset({TUESDAY})}] * 7


def test_what_came_back_concerns_the_house_only_unless_it_was_about_something_of_a_provider(
    scene: Scene,
) -> None:
    people = scene.everybody()
    staff, own = scene.stream(people["staff"][0]), scene.stream(people["own lead"][0])
    scene.happens(MailUndeliverable(delivery_id=4711))
    assert set(staff.take(10)[0]) == {Topic.MAILS}
    assert own.take(0)[0] == {}


def test_a_mark_tells_no_number() -> None:
    vault = Vault("k" * 32)
    marks = [mark(vault, position) for position in (1, 1, 2, 10**9)]
    assert len(set(marks)) == 4
    assert len({len(each) for each in marks}) == 1
    assert [position_of(vault, each) for each in marks] == [1, 1, 2, 10**9]
    forged = [mark(Vault("x" * 32), 1), "", "1", marks[0][:-4], "ä", "%"]
    assert [position_of(vault, each) for each in forged] == [None] * 6
    assert b"\x00\x00\x01" not in urlsafe_b64decode(marks[0])


def _unmarked(block: bytes) -> str:
    """Without the line of the mark."""
    lines = block.decode().splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("id: "))
