"""The same file twice at once, and a file against a form: nothing is there twice, nobody overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import event, func, select

from booking.errors import Busy, DomainError
from booking.importing import looking
from booking.importing.findings import Kind
from booking.importing.looking import LooksDifferent
from booking.reservations.models import Occurrence
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.importing.scene import DATE, Scene, table
from tests.races.unprotected import without_protection

pytestmark = pytest.mark.race
RUNS = 8


def test_the_same_file_twice_at_once_is_there_once(scene: Scene) -> None:
    lines = [{**DATE, "Datum": f"{day}.12.2026", "Wofür": f"Kurs {day}"} for day in range(1, 11)]
    data = table(*lines)
    seen, barrier = scene.look(Kind.RESERVATIONS, data).mark, Barrier(RUNS)

    def read(_number: int) -> str:
        barrier.wait()
        try:
            scene.save(Kind.RESERVATIONS, data, seen=seen)
        except (LooksDifferent, Busy) as error:
            return type(error).__name__
        return "saved"

    with ThreadPoolExecutor(RUNS) as pool:
        results = list(pool.map(read, range(RUNS)))
    assert results.count("saved") == 1
    with scene.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Occurrence)) == len(lines)


def test_a_file_against_a_form(scene: Scene) -> None:
    data = table(DATE)
    seen, barrier = scene.look(Kind.RESERVATIONS, data).mark, Barrier(2)

    def read() -> str:
        barrier.wait()
        try:
            scene.save(Kind.RESERVATIONS, data, seen=seen)
        except (LooksDifferent, Busy):
            return "refused"
        return "saved"

    def fill_in() -> str:
        barrier.wait()
        return reserve(scene)

    with ThreadPoolExecutor(2) as pool:
        results = [each.result() for each in [pool.submit(read), pool.submit(fill_in)]]
    assert sorted(results) == ["refused", "saved"]
    assert len(scene.dates("Malkurs")) + len(scene.dates("Form")) == 1


def test_once_the_file_is_judged_a_form_waits_for_it(scene: Scene) -> None:
    data = table(DATE)
    seen = scene.look(Kind.RESERVATIONS, data).mark
    with form_after("_judged", scene, patience=0.3) as forms:
        scene.save(Kind.RESERVATIONS, data, seen=seen)
        assert forms[0].result(30) == "refused"
    assert (len(scene.dates("Malkurs")), len(scene.dates("Form"))) == (1, 0)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_the_file_is_read_forms_wait_for_nothing(scene: Scene) -> None:
    """On SQLite there is one writer at a time."""
    data = table(DATE)
    seen = scene.look(Kind.RESERVATIONS, data).mark
    with form_after("_read", scene, patience=30) as forms:
        with pytest.raises(LooksDifferent):
            scene.save(Kind.RESERVATIONS, data, seen=seen)
        assert forms[0].result(30) == "saved"


def test_red_control_without_protection_file_and_form_have_the_same_room(scene: Scene) -> None:
    """The form comes at the last moment, when the file has looked for the last time."""
    data = table(DATE)
    seen = scene.look(Kind.RESERVATIONS, data).mark
    forms: list[str] = []

    def send_a_form(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO busy_time") and not forms:
            forms.append("")
            forms[0] = reserve(scene)

    with without_protection(scene.database):
        event.listen(scene.database.engine, "before_cursor_execute", send_a_form)
        scene.save(Kind.RESERVATIONS, data, seen=seen)
    assert forms == ["saved"]
    assert (len(scene.dates("Malkurs")), len(scene.dates("Form"))) == (1, 1)


@contextmanager
def form_after(step: str, scene: Scene, *, patience: float) -> Iterator[list[Future[str]]]:
    """Right after this step of saving a file somebody sends a form; the file goes on when it is answered, or later."""
    real, forms = getattr(looking, step), list[Future[str]]()
    with ThreadPoolExecutor(1) as pool:

        def then_a_form(*asked: Any) -> Any:
            done = real(*asked)
            forms.append(pool.submit(reserve, scene))
            wait(forms, timeout=patience)
            return done

        with mock.patch.object(looking, step, then_a_form):
            yield forms


def reserve(scene: Scene) -> str:
    """The same room, at a time that overlaps."""
    interval = Interval(at_wall(small.TUESDAY, 11), at_wall(small.TUESDAY, 13))
    try:
        with scene.database.writing() as session:
            room = session.merge(scene.house.rooms[1], load=False)
            small.reserve(session, room, interval, provider_id=scene.house.provider.id, title="Form")
    except DomainError:
        return "refused"
    return "saved"
