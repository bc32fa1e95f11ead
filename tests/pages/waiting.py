"""People on the waiting list of the small house's advice, and the times that are held for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from booking.accounts.people import Contact
from booking.appointments.changes import cancel
from booking.appointments.finding import by_id
from booking.scheduling.walltime import wall_day
from booking.waiting import sweeping
from booking.waiting.finding import by_id as entry_by_id
from booking.waiting.joining import join
from booking.waiting.links import open_link
from booking.waiting.wishes import Wishes
from tests.pages.conftest import MARIA, Site

ANNA = Contact(name="Anna Beispiel", email="anna@example.org")


def waits(site: Site, contact: Contact = ANNA, **wishes: Any) -> str:
    """Somebody waits for two weeks; the id of the entry."""
    until = wall_day(site.clock.moment) + timedelta(days=14)
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice, load=False)
        wanted = Wishes(**{"until": until, **wishes})
        return join(session, site.runtime.desk(), offer, wanted, contact, key=f"{contact} {wanted}").id


def waiting_link(site: Site, entry_id: str) -> str:
    """A token to the entry."""
    with site.runtime.database.writing() as session:
        return open_link(session, entry_by_id(session, entry_id), now=site.clock.moment)


def book_out(site: Site) -> list[str]:
    """Somebody has every time of Tuesday; the ids of the appointments."""
    visitor = site.visitor().get("/termin/energieberatung")
    from booking.web.forms.reading import instant_of

    starts = [instant_of(value) for value in visitor.slots()]
    return [site.booked(start, MARIA)[0] for start in starts if start is not None]


def give_up(site: Site, appointment_id: str) -> None:
    """Somebody cancels, and the list moves on."""
    with site.runtime.database.writing() as session:
        cancel(session, by_id(session, appointment_id, for_change=True), by="resident", now=site.clock.moment)
    sweeping.sweep(site.runtime)
