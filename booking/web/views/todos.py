"""To-dos as staff see them: rows of the list, and one with its facts; a contact only after it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.appointments.models import Appointment
from booking.scheduling.walltime import wall_day
from booking.todos.models import Kind, Todo
from booking.todos.reaching import NO_PHONE
from booking.web.language import gettext as _
from booking.web.views.rooms import place_text, room_view
from booking.web.views.rules import moment_words
from booking.web.views.todo_calls import appointment_words, call_words, standing_words
from booking.web.views.todo_words import (
    ICONS,
    deadline_words,
    interpreting_words,
    kind_words,
    no_phone_words,
    outcome_words,
    right_words,
)


@dataclass(frozen=True)
class TodoRow:
    """A line of the list. `state` is a state of the status macro; `provider` is said to the house only."""

    id: str
    icon: str
    kind: str
    what: str
    state: str
    deadline: str
    owner: str
    provider: str


def todo_rows(todos: Sequence[Todo], actor: Actor, now: datetime) -> list[TodoRow]:
    """A row for each, in the order they come."""
    return [_row(each, actor, now) for each in todos]


def what_words(todo: Todo) -> str:
    """What has to be done, in one sentence that names nobody."""
    kind = Kind(todo.kind)
    if kind == Kind.INTERPRETER:
        languages, when = interpreting_words(todo)
        if not languages:
            return _("Für diesen Termin braucht niemand mehr eine Dolmetschung.")
        return _(
            "Bitte suchen Sie eine Dolmetschung: %(languages)s, %(when)s.", languages=languages, when=when
        )
    if kind == Kind.DATA:
        right = right_words().get(todo.subject, _("Auskunft"))
        return _("Jemand bittet um: %(right)s. Bitte prüfen Sie zuerst, wer es ist.", right=right)
    if kind == Kind.CALL:
        return call_words(todo)
    if kind == Kind.MAIL:
        return _mail_words(todo)
    return {
        Kind.CALL_BACK: _("Jemand bittet um eine Antwort. Bitte melden Sie sich."),
        Kind.BARRIER: _("Jemand meldet eine Barriere. Bitte kümmern Sie sich und antworten Sie."),
    }[kind]


def deadline_state(todo: Todo, now: datetime) -> str:
    """How urgent it is: "no" is overdue, "wait" is today, "past" is done."""
    if not todo.is_open:
        return "past"
    if todo.due_at <= now:
        return "no"
    return "wait" if wall_day(todo.due_at) == wall_day(now) else "later"


def deadline_text(todo: Todo, now: datetime) -> str:
    """Until when, or how and when it ended."""
    if todo.done_at is None:
        return deadline_words(todo.due_at, now)
    outcome = outcome_words().get(todo.outcome or "", _("Erledigt"))
    return _("%(outcome)s, %(moment)s", outcome=outcome, moment=moment_words(todo.done_at))


def appointment_facts(appointment: Appointment | None, actor: Actor) -> list[tuple[str, str]]:
    """When and where; the house reads no offer (product rule 7)."""
    if appointment is None:
        return []
    room = room_view(appointment.room)
    place = f"{room.name}, {room.access_text}" if room else place_text(appointment.channel)
    facts = [
        (_("Termin"), moment_words(appointment.starts_at)),
        (_("Ort"), place),
        (_("Stand"), standing_words(appointment)),
        (_("Nummer"), f"{appointment.code[:3]} {appointment.code[3:]}"),
    ]
    if actor.role not in HOUSE_ROLES and appointment.provider_id == actor.provider_id:
        facts.insert(0, (_("Angebot"), appointment.offer.text().title))
    return facts


def phone_words(todo: Todo, appointment: Appointment | None) -> str:
    """What one says once the right person is there; never an offer."""
    kind = Kind(todo.kind)
    if kind == Kind.CALL and todo.waiting_id is not None:
        return _("Sie warten auf einen Termin. Jetzt ist einer frei. Möchten Sie ihn haben?")
    if kind == Kind.MAIL and todo.waiting_id is not None:
        return _("Sie stehen auf unserer Warteliste. Unsere E-Mail kam nicht bei Ihnen an.")
    if kind == Kind.MAIL and todo.appointment_id is None:
        return _("Sie haben uns geschrieben. Unsere E-Mail kam nicht bei Ihnen an.")
    if kind in (Kind.CALL, Kind.MAIL) and appointment is not None:
        return appointment_words(appointment)
    return {
        Kind.CALL_BACK: _("Sie haben um einen Rückruf gebeten. Wobei können wir helfen?"),
        Kind.BARRIER: _("Sie haben uns gesagt, was für Sie nicht geht. Ich möchte Ihnen antworten."),
        Kind.DATA: _("Sie haben uns nach Ihren Daten gefragt. Ihre Antwort ist da."),
    }.get(kind, _("Es geht um Ihren Termin. Haben Sie einen Moment Zeit?"))


def _mail_words(todo: Todo) -> str:
    if todo.subject == NO_PHONE:
        return no_phone_words()
    if todo.waiting_id is not None:
        return _("Eine E-Mail zur Warteliste kam nicht an. Bitte rufen Sie an.")
    if todo.appointment_id is not None:
        return _("Eine E-Mail kam nicht an. Bitte rufen Sie an und sagen Sie, wie der Termin jetzt steht.")
    return _("Eine E-Mail zu einer Anfrage kam nicht an. Bitte versuchen Sie, die Person zu erreichen.")


def _row(todo: Todo, actor: Actor, now: datetime) -> TodoRow:
    kind = Kind(todo.kind)
    of_house = actor.role in HOUSE_ROLES
    return TodoRow(
        id=todo.id,
        icon=ICONS[kind],
        kind=kind_words()[kind],
        what=what_words(todo),
        state=deadline_state(todo, now),
        deadline=deadline_text(todo, now),
        owner=todo.owner.name if todo.owner else "",
        provider=todo.provider.name if of_house and todo.provider else "",
    )
