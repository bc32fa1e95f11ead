"""What comes between, for tests about what is told: closures and absences, and what people answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from booking.appointments.models import Appointment
from booking.disruptions import answering, declaring, lapsing, withdrawing
from booking.disruptions.effects import Answer
from booking.disruptions.finding import latest_offer
from booking.disruptions.models import Replacement
from booking.disruptions.previewing import preview
from booking.disruptions.wanted import Wanted
from booking.house.models import Closure, ClosureKind
from booking.offers.absences import Absence
from booking.scheduling.walltime import day_bounds
from tests import house
from tests.notifications.office import ADA, Office

WEDNESDAY, THURSDAY = house.TUESDAY + timedelta(days=1), house.TUESDAY + timedelta(days=2)


def open_week(office: Office, **more: Any) -> None:
    """Ada on Tuesday and Thursday, a colleague on Wednesday."""
    colleague = {"adviser": office.small.advisers[1], "room": office.small.rooms[1]}
    office.open_hours(house.TUESDAY, **more)
    office.open_hours(WEDNESDAY, **colleague, **more)
    office.open_hours(THURSDAY, **more)


def absence(day: date = house.TUESDAY) -> Wanted:
    """Ada is away for the day."""
    return Wanted(interval=day_bounds(day), adviser_id=1)


def closed_house(day: date = house.TUESDAY, reason: str = "Wasserschaden") -> Wanted:
    return Wanted(interval=day_bounds(day), kind=ClosureKind.HOUSE, reason=reason)


def enter(
    office: Office, wanted: Wanted, answers: dict[str, Answer] | None = None, *, account_id: int = ADA
) -> str:
    """Enter it as proposed, or with these answers; the cause."""
    with office.runtime.database.writing() as session:
        effect = preview(session, office.desk(), wanted)
        proposed = {each.appointment.id: Answer(each.way) for each in effect.guests}
    with office.runtime.database.writing() as session:
        chosen = {**proposed, **(answers or {})}
        return declaring.declare(session, office.desk(), wanted, chosen, account_id=account_id).cause


def withdraw(office: Office, cause: str) -> None:
    kind, number = cause.split(":")
    with office.runtime.database.writing() as session:
        row: Closure | Absence = session.get_one(Closure if kind == "closure" else Absence, int(number))
        withdrawing.withdraw(session, office.desk(), row)


def offer_of(office: Office, appointment: Appointment) -> Replacement:
    """The times that were offered for it at last."""
    with office.runtime.database.reading() as session:
        found = latest_offer(session, appointment.id)
        assert found is not None
        return found


def accept(office: Office, appointment: Appointment, number: int = 0) -> None:
    """The held time with this number."""
    offer = offer_of(office, appointment)
    with office.runtime.database.writing() as session:
        offer = session.merge(offer)
        answering.accept(session, office.desk(), offer, offer.choices[number], by="resident")


def decline(office: Office, appointment: Appointment) -> None:
    offer = offer_of(office, appointment)
    with office.runtime.database.writing() as session:
        answering.decline(session, office.desk(), session.merge(offer), by="resident")


def lapse(office: Office, appointment: Appointment) -> None:
    """Nobody answers until the last moment."""
    office.set_clock(offer_of(office, appointment).answer_by)
    with office.runtime.database.writing() as session:
        assert lapsing.lapse(session, office.desk()) >= 1
