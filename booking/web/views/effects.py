"""What a closure or an absence does, before it is entered: dates, appointments, and what is proposed for each.

Names are for the adviser and the lead of the own provider; the house reads times, rooms and codes, but no
code of a sensitive advice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.accounts.access import HOUSE_ROLES, Actor
from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.appointments.slots import Slot
from booking.disruptions.effects import Effect, Hit, Reach, TouchedDate, Way
from booking.reservations.seeing import seen_by
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.calling import caller_words, calls_words
from booking.web.views.guests import reads_names
from booking.web.views.rooms import place_text
from booking.web.views.rules import day_words, hours_words, moment_words


@dataclass(frozen=True)
class WayView:
    """One thing that may become of an appointment."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class HitRow:
    """`name` and `phone` are empty for who may not read them; `is_new` since the preview before."""

    id: str
    when: str
    place: str
    code: str
    name: str
    phone: str
    reach: str
    offered: list[str]
    answer_by: str
    ways: list[WayView]
    is_new: bool


@dataclass(frozen=True)
class DateLine:
    """A reserved date; who has it is told to the house and to the own provider."""

    when: str
    room: str
    who: str
    asleep: bool
    is_new: bool


@dataclass(frozen=True)
class EffectView:
    """`summary` are the sentences above the lists; `gone` how many were listed before and are not any more."""

    summary: str
    dates_text: str
    dates: list[DateLine]
    hits: list[HitRow]
    gone: int


@dataclass(frozen=True)
class Before:
    """What the preview before had: the ways that were chosen, and what it listed (None: there was none)."""

    ways: Mapping[str, Way]
    seen: Collection[str] | None = None

    def is_new(self, thing: str) -> bool:
        return self.seen is not None and thing not in self.seen


def effect_view(
    effect: Effect, actor: Actor, contact_of: Callable[[Appointment], Contact], before: Before
) -> EffectView:
    """Rows by start; what was chosen stays chosen while it is still possible."""
    listed = {each.appointment.id for each in effect.guests} | {each.occurrence.id for each in effect.dates}
    hits = [_hit(each, actor, contact_of, before) for each in effect.guests]
    return EffectView(
        summary=" ".join(filter(None, (summary_words(effect.guests, actor), ways_words(hits)))),
        dates_text=dates_words(effect.dates),
        dates=[_date(each, actor, before) for each in sorted(effect.dates, key=_in_order)],
        hits=hits,
        gone=len(set(before.seen or ()) - listed),
    )


def summary_words(hits: Sequence[Hit], actor: Actor) -> str:
    """7 Termine sind betroffen. 5 erreichen wir per E-Mail, 2 ruft das Quartiersbüro an."""
    if not hits:
        return _("Es ist kein gebuchter Termin betroffen.")
    many = ngettext("%(num)s Termin ist betroffen.", "%(num)s Termine sind betroffen.", len(hits))
    by_reach = {reach: sum(each.reach == reach for each in hits) for reach in Reach}
    parts = []
    if by_reach[Reach.MAIL]:
        parts.append(_("%(n)s erreichen wir per E-Mail", n=by_reach[Reach.MAIL]))
    to_call = [each for each in hits if each.reach == Reach.PHONE]
    parts += calls_words(actor, [each.called_by_house for each in to_call])
    if by_reach[Reach.NEITHER]:
        parts.append(_("%(n)s können wir nicht erreichen", n=by_reach[Reach.NEITHER]))
    return f"{many} {', '.join(parts)}."


def ways_words(hits: Sequence[HitRow]) -> str:
    """3 bekommen andere Zeiten, 2 werden abgesagt: as it is chosen now."""
    chosen = Counter(way.value for hit in hits for way in hit.ways if way.chosen)
    words = {
        Way.OTHER_ROOM: ngettext(
            "%(num)s bekommt einen anderen Raum",
            "%(num)s bekommen einen anderen Raum",
            chosen[Way.OTHER_ROOM],
        ),
        Way.OFFER: ngettext(
            "%(num)s bekommt andere Zeiten", "%(num)s bekommen andere Zeiten", chosen[Way.OFFER]
        ),
        Way.CANCEL: ngettext("%(num)s wird abgesagt", "%(num)s werden abgesagt", chosen[Way.CANCEL]),
    }
    said = ", ".join(text for way, text in words.items() if chosen[way])
    return f"{said}." if said else ""


