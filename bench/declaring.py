"""Figure: how long a booking waits while a closure with many appointments is entered, each with other times held."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count, islice

from sqlalchemy import select

from bench.load import opened_slots
from bench.report import Row
from bench.stage import Size, Stage
from bench.town import Town
from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.slots import Wish
from booking.db import Database
from booking.disruptions.declaring import declare
from booking.disruptions.effects import Answer
from booking.disruptions.holding import held_ahead
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.errors import Busy
from booking.house.models import ClosureKind
from booking.offers.models import Adviser, Offer
from booking.runtime import Desk
from booking.scheduling.walltime import day_bounds, wall_day
from booking.vault import Vault

ALONE = 20
ACCOUNT = 1
WEEK = 5  # times that are held instead lie on the days after
NUMBERS = count(1)


@dataclass
class House:
    """A town with somebody who enters closures and somebody who books; every time is booked once."""

    town: Town
    database: Database
    slots: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        return Desk(Vault("k" * 32), "bench.example", datetime.now(UTC))

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

    def closes(self, day: date) -> tuple[int, float]:
        """Preview and enter it; how many appointments it hit, and how long entering took."""
        wanted = Wanted(interval=day_bounds(day), kind=ClosureKind.HOUSE, reason="Wasserschaden")
        with self.database.writing() as session:
            effect = preview(session, self.desk, wanted)
            answers = {each.appointment.id: Answer(each.way) for each in effect.guests}
        began = time.perf_counter()
        desk = self.desk
        with held_ahead(self.database, desk, wanted, answers) as ahead, self.database.writing() as session:
            declare(session, desk, wanted, answers, account_id=ACCOUNT, ahead=ahead)
        return len(answers), time.perf_counter() - began


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
    entering: list[float] = []
    days = house.days()
    elsewhere = (each for each in house.slots if wall_day(each[1]) in days[-10:])
    for day in days[::WEEK][: size.repetitions]:
        house.fill(day, size.guests)
        alone.append(max(house.books(*each) for each in islice(elsewhere, ALONE)))
        with ThreadPoolExecutor(1) as pool:
            entered = pool.submit(house.closes, day)
            longest = 0.0
            while not entered.done():
                longest = max(longest, house.books(*next(elsewhere)))
        hit, took = entered.result()
        if hit != size.guests:
            raise ValueError(f"{hit} hit, not {size.guests}")
        waits.append(longest)
        entering.append(took)
    guests = f"a closure with {size.guests} appointments"
    yield Row(
        f"{name}, longest booking beside {guests}; beside: of {ALONE} alone", "s", waits, alone, "at most 2 s"
    )
    yield Row(f"{name}, entering {guests}; beside: longest booking", "s", entering, waits, "none set")
