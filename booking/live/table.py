"""THE TABLE of live views: which event is news of what, and which is nobody's business.

A new event goes here: with a function of telling.py (or a new one), or into NOBODYS with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from booking.accounts.events import (
    AccountChanged,
    AccountDisabled,
    AccountEnabled,
    AccountInvited,
    AdviserChanged,
    InvitationTakenBack,
    PasswordForgotten,
    ProviderChanged,
)
from booking.desk.events import WalkInsChanged
from booking.disruptions.events import (
    AbsenceDeclared,
    AbsenceWithdrawn,
    AppointmentUnsettled,
    AppointmentWoken,
    ClosureDeclared,
    ClosureWithdrawn,
    ReplacementSettled,
)
from booking.events import (
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentPlaced,
    ConfirmationAsked,
    ConsultationHoursChanged,
    ConsultationHoursClosed,
    ConsultationHoursOpened,
    Event,
    LinkAsked,
    MailUndeliverable,
    PersonCorrected,
    PersonErased,
    RemindersSwitched,
    ReservationCancelled,
    ReservationChanged,
    ReservationDecided,
    ReservationExpired,
    ReservationMade,
    ReservationRequested,
)
from booking.house.events import OpeningHoursChanged, RetentionShortened, RoomChanged, SettingChanged
from booking.importing.events import ReservationTakenOver
from booking.live import telling
from booking.live.news import News
from booking.notifications.events import MailAskedAgain
from booking.offers.events import ConcernsChanged, OfferChanged
from booking.reservations.events import ReservationPrepared
from booking.todos.events import (
    BarrierAnswered,
    BarrierDelayed,
    BarrierReported,
    CallBackAsked,
    DataAnswered,
    DataAsked,
    TodoEvent,
    TodoOpened,
    TodoWorkedOn,
)
from booking.waiting.events import (
    WaitingAnswered,
    WaitingChanged,
    WaitingCorrected,
    WaitingEnded,
    WaitingJoined,
    WaitingOffered,
)

Telling = Callable[[Session, Any], Iterator[News]]

TABLE: Mapping[type[Event], Telling] = {
    ReservationMade: telling.reservation,
    ReservationTakenOver: telling.reservation,
    ReservationRequested: telling.reservation,
    ReservationDecided: telling.reservation,
    ReservationExpired: telling.reservation,
    ReservationCancelled: telling.reservation,
    ReservationChanged: telling.changed_reservation,
    ConsultationHoursOpened: telling.hours,
    ConsultationHoursChanged: telling.hours,
    ConsultationHoursClosed: telling.hours,
    WalkInsChanged: telling.walk_ins,
    ClosureDeclared: telling.closure,
    ClosureWithdrawn: telling.closure,
    RoomChanged: telling.house,
    OpeningHoursChanged: telling.house,
    AbsenceDeclared: telling.absence,
    AbsenceWithdrawn: telling.absence,
    ConfirmationAsked: telling.appointment,
    AppointmentBooked: telling.appointment,
    AppointmentMoved: telling.appointment,
    AppointmentCancelled: telling.appointment,
    AppointmentUnsettled: telling.appointment,
    AppointmentWoken: telling.appointment,
    AppointmentAttended: telling.state_of_appointment,
    ReplacementSettled: telling.state_of_appointment,
    PersonCorrected: telling.corrected_person,
    TodoOpened: telling.todo,
    TodoWorkedOn: telling.todo,
    CallBackAsked: telling.todo,
    BarrierReported: telling.todo,
    BarrierDelayed: telling.todo,
    BarrierAnswered: telling.todo,
    DataAsked: telling.todo,
    DataAnswered: telling.todo,
    WaitingJoined: telling.waiting,
    WaitingChanged: telling.waiting,
    WaitingCorrected: telling.waiting,
    WaitingOffered: telling.waiting,
    WaitingAnswered: telling.waiting,
    WaitingEnded: telling.waiting,
    MailUndeliverable: telling.mail,
    MailAskedAgain: telling.mail,
}

NOBODYS: frozenset[type[Event]] = frozenset({
    AppointmentPlaced,  # a parent of others, never recorded
    TodoEvent,  # likewise
    AccountChanged,  # its owner's alone; a browser that was signed out learns it with its next page
    AccountInvited,  # these seven are settings: their pages are read anew with the next visit
    InvitationTakenBack,
    AccountDisabled,
    AccountEnabled,
    PasswordForgotten,
    ProviderChanged,
    AdviserChanged,
    RemindersSwitched,  # on no page of the house
    ReservationPrepared,  # on no page that is live
    LinkAsked,  # a stranger's question; who has appointments here is nobody's business
    RetentionShortened,  # how long people are kept is on no list
    SettingChanged,  # the frame of every page; it is read anew with the next one
    OfferChanged,  # no live page shows what an offer is; the waiting list is told by its own events
    ConcernsChanged,  # on residents' pages, read anew with the next visit
    PersonErased,  # that somebody was erased is not told; lists are read anew with the next page
})  # fmt: skip


def news_of(session: Session, event: Event) -> list[News]:
    """What the event is news of; nothing for what is nobody's business."""
    tell = TABLE.get(type(event))
    return list(tell(session, event)) if tell is not None else []
