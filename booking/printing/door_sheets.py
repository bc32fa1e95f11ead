"""Door sheets: for each room one page with its week, in large letters and words that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from booking.appointments.happenings import Happening, HouseDays
from booking.house.address import HouseFacts
from booking.house.models import Room, RoomKind
from booking.i18n import Language
from booking.printing.place import ACCESS
from booking.printing.qr import qr_code
from booking.printing.typesetting import pdf
from booking.printing.wording import as_of, by_time, closed_words, each_once, for_typst, span_words
from booking.reservations.plan import share

# Up to so many lines on a page, letters of this size in points; what does not fit then goes on on a second page.
SIZES = ((10, 30), (13, 25), (17, 20), (21, 17))
SMALLEST = 14


@dataclass(frozen=True)
class Line:
    time: str
    words: str


@dataclass(frozen=True)
class SheetDay:
    """A day with what takes place; `closed` says when nothing can."""

    name: str
    lines: tuple[Line, ...]
    closed: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One door: its sign, its room, the days, and how large all of it may be."""

    sign: str
    name: str
    way: str
    days: tuple[SheetDay, ...]
    size: int


@dataclass(frozen=True, kw_only=True)
class DoorSheets:
    """Every word on the sheets of a week."""

    language: Language
    house: str
    title: str
    week: str
    sheets: tuple[Sheet, ...]
    nothing: str
    hint: str
    address: str
    picture: str
    qr: str
    as_of: str

    def as_pdf(self, *, at: datetime) -> bytes:
        """A page for each room, as PDF/UA."""
        return pdf("door_sheets.typ", {**asdict(self), "language": for_typst(self.language)}, at=at)


def door_sheets(
    days: HouseDays, rooms: Sequence[Room], spoken: Language, house: HouseFacts, address: str
) -> DoorSheets:
    """The sheets of these rooms for the days that were read; `address` is where the present state stands."""
    _, fmt, first, last = spoken.gettext, spoken.formats, days.plan.days[0], days.plan.days[-1]
    return DoorSheets(
        language=spoken,
        house=house.name,
        title=_("Türschilder"),
        week=_("%(first)s bis %(last)s", first=fmt.short_day(first), last=fmt.date(last)),
        sheets=tuple(_sheet(days, room, spoken) for room in rooms),
        nothing=_("In dieser Woche ist hier nichts geplant."),
        hint=_("Was heute gilt, sehen Sie hier:"),
        address=address.partition("://")[2],
        picture=_("QR-Code: Er führt zum Plan von heute im Internet."),
        qr=qr_code(address),
        as_of=as_of(spoken, days.plan.now),
    )


def _sheet(days: HouseDays, room: Room, spoken: Language) -> Sheet:
    found = [_day(days, room, day, spoken) for day in days.plan.days]
    shown = tuple(each for each in found if each.lines or each.closed)
    lines = sum(1 + len(each.lines) + len(each.closed) for each in shown)
    way = (room.floor, ACCESS[room.access])
    return Sheet(
        sign=spoken.gettext("Saal") if room.kind == RoomKind.HALL else room.number,
        name=room.name,
        way=", ".join(spoken.gettext(words) for words in way if words),
        days=shown,
        size=next((size for most, size in SIZES if lines <= most), SMALLEST),
    )


def _day(days: HouseDays, room: Room, day: date, spoken: Language) -> SheetDay:
    """Single appointments are left out: until somebody reads the sheet they may be others."""
    told = [
        each for each in days.on(day) if each.room is not None and not each.single and share(room, each.room)
    ]
    lines = tuple(
        Line(span_words(spoken, span, day), each_once(_words(each, room, spoken) for each in found))
        for span, found in by_time(told).items()
    )
    return SheetDay(spoken.formats.day(day), lines, tuple(closed_words(spoken, days, room, day)))


def _words(happening: Happening, room: Room, spoken: Language) -> str:
    """Its word; on the hall's sheet with the part it is in."""
    word, own = happening.word(spoken), happening.room
    return word if own is None or own.id == room.id else f"{word} ({own.name})"
