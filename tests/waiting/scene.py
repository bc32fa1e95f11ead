"""An office with a waiting list: people join, times fall free, the clock stands until a test moves it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.notifications import delivering
from booking.offers.models import Offer
from booking.runtime import Runtime
from booking.scheduling.walltime import at_wall, wall_day
from booking.waiting import answering, sweeping
from booking.waiting.finding import by_id
from booking.waiting.joining import join
from booking.waiting.models import WaitingEntry
from booking.waiting.wishes import Wishes
from tests import house
from tests.notifications.office import Office
from tests.pages.conftest import StandingClock
from workers.engine import assemble

TUESDAY = house.TUESDAY
IN_TWO_WEEKS = TUESDAY + timedelta(days=14)
SATURDAY = TUESDAY + timedelta(days=4)


@dataclass
class Queue:
    """What a test does with the list of the small house's advice; `office` does everything else."""

    office: Office

    @property
    def runtime(self) -> Runtime:
        """The office's, at the moment the test set."""
        return replace(self.office.runtime, clock=StandingClock(moment=self.office.now))

    def book_out(self, day: date = TUESDAY, *, end: int = 10, **more: object) -> list[Appointment]:
        """A Sprechstunde from nine on in which somebody has every time."""
        self.office.open_hours(day, end=end, **more)
        starts = [at_wall(day, 9) + timedelta(minutes=30 * step) for step in range(2 * (end - 9))]
        offer = more.get("offer")
        assert offer is None or isinstance(offer, Offer)
        return [self.office.book(start, Contact(name="Jemand"), offer=offer) for start in starts]

    def joins(
        self, name: str, *, offer: Offer | None = None, phone: str | None = None, **wishes: object
    ) -> str:
        """Somebody with an e-mail address, or with a phone, is on the list; the id of the entry."""
        contact = Contact(name=name, phone=phone) if phone else Contact(name=name, email=address(name))
        return self.joins_as(replace(contact, needs=wishes.pop("needs", ())), offer=offer, **wishes)

    def joins_as(self, contact: Contact, *, offer: Offer | None = None, **wishes: object) -> str:
        wanted = Wishes(**{"until": IN_TWO_WEEKS, **wishes})
        key = f"{contact.name} {self.office.now.isoformat()} {contact.language}"
        with self.office.runtime.database.writing() as session:
            found = session.merge(offer or self.office.small.advice, load=False)
            entry = join(session, self.office.desk(), found, wanted, contact, key=key)
            return entry.id

    def sweep(self) -> int:
        return sweeping.sweep(self.runtime)

    def settle(self) -> None:
        """What the workers do within a second: react, sweep when asked, react to that, deliver."""
        engine = replace(assemble(self.runtime), channel=self.office.channel)
        engine.dispatch()
        engine.dispatch()
        while delivering.deliver_due(self.runtime, self.office.channel):
            pass

    def beat(self) -> None:
        """The tick of every half minute, and what follows from it."""
        self.sweep()
        self.settle()

    def wait(self, **span: int) -> None:
        """The clock goes on."""
        self.office.set_clock(self.office.now + timedelta(**span))

    def until(self, moment: datetime) -> None:
        self.office.set_clock(moment)

    def entry(self, entry_id: str) -> WaitingEntry:
        with self.office.runtime.database.reading() as session:
            return by_id(session, entry_id)

    def held(self, entry_id: str) -> Appointment | None:
        """The time that is held for them, or that they took."""
        with self.office.runtime.database.reading() as session:
            entry = by_id(session, entry_id)
            return session.get(Appointment, entry.appointment_id) if entry.appointment_id else None

    def held_start(self, entry_id: str) -> datetime | None:
        held = self.held(entry_id)
        return held.starts_at if held else None

    @contextmanager
    def changing(self, entry_id: str) -> Iterator[tuple[object, WaitingEntry]]:
        with self.office.runtime.database.writing() as session:
            yield session, by_id(session, entry_id, for_change=True)

    def accepts(self, entry_id: str) -> str:
        with self.changing(entry_id) as (session, entry):
            return answering.accept(session, self.office.desk(), entry).id

    def declines(self, entry_id: str) -> None:
        with self.changing(entry_id) as (session, entry):
            answering.decline(session, self.office.desk(), entry)

    def leaves(self, entry_id: str) -> None:
        with self.changing(entry_id) as (session, entry):
            answering.leave(session, self.office.desk(), entry)

    def states(self, *entry_ids: str) -> list[str]:
        return [str(self.entry(each).state) for each in entry_ids]

    def today(self) -> date:
        return wall_day(self.office.now)


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '-').replace('.', '')}@example.org"
