"""Each event as a sentence for the history of what it is about: times and rooms, never a person, never an offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from booking.desk.events import WalkInsChanged
from booking.disruptions import events as disruptions
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
from booking.house.events import (
    ADDED,
    BROUGHT_BACK,
    CHANGED,
    MOVED,
    RETIRED,
    OpeningHoursChanged,
    RoomChanged,
)
from booking.importing.events import ReservationTakenOver
from booking.notifications.events import MailAskedAgain
from booking.notifications.reservation_words import Changes
from booking.reservations.events import ReservationPrepared
from booking.todos import events as todos
from booking.waiting import events as waiting
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views import account_words, offer_words, setting_words
from booking.web.views.rules import moment_words
from booking.web.views.weekdays import weekday_words

PARENTS = frozenset({AppointmentPlaced, todos.TodoEvent})  # never recorded themselves


@dataclass(frozen=True)
class Known:
    """What ids stand for, as far as the reader may know it: the house reads no advisers, for they tell the topic."""

    rooms: Mapping[int, str]
    advisers: Mapping[int, str]
    hours: Mapping[int, datetime] = field(default_factory=dict)  # when Sprechstunden begin


def sentence_of(event: Event, known: Known, *, times: int = 1) -> str:
    """What happened, in a sentence or two; `times` is how often in one change."""
    if isinstance(event, ConsultationHoursOpened | ConsultationHoursClosed):
        return _of_hours(event, known, times)
    told = SENTENCES[type(event)](event)
    where = _place(event, known)
    return f"{told} {where}" if where else told


def _of_hours(event: ConsultationHoursOpened | ConsultationHoursClosed, known: Known, times: int) -> str:
    begins, opened = known.hours.get(event.hours_id), isinstance(event, ConsultationHoursOpened)
    if times > 1 or begins is None:
        if opened:
            return ngettext(
                "%(num)s Sprechstunde ist geöffnet.", "%(num)s Sprechstunden sind geöffnet.", times
            )
        return ngettext("%(num)s Sprechstunde ist abgesagt.", "%(num)s Sprechstunden sind abgesagt.", times)
    when = moment_words(begins)
    if opened:
        return _("Die Sprechstunde ist geöffnet: %(when)s.", when=when)
    return _("Die Sprechstunde ist abgesagt: %(when)s.", when=when)


def _moved(event: AppointmentMoved) -> str:
    if event.starts_at != event.previous_starts_at:
        return _(
            "Verschoben von %(before)s auf %(after)s.",
            before=moment_words(event.previous_starts_at),
            after=moment_words(event.starts_at),
        )
    if event.adviser_id != event.previous_adviser_id:
        return _(
            "An jemand anderen übergeben. Die Zeit bleibt: %(when)s.", when=moment_words(event.starts_at)
        )
    return _("In einen anderen Raum gelegt. Die Zeit bleibt: %(when)s.", when=moment_words(event.starts_at))


def _place(event: Event, known: Known) -> str:
    """Room and adviser after it, where the event tells of them."""
    if not isinstance(event, AppointmentBooked | AppointmentMoved | disruptions.AppointmentWoken):
        return ""
    room, adviser = known.rooms.get(event.room_id or 0), known.advisers.get(event.adviser_id)
    parts = [
        _("Raum: %(room)s.", room=room) if room else "",
        _("Es berät: %(name)s.", name=adviser) if adviser else "",
    ]
    return " ".join(part for part in parts if part)


def _attended(event: AppointmentAttended) -> str:
    words = {
        "arrived": _("Vermerkt: ist da."),
        "no_show": _("Vermerkt: nicht gekommen."),
        "done": _("Vermerkt: erledigt."),
    }
    return words.get(event.status, _("Der Vermerk ist zurückgenommen."))


def _corrected(event: PersonCorrected) -> str:
    if event.other_mailbox:
        return _("Die E-Mail-Adresse ist berichtigt.")
    return _("Angaben zur Person sind berichtigt.")


def _decided(event: ReservationDecided) -> str:
    yes = ngettext("%(num)s Termin zugesagt", "%(num)s Termine zugesagt", event.confirmed)
    no = ngettext("%(num)s Termin abgelehnt", "%(num)s Termine abgelehnt", event.declined)
    return _("Über die Anfrage ist entschieden: %(yes)s, %(no)s.", yes=yes, no=no)


def _changed(event: ReservationChanged) -> str:
    return Changes(event).words(current_language()) or _("Die Reservierung ist geändert.")


def _settled(event: disruptions.ReplacementSettled) -> str:
    words = {
        "accepted": _("Eine der angebotenen Zeiten ist angenommen."),
        "declined": _("Keine der angebotenen Zeiten passte."),
        "lapsed": _("Auf die angebotenen Zeiten kam keine Antwort."),
        "overtaken": _("Die angebotenen Zeiten sind nicht mehr nötig."),
        "withdrawn": _("Die angebotenen Zeiten sind zurückgenommen."),
    }
    return words.get(event.state, _("Das Angebot anderer Zeiten ist beendet."))


def _answered(event: waiting.WaitingAnswered) -> str:
    when = moment_words(event.starts_at)
    words = {
        "accepted": _("Die Zeit ist angenommen: %(when)s.", when=when),
        "declined": _("Die Zeit passte nicht: %(when)s.", when=when),
        "lapsed": _("Auf die Zeit kam keine Antwort: %(when)s.", when=when),
    }
    return words.get(event.answer, _("Die Zeit ist nicht mehr frei: %(when)s.", when=when))


def _ended(event: waiting.WaitingEnded) -> str:
    if event.why == "left":
        return _("Von der Warteliste genommen.")
    return _("Die Zeit auf der Warteliste ist vorbei.")


def _room(event: RoomChanged) -> str:
    words = {
        ADDED: _("Der Raum ist angelegt."),
        CHANGED: _("Der Raum ist geändert."),
        MOVED: _("Der Raum steht an anderer Stelle."),
        RETIRED: _("Der Raum ist außer Betrieb."),
        BROUGHT_BACK: _("Der Raum ist wieder in Betrieb."),
    }
    return words.get(event.what, _("Am Raum hat sich etwas geändert."))


def _opening(event: OpeningHoursChanged) -> str:
    days = ", ".join(weekday_words(each) for each in event.weekdays)
    return _("Die Öffnungszeiten sind geändert: %(days)s.", days=days)


SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    ConsultationHoursOpened: lambda _event: _("Die Sprechstunde ist geöffnet."),
    ConsultationHoursChanged: lambda _event: _("Die Sprechstunde ist geändert."),
    ConsultationHoursClosed: lambda _event: _("Die Sprechstunde ist abgesagt."),
    WalkInsChanged: lambda _event: _("An der offenen Tür hat sich etwas geändert."),
    ReservationMade: lambda _event: _("Der Raum ist reserviert."),
    ReservationRequested: lambda _event: _("Der Raum ist angefragt."),
    ReservationDecided: _decided,
    ReservationExpired: lambda _event: _("Die Anfrage ist abgelaufen. Niemand hat rechtzeitig entschieden."),
    ReservationChanged: _changed,
    ReservationTakenOver: lambda _event: _("Aus einer Datei eingelesen."),
    ReservationPrepared: lambda _event: _("Bestuhlung oder Schlüssel sind geändert."),
    ReservationCancelled: lambda _event: _("Alle kommenden Termine der Reservierung sind abgesagt."),
    ConfirmationAsked: lambda event: _(
        "Vorgemerkt für %(when)s. Die Bestätigung fehlt noch.", when=moment_words(event.starts_at)
    ),
    AppointmentBooked: lambda event: _("Gebucht für %(when)s.", when=moment_words(event.starts_at)),
    AppointmentMoved: _moved,
    AppointmentCancelled: lambda event: _(
        "Abgesagt. Der Termin war für %(when)s gebucht.", when=moment_words(event.starts_at)
    ),
    AppointmentAttended: _attended,
    RemindersSwitched: lambda event: (
        _("Erinnerungen sind eingeschaltet.") if event.on else _("Erinnerungen sind ausgeschaltet.")
    ),
    disruptions.AppointmentUnsettled: lambda event: _(
        "Kann so nicht stattfinden. Andere Zeiten sind vorgemerkt bis %(when)s.",
        when=moment_words(event.answer_by),
    ),
    disruptions.AppointmentWoken: lambda event: _(
        "Findet doch statt: %(when)s.", when=moment_words(event.starts_at)
    ),
    disruptions.ReplacementSettled: _settled,
    disruptions.ClosureDeclared: lambda _event: _("Die Schließung ist eingetragen."),
    disruptions.ClosureWithdrawn: lambda _event: _("Die Schließung ist zurückgenommen."),
    disruptions.AbsenceDeclared: lambda _event: _("Die Abwesenheit ist eingetragen."),
    disruptions.AbsenceWithdrawn: lambda _event: _("Die Abwesenheit ist zurückgenommen."),
    RoomChanged: _room,
    **setting_words.SENTENCES,
    OpeningHoursChanged: _opening,
    PersonCorrected: _corrected,
    PersonErased: lambda _event: _("Die Angaben zur Person sind gelöscht."),
    LinkAsked: lambda _event: _("Jemand hat den Link zum Termin noch einmal verlangt."),
    MailUndeliverable: lambda _event: _("Eine E-Mail kam nicht an."),
    MailAskedAgain: lambda _event: _("Jemand hat die Nachricht noch einmal senden lassen."),
    waiting.WaitingJoined: lambda _event: _("Auf die Warteliste gesetzt."),
    waiting.WaitingChanged: lambda _event: _("Die Wünsche für die Warteliste sind geändert."),
    waiting.WaitingOffered: lambda event: _(
        "Eine Zeit ist vorgemerkt: %(when)s.", when=moment_words(event.starts_at)
    ),
    waiting.WaitingAnswered: _answered,
    waiting.WaitingCorrected: lambda _event: _("Angaben zur Person sind berichtigt."),
    waiting.WaitingEnded: _ended,
    **account_words.SENTENCES,
    **offer_words.SENTENCES,
    todos.TodoOpened: lambda _event: _("Eine Aufgabe ist angelegt."),
    todos.TodoWorkedOn: lambda _event: _("An der Aufgabe wurde gearbeitet."),
    todos.CallBackAsked: lambda _event: _("Jemand hat um einen Rückruf gebeten."),
    todos.BarrierReported: lambda _event: _("Jemand hat eine Barriere gemeldet."),
    todos.BarrierDelayed: lambda _event: _("Ein Zwischenbescheid ist verschickt."),
    todos.BarrierAnswered: lambda _event: _("Die Meldung ist beantwortet."),
    todos.DataAsked: lambda _event: _("Jemand hat nach den eigenen Daten gefragt."),
    todos.DataAnswered: lambda _event: _("Die Anfrage zu den Daten ist beantwortet."),
}
