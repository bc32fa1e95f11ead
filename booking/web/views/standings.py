"""Who was hit by a closure or an absence, and how each stands now: by time and code, never by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.access import Actor
from booking.appointments.models import Status
from booking.disruptions.standing import Standing, Stands
from booking.reservations.models import Occurrence
from booking.reservations.seeing import seen_by
from booking.todos.models import Kind, Todo
from booking.todos.seeing import visible
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.effects import DateLine, code_for
from booking.web.views.rooms import place_text
from booking.web.views.rules import day_words, hours_words, moment_words

KINDS = {
    Stands.OPEN: "wait",
    Stands.ACCEPTED: "ok",
    Stands.OVERTAKEN: "ok",
    Stands.WITHDRAWN: "ok",
    Stands.OTHER_ROOM: "ok",
}


@dataclass(frozen=True)
class StandingRow:
    """`call_url` is the open call task of who has to be called, for who may see it."""

    when: str
    place: str
    code: str
    kind: str
    text: str
    call_url: str


def standing_rows(actor: Actor, found: Sequence[Standing], calls: Mapping[str, str]) -> list[StandingRow]:
    """A row for each, in order."""
    return [
        StandingRow(
            when=moment_words(each.appointment.starts_at),
            place=each.appointment.room.name
            if each.appointment.room
            else place_text(each.appointment.channel),
            code=code_for(actor, each.appointment),
            kind=KINDS.get(each.stands, "no"),
            text=_words(each),
            call_url=calls.get(each.appointment.id, ""),
        )
        for each in found
    ]


def standing_summary(found: Sequence[Standing]) -> str:
    """7 Termine waren betroffen. 3 warten noch auf Antwort."""
    if not found:
        return _("Es war kein gebuchter Termin betroffen.")
    words = ngettext("%(num)s Termin war betroffen.", "%(num)s Termine waren betroffen.", len(found))
    waiting = sum(each.stands == Stands.OPEN for each in found)
    if not waiting:
        return words
    rest = ngettext("%(num)s wartet noch auf Antwort.", "%(num)s warten noch auf Antwort.", waiting)
    return f"{words} {rest}"


def calls_for(database: Session, actor: Actor, found: Sequence[Standing]) -> Mapping[str, str]:
    """The open calls about these appointments that the actor may see: addresses by appointment."""
    ids = [each.appointment.id for each in found]
    statement = select(Todo).where(
        Todo.appointment_id.in_(ids), Todo.kind.in_([Kind.CALL, Kind.MAIL]), Todo.done_at.is_(None)
    )
    return {
        each.appointment_id: f"/aufgabe/{each.id}"
        for each in database.scalars(visible(statement, actor))
        if each.appointment_id is not None
    }


def date_lines(dates: Sequence[Occurrence], actor: Actor) -> list[DateLine]:
    """The dates that are asleep."""
    return [
        DateLine(
            when=f"{day_words(date.starts_at)}, {hours_words(date.starts_at, date.ends_at)}",
            room=date.room.name,
            who=" · ".join(
                each for each in (seen_by(actor, date).title, seen_by(actor, date).provider) if each
            ),
            asleep=True,
            is_new=False,
        )
        for date in dates
    ]


def _words(each: Standing) -> str:
    if each.stands == Stands.OPEN and each.answer_by is not None:
        return _("wartet auf Antwort bis %(moment)s", moment=moment_words(each.answer_by))
    if each.stands == Stands.OVERTAKEN:
        cancelled = each.appointment.status == Status.CANCELLED
        return _("selbst abgesagt") if cancelled else _("selbst verschoben")
    return {
        Stands.ACCEPTED: _("hat die neue Zeit genommen"),
        Stands.DECLINED: _("keine Zeit passte, abgesagt"),
        Stands.LAPSED: _("keine Antwort, abgesagt"),
        Stands.WITHDRAWN: _("findet doch statt"),
        Stands.GONE: _("keine Zeit mehr frei, abgesagt"),
        Stands.CANCELLED: _("abgesagt"),
        Stands.OTHER_ROOM: _("in einem anderen Raum"),
    }.get(each.stands, _("wartet auf Antwort"))
