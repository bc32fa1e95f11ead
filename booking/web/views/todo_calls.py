"""Calls about an appointment in words: what is to be done, and how it stands, as one says it on the phone."""

from __future__ import annotations

from booking.appointments.models import Appointment
from booking.todos.models import Todo
from booking.todos.reaching import OTHER_TIMES, UNREACHABLE
from booking.web.language import gettext as _
from booking.web.views.rules import moment_words
from booking.web.views.todo_words import unreachable_words


def call_words(todo: Todo) -> str:
    """What has to be done for somebody without an e-mail address."""
    if todo.waiting_id is not None:
        return _("Bitte rufen Sie an: Ein Termin von der Warteliste ist frei.")
    if todo.subject == OTHER_TIMES:
        return _("Bitte rufen Sie an: Ein Termin fällt aus. Wir halten andere Zeiten frei.")
    if todo.subject.startswith(UNREACHABLE):
        return unreachable_words(todo)
    return _("Bitte rufen Sie an: Ein Termin hat sich geändert.")


def appointment_words(appointment: Appointment) -> str:
    """How it stands, without a word of what it is about."""
    when = moment_words(appointment.starts_at)
    if appointment.cancelled_at:
        return _("Es geht um Ihren Termin am %(when)s. Er fällt leider aus.", when=when)
    if appointment.asleep_by is not None:
        return _("Es geht um Ihren Termin am %(when)s. Er kann so leider nicht stattfinden.", when=when)
    return _("Es geht um Ihren Termin. Er ist jetzt am %(when)s.", when=when)


def standing_words(appointment: Appointment) -> str:
    """How it stands, in a word or two for the list of facts."""
    if appointment.cancelled_at:
        return _("abgesagt")
    return _("gebucht") if appointment.asleep_by is None else _("fällt aus, wartet auf Antwort")
