"""The caretaker's day list: which room is set up how and until when, and who gives the key. No persons."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from booking.appointments.happenings import Happening, HouseDays
from booking.house.address import HouseFacts
from booking.i18n import Language
from booking.printing.typesetting import pdf
from booking.printing.wording import as_of, clock, for_typst, span_words, way
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.reservations.setting_up import EQUIPMENT, KEYS, SEATING, Key
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds, wall_day


@dataclass(frozen=True, kw_only=True)
class Task:
    """What has to be ready in one room at one time; `note` when it is not sure or off."""

    time: str
    room: str
    floor: str
    title: str
    note: str = ""
    to_do: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class DayList:
    """Every word on the list of a day."""

    language: Language
    house: str
    title: str
    day: str
    closed: tuple[str, ...]
    tasks: tuple[Task, ...]
    nothing: str
    changed: str
    as_of: str

    def as_pdf(self, *, at: datetime) -> bytes:
        """The list as PDF/UA."""
        return pdf("day_list.typ", {**asdict(self), "language": for_typst(self.language)}, at=at)


def day_list(days: HouseDays, spoken: Language, house: HouseFacts) -> DayList:
    """The first of the days that were read, by time."""
    _, day = spoken.gettext, days.plan.days[0]
    bounds = day_bounds(day)
    dates = [each for each in days.plan.dates if each.reservation.taken(each.interval).overlaps(bounds)]
    found = [
        (each.reservation.taken(each.interval).start, _of_date(each, days, day, spoken)) for each in dates
    ]
    found += [(each.interval.start, _of_single(each, day, spoken)) for each in days.on(day) if each.single]
    found.sort(key=lambda pair: (pair[0], pair[1].room))
    changed = max((each.reservation.changed_at for each in dates), default=None)
    return DayList(
        language=spoken,
        house=house.name,
        title=_("Tagesliste"),
        day=spoken.formats.day_year(day),
        closed=tuple(_closed(days, day, spoken, house)),
        tasks=tuple(task for _start, task in found),
        nothing=_("An diesem Tag ist nichts aufzubauen."),
        changed=_("Zuletzt geändert: %(moment)s", moment=_moment(changed, spoken)) if changed else "",
        as_of=as_of(spoken, days.plan.now),
    )


def _of_date(date_: Occurrence, days: HouseDays, day: date, spoken: Language) -> Task:
    reservation, now = date_.reservation, days.plan.now
    is_new = wall_day(reservation.changed_at) == wall_day(now)
    return Task(
        time=span_words(spoken, date_.interval.common(day_bounds(day)) or date_.interval, day),
        room=date_.room.name,
        floor=way(spoken, date_.room),
        title=days.word_of(date_, spoken),
        note=_note(date_, spoken),
        to_do=tuple(_to_do(reservation, date_.interval, spoken)),
        changed=spoken.gettext("heute geändert, %(time)s", time=spoken.formats.time(reservation.changed_at))
        if is_new
        else "",
    )


def _of_single(happening: Happening, day: date, spoken: Language) -> Task:
    """A consultation in a room of its own: the room has to be open, nothing else."""
    room = happening.room
    assert room is not None
    return Task(
        time=span_words(spoken, happening.interval, day),
        room=room.name,
        floor=way(spoken, room),
        title=happening.word(spoken),
    )


def _note(date_: Occurrence, spoken: Language) -> str:
    if date_.status == OccurrenceStatus.PENDING:
        return spoken.gettext("Anfrage, noch nicht zugesagt")
    if date_.status == OccurrenceStatus.ASLEEP:
        return spoken.gettext("Ruht. Bitte nicht aufbauen.")
    return ""


def _to_do(reservation: Reservation, told: Interval, spoken: Language) -> list[str]:
    """In the order in which it is done."""
    _, taken, found = spoken.gettext, reservation.taken(told), []
    if taken.start < told.start:
        found.append(_("Aufbau ab %(time)s", time=f"{clock(spoken, taken.start)} Uhr"))
    if reservation.seating:
        found.append(_("Bestuhlung: %(plan)s", plan=_(SEATING.get(reservation.seating, reservation.seating))))
    if reservation.people:
        found.append(spoken.ngettext("%(n)s Person", "%(n)s Personen", reservation.people))
    found += [_(words) for need, words in EQUIPMENT.items() if need in reservation.needs]
    if reservation.key:
        found.append(_("Schlüssel: %(way)s", way=_(KEYS[Key(reservation.key)])))
    if taken.end > told.end:
        found.append(_("Abbau bis %(time)s", time=f"{clock(spoken, taken.end)} Uhr"))
    return found


def _closed(days: HouseDays, day: date, spoken: Language, house: HouseFacts) -> list[str]:
    names = {room.id: room.name for room in days.plan.rooms}
    return [
        f"{names.get(each.room_id or 0, house.name)}, {span_words(spoken, each.interval, day)}: {each.reason}"
        for each in days.plan.closures
        if each.interval.overlaps(day_bounds(day))
    ]


def _moment(moment: datetime, spoken: Language) -> str:
    return f"{spoken.formats.short_day(moment)}, {spoken.formats.time(moment)}"
