"""Who was hit by a closure or an absence, and how each stands now: by time and code, never by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.accounts.access import Actor
from booking.appointments.models import Status
from booking.disruptions.standing import Standing, Stands
from booking.reservations.models import Occurrence
from booking.reservations.seeing import seen_by
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.calling import calls_words
from booking.web.views.effects import DateLine, code_for
from booking.web.views.hearing import Heard
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
    """`heard` is how they hear of it; `call_url` the open call task of who has to be called, for who may see it."""

    when: str
    place: str
    code: str
    kind: str
    text: str
    heard: str
    call_url: str


def standing_rows(actor: Actor, found: Sequence[Standing], heard: Mapping[str, Heard]) -> list[StandingRow]:
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
            heard=heard[each.appointment.id].text,
            call_url=heard[each.appointment.id].call_url,
        )
        for each in found
    ]


def standing_summary(actor: Actor, found: Sequence[Standing], heard: Mapping[str, Heard]) -> str:
    """7 Termine waren betroffen. 3 warten noch auf Antwort. 2 ruft das Quartiersbüro an."""
    if not found:
        return _("Es war kein gebuchter Termin betroffen.")
    parts = [ngettext("%(num)s Termin war betroffen.", "%(num)s Termine waren betroffen.", len(found))]
    waiting = sum(each.stands == Stands.OPEN for each in found)
    if waiting:
        parts.append(
            ngettext("%(num)s wartet noch auf Antwort.", "%(num)s warten noch auf Antwort.", waiting)
        )
    calls = calls_words(actor, [each.by_house for each in heard.values() if each.waits])
    if calls:
        parts.append(f"{', '.join(calls)}.")
    return " ".join(parts)


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
