"""How those whom a closure or an absence hit hear of it: by mail, or called by whom, and what came of the call.

Never a name or a number: who may call finds them on the to-do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.disruptions.effects import Reach, contact_behind, reach_of
from booking.disruptions.standing import Standing, Stands
from booking.runtime import Desk
from booking.todos.models import Kind, Todo
from booking.todos.opening import NOT_NEEDED
from booking.todos.reaching import NO_PHONE, UNREACHABLE
from booking.todos.seeing import CALLS, called_by_house, visible
from booking.web.language import gettext as _
from booking.web.views.calling import caller_words
from booking.web.views.todo_words import no_phone_words
from booking.web.views.todos import deadline_text

BY_THEMSELVES = (Stands.ACCEPTED, Stands.DECLINED, Stands.OVERTAKEN)


@dataclass(frozen=True)
class Heard:
    """`text` is empty where nobody had to be told. `waits`: somebody still has to call, the house if `by_house`.

    `call_url` is that to-do, for who may see it.
    """

    text: str = ""
    waits: bool = False
    by_house: bool = False
    call_url: str = ""


def how_they_hear(
    database: Session, desk: Desk, actor: Actor, found: Sequence[Standing], *, since: datetime | None
) -> Mapping[str, Heard]:
    """For each appointment, by id; of the calls, those that were opened `since` it was entered."""
    ids = [each.appointment.id for each in found]
    calls, by_house = _calls(database, ids, since), called_by_house(database, ids)
    seen = set(database.scalars(visible(select(Todo.id).where(Todo.appointment_id.in_(ids)), actor)))
    heard = {}
    for each in found:
        name = each.appointment.id
        call, theirs = calls.get(name), name in by_house
        if call is None:
            heard[name] = _without_a_call(each, desk, actor, by_house=theirs)
        elif not call.is_open:
            heard[name] = _after_a_call(each, call, desk)
        else:
            url = f"/aufgabe/{call.id}" if call.id in seen else ""
            text = _call_words(call, actor, by_house=theirs)
            heard[name] = Heard(text, waits=_can_be_called(call), by_house=theirs, call_url=url)
    return heard


def _calls(database: Session, ids: Sequence[str], since: datetime | None) -> Mapping[str, Todo]:
    """The last call about each; what is still to be done comes before what is done."""
    statement = select(Todo).where(Todo.appointment_id.in_(ids), Todo.kind.in_(CALLS))
    if since is not None:
        statement = statement.where(Todo.created_at >= since)
    rows = sorted(database.scalars(statement), key=lambda each: (each.is_open, each.created_at, each.id))
    return {each.appointment_id: each for each in rows if each.appointment_id is not None}


def _without_a_call(each: Standing, desk: Desk, actor: Actor, *, by_house: bool) -> Heard:
    """As it will be: calls are put on the list a moment after it was entered."""
    if each.appointment.person is None or each.stands in BY_THEMSELVES:
        return Heard()
    reach = reach_of(contact_behind(each.appointment, desk.vault))
    if reach == Reach.MAIL:
        return Heard(_("Wir sagen Bescheid: %(how)s", how=_("per E-Mail")))
    if each.stands == Stands.WITHDRAWN:
        return Heard()
    if reach == Reach.NEITHER:
        return Heard(_unreachable_words())
    return Heard(_phone_words(actor, by_house=by_house), waits=True, by_house=by_house)


def _after_a_call(each: Standing, call: Todo, desk: Desk) -> Heard:
    """What came of it; nothing when nobody needed it any more, because they answered by themselves."""
    if call.outcome == NOT_NEEDED and each.stands != Stands.OPEN:
        return Heard()
    return Heard(_("Anruf: %(outcome)s", outcome=deadline_text(call, desk.now)))


def _can_be_called(call: Todo) -> bool:
    return call.subject != NO_PHONE and not call.subject.startswith(UNREACHABLE)


def _call_words(call: Todo, actor: Actor, *, by_house: bool) -> str:
    if call.subject.startswith(UNREACHABLE):
        return _unreachable_words()
    if call.subject == NO_PHONE:
        return no_phone_words()
    if call.kind == Kind.MAIL:
        return _("Die E-Mail kam nicht an: %(who)s", who=caller_words(actor, by_house=by_house))
    return _phone_words(actor, by_house=by_house)


def _phone_words(actor: Actor, *, by_house: bool) -> str:
    who = caller_words(actor, by_house=by_house)
    return _("Wir sagen Bescheid: %(how)s", how=_("am Telefon: %(who)s", who=who))


def _unreachable_words() -> str:
    return _("Weder E-Mail noch Telefon: bitte sagen, wenn die Person kommt")
