"""A date that was dropped elsewhere can be put back for ten seconds: no mail leaves before, and none after."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from booking.appointments.dropping import UNDO_WITHIN, GuestsInside, PlaceBlocked, drop
from booking.db import database_now
from booking.errors import NotFound
from booking.house.models import Room
from booking.notifications import claiming
from booking.notifications.models import Delivery, Fate
from booking.notifications.undoing import TooLateToUndo, undo
from booking.reservations.cancelling import retitle
from booking.reservations.courses import Change
from booking.reservations.drafting import Move
from booking.reservations.models import Occurrence
from booking.reservations.scope import Scope, for_change
from booking.scheduling.walltime import to_wall
from tests.notifications.office import Office

ME, SOMEBODY = "account:1", "account:2"
CHANGED = "reservation_changed"


@pytest.fixture
def made(office: Office) -> str:
    """A series on Tuesdays, 14 to 16 in the second room, whose mails have left."""
    reservation_id = office.reserve(2)
    office.post()
    return reservation_id


def drop_first(office: Office, made: str, *, at: time | None = None, room: int | None = None) -> str:
    """The first date to another time or room; the name of the change."""
    with office.runtime.database.writing() as session:
        found = for_change(session, made)
        change = Change(at=at, room=session.get_one(Room, room) if room else None)
        wanted = Move(change=change, scope=Scope.ONE, picked=found.occurrences[0])
        return drop(session, office.desk(), found, wanted, by=ME)


def undo_it(office: Office, change: str, by: str = ME) -> None:
    with office.runtime.database.writing() as session:
        undo(session, office.desk(), change, by=by)


def first(office: Office, made: str) -> tuple[datetime, int, bool, bool]:
    with office.runtime.database.reading() as session:
        rows = select(Occurrence).where(Occurrence.reservation_id == made).order_by(Occurrence.recurrence_id)
        date = session.scalars(rows).first()
        assert date is not None
        return to_wall(date.starts_at).replace(tzinfo=None), date.room_id, date.own_time, date.own_room


def test_no_mail_leaves_for_ten_seconds(office: Office, made: str) -> None:
    drop_first(office, made, at=time(18))
    office.post()
    waiting = office.deliveries(kind=CHANGED)
    assert [each.fate for each in waiting] == [Fate.QUEUED]
    with office.runtime.database.reading() as session:
        left = waiting[0].next_attempt_at - database_now(session)
    assert timedelta(0) < left <= UNDO_WITHIN
    office.make_due()
    office.post()
    assert [each.fate for each in office.deliveries(kind=CHANGED)] == [Fate.SENT]


@pytest.mark.parametrize("dispatched", [True, False], ids=["mails wait", "event waits"])
def test_undone_it_is_as_before_and_nobody_hears_of_it(
    office: Office, made: str, *, dispatched: bool
) -> None:
    before = first(office, made)
    change = drop_first(office, made, at=time(18), room=3)
    assert first(office, made)[0].hour == 18
    if dispatched:
        office.dispatch()
    undo_it(office, change)
    assert first(office, made) == before
    office.post()
    office.make_due()
    office.post()
    fates = {each.fate for each in office.deliveries(kind=CHANGED)}
    assert fates == ({Fate.OUTDATED} if dispatched else set())


def test_twice_is_once(office: Office, made: str) -> None:
    change = drop_first(office, made, room=3)
    undo_it(office, change)
    with office.reserved(made) as found:
        sequence = found.series[0].sequence
    undo_it(office, change)
    with office.reserved(made) as found:
        assert found.series[0].sequence == sequence


def test_a_mail_on_its_way_cannot_be_called_back(office: Office, made: str) -> None:
    change = drop_first(office, made, room=3)
    office.dispatch()
    office.make_due()
    with office.runtime.database.writing() as session:
        (due,) = claiming.due(session, limit=9)
        assert claiming.claim(session, office.runtime.vault, due, now=office.now) is not None
    with pytest.raises(TooLateToUndo) as refused:
        undo_it(office, change)
    assert refused.value.why == "told"
    assert first(office, made)[1] == 3


def test_what_somebody_changed_since_stays(office: Office, made: str) -> None:
    change = drop_first(office, made, room=3)
    with office.runtime.database.writing() as session:
        found = for_change(session, made)
        retitle(session, found, Scope.ALL, title="Neu", public_title=None, now=office.now)
    with pytest.raises(TooLateToUndo) as refused:
        undo_it(office, change)
    assert refused.value.why == "changed"
    assert first(office, made)[1] == 3


def test_the_old_place_may_be_taken(office: Office, made: str) -> None:
    change = drop_first(office, made, room=3)
    office.reserve(2, title="Schneller")
    with pytest.raises(TooLateToUndo) as refused:
        undo_it(office, change)
    assert refused.value.why == "taken"
    office.dispatch()
    office.make_due()
    office.post()
    assert Fate.SENT in {each.fate for each in office.deliveries(kind=CHANGED)}, "then it is told of"


def test_only_who_dropped_it_undoes_it(office: Office, made: str) -> None:
    change = drop_first(office, made, room=3)
    for name, by in ((change, SOMEBODY), ("erfunden", ME)):
        with pytest.raises(NotFound):
            undo_it(office, name, by)


def test_a_blocked_place_is_refused_with_ways_out(office: Office, made: str) -> None:
    office.reserve(3, title="Anders")
    with pytest.raises(PlaceBlocked) as refused:
        drop_first(office, made, room=3)
    assert refused.value.plan.proposals
    assert first(office, made)[1] == 2


def test_a_date_with_appointments_is_not_dropped(office: Office) -> None:
    office.open_hours()
    office.book()
    with office.runtime.database.reading() as session:
        date = session.scalars(select(Occurrence).order_by(Occurrence.starts_at)).first()
        assert date is not None
        inside = date.reservation_id
    with pytest.raises(GuestsInside):
        drop_first(office, inside, room=3)


def test_dropped_where_it_is_nothing_happens(office: Office, made: str) -> None:
    assert drop_first(office, made) == ""
    with office.runtime.database.reading() as session:
        assert session.scalars(select(Delivery).where(Delivery.kind == CHANGED)).all() == []
