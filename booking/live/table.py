"""THE TABLE of live views: which event is news of what, and which is nobody's business.

A new event goes here: with a function of telling.py (or a new one), or into NOBODYS with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from booking import events
from booking.accounts import events as accounts
from booking.desk import events as desk
from booking.disruptions import events as disruptions
from booking.events import Event
from booking.house import events as house
from booking.importing import events as importing
from booking.live import telling
from booking.live.news import News
from booking.notifications import events as notifications
from booking.offers import events as offers
from booking.reservations import events as reservations
from booking.todos import events as todos
from booking.waiting import events as waiting

Telling = Callable[[Session, Any], Iterator[News]]

TABLE: Mapping[type[Event], Telling] = {
    events.ReservationMade: telling.reservation,
    importing.ReservationTakenOver: telling.reservation,
    events.ReservationRequested: telling.reservation,
    events.ReservationDecided: telling.reservation,
    events.ReservationExpired: telling.reservation,
    events.ReservationCancelled: telling.reservation,
    events.ReservationChanged: telling.changed_reservation,
    events.ConsultationHoursOpened: telling.hours,
    events.ConsultationHoursChanged: telling.hours,
    events.ConsultationHoursClosed: telling.hours,
    desk.WalkInsChanged: telling.walk_ins,
    disruptions.ClosureDeclared: telling.closure,
    disruptions.ClosureWithdrawn: telling.closure,
    house.RoomChanged: telling.house,
    house.OpeningHoursChanged: telling.house,
    disruptions.AbsenceDeclared: telling.absence,
    disruptions.AbsenceWithdrawn: telling.absence,
    events.ConfirmationAsked: telling.appointment,
    events.AppointmentBooked: telling.appointment,
    events.AppointmentMoved: telling.appointment,
    events.AppointmentCancelled: telling.appointment,
    disruptions.AppointmentUnsettled: telling.appointment,
    disruptions.AppointmentWoken: telling.appointment,
    events.AppointmentAttended: telling.state_of_appointment,
    disruptions.ReplacementSettled: telling.state_of_appointment,
    events.PersonCorrected: telling.corrected_person,
    todos.TodoOpened: telling.todo,
    todos.TodoWorkedOn: telling.todo,
    todos.CallBackAsked: telling.todo,
    todos.BarrierReported: telling.todo,
    todos.BarrierDelayed: telling.todo,
    todos.BarrierAnswered: telling.todo,
    todos.DataAsked: telling.todo,
    todos.DataAnswered: telling.todo,
    waiting.WaitingJoined: telling.waiting,
    waiting.WaitingChanged: telling.waiting,
    waiting.WaitingCorrected: telling.waiting,
    waiting.WaitingOffered: telling.waiting,
    waiting.WaitingAnswered: telling.waiting,
    waiting.WaitingEnded: telling.waiting,
    events.MailUndeliverable: telling.mail,
    notifications.MailAskedAgain: telling.mail,
}

NOBODYS: frozenset[type[Event]] = frozenset({
    events.AppointmentPlaced,  # a parent of others, never recorded
    todos.TodoEvent,  # likewise
    accounts.AccountChanged,  # its owner's alone; a browser that was signed out learns it with its next page
    accounts.AccountInvited,  # these seven are settings: their pages are read anew with the next visit
    accounts.InvitationTakenBack,
    accounts.AccountDisabled,
    accounts.AccountEnabled,
    accounts.PasswordForgotten,
    accounts.ProviderChanged,
    accounts.AdviserChanged,
    events.RemindersSwitched,  # on no page of the house
    reservations.ReservationPrepared,  # on no page that is live
    events.LinkAsked,  # a stranger's question; who has appointments here is nobody's business
    house.RetentionShortened,  # how long people are kept is on no list
    house.SettingChanged,  # the frame of every page; it is read anew with the next one
    offers.OfferChanged,  # no live page shows what an offer is; the waiting list is told by its own events
    offers.ConcernsChanged,  # on residents' pages, read anew with the next visit
    events.PersonErased,  # that somebody was erased is not told; lists are read anew with the next page
})  # fmt: skip


def news_of(session: Session, event: Event) -> list[News]:
    """What the event is news of; nothing for what is nobody's business."""
    tell = TABLE.get(type(event))
    return list(tell(session, event)) if tell is not None else []
