"""Appointments of invented residents, so that "Meine Termine" and "Heute" are not empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.slots import Wish, find_slots
from booking.offers.models import Adviser, Offer
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day

DAYS_BEFORE = timedelta(days=2)
LOOK_AHEAD = timedelta(days=42)


@dataclass(frozen=True)
class Visit:
    """Somebody comes to the adviser on the `day`-th day with free slots, into the `slot`-th of those.

    What is free is looked at when the first with the same needs books there: an interpreter takes two slots.
    """

    offer: str
    adviser: str
    day: int
    slot: int
    contact: Contact


VISITS = (
    Visit("energieberatung", "ada-beispiel", 0, 0, Contact("Frau M.", phone="02175 000-101")),
    Visit("energieberatung", "ada-beispiel", 0, 1, Contact("Herr K.", needs=("wheelchair",))),
    Visit("energieberatung", "ada-beispiel", 1, 0, Contact("Frau T.", email="frau.t@example.org")),
    Visit("energieberatung", "ada-beispiel", 3, 1, Contact("Familie B.", email="familie.b@example.org")),
    Visit("energieberatung", "ada-beispiel", 5, 0, Contact("Herr W.", email="herr.w@example.org")),
    Visit("beratung-4", "ben-muster", 0, 0, Contact("Frau A.", language="ar", needs=("interpreter",))),
    Visit("beratung-4", "ben-muster", 0, 0, Contact("Herr D.", phone="02175 000-102")),
    Visit("beratung-4", "ben-muster", 1, 1, Contact("Frau O.", email="frau.o@example.org", language="ar")),
    Visit("beratung-4", "ben-muster", 4, 0, Contact("Herr S.", email="herr.s@example.org")),
    Visit(
        "beratung-1", "cora-probe", 1, 0, Contact("Frau Z.", phone="02175 000-103", needs=("hearing_loop",))
    ),
    Visit("beratung-7", "emil-platzhalter", 2, 0, Contact("Herr N.", email="herr.n@example.org")),
)


def book_visits(
    session: Session, desk: Desk, offers: Mapping[str, Offer], advisers: Mapping[str, Adviser], first: date
) -> None:
    """Book every visit, as if it had been booked two days ago."""
    earlier = replace(desk, now=desk.now - DAYS_BEFORE)
    starts: dict[tuple[str, str, tuple[str, ...]], list[list[datetime]]] = {}
    for visit in VISITS:
        wish = Wish(offers[visit.offer], adviser_id=advisers[visit.adviser].id, needs=visit.contact.needs)
        who = (visit.offer, visit.adviser, visit.contact.needs)
        if who not in starts:
            starts[who] = _starts_by_day(session, earlier, wish, first)
        book(session, earlier, wish, starts[who][visit.day][visit.slot], visit.contact)


def _starts_by_day(session: Session, desk: Desk, wish: Wish, first: date) -> list[list[datetime]]:
    """When slots begin, on each day that has some."""
    within = Interval(day_bounds(first).start, day_bounds(first + LOOK_AHEAD).end)
    slots = find_slots(session, wish, within, now=desk.now)
    return [[slot.start for slot in day] for _, day in groupby(slots, key=lambda slot: wall_day(slot.start))]
