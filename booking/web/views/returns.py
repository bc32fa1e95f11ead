"""What wakes when a closure or an absence is taken back, and what does not: in words, without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from booking.accounts.access import Actor
from booking.appointments.models import Appointment, ConsultationHours
from booking.disruptions.returning import Return, Thing, Why
from booking.reservations.models import Occurrence
from booking.reservations.seeing import seen_by
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.effects import code_for
from booking.web.views.rules import day_words, hours_words, moment_words


@dataclass(frozen=True)
class ThingView:
    """A date, a Sprechstunde or an appointment; `why` it stays asleep, or nothing."""

    text: str
    who: str
    why: str = ""


@dataclass(frozen=True)
class ReturnView:
    """`summary` says how much wakes; `stays_text` how much does not."""

    summary: str
    stays_text: str
    wakes: list[ThingView]
    stays: list[ThingView]


def return_view(found: Return, actor: Actor) -> ReturnView:
    """By start; a Sprechstunde whose date is in the same list is not said again."""
    wakes = _told_once(found.wakes)
    staying = {thing.owner: why for thing, why in found.stays}
    stays = _told_once([thing for thing, _why in found.stays])
    return ReturnView(
        summary=wakes_words(found.wakes),
        stays_text=_stays_words(len(stays)) if stays else "",
        wakes=[_thing(each, actor) for each in wakes],
        stays=[_thing(each, actor, _why_words(staying[each.owner])) for each in stays],
    )


def wakes_words(wakes: Sequence[Thing]) -> str:
    """2 Reservierungen und 5 Termine finden doch statt."""
    appointments = sum(isinstance(each, Appointment) for each in wakes)
    dates = sum(isinstance(each, Occurrence) for each in wakes)
    parts = []
    if dates:
        parts.append(ngettext("%(num)s Reservierung", "%(num)s Reservierungen", dates))
    if appointments:
        parts.append(ngettext("%(num)s gebuchter Termin", "%(num)s gebuchte Termine", appointments))
    if not parts:
        return _("Nichts wartet darauf, wieder stattzufinden.")
    return _("Findet doch statt: %(what)s.", what=_(" und ").join(parts))


def _told_once(things: Sequence[Thing]) -> list[Thing]:
    dates = {each.id for each in things if isinstance(each, Occurrence)}
    told = [
        each for each in things if not (isinstance(each, ConsultationHours) and each.occurrence_id in dates)
    ]
    return sorted(told, key=lambda each: (each.starts_at, each.owner))


def _stays_words(count: int) -> str:
    return ngettext("%(num)s Eintrag bleibt liegen", "%(num)s Einträge bleiben liegen", count)


def _why_words(why: Why) -> str:
    return {
        Why.PAST: _("Die Zeit ist schon vorbei."),
        Why.STILL_CLOSED: _("Eine andere Schließung oder Abwesenheit gilt weiter."),
        Why.ROOM_TAKEN: _("Der Raum ist inzwischen vergeben."),
        Why.ROOM_RETIRED: _("Der Raum ist außer Betrieb."),
        Why.ADVISER_TAKEN: _("Die beratende Person ist inzwischen verplant."),
    }[why]


def _thing(thing: Thing, actor: Actor, why: str = "") -> ThingView:
    if isinstance(thing, Appointment):
        code = code_for(actor, thing)
        words = _("Termin %(code)s", code=f"{code[:3]} {code[3:]}") if code else _("Termin")
        return ThingView(f"{moment_words(thing.starts_at)}, {words}", "", why)
    when = f"{day_words(thing.starts_at)}, {hours_words(thing.starts_at, thing.ends_at)}"
    if isinstance(thing, Occurrence):
        seen = seen_by(actor, thing)
        who = " · ".join(each for each in (seen.title, seen.provider) if each)
        return ThingView(f"{when}, {thing.room.name}", who, why)
    return ThingView(_("%(when)s, Sprechstunde", when=when), thing.adviser.name, why)
