"""A mail about a request that will not arrive: whoever has the request hears of it, once, if it still matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.errors import NotFound
from booking.notifications.returning import take_in
from booking.scheduling.walltime import at_wall
from booking.todos import answering, seeing
from booking.todos.asking import Wish, ask
from booking.todos.models import Kind, Todo
from tests import house
from tests.notifications.office import Office
from tests.notifications.returned import standard
from tests.servers.smtp import SmtpSink
from tests.todos import scene

ERIKA = Contact(name="Erika Beispiel", email="erika@example.org")


@pytest.fixture
def office(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Office]:
    opened = Office.open(database_url, tmp_path / "data", smtp_sink)
    yield opened
    opened.runtime.database.dispose()


def asked(office: Office, kind: Kind, contact: Contact = ERIKA, provider_id: int | None = None) -> str:
    wish = Wish(kind=kind, key="a", due_at=scene.DUE, contact=contact, provider_id=provider_id)
    with office.runtime.database.writing() as session:
        found = ask(session, office.runtime.vault, wish, now=office.now).id
    office.post()
    return found


def come_back(office: Office) -> None:
    """Every mail that was sent comes back, and the reactions run."""
    for delivery in office.deliveries():
        with office.runtime.database.writing() as session:
            take_in(session, standard(delivery.message_id), now=office.now)
    office.dispatch()


def calls(office: Office) -> list[Todo]:
    with office.runtime.database.reading() as session:
        return list(session.query(Todo).filter_by(kind=Kind.MAIL))


@pytest.mark.parametrize("kind", [Kind.CALL_BACK, Kind.BARRIER, Kind.DATA])
def test_a_confirmation_that_came_back_is_a_to_do_of_the_house(office: Office, kind: Kind) -> None:
    asked_id = asked(office, kind)
    come_back(office)
    (todo,) = calls(office)
    with office.runtime.database.reading() as session:
        assert todo.person_id == session.get_one(Todo, asked_id).person_id
    assert (todo.provider_id, todo.appointment_id, todo.due_at) == (None, None, at_wall(house.TUESDAY, 12))


def test_what_was_asked_of_a_provider_comes_back_to_that_provider(office: Office) -> None:
    provider_id = office.small.provider.id
    asked(office, Kind.DATA, provider_id=provider_id)
    come_back(office)
    (todo,) = calls(office)
    assert todo.provider_id == provider_id
    with office.runtime.database.writing() as session:
        staff = scene.employ(session, Role.STAFF, None)
        with pytest.raises(NotFound):
            seeing.by_id(session, staff, todo.id)


def test_an_answer_that_came_back_opens_one_however_many_mails_do(office: Office) -> None:
    asked_id = asked(office, Kind.BARRIER)
    with office.runtime.database.writing() as session:
        todo = session.get_one(Todo, asked_id)
        answering.answer_barrier(session, office.runtime.vault, todo, "Die Antwort", now=office.now)
    office.post()
    come_back(office)
    assert len(calls(office)) == 1


def test_who_is_called_anyway_is_not_called_twice(office: Office) -> None:
    asked(office, Kind.CALL_BACK, replace(ERIKA, phone="02175 555"))
    come_back(office)
    assert calls(office) == []


def test_the_wrong_address_matters_no_more_once_it_is_corrected(office: Office) -> None:
    asked(office, Kind.BARRIER, replace(ERIKA, email="falsch@example.org"))
    (wrong,) = office.deliveries()
    asked(office, Kind.BARRIER)
    with office.runtime.database.writing() as session:
        take_in(session, standard(wrong.message_id), now=office.now)
    office.dispatch()
    assert calls(office) == []
    come_back(office)
    assert len(calls(office)) == 1