def dates_words(dates: Sequence[TouchedDate]) -> str:
    """How many reserved dates sleep or get shorter."""
    asleep = sum(each.becomes == "asleep" for each in dates)
    shorter = len(dates) - asleep
    found = []
    if asleep:
        found.append(ngettext("%(num)s Reservierung ruht.", "%(num)s Reservierungen ruhen.", asleep))
    if shorter:
        found.append(
            ngettext("%(num)s Reservierung wird kürzer.", "%(num)s Reservierungen werden kürzer.", shorter)
        )
    return " ".join(found)


def reach_words(hit: Hit, actor: Actor) -> str:
    """How they are told; on the phone with who calls."""
    return {
        Reach.MAIL: _("per E-Mail"),
        Reach.PHONE: _("am Telefon: %(who)s", who=caller_words(actor, by_house=hit.called_by_house)),
        Reach.NEITHER: _("weder E-Mail noch Telefon"),
    }[hit.reach]


def time_words(slot: Slot, instead_of: Appointment) -> str:
    """Mi, 25. November, 9:30 Uhr, Büro 2; with the adviser's name if it is another one."""
    start, formats = slot.start, current_language().formats
    words = [formats.weekday_short(start), formats.short_day(start), formats.time(start), _place(slot)]
    if slot.hours.adviser_id != instead_of.adviser_id:
        words.append(_("bei %(adviser)s", adviser=slot.adviser.name))
    return ", ".join(words)


def code_for(actor: Actor, appointment: Appointment) -> str:
    """Its number; nothing for the house when the advice is sensitive: beside the adviser it would tell of what."""
    return "" if actor.role in HOUSE_ROLES and appointment.offer.sensitive else appointment.code


def _place(there: Appointment | Slot) -> str:
    return there.room.name if there.room else place_text(there.channel)


def _in_order(touched: TouchedDate) -> tuple[datetime, int]:
    return touched.occurrence.starts_at, touched.occurrence.room.position


def _date(touched: TouchedDate, actor: Actor, before: Before) -> DateLine:
    date = touched.occurrence
    seen = seen_by(actor, date)
    return DateLine(
        when=f"{day_words(date.starts_at)}, {hours_words(date.starts_at, date.ends_at)}",
        room=date.room.name,
        who=" · ".join(each for each in (seen.title, seen.provider) if each),
        asleep=touched.becomes == "asleep",
        is_new=before.is_new(date.id),
    )


def _hit(hit: Hit, actor: Actor, contact_of: Callable[[Appointment], Contact], before: Before) -> HitRow:
    appointment = hit.appointment
    contact = contact_of(appointment) if reads_names(actor, appointment) else None
    possible = list(_ways(hit))
    wished = before.ways.get(appointment.id, hit.way)
    chosen = wished if wished in {way for way, _text in possible} else hit.way
    return HitRow(
        id=appointment.id,
        when=moment_words(appointment.starts_at),
        place=_place(appointment),
        code=code_for(actor, appointment),
        name=(contact.name or _("Name gelöscht")) if contact else "",
        phone=(contact.phone or "") if contact and hit.reach == Reach.PHONE else "",
        reach=reach_words(hit, actor),
        offered=[time_words(each, appointment) for each in hit.choices],
        answer_by=moment_words(hit.answer_by) if hit.answer_by and hit.choices else "",
        ways=[WayView(way.value, text, way == chosen) for way, text in possible],
        is_new=before.is_new(appointment.id),
    )


def _ways(hit: Hit) -> Iterator[tuple[Way, str]]:
    if hit.room is not None:
        yield (
            Way.OTHER_ROOM,
            _("bleibt, in einem anderen passenden Raum, zum Beispiel %(room)s", room=hit.room.name),
        )
    if hit.choices:
        yield (
            Way.OFFER,
            ngettext("%(num)s andere Zeit anbieten", "%(num)s andere Zeiten anbieten", len(hit.choices)),
        )
    yield Way.CANCEL, _("absagen")
