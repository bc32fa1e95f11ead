"""Rooms as the pages of the settings show them, and what of the plan a change would touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from booking.accounts.access import Actor
from booking.appointments.models import UNFINISHED, Appointment
from booking.appointments.room_use import NO_SUCH_PLAN, RoomUse, Use
from booking.house.models import ClosureKind, Room, RoomAccess
from booking.house.shaping import RoomFacts
from booking.ids import readable_code
from booking.reservations.setting_up import SEATING
from booking.web.forms.rooms import RoomForm
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.equipment import equipment_words
from booking.web.views.reservations import title_words
from booking.web.views.rooms import access_text
from booking.web.views.rules import hours_words, moment_words

HOME = "/einstellungen/raeume"


@dataclass(frozen=True)
class RoomRow:
    """A room in the list; `parts` are those of a hall, `up` and `down`: whether a room is above it, or below."""

    id: int
    name: str
    url: str
    text: str
    retired: bool
    parts: Sequence[RoomRow] = ()
    up: bool = False
    down: bool = False


@dataclass(frozen=True)
class UseRow:
    """A reservation that is touched, with the Sprechstunden in it as pairs of words and address."""

    title: str
    provider: str
    url: str
    text: str
    why: str
    hours: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class TalkRow:
    """An appointment that is touched: when, its number, and where its history is, "" while it is only held."""

    text: str
    url: str


@dataclass(frozen=True)
class UseView:
    """Everything that is touched."""

    uses: Sequence[UseRow]
    talks: Sequence[TalkRow]

    @property
    def is_empty(self) -> bool:
        return not self.uses and not self.talks


def room_rows(rooms: Sequence[Room]) -> list[RoomRow]:
    """The rooms of the house in its order, halls with their parts; behind them those out of service."""
    rows = [_row(each, rooms) for each in rooms if each.part_of_id is None]
    here = [each for each in rows if not each.retired]
    moving = [replace(each, up=each is not here[0], down=each is not here[-1]) for each in here]
    return [*moving, *(each for each in rows if each.retired)]


def told_of(row: RoomRow) -> str:
    """By which words it is found in the list."""
    return " ".join((row.name, row.text, *(told_of(each) for each in row.parts)))


def room_facts(room: Room) -> list[tuple[str, str, None]]:
    """Everything about a room, as pairs of label and words (and no link)."""
    facts = RoomFacts.of(room)
    return [(label, words, None) for label, words in fact_words(facts).values()]


def fact_words(facts: RoomFacts) -> Mapping[str, tuple[str, str]]:
    """Each fact as a label and its words."""
    return {
        "name": (_("Name"), facts.name),
        "number": (_("Nummer an der Tür"), facts.number),
        "floor": (_("Stockwerk"), facts.floor),
        "access": (_("Zugang"), dict(access_choices())[facts.access]),
        "seating": (_("Plätze"), seating_words(facts.seating)),
        "equipment": (_("Ausstattung"), ", ".join(map(equipment_words, facts.equipment)) or _("keine")),
        "confidential": (_("Vertraulich"), _("ja") if facts.confidential else _("nein")),
    }


def seating_words(seating: Mapping[str, int]) -> str:
    """Stuhlkreis: 6, Tische und Stühle: 4."""
    return ", ".join(f"{plan_words(plan)}: {seats}" for plan, seats in seating.items())


def plan_words(plan: str) -> str:
    """What a seating plan is called; one of the room's own stands as it is written."""
    return _(SEATING[plan]) if plan in SEATING else plan


def access_choices() -> list[tuple[str, str]]:
    return [
        (RoomAccess.STEP_FREE.value, _("ohne Stufen")),
        (RoomAccess.STAIR_LIFT.value, _("mit Treppenlift")),
        (RoomAccess.STAIRS.value, _("über Treppen")),
    ]


def labels_of(form: RoomForm) -> list[tuple[str, str]]:
    """The seating plans of a form with their words."""
    return [(plan, plan_words(plan)) for plan in form.seats]


def use_view(use: RoomUse, actor: Actor) -> UseView:
    """What is touched, each with a link to its page."""
    return UseView([_use(each, actor) for each in use.uses], [_talk(each) for each in use.talks])


def closure_url(room: Room) -> str:
    """The form of a closure of this room."""
    return f"/schliessungen/neu?{urlencode({'art': ClosureKind.ROOM.value, 'raum': room.slug})}"


def _row(room: Room, rooms: Sequence[Room]) -> RoomRow:
    words = [room.floor, access_text(room), seating_words(room.seating)]
    if room.confidential:
        words.append(_("vertraulich"))
    parts = [_row(each, rooms) for each in rooms if each.part_of_id == room.id]
    return RoomRow(
        room.id, room.name, f"{HOME}/{room.id}", " · ".join(filter(None, words)), room.is_retired, parts
    )


def _use(use: Use, actor: Actor) -> UseRow:
    first = use.dates[0]
    parts = [
        ngettext("%(num)s Termin", "%(num)s Termine", len(use.dates)),
        _("der nächste: %(when)s", when=moment_words(first.starts_at)),
    ]
    if use.asleep:
        parts.append(ngettext("%(num)s davon ruht", "%(num)s davon ruhen", use.asleep))
    return UseRow(
        title=title_words(use.reservation, actor),
        provider=use.reservation.provider.name,
        url=f"/reservierung/{use.reservation.id}",
        text=", ".join(parts),
        why=" ".join(_why(each) for each in use.why),
        hours=[
            (
                f"{moment_words(each.starts_at)} ({hours_words(each.starts_at, each.ends_at)})",
                f"/sprechstunde/{each.id}",
            )
            for each in use.hours
        ],
    )


def _talk(appointment: Appointment) -> TalkRow:
    when = moment_words(appointment.starts_at)
    return TalkRow(
        _("Nummer %(code)s: %(when)s", code=readable_code(appointment.code), when=when),
        "" if appointment.status in UNFINISHED else f"/verlauf?{urlencode({'nummer': appointment.code})}",
    )


def _why(code: str) -> str:
    words = {
        "too_small": _("Der Raum ist dann zu klein."),
        "stairs": _("Der Raum hat dann Treppen."),
        "not_confidential": _("Der Raum ist dann nicht vertraulich."),
        "no_hearing_loop": _("Die Höranlage fehlt dann."),
        NO_SUCH_PLAN: _("Die gewünschte Bestuhlung gibt es dann nicht."),
    }
    return words[code]
