"""Figure: how long a booking waits while a closure with many appointments is entered, each with other times held.

And how long whoever presses the button waits: the answer comes once the job is written down.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import count, islice

from sqlalchemy import select

from bench.load import opened_slots
from bench.report import Row
from bench.stage import Size, Stage
from bench.town import Town
from booking.accounts.models import Account, Role
from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions import entering_jobs
from booking.disruptions.deciding import Decided
from booking.disruptions.effects import Answer
from booking.disruptions.entering import carry_out
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.errors import Busy
from booking.house.models import ClosureKind
from booking.ids import random_id
from booking.offers.models import Adviser, Offer
from booking.runtime import Desk
from booking.scheduling.walltime import day_bounds, wall_day
from booking.vault import Vault

ALONE = 20
BREATH = 0.005  # a client is elsewhere between two calls
WEEK = 5  # times that are held instead lie on the days after
NUMBERS = count(1)


@dataclass(frozen=True)
class Entered:
    """How many appointments a closure hit, the seconds until the answer, and those that a worker took then."""

    hit: int
    answer: float
    work: float


@dataclass
class House:
    """A town with somebody who enters closures and somebody who books; every time is booked once."""

    town: Town
    database: Database
    slots: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        return Desk(Vault("k" * 32), "bench.example", datetime.now(UTC))

    @cached_property
    def account_id(self) -> int:
        """Of somebody in the house's team."""
        with self.database.writing() as session:
            account = Account(
                email=f"{random_id()}@bench.example", name="Team", role=Role.STAFF, password_hash="!"
            )
            session.add(account)
            session.flush()
            return account.id

    def days(self) -> list[date]:
        """The days that can be closed, the first of them soon."""
        return sorted({wall_day(start) for _adviser, start in self.slots})

    def fill(self, day: date, guests: int) -> None:
        """So many residents book on that day."""
        there = [each for each in self.slots if wall_day(each[1]) == day]
        for adviser, start in there[:: max(1, len(there) // guests)][:guests]:
            self.books(adviser, start)

    def books(self, adviser: str, start: datetime) -> float:
        """Book, again and again while the database is busy; how long that took."""
        began = time.perf_counter()
        while True:
            try:
                with self.database.writing() as session:
                    offer = session.scalars(select(Offer).where(Offer.slug == "buchung")).one()
                    whom = session.scalars(select(Adviser.id).where(Adviser.slug == adviser)).one()
                    number = next(NUMBERS)
                    contact = Contact(name="Maria Muster", phone="02175 1", email=f"m{number}@example.org")
                    book(session, self.desk, Wish(offer, adviser_id=whom), start, contact)
                return time.perf_counter() - began
            except Busy:
                continue

    def closes(self, day: date) -> Entered:
        """Preview it, write it down for a worker, and do what the worker does."""
        wanted = Wanted(interval=day_bounds(day), kind=ClosureKind.HOUSE, reason="Wasserschaden")
        with self.database.writing() as session:
            effect = preview(session, self.desk, wanted)
            answers = {each.appointment.id: Answer(each.way) for each in effect.guests}
        decided, me, job_id = Decided(wanted, answers), self.account_id, random_id()
        began = time.perf_counter()
        with self.database.writing() as session:
            entering_jobs.start(session, self.desk, job_id, decided, account_id=me, fingerprint="")
        answered = time.perf_counter()
        carry_out(self.database, self.desk, job_id)
        return Entered(len(answers), answered - began, time.perf_counter() - answered)


def rows(stage: Stage) -> Iterator[Row]:
    """The longest wait of whoever books meanwhile; beside it a booking alone. And how long entering takes."""
    database = Database(stage.small.town.url)
    try:
        house = House(stage.small.town, database, opened_slots(stage.small.town))
        yield from _measured(house, stage.database, stage.size)
    finally:
        database.dispose()


def _measured(house: House, name: str, size: Size) -> Iterator[Row]:
    alone: list[float] = []
    waits: list[float] = []
    entered: list[Entered] = []
    days = house.days()
    elsewhere = (each for each in house.slots if wall_day(each[1]) in days[-10:])
    for day in days[::WEEK][: size.repetitions]:
        house.fill(day, size.guests)
        alone.append(max(house.books(*each) for each in islice(elsewhere, ALONE)))
        with ThreadPoolExecutor(1) as pool:
            closing = pool.submit(house.closes, day)
            longest = 0.0
            while not closing.done():
                longest = max(longest, house.books(*next(elsewhere)))
                time.sleep(BREATH)
        entered.append(closing.result())
        if entered[-1].hit != size.guests:
            raise ValueError(f"{entered[-1].hit} hit, not {size.guests}")
        waits.append(longest)
    guests = f"a closure with {size.guests} appointments"
    yield Row(
        f"{name}, longest booking beside {guests}; beside: of {ALONE} alone", "s", waits, alone, "at most 2 s"
    )
    work = [each.work for each in entered]
    answers = [each.answer for each in entered]
    yield Row(f"{name}, entering {guests}; beside: longest booking", "s", work, waits, "none set")
    yield Row(f"{name}, answer before entering {guests}; beside: entering", "s", answers, work, "at most 1 s")
