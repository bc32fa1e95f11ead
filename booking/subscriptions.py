"""THE TABLE: what the service does after a commit. Each event with its reactions, in their order."""

from __future__ import annotations

from booking.accounts.events import AccountChanged, AccountInvited, PasswordForgotten
from booking.appointments import reclassing
from booking.appointments.interpreting import InterpreterRequests
from booking.disruptions import overtaking
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
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    ConfirmationAsked,
    ConsultationHoursChanged,
    ConsultationHoursClosed,
    ConsultationHoursOpened,
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
from booking.notifications import reminders
from booking.notifications.absence_notes import AbsenceNotes
from booking.notifications.access_changes import AccessChanges
from booking.notifications.advisers import AdviserNotes
from booking.notifications.calling import CallsOfTheHouse
from booking.notifications.closure_notes import ClosureNotes
from booking.notifications.confirming import Questions
from booking.notifications.corrected import Corrections
from booking.notifications.events import MailAskedAgain
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
from booking.offers.events import ConcernsChanged, OfferChanged
from booking.outbox import Subscriptions
from booking.reservations.events import ReservationPrepared
from booking.runtime import Runtime
from booking.todos.events import (
    BarrierAnswered,
    BarrierDelayed,
    BarrierReported,
    CallBackAsked,
    DataAnswered,
    DataAsked,
)
from booking.waiting import sweeping
from booking.waiting.events import (
    WaitingAnswered,
    WaitingChanged,
    WaitingCorrected,
    WaitingEnded,
    WaitingJoined,
    WaitingOffered,
)


def subscriptions(runtime: Runtime) -> Subscriptions:
    """The reactions to each event; they only write rows."""
    post = Post(runtime.vault, runtime.settings)
    resident, adviser, provider = ResidentMails(post), AdviserNotes(post), ReservationMails(post)
    interpreters, waiting = InterpreterRequests(runtime.vault), WaitingMails(post)
    todos, calls = TodoMails(post), CallsOfTheHouse(runtime.vault)
    lifted = LiftedNotes(post)
    unsettled, offers = UnsettledMails(resident), CallsAboutOffers(runtime.vault)
    accounts = AccountMails(post)
    return {
        ConfirmationAsked: (Questions(post).ask,),
        AppointmentBooked: (resident.confirm, adviser.tell_of_booking, reminders.plan, interpreters.follow),
        AppointmentMoved: (
            resident.tell_of_move,
            calls.follow,
            adviser.tell_of_move,
            reminders.plan,
            interpreters.follow,
            overtaking.follow,
            sweeping.ask,
        ),
        AppointmentCancelled: (
            resident.tell_of_cancellation,
            calls.follow,
            adviser.tell_of_cancellation,
            reminders.drop,
            interpreters.follow,
            overtaking.follow,
            sweeping.ask,
        ),
        AppointmentUnsettled: (unsettled.offer, offers.open, reminders.drop, interpreters.follow),
        AppointmentWoken: (unsettled.wake, offers.wake, reminders.plan, interpreters.follow),
        ReplacementSettled: (offers.drop, sweeping.ask),
        AbsenceDeclared: (AbsenceNotes(post).tell, sweeping.ask),
        AbsenceWithdrawn: (lifted.tell, sweeping.ask),
        ClosureDeclared: (ClosureNotes(post).tell, sweeping.ask),
        ClosureWithdrawn: (lifted.tell, sweeping.ask),
        RoomChanged: (sweeping.ask,),  # whose room was missing may find one now
        OpeningHoursChanged: (),  # what is booked stays; no Sprechstunde has other times by it
        ConsultationHoursOpened: (sweeping.ask,),
        ConsultationHoursChanged: (sweeping.ask,),
        ConsultationHoursClosed: (sweeping.ask,),
        ReservationMade: (provider.confirm,),
        ReservationTakenOver: (),  # whom it concerns has known it for long
        ReservationRequested: (provider.acknowledge,),
        ReservationDecided: (provider.tell_of_decision,),
        ReservationExpired: (provider.tell_of_expiry,),
        ReservationChanged: (provider.tell_of_change, overtaking.follow_cause),
        ReservationPrepared: (),  # on the page and on the caretaker's list; no mail, no calendar
        ReservationCancelled: (provider.tell_of_cancellation,),
        RemindersSwitched: (reminders.switch,),
        OfferChanged: (reclassing.follow, sweeping.ask),
        ConcernsChanged: (),  # pages read them anew
        PersonCorrected: (Corrections(resident).follow, interpreters.follow),
        MailUndeliverable: (CallInstead(runtime.vault).follow,),
        MailAskedAgain: (Renewals(post).follow,),
        LinkAsked: (LostLinks(post).send,),
        AccountChanged: (AccessChanges(post).tell,),
        AccountInvited: (accounts.invite,),
        PasswordForgotten: (accounts.help_back,),
        WaitingJoined: (waiting.confirm, sweeping.ask),
        WaitingChanged: (sweeping.ask,),
        WaitingCorrected: (waiting.follow_correction, sweeping.ask),
        WaitingOffered: (waiting.offer,),
        WaitingAnswered: (waiting.drop_call, waiting.tell_of_loss, ask_again, sweeping.ask),
        WaitingEnded: (waiting.tell_of_end,),
        CallBackAsked: (todos.tell,),
        BarrierReported: (todos.tell,),
        BarrierDelayed: (todos.tell,),
        BarrierAnswered: (todos.tell,),
        DataAsked: (todos.tell,),
        DataAnswered: (todos.tell,),
        RetentionShortened: (),  # erasing looks at the days each night
        SettingChanged: (),  # whoever needs a setting reads it
        PersonErased: (),  # erasing.py wipes in the same transaction; the files follow with the next tidying
    }
