"""THE TABLE: what the service does after a commit. Each event with its reactions, in their order."""

from __future__ import annotations

from booking import events
from booking.accounts import events as accounts
from booking.appointments import reclassing
from booking.disruptions import events as disruptions
from booking.disruptions import overtaking
from booking.house import events as house
from booking.importing import events as importing
from booking.notifications import events as notifications
from booking.notifications import reminders
from booking.notifications.absence_notes import AbsenceNotes
from booking.notifications.access_changes import AccessChanges
from booking.notifications.advisers import AdviserNotes
from booking.notifications.calling import CallsOfTheHouse
from booking.notifications.closure_notes import ClosureNotes
from booking.notifications.confirming import Questions
from booking.notifications.corrected import Corrections
from booking.notifications.invitations import AccountMails
from booking.notifications.lifted import LiftedNotes
from booking.notifications.lost_link import LostLinks
from booking.notifications.post import Post
from booking.notifications.renewing import Renewals
from booking.notifications.reservations import ReservationMails
from booking.notifications.residents import ResidentMails
from booking.notifications.todos import TodoMails
from booking.notifications.unasked import ask_again
from booking.notifications.undeliverable import CallInstead
from booking.notifications.unsettled import UnsettledMails
from booking.notifications.unsettled_calls import CallsAboutOffers
from booking.notifications.waiting import WaitingMails
from booking.offers import events as offers
from booking.outbox import Subscriptions
from booking.reservations import events as reservations
from booking.runtime import Runtime
from booking.todos import events as todos
from booking.todos.interpreting import InterpreterRequests
from booking.waiting import events as waiting
from booking.waiting import sweeping


def subscriptions(runtime: Runtime) -> Subscriptions:
    """The reactions to each event; they only write rows."""
    post = Post(runtime.vault, runtime.settings)
    return {
        **_appointments(post),
        **_disruptions(post),
        **_reservations(post),
        **_waiting(post),
        **_todos(post),
        **_people(post),
        **_settings(),
    }


def _appointments(post: Post) -> Subscriptions:
    """Sprechstunden, and the appointments in them."""
    resident, adviser = ResidentMails(post), AdviserNotes(post)
    calls, interpreters = CallsOfTheHouse(post.vault), InterpreterRequests(post.vault)
    return {
        events.ConfirmationAsked: (Questions(post).ask,),
        events.AppointmentBooked: (
            resident.confirm,
            adviser.tell_of_booking,
            reminders.plan,
            interpreters.follow,
        ),
        events.AppointmentMoved: (
            resident.tell_of_move,
            calls.follow,
            adviser.tell_of_move,
            reminders.plan,
            interpreters.follow,
            overtaking.follow,
            sweeping.ask,
        ),
        events.AppointmentCancelled: (
            resident.tell_of_cancellation,
            calls.follow,
            adviser.tell_of_cancellation,
            reminders.drop,
            interpreters.follow,
            overtaking.follow,
            sweeping.ask,
        ),
        events.RemindersSwitched: (reminders.switch,),
        events.LinkAsked: (LostLinks(post).send,),
        events.ConsultationHoursOpened: (sweeping.ask,),
        events.ConsultationHoursChanged: (sweeping.ask,),
        events.ConsultationHoursClosed: (sweeping.ask,),
    }


def _disruptions(post: Post) -> Subscriptions:
    """Closures and absences, and the appointments that they hit."""
    unsettled, calls = UnsettledMails(ResidentMails(post)), CallsAboutOffers(post.vault)
    lifted, interpreters = LiftedNotes(post), InterpreterRequests(post.vault)
    return {
        disruptions.AbsenceDeclared: (AbsenceNotes(post).tell, sweeping.ask),
        disruptions.AbsenceWithdrawn: (lifted.tell, sweeping.ask),
        disruptions.ClosureDeclared: (ClosureNotes(post).tell, sweeping.ask),
        disruptions.ClosureWithdrawn: (lifted.tell, sweeping.ask),
        disruptions.AppointmentUnsettled: (unsettled.offer, calls.open, reminders.drop, interpreters.follow),
        disruptions.AppointmentWoken: (unsettled.wake, calls.wake, reminders.plan, interpreters.follow),
        disruptions.ReplacementSettled: (calls.drop, sweeping.ask),
    }


def _reservations(post: Post) -> Subscriptions:
    """Rooms reserved, requested, changed and given back."""
    provider = ReservationMails(post)
    return {
        events.ReservationMade: (provider.confirm,),
        events.ReservationRequested: (provider.acknowledge,),
        events.ReservationDecided: (provider.tell_of_decision,),
        events.ReservationExpired: (provider.tell_of_expiry,),
        events.ReservationChanged: (provider.tell_of_change, overtaking.follow_cause),
        events.ReservationCancelled: (provider.tell_of_cancellation,),
        reservations.ReservationPrepared: (),  # on the page and on the caretaker's list; no mail, no calendar
        importing.ReservationTakenOver: (),  # whom it concerns has known it for long
    }


def _waiting(post: Post) -> Subscriptions:
    """The waiting list."""
    mails = WaitingMails(post)
    return {
        waiting.WaitingJoined: (mails.confirm, sweeping.ask),
        waiting.WaitingChanged: (sweeping.ask,),
        waiting.WaitingCorrected: (mails.follow_correction, sweeping.ask),
        waiting.WaitingOffered: (mails.offer,),
        waiting.WaitingAnswered: (mails.drop_call, mails.tell_of_loss, ask_again, sweeping.ask),
        waiting.WaitingEnded: (mails.tell_of_end,),
    }


def _todos(post: Post) -> Subscriptions:
    """What a human has to do, also about a mail that did not arrive."""
    mails = TodoMails(post)
    return {
        todos.CallBackAsked: (mails.tell,),
        todos.BarrierReported: (mails.tell,),
        todos.BarrierDelayed: (mails.tell,),
        todos.BarrierAnswered: (mails.tell,),
        todos.DataAsked: (mails.tell,),
        todos.DataAnswered: (mails.tell,),
        events.MailUndeliverable: (CallInstead(post.vault).follow,),
        notifications.MailAskedAgain: (Renewals(post).follow,),
    }


def _people(post: Post) -> Subscriptions:
    """Those who work here, and the residents' own data."""
    mails = AccountMails(post)
    corrections, interpreters = Corrections(ResidentMails(post)), InterpreterRequests(post.vault)
    return {
        accounts.AccountInvited: (mails.invite,),
        accounts.AccountChanged: (AccessChanges(post).tell,),
        accounts.PasswordForgotten: (mails.help_back,),
        events.PersonCorrected: (corrections.follow, interpreters.follow),
        events.PersonErased: (),  # erasing.py wipes in the same transaction; the files follow with the next tidying
    }


def _settings() -> Subscriptions:
    """The house and what it offers."""
    return {
        offers.OfferChanged: (reclassing.follow, sweeping.ask),
        offers.ConcernsChanged: (),  # pages read them anew
        house.RoomChanged: (sweeping.ask,),  # whose room was missing may find one now
        house.OpeningHoursChanged: (),  # what is booked stays; no Sprechstunde has other times by it
        house.RetentionShortened: (),  # erasing looks at the days each night
        house.SettingChanged: (),  # whoever needs a setting reads it
    }
