"""A closure is withdrawn, and a part of it sleeps all the same: one button tries again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from booking.accounts.models import Role
from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.house.models import Closure
from booking.reservations import cancelling
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.reservations.scope import Scope, for_change
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

AGAIN = "Noch einmal versuchen"
MARIA = Contact(name="Maria Muster", email="maria@example.org")


def test_what_lost_its_room_wakes_once_that_is_free(site: Site, signed_in: Callable[..., Visitor]) -> None:
    site.booked(at_wall(TUESDAY, 9), MARIA)
    staff = signed_in(Role.STAFF).get("/schliessungen/neu")
    staff.press("Weiter: Sehen, wen es trifft", kind="house", first=str(TUESDAY), reason="Ausflug")
    staff.press("Schließung eintragen")
    assert AGAIN not in staff.text
    foreign = _somebody_is_faster(site)
    staff.follow("Zurücknehmen").press("Schließung zurücknehmen")
    assert AGAIN in staff.text
    with site.runtime.database.writing() as session:
        cancelling.cancel(session, for_change(session, foreign), Scope.ALL, now=site.runtime.clock.now())
    staff.press(AGAIN)
    assert "Findet doch statt: 1 Reservierung." in staff.text
    assert AGAIN not in staff.text
    with site.runtime.database.reading() as session:
        assert session.scalars(select(Appointment.asleep_by)).all() == [None]
        asleep = select(Occurrence).where(Occurrence.status == OccurrenceStatus.ASLEEP)
        assert session.scalars(asleep).all() == []


def _somebody_is_faster(site: Site) -> str:
    """The room is reserved in the moment when the house is open again; the reservation."""
    with site.runtime.database.writing() as session:
        row, day = session.scalars(select(Closure)).one(), day_bounds(TUESDAY)
        row.starts_at, row.ends_at = day.start - timedelta(days=1), day.start
        room = session.merge(site.house.rooms[0])
        interval = Interval(at_wall(TUESDAY, 9), at_wall(TUESDAY, 12))
        made = house.reserve(session, room, interval, provider_id=site.house.provider.id, title="Schneller")
        row.starts_at, row.ends_at = day.start, day.end
        return made.reservation_id
