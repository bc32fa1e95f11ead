"""THE TABLE: what the service does after a commit. Each event with its reactions, in their order."""

from __future__ import annotations

from booking.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    PersonErased,
    RemindersSwitched,
    ReservationCancelled,
    ReservationChanged,
    ReservationDecided,
    ReservationExpired,
    ReservationMade,
    ReservationRequested,
)
from booking.notifications import reminders
from booking.notifications.advisers import AdviserNotes
from booking.notifications.post import Post
from booking.notifications.reservations import ReservationMails
from booking.notifications.residents import ResidentMails
from booking.outbox import Subscriptions
from booking.runtime import Runtime


def subscriptions(runtime: Runtime) -> Subscriptions:
    """The reactions to each event; they only write rows."""
    post = Post(runtime.vault, runtime.settings)
    resident, adviser, provider = ResidentMails(post), AdviserNotes(post), ReservationMails(post)
    return {
        AppointmentBooked: (resident.confirm, adviser.tell_of_booking, reminders.plan),
        AppointmentMoved: (resident.tell_of_move, adviser.tell_of_move, reminders.plan),
        AppointmentCancelled: (resident.tell_of_cancellation, adviser.tell_of_cancellation, reminders.drop),
        ReservationMade: (provider.confirm,),
        ReservationRequested: (provider.acknowledge,),
        ReservationDecided: (provider.tell_of_decision,),
        ReservationExpired: (provider.tell_of_expiry,),
        ReservationChanged: (provider.tell_of_change,),
        ReservationCancelled: (provider.tell_of_cancellation,),
        RemindersSwitched: (reminders.switch,),
        PersonErased: (),  # erasing.py wipes in the same transaction; the files follow with the next tidying
    }
