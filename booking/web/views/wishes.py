"""A wish in words: the rooms for it with the reasons, and everything it says, to read it over before saving."""

from __future__ import annotations

from dataclasses import dataclass, field

from booking.house.models import Room
from booking.reservations.ranking import RankedRoom
from booking.reservations.setting_up import KEYS, SEATING, Key
from booking.reservations.wishes import Need, OnClosure, OnSchoolHoliday, Wish, misfits
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, access_text, room_view
from booking.web.views.rules import rule_words


@dataclass(frozen=True)
class RoomChoice:
    """A room for a wish: how often it is free, what speaks for it, and why it does not suit."""

    slug: str
    room: RoomView | None
    free: int
    always_free: bool
    free_text: str
    reasons: list[str]
    misfits: list[str] = field(default_factory=list)


def room_choice(ranked: RankedRoom, *, asks: bool) -> RoomChoice:
    """`asks`: whether somebody must ask the house for it."""
    return RoomChoice(
        slug=ranked.room.slug,
        room=room_view(ranked.room),
        free=ranked.free,
        always_free=ranked.always_free and ranked.free > 0,
        free_text=free_words(ranked.free, ranked.dates),
        reasons=_reasons(ranked.room, asks=asks),
        misfits=[_misfit(code, ranked.room) for code in ranked.misfits],
    )


def free_words(free: int, dates: int) -> str:
    """On how many of the dates on which the house is open the room is free."""
    if dates == 0:
        return _("Das Haus ist dann geschlossen.")
    if dates == 1:
        return _("frei") if free else _("belegt")
    if free == dates:
        return _("an allen %(all)s Terminen frei", all=dates)
    if free == 0:
        return _("an keinem der %(all)s Termine frei", all=dates)
    return _("an %(free)s von %(all)s Terminen frei", free=free, all=dates)


def misfit_words(wish: Wish, room: Room) -> list[str]:
    """Why the room does not suit the wish; nothing if it does."""
    return [_misfit(code, room) for code in misfits(room, people=wish.people, needs=wish.needs)]


def wish_facts(wish: Wish, room: Room, *, provider: str | None) -> list[tuple[str, str]]:
    """Everything the wish says, in pairs of a name and its words; `provider` is told to the house only."""
    first = wish.when.starts()[0]
    facts = [
        (_("Raum"), f"{room.name}, {access_text(room)}"),
        (_("Wann"), rule_words(wish.when.rule, first, wish.when.minutes)),
    ]
    if provider:
        facts.append((_("Für wen"), provider))
    facts += [(_("Wofür"), wish.title), (_("Andere lesen"), wish.public_title or _("belegt"))]
    if wish.people:
        facts.append((_("Personen"), str(wish.people)))
    if wish.needs:
        facts.append((_("Wichtig"), ", ".join(need_words()[need] for need in wish.needs)))
    if wish.setup_minutes or wish.cleanup_minutes:
        facts.append((_("Auf- und Abbau"), _around(wish)))
    facts += setting_up_facts(wish.seating, wish.key)
    if wish.when.rule is not None:
        facts.append((_("Feiertage und Schließtage"), _on_closure(wish.on_closure)))
        facts.append((_("In den Schulferien"), school_holiday_words(wish.on_school_holiday)))
    return facts


def setting_up_facts(seating: str | None, key: str | None) -> list[tuple[str, str]]:
    """How the room is set up and who gives the key, if that was said."""
    facts = []
    if seating:
        facts.append((_("Bestuhlung"), _(SEATING.get(seating, seating))))
    if key:
        facts.append((_("Schlüssel"), _(KEYS[Key(key)])))
    return facts


def need_words() -> dict[str, str]:
    """What a room must offer, in the words of the form."""
    return {
        Need.CONFIDENTIAL.value: _("vertraulich"),
        Need.STEP_FREE.value: _("ohne Stufen"),
        Need.HEARING_LOOP.value: _("mit Höranlage"),
    }


def school_holiday_words(chosen: str) -> str:
    """What becomes of the dates in school holidays."""
    return _("fällt aus") if chosen == OnSchoolHoliday.SKIP else _("findet statt")


def _reasons(room: Room, *, asks: bool) -> list[str]:
    words = [access_text(room), _("Platz für %(n)s", n=room.capacity)]
    if room.confidential:
        words.append(_("vertraulich"))
    if Need.HEARING_LOOP in room.equipment:
        words.append(_("mit Höranlage"))
    if asks:
        words.append(_("das Haus entscheidet darüber"))
    return words


def _misfit(code: str, room: Room) -> str:
    if code == "too_small":
        return _("zu klein: Platz für %(n)s", n=room.capacity)
    words = {
        "stairs": _("nur über Treppen"),
        "not_confidential": _("nicht vertraulich"),
        "no_hearing_loop": _("ohne Höranlage"),
    }
    return words[code]


def _around(wish: Wish) -> str:
    return _(
        "%(setup)s Minuten davor, %(cleanup)s Minuten danach",
        setup=wish.setup_minutes,
        cleanup=wish.cleanup_minutes,
    )


def _on_closure(on_closure: OnClosure) -> str:
    if on_closure == OnClosure.SKIP:
        return _("auslassen")
    return _("behalten")
