"""A house in which something comes between: two advisers, Tuesday to Thursday, and people with appointments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments import booking, finding
from booking.appointments.models import Appointment, ConsultationHours
from booking.appointments.slots import Wish, find_slots
from booking.db import Database
from booking.disruptions import answering, declaring, lapsing, withdrawing
from booking.disruptions.deciding import Decided
from booking.disruptions.effects import Answer, Effect, EffectChanged, Hit, Way
from booking.disruptions.holding import HeldAhead
from booking.disruptions.models import Replacement
from booking.disruptions.offering import Ahead
from booking.disruptions.previewing import preview
from booking.disruptions.returning import Return
from booking.disruptions.wanted import Wanted
from booking.house.models import Closure, ClosureKind
from booking.offers.absences import Absence
from booking.offers.models import Offer
from booking.outbox import EventRow
from booking.reservations.models import Occurrence
from booking.runtime import Desk
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from booking.vault import Vault
from tests import house as small

TUESDAY = small.TUESDAY
WEDNESDAY, THURSDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
ADA, BEA = 1, 2  # advisers
ROOM_1, ROOM_2, ROOM_3 = 1, 2, 3
BY_MAIL = Contact(name="Frau M.", email="m@example.org")
BY_PHONE = Contact(name="Herr T.", phone="02175 12345")
UNREACHED = Contact(name="Herr N.")
ACCOUNT = 1
CLAIMS = (
    "SELECT owner, resource_id, starts_at, ends_at, expires_at FROM busy_time ORDER BY owner, resource_id"
)


@dataclass
class Scene:
    """What a test does; each verb is a transaction of its own."""

    database: Database
    house: small.SmallHouse
    now: datetime = small.NOW
    vault: Vault = field(default_factory=lambda: Vault("k" * 32))

    def desk(self) -> Desk:
        return Desk(self.vault, "test.example", self.now)

    def opens(
        self,
        day: date,
        *,
        adviser: int = ADA,
        room: int | None = ROOM_1,
        start: int = 9,
        end: int = 12,
        **more: Any,
    ) -> int:
        """A Sprechstunde; the id of it."""
        with self.database.writing() as session:
            house = session.merge(self.house.rooms[room - 1], load=False) if room else None
            who = session.merge(self.house.advisers[adviser - 1], load=False)
            hours = small.hours_on(
                session, self.house, day, adviser=who, room=house, start=start, end=end, now=self.now, **more
            )
            return hours.id

    def books(self, start: datetime, contact: Contact = BY_MAIL, *, adviser: int | None = None) -> str:
        with self.database.writing() as session:
            wish = Wish(session.get_one(Offer, 1), adviser_id=adviser, needs=contact.needs)
            return booking.book(session, self.desk(), wish, start, contact).id

    def previews(self, wanted: Wanted, *, in_vain: Collection[str] = ()) -> Effect:
        with self.database.writing() as session:
            effect = preview(session, self.desk(), wanted, in_vain=in_vain)
            for hit in effect.guests:
                _ = hit.appointment.person, [choice.adviser for choice in hit.choices]
            return effect

    def enters(self, wanted: Wanted, answers: dict[str, Answer] | None = None) -> str:
        """Preview, then enter it as proposed, or with these answers; the cause."""
        chosen = {**answers_to(self.previews(wanted)), **(answers or {})}
        with held_ahead(self, wanted, chosen) as ahead:
            return self.declares(wanted, chosen, ahead)

    def declares(self, wanted: Wanted, answers: dict[str, Answer], ahead: Ahead | None = None) -> str:
        """Enter it, with these times ahead or with none; the cause."""
        with self.database.writing() as session:
            row = declaring.declare(session, self.desk(), wanted, answers, account_id=ACCOUNT, ahead=ahead)
            return row.cause

    def withdraws(self, cause: str) -> Return:
        with self.database.writing() as session:
            return withdrawing.withdraw(session, self.desk(), row_of(session, cause))

    def accepts(self, appointment_id: str, choice: int = 0) -> str:
        """The choice with this number; its id."""
        with self.database.writing() as session:
            offer = self.offer_in(session, appointment_id)
            there = answering.choices_of(session, offer, self.now)
            chosen = there[choice].id if there else offer.choices[choice]
            answering.accept(session, self.desk(), offer, chosen, by="resident")
            return chosen

    def declines(self, appointment_id: str) -> None:
        with self.database.writing() as session:
            offer = self.offer_in(session, appointment_id)
            answering.decline(session, self.desk(), offer, by="resident")

    def lapses(self) -> int:
        with self.database.writing() as session:
            return lapsing.lapse(session, self.desk())

    def changes(self, act: Callable[[Session, Appointment], object], appointment_id: str) -> None:
        with self.database.writing() as session:
            act(session, finding.by_id(session, appointment_id, for_change=True))

    def offer_in(self, session: Session, appointment_id: str) -> Replacement:
        return session.scalars(select(Replacement).where(Replacement.appointment_id == appointment_id)).one()

    def offer(self, appointment_id: str) -> Replacement:
        with self.database.reading() as session:
            return self.offer_in(session, appointment_id)

    def choices(self, appointment_id: str) -> list[Appointment]:
        with self.database.reading() as session:
            return answering.choices_of(session, self.offer_in(session, appointment_id), self.now)

    def appointment(self, appointment_id: str) -> Appointment:
        with self.database.reading() as session:
            found = session.get_one(Appointment, appointment_id)
            _ = found.room, found.adviser, found.person
            return found

    def date_of(self, hours_id: int) -> Occurrence:
        with self.database.reading() as session:
            hours = session.get_one(ConsultationHours, hours_id)
            date_ = session.get_one(Occurrence, hours.occurrence_id)
            _ = date_.reservation.changed_at, date_.series.sequence
            return date_

    def hours(self, hours_id: int) -> ConsultationHours:
        with self.database.reading() as session:
            return session.get_one(ConsultationHours, hours_id)

    def free(self, day: date, *, needs: tuple[str, ...] = (), adviser: int | None = None) -> list[str]:
        """When something is free on that day, on the wall, with the room's number."""
        with self.database.reading() as session:
            wish = Wish(session.get_one(Offer, 1), adviser_id=adviser, needs=needs)
            slots = find_slots(session, wish, day_bounds(day), now=self.now)
            return [f"{small.to_wall(each.start):%H:%M}" for each in slots]

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        with self.database.reading() as session:
            rows = session.scalars(select(EventRow).where(EventRow.type.in_(kinds)).order_by(EventRow.id))
            return [row.payload for row in rows]

    def claims(self) -> list[tuple[Any, ...]]:
        """Every busy time."""
        with self.database.reading() as session:
            return [tuple(map(str, row)) for row in session.execute(text(CLAIMS))]


