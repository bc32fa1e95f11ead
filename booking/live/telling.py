"""From an event to its news: whose business it is, and on which days. Reads times and ids, never a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.appointments.models import Appointment, ConsultationHours
from booking.desk.events import WalkInsChanged
from booking.disruptions.events import (
    AbsenceDeclared,
    AbsenceWithdrawn,
    ClosureDeclared,
    ClosureWithdrawn,
    ReplacementSettled,
)
from booking.events import (
    AppointmentAttended,
    AppointmentMoved,
    AppointmentPlaced,
    ConsultationHoursChanged,
    ConsultationHoursClosed,
    ConsultationHoursOpened,
    MailUndeliverable,
    PersonCorrected,
    ReservationCancelled,
    ReservationChanged,
    ReservationDecided,
    ReservationExpired,
    ReservationMade,
    ReservationRequested,
)
from booking.house.events import OpeningHoursChanged, RoomChanged
from booking.house.models import Closure
from booking.importing.events import ReservationTakenOver
from booking.live.news import EVERYBODY, Audience, News, Topic
from booking.notifications.events import MailAskedAgain
from booking.notifications.models import Delivery
from booking.offers.absences import Absence
from booking.offers.models import Adviser
from booking.outbox import EventRow
from booking.reservations.models import Occurrence, Reservation
from booking.scheduling.walltime import wall_day
from booking.todos.events import TodoEvent
from booking.todos.models import Todo
from booking.todos.seeing import house_sees
from booking.waiting.events import (
    WaitingAnswered,
    WaitingChanged,
    WaitingCorrected,
    WaitingEnded,
    WaitingJoined,
    WaitingOffered,
)
from booking.waiting.models import WaitingEntry

MOST_DAYS = 60  # of more it is shorter to say: any day
ANY_DAY: frozenset[date] = frozenset()
ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
ABOUT: Mapping[str, type[Reservation | WaitingEntry | Todo]] = {
    "reservation": Reservation,
    "entry": WaitingEntry,
    "todo": Todo,
}

Reservations = ReservationMade | ReservationRequested | ReservationDecided | ReservationExpired
Opening = ConsultationHoursOpened | ConsultationHoursChanged | ConsultationHoursClosed
Waiting = WaitingJoined | WaitingChanged | WaitingCorrected | WaitingOffered | WaitingAnswered | WaitingEnded


def reservation(
    session: Session, event: Reservations | ReservationCancelled | ReservationTakenOver
) -> Iterator[News]:
    """On the days of its dates: they stayed where they were."""
    starts = session.scalars(
        select(Occurrence.starts_at).where(Occurrence.reservation_id == event.reservation_id)
    )
    yield from _for_all({wall_day(each) for each in starts})


def changed_reservation(_session: Session, _event: ReservationChanged) -> Iterator[News]:
    """On any day: where a date was before, nobody knows any more."""
    yield from _for_all(set())


def hours(session: Session, event: Opening) -> Iterator[News]:
    found = session.get(ConsultationHours, event.hours_id)
    if found is not None:
        days = {wall_day(found.starts_at)}
        yield from _for_all(days)
        yield News(Topic.AGENDA, _with_house(found.provider_id), frozenset(days))


def walk_ins(session: Session, event: WalkInsChanged) -> Iterator[News]:
    found = session.get(ConsultationHours, event.hours_id)
    if found is not None:
        days = frozenset({wall_day(found.starts_at)})
        yield News(Topic.BOARD, EVERYBODY, days)
        yield News(Topic.AGENDA, _with_house(found.provider_id), days)


def appointment(session: Session, event: AppointmentPlaced) -> Iterator[News]:
    """Its own provider and the house. A room of its own is on their plan too, and on the caretaker's.

    Other providers hear nothing, although the room is taken on their plan too: when and how often somebody
    books there is not their business. They see it with the next page.
    """
    provider_id = session.scalar(select(Adviser.provider_id).where(Adviser.id == event.adviser_id))
    own_room = session.scalar(select(Appointment.own_room).where(Appointment.id == event.appointment_id))
    days = {wall_day(event.starts_at)}
    if isinstance(event, AppointmentMoved):
        days.add(wall_day(event.previous_starts_at))
    yield News(Topic.AGENDA, _with_house(provider_id), frozenset(days))
    if own_room or isinstance(event, AppointmentMoved):
        audience = _with_house(provider_id, caretaker=True)
        yield News(Topic.PLAN, audience, frozenset(days))
        yield News(Topic.BOARD, audience, frozenset(days))


def state_of_appointment(session: Session, event: AppointmentAttended | ReplacementSettled) -> Iterator[News]:
    found = session.get(Appointment, event.appointment_id)
    if found is not None:
        days = frozenset({wall_day(found.starts_at)})
        yield News(Topic.AGENDA, _with_house(found.provider_id), days)


def corrected_person(session: Session, event: PersonCorrected) -> Iterator[News]:
    """Only for the provider: the house does not see who comes."""
    found = session.get(Appointment, event.appointment_id)
    if found is not None:
        own = Audience(providers=frozenset({found.provider_id}))
        yield News(Topic.AGENDA, own, frozenset({wall_day(found.starts_at)}))


def closure(session: Session, event: ClosureDeclared | ClosureWithdrawn) -> Iterator[News]:
    found = session.get(Closure, event.closure_id)
    if found is not None:
        yield from _for_all(_days(found.starts_at, found.ends_at))


def house(_session: Session, _event: RoomChanged | OpeningHoursChanged) -> Iterator[News]:
    """On any day."""
    yield from _for_all(set())


def absence(session: Session, event: AbsenceDeclared | AbsenceWithdrawn) -> Iterator[News]:
    """For whom the list has it (disruptions.finding): the adviser, the provider's leads, and the house.

    That a room is free again is told with its reservation, and what becomes of appointments by themselves.
    """
    found = session.get(Absence, event.absence_id)
    if found is not None:
        days = _shown(_days(found.starts_at, found.ends_at))
        own = session.scalar(select(Adviser.account_id).where(Adviser.id == found.adviser_id))
        leads, accounts = frozenset({found.provider_id}), frozenset() if own is None else frozenset({own})
        yield News(Topic.AGENDA, Audience(house=True, leads=leads, accounts=accounts), days)


def todo(session: Session, event: TodoEvent) -> Iterator[News]:
    """Whoever has it on the list (todos.seeing): its provider, the house, or both for a call that both may make."""
    found = session.get(Todo, event.todo_id)
    if found is not None:
        yield News(Topic.TODOS, _who_sees(session, found), ANY_DAY)


def waiting(session: Session, event: Waiting) -> Iterator[News]:
    found = session.get(WaitingEntry, event.entry_id)
    if found is not None:
        yield News(Topic.WAITING, _with_house(found.provider_id), ANY_DAY)


def mail(session: Session, event: MailUndeliverable | MailAskedAgain) -> Iterator[News]:
    """The house, and the provider who sees the mail in the list (notifications.monitoring)."""
    found = session.get(Delivery, event.delivery_id)
    provider_id = _provider_behind(session, found) if found is not None else None
    yield News(Topic.MAILS, _with_house(provider_id), ANY_DAY)


def _provider_behind(session: Session, delivery: Delivery) -> int | None:
    """Whose appointment, reservation, waiting entry or to-do the mail is about."""
    if delivery.appointment_id is not None:
        about: type[Appointment | Reservation | WaitingEntry | Todo] = Appointment
        key = delivery.appointment_id
    else:
        subject = session.scalar(select(EventRow.subject).where(EventRow.id == delivery.event_id)) or ""
        name, _colon, key = subject.partition(":")
        if name not in ABOUT:
            return None
        about = ABOUT[name]
    return session.scalar(select(about.provider_id).where(about.id == key))


def _for_all(days: set[date]) -> Iterator[News]:
    """What everybody who signs in sees on the plan."""
    for topic in (Topic.PLAN, Topic.BOARD):
        yield News(topic, EVERYBODY, _shown(days))


def _with_house(provider_id: int | None, *, caretaker: bool = False) -> Audience:
    own = frozenset() if provider_id is None else frozenset({provider_id})
    return Audience(house=True, caretaker=caretaker, providers=own)


def _who_sees(session: Session, found: Todo) -> Audience:
    own = frozenset() if found.provider_id is None else frozenset({found.provider_id})
    return Audience(house=house_sees(session, found), providers=own)


def _days(start: datetime, end: datetime) -> set[date]:
    first, last = wall_day(start), wall_day(end - INSTANT)
    return {first + ONE_DAY * number for number in range(min((last - first).days, MOST_DAYS) + 1)}


def _shown(days: set[date]) -> frozenset[date]:
    return frozenset(days) if len(days) <= MOST_DAYS else ANY_DAY
