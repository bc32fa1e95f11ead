"""Closures and absences behind the pages: what is entered, and what is held for people meanwhile."""

from __future__ import annotations

from datetime import timedelta

from booking import outbox
from booking.appointments.models import Appointment
from booking.disruptions import answering, declaring, lapsing, withdrawing
from booking.disruptions.effects import Answer
from booking.disruptions.finding import latest_offer
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.house.models import Closure, ClosureKind
from booking.scheduling.walltime import day_bounds
from booking.subscriptions import subscriptions
from tests import house
from tests.pages.conftest import Site

WEDNESDAY, THURSDAY = house.TUESDAY + timedelta(days=1), house.TUESDAY + timedelta(days=2)


def more_days(site: Site) -> None:
    """The adviser of Tuesday has time on Wednesday and Thursday, too."""
    with site.runtime.database.writing() as session:
        for day in (WEDNESDAY, THURSDAY):
            house.hours_on(
                session,
                site.house,
                day,
                adviser=session.merge(site.house.advisers[0], load=False),
                room=session.merge(site.house.rooms[0], load=False),
            )


def close_house(site: Site, reason: str = "Wasserschaden") -> str:
    """The house is closed on Tuesday; the cause."""
    return _enter(site, Wanted(interval=day_bounds(house.TUESDAY), kind=ClosureKind.HOUSE, reason=reason))


def go_away(site: Site) -> str:
    """The adviser is away on Tuesday; the cause."""
    return _enter(site, Wanted(interval=day_bounds(house.TUESDAY), adviser_id=site.house.advisers[0].id))


def reopen(site: Site, cause: str) -> None:
    with site.runtime.database.writing() as session:
        closure = session.get_one(Closure, int(cause.partition(":")[2]))
        withdrawing.withdraw(session, site.runtime.desk(), closure)


def nobody_answers(site: Site, appointment_id: str) -> None:
    """Until the last moment, and a second more."""
    with site.runtime.database.reading() as session:
        offer = latest_offer(session, appointment_id)
        assert offer is not None
    site.clock.moment = offer.answer_by
    with site.runtime.database.writing() as session:
        lapsing.lapse(session, site.runtime.desk())


def held_for(site: Site, appointment_id: str) -> list[Appointment]:
    """The times that can be taken now, by start."""
    with site.runtime.database.reading() as session:
        offer = latest_offer(session, appointment_id)
        return answering.choices_of(session, offer, site.clock.moment) if offer is not None else []


def _enter(site: Site, wanted: Wanted) -> str:
    """As proposed."""
    desk = site.runtime.desk()
    with site.runtime.database.writing() as session:
        effect = preview(session, desk, wanted)
        answers = {each.appointment.id: Answer(each.way) for each in effect.guests}
    with site.runtime.database.writing() as session:
        return declaring.declare(session, desk, wanted, answers, account_id=site.house.account.id).cause


def react(site: Site) -> None:
    """Let everything follow that follows from what happened."""
    with site.runtime.database.writing() as session:
        outbox.dispatch(session, subscriptions(site.runtime), now=site.clock.moment)
        assert not session.query(outbox.ParkedReaction).count()
