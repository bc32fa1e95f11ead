"""A waiting list in the demonstration: the Thursdays of one offer are booked out, and three people wait for one.

Whoever cancels one of these appointments (its link is among the kept mails) sees the list move on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.booking import book
from booking.appointments.slots import Wish, find_slots
from booking.appointments.terms import widest_span
from booking.demo.town import Town
from booking.errors import SlotTaken
from booking.runtime import Desk
from booking.scheduling.walltime import to_wall, wall_day
from booking.waiting.joining import join
from booking.waiting.wishes import Wishes

OFFER = "beratung-6"
THURSDAY = 3
WEEKS = 3
JOINED = timedelta(days=1)
WITH_A_LINK = Contact("Frau G.", email="frau.g@example.org")
BOOKED = ("Herr E.", "Frau J.", "Herr Q.", "Frau U.", "Herr Y.")
WAITING = (
    (Contact("Herr F.", email="herr.f@example.org"), Wishes(until=date.max, weekdays=(THURSDAY,))),
    (
        Contact("Frau H.", email="frau.h@example.org", language="ar"),
        Wishes(until=date.max, weekdays=(THURSDAY,), half="morning", party_size=2),
    ),
    (Contact("Herr I.", phone="02175 000-107"), Wishes(until=date.max, weekdays=(THURSDAY,))),
)


def wait_for_a_thursday(session: Session, desk: Desk, town: Town) -> None:
    """Book the Thursdays of the next weeks out, and put three people on the list."""
    until = town.first + timedelta(weeks=WEEKS)
    _book_out(session, desk, town, until)
    for number, (contact, wishes) in enumerate(WAITING):
        joined = replace(desk, now=desk.now - JOINED + timedelta(hours=number))
        key = f"demo {contact.name}"
        join(session, joined, town.offers[OFFER], replace(wishes, until=until), contact, key=key)


def _book_out(session: Session, desk: Desk, town: Town, until: date) -> None:
    """As if everybody had booked two days ago; the cap of the day leaves some times open that nobody may take."""
    earlier = replace(desk, now=desk.now - 2 * JOINED)
    wish, names = Wish(town.offers[OFFER]), cycle(BOOKED)
    slots = find_slots(session, wish, widest_span(session, wish.offer, earlier.now), now=earlier.now)
    contact = WITH_A_LINK
    for slot in slots:
        if to_wall(slot.start).weekday() == THURSDAY and wall_day(slot.start) <= until:
            try:
                with session.begin_nested():
                    book(session, earlier, wish, slot.start, contact)
            except SlotTaken:
                continue
            contact = Contact(next(names))