@contextmanager
def held_ahead(scene: Scene, wanted: Wanted, answers: dict[str, Answer]) -> Iterator[Ahead]:
    """Times held for all who get another one; what is not used is given back."""
    held = HeldAhead(scene.database, scene.desk(), Decided(wanted, answers))
    try:
        held.hold()
        yield held.ahead
    except EffectChanged:
        held.ahead.used.clear()
        raise
    finally:
        held.give_back()


def answers_to(effect: Effect) -> dict[str, Answer]:
    """As proposed."""
    return {each.appointment.id: as_proposed(each) for each in effect.guests}


def as_proposed(hit: Hit) -> Answer:
    return Answer(hit.way)


def row_of(session: Session, cause: str) -> Closure | Absence:
    kind, number = cause.split(":")
    return (
        session.get_one(Closure, int(number)) if kind == "closure" else session.get_one(Absence, int(number))
    )


def span(day: date, start: int = 0, end: int = 0) -> Interval:
    """From hour to hour; without hours the whole day."""
    return Interval(at_wall(day, start), at_wall(day, end)) if end else day_bounds(day)


def absence(day: date = TUESDAY, start: int = 0, end: int = 0, *, adviser: int = ADA, **more: Any) -> Wanted:
    return Wanted(interval=span(day, start, end), adviser_id=adviser, **more)


def closed_house(day: date = TUESDAY, start: int = 0, end: int = 0) -> Wanted:
    return Wanted(interval=span(day, start, end), kind=ClosureKind.HOUSE, reason="Wasserschaden")


def closed_room(room: int = ROOM_1, day: date = TUESDAY, start: int = 0, end: int = 0) -> Wanted:
    return Wanted(interval=span(day, start, end), kind=ClosureKind.ROOM, room_id=room, reason="Maler")


def broken_lift(day: date = TUESDAY, start: int = 0, end: int = 0) -> Wanted:
    return Wanted(interval=span(day, start, end), kind=ClosureKind.LIFT, reason="Treppenlift defekt")


CANCEL = Answer(Way.CANCEL)
