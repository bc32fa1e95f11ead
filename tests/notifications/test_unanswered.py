"""A question by mail that nobody answered: appointment, person and mail go; what became of the mail stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.accounts.models import Person
from booking.appointments.models import Appointment
from booking.appointments.pending import book_or_ask
from booking.appointments.slots import Wish
from booking.erasing import cancel_and_erase, erase_due
from tests.notifications.office import NINE, RESIDENT, Office


@pytest.mark.parametrize("erased_before", [False, True])
def test_a_question_nobody_answered_is_tidied_away(office: Office, *, erased_before: bool) -> None:
    office.open_hours()
    with office.runtime.database.writing() as session:
        offer = session.merge(office.small.advice, load=False)
        offer.confirm_by_mail = True
        asked = book_or_ask(session, office.desk(), Wish(offer), NINE, RESIDENT)
    office.post()
    assert [each.appointment_id for each in office.deliveries()] == [asked.id]
    if erased_before:
        with office.runtime.database.writing() as session:
            assert asked.person_id is not None
            cancel_and_erase(session, asked.person_id, by="resident", now=office.now)
    office.set_clock(office.now + timedelta(days=3))
    for _time in range(2):
        erase_due(office.runtime.database, now=office.now)
    with office.runtime.database.reading() as session:
        assert session.scalars(select(Appointment)).all() == []
        assert session.scalars(select(Person)).all() == []
    (mail,) = office.deliveries()
    assert (mail.appointment_id, mail.person_id, mail.sealed) == (None, None, None)
