"""Loading the demonstration: all of it in one transaction, or nothing."""

from __future__ import annotations

from sqlalchemy import select

from booking.db import lock
from booking.demo.accounts import hand_out, invite
from booking.demo.desk import stand_at_the_desk
from booking.demo.house import furnish, invent_school_holidays, take_days_off
from booking.demo.offers import write_offers
from booking.demo.providers import employ, found
from booking.demo.requests import ask_for_the_hall
from booking.demo.residents import book_visits
from booking.demo.todos import leave_something_to_do
from booking.demo.town import Town
from booking.demo.waiting import wait_for_a_thursday
from booking.demo.weeks import DAYS, open_weeks
from booking.offers.models import Offer
from booking.runtime import Runtime
from booking.scheduling.walltime import wall_day

LOADING_LOCK = -9


def load(runtime: Runtime) -> bool:
    """Fill an empty house and write demo-accounts.json; False, and nothing changed, if it has offers already."""
    desk = runtime.desk()
    today = wall_day(desk.now)
    with runtime.database.writing() as session:
        lock(session, [LOADING_LOCK])
        if session.scalar(select(Offer.id).limit(1)) is not None:
            return False
        rooms = furnish(session)
        take_days_off(session, today, DAYS)
        invent_school_holidays(session, today)
        providers = found(session)
        cards, accounts = invite(session, runtime.vault, providers, now=desk.now)
        advisers = employ(session, providers, accounts)
        offers = write_offers(session, providers)
        town = Town(
            first=today,
            rooms=rooms,
            providers=providers,
            accounts=accounts,
            advisers=advisers,
            offers=offers,
        )
        open_weeks(session, desk, town)
        ask_for_the_hall(session, desk, town)
        book_visits(session, desk, offers, advisers, today)
        leave_something_to_do(session, desk, town)
        wait_for_a_thursday(session, desk, town)
        stand_at_the_desk(session, desk, town)
        # Before the commit: a house whose accounts nobody knows would be worse than a file too many.
        hand_out(cards, runtime.settings.data_dir)
    return True
