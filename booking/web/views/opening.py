"""The dates of a Sprechstunde that shall be opened, each with what speaks against it as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.appointments.adjusting import Adjustment
from booking.appointments.models import ConsultationHours
from booking.appointments.opening import ADVISER_BUSY, Opening, OpeningDate
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.views.rooms import RoomView, room_view
from booking.web.views.rules import day_words, hours_words
from booking.web.views.terms import Sight, mode_words, planned, seats_words, sight_of


@dataclass(frozen=True)
class OpeningRow:
    """A date; `is_open` when this very Sprechstunde is open there already."""

    id: str
    day_text: str
    span_text: str
    room: RoomView | None
    problems: list[str]
    is_open: bool

    @property
    def is_possible(self) -> bool:
        return not self.problems and not self.is_open


@dataclass(frozen=True)
class Example:
    """The first date as residents will see it."""

    day_text: str
    sight: Sight


def opening_rows(
    preview: Sequence[OpeningDate], opening: Opening, existing: Sequence[ConsultationHours]
) -> list[OpeningRow]:
    """A row for each date, in order; `existing` are the Sprechstunden that are open on these dates."""
    return [_row(each, is_open=is_there(each, opening, existing)) for each in preview]


def is_there(date_: OpeningDate, opening: Opening, existing: Sequence[ConsultationHours]) -> bool:
    """Whether the very same Sprechstunde is open on this date already."""
    wanted = (date_.occurrence.id, opening.offer.id, opening.adviser.id, date_.interval.start)
    return any(
        wanted == (each.occurrence_id, each.offer_id, each.adviser_id, each.starts_at)
        and each.ends_at == date_.interval.end
        for each in existing
    )


def example_of(preview: Sequence[OpeningDate], opening: Opening) -> Example | None:
    """The first date that is possible, or nothing."""
    first = next((each for each in preview if each.is_possible), None)
    if first is None:
        return None
    shape = Adjustment(
        interval=first.interval, seats=opening.seats, mode=opening.mode, settings=opening.settings
    )
    hours = planned(opening.offer, opening.adviser, shape)
    return Example(day_words(first.interval.start), sight_of(hours, opening.offer))


def plan_words(opening: Opening) -> list[tuple[str, str]]:
    """What would be opened, as key and value."""
    return [
        (_("Angebot"), opening.offer.text().title),
        (_("Es berät"), opening.adviser.name),
        (_("So kommt man"), mode_words(opening.mode)),
        (_("Plätze"), seats_words(opening.seats)),
    ]


def summary_words(rows: Sequence[OpeningRow]) -> str:
    """How many dates are possible, as a sentence."""
    if not rows:
        return _("Diese Termine gibt es nicht mehr.")
    possible = sum(row.is_possible for row in rows)
    if len(rows) == 1:
        return _("Der Termin passt.") if possible else _("Der Termin passt so nicht.")
    if possible == len(rows):
        return _("Alle %(num)s Termine passen.", num=possible)
    return ngettext(
        "%(num)s von %(all)s Terminen passt.", "%(num)s von %(all)s Terminen passen.", possible, all=len(rows)
    )


def problem_words(code: str, facts: Mapping[str, str]) -> str:
    """What speaks against a time, as a sentence."""
    if code == "outside_opening_hours":
        return _outside(facts)
    if code == "holiday":
        return _("Feiertag: %(name)s.", name=facts["name"])
    if code == "closure":
        return _("Geschlossen: %(reason)s.", reason=facts["reason"])
    if code == "room_not_confidential":
        return _("%(room)s ist nicht für vertrauliche Gespräche.", room=facts["room"])
    words = {
        ADVISER_BUSY: _(
            "%(adviser)s hat dann schon eine andere Sprechstunde.", adviser=facts.get("adviser", "")
        ),
        "adviser_retired": _("%(adviser)s berät nicht mehr.", adviser=facts.get("adviser", "")),
        "adviser_absent": _("%(adviser)s ist dann nicht da.", adviser=facts.get("adviser", "")),
        "outside_reservation": _("Diese Zeit ist nicht ganz für Sie reserviert."),
        "not_confirmed": _("Dieser Termin ist noch nicht zugesagt."),
        "foreign_adviser": _("Diese Person arbeitet für einen anderen Anbieter."),
    }
    return words[code]


def _row(date_: OpeningDate, *, is_open: bool) -> OpeningRow:
    interval = date_.interval
    return OpeningRow(
        id=date_.occurrence.id,
        day_text=day_words(interval.start),
        span_text=hours_words(interval.start, interval.end),
        room=room_view(date_.occurrence.room),
        problems=[] if is_open else [problem_words(code, facts) for code, facts in date_.problems],
        is_open=is_open,
    )


def _outside(facts: Mapping[str, str]) -> str:
    if "opens" not in facts:
        return _("An diesem Tag ist das Haus zu.")
    return _(
        "Das Haus ist nur von %(opens)s bis %(closes)s Uhr offen.",
        opens=_plain(facts["opens"]),
        closes=_plain(facts["closes"]),
    )


def _plain(clock: str) -> str:
    """8 for 08:00; 24 for midnight."""
    return clock.lstrip("0").removesuffix(":00") or "24"
