"""/aufgabe/<id>: one to-do with what to do and to say; whom to call only after asking, and that is written down."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, session
from sqlalchemy.orm import Session

from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.disruptions.answering import open_replacement
from booking.offers.finding import all_concerns
from booking.todos.models import Kind, Todo
from booking.todos.reaching import UNREACHABLE, way_of
from booking.todos.seeing import by_id, colleagues
from booking.todos.texts import Proof, answer_of, page_of, proof_of, text_of
from booking.todos.working import read_contact
from booking.web.access import allow, runtime, signed_in
from booking.web.forms.needs import needs_text
from booking.web.forms.todos import CALLED, Answer, outcomes
from booking.web.frame import page
from booking.web.language import gettext as _
from booking.web.pages.todos.listing import NEWS, WHO
from booking.web.views.concerns import concern_options
from booking.web.views.rules import moment_words
from booking.web.views.todo_words import first_words, kind_words, message_words, outcome_words
from booking.web.views.todos import appointment_facts, deadline_state, deadline_text, phone_words, what_words

pages = Blueprint("todo_showing", __name__)


@dataclass(frozen=True)
class Shown:
    """What a page shows besides the to-do itself."""

    contact: Contact | None = None
    asked: bool = False
    answer: Answer | None = None
    surprise: str = ""


@pages.get("/aufgabe/<token:todo_id>")
@allow(*WHO)
def look(todo_id: str) -> Response:
    with runtime().database.reading() as database:
        return todo_page(database, by_id(database, signed_in(), todo_id))


@pages.post("/aufgabe/<token:todo_id>/kontakt")
@allow(*WHO)
def contact(todo_id: str) -> Response:
    now, vault = runtime().clock.now(), runtime().vault
    with runtime().database.writing() as database:
        todo = by_id(database, signed_in(), todo_id)
        read = read_contact(database, vault, todo, signed_in(), now=now)
        return todo_page(database, todo, Shown(contact=read, asked=True))


def todo_page(database: Session, todo: Todo, shown: Shown | None = None) -> Response:
    """The page of a to-do; 422 with a fault in the answer, 409 with a surprise."""
    shown = shown or Shown()
    actor, now, vault = signed_in(), runtime().clock.now(), runtime().vault
    kind, way = Kind(todo.kind), way_of(todo, vault)
    appointment = database.get(Appointment, todo.appointment_id) if todo.appointment_id else None
    offered = appointment is not None and open_replacement(database, appointment) is not None
    fault = shown.answer.error if shown.answer else ""
    return page(
        "todos/todo.html",
        422 if fault else 409 if shown.surprise else 200,
        todo=todo,
        kind=kind_words()[kind],
        what=what_words(todo),
        state=deadline_state(todo, now),
        deadline=deadline_text(todo, now),
        facts=_facts(database, todo) + appointment_facts(appointment, actor),
        says=[first_words(), phone_words(todo, appointment)],
        machine=message_words(),
        way=way,
        contact=shown.contact,
        needs=needs_text(shown.contact.needs, shown.contact.interpreting) if shown.contact else "",
        proof=_proof(todo) if shown.contact else "",
        asked=shown.asked,
        mine=todo.owner_id == actor.account_id,
        colleagues=[(str(each.id), each.name) for each in colleagues(database, actor)],
        outcomes=[(each, outcome_words()[each]) for each in outcomes(kind, way, asks=offered)],
        may_fail=kind in CALLED and not todo.subject.startswith(UNREACHABLE),
        offered=offered,
        answer=shown.answer or Answer(""),
        errors={"antwort": fault} if fault else {},
        surprise=shown.surprise,
        news=session.pop(NEWS, ""),
    )


def _facts(database: Session, todo: Todo) -> list[tuple[str, str]]:
    """What somebody said with it, and what we answered."""
    text, vault = text_of(todo, runtime().vault), runtime().vault
    facts = [(_("Eingegangen"), moment_words(todo.created_at))]
    if todo.kind == Kind.CALL_BACK:
        titles = {slug: title for slug, title, _code in concern_options(all_concerns(database))}
        facts.append((_("Thema"), titles.get(text, _("nicht gesagt"))))
    if todo.kind == Kind.BARRIER:
        facts += [(_("Seite"), page_of(todo, vault)), (_("Meldung"), text)]
        facts.append((_("Antwort"), answer_of(todo, vault)))
        told = moment_words(todo.interim_at) if todo.interim_at else ""
        facts.append((_("Zwischenbescheid"), told))
    return [(key, value) for key, value in facts if value]


def _proof(todo: Todo) -> str:
    """Whether the code of a data request belonged to this name and this provider when it was asked."""
    if todo.kind != Kind.DATA:
        return ""
    vault = runtime().vault
    code = text_of(todo, vault)
    words = f"{code[:3]} {code[3:]}"
    if proof_of(todo, vault) == Proof.KNOWN:
        return _("Nummer und Name gehören zu einem Termin bei Ihnen: %(code)s.", code=words)
    if code:
        return _(
            "Zu Nummer %(code)s und Name finden wir hier keinen Termin. Bitte fragen Sie nach.", code=words
        )
    return _("Die Person kommt vorbei und zeigt ihren Ausweis. Bitte machen Sie keine Kopie.")
