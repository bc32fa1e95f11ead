"""The emergency list for the day the internet is down: rooms, times, numbers and neutral words, no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from booking.appointments.happenings import HouseDays, door_word
from booking.appointments.models import Appointment, Channel
from booking.house.address import HouseFacts
from booking.i18n import Language
from booking.ids import readable_code
from booking.printing.typesetting import pdf
from booking.printing.wording import as_of, by_time, clock, each_once, for_typst, span_words, way


@dataclass(frozen=True)
class Visit:
    """An appointment by its number."""

    time: str
    code: str
    words: str
    note: str


@dataclass(frozen=True)
class Place:
    """A room, the phone, or the way to people's homes; `plan` is what takes place there in general."""

    name: str
    floor: str
    plan: tuple[str, ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, kw_only=True)
class EmergencyList:
    """Every word on the list of a day; `what_to_do` are sentences for whoever holds it."""

    language: Language
    house: str
    title: str
    day: str
    what_to_do: tuple[str, ...]
    places: tuple[Place, ...]
    time_label: str
    code_label: str
    words_label: str
    nothing: str
    as_of: str

    def as_pdf(self, *, at: datetime) -> bytes:
        """The list as PDF/UA."""
        return pdf("emergency.typ", {**asdict(self), "language": for_typst(self.language)}, at=at)


def emergency_list(
    days: HouseDays, booked: Sequence[Appointment], spoken: Language, house: HouseFacts
) -> EmergencyList:
    """The first of the days that were read, with the appointments of that day."""
    _, day = spoken.gettext, days.plan.days[0]
    return EmergencyList(
        language=spoken,
        house=house.name,
        title=_("Wenn das Internet ausfällt"),
        day=spoken.formats.day_year(day),
        what_to_do=(
            _("Diese Liste ist nur für das Team. Namen stehen nicht darauf."),
            _("Fragen Sie die Menschen nach ihrer Nummer. Zeigen Sie ihnen die Tür."),
            _("Neue Termine schreiben Sie auf Papier. Tragen Sie sie später ein."),
            _("Bitte vernichten Sie die Liste am Abend."),
        ),
        places=(*_rooms(days, booked, day, spoken), *_elsewhere(booked, spoken)),
        time_label=_("Uhrzeit"),
        code_label=_("Nummer"),
        words_label=_("Wofür"),
        nothing=_("An diesem Tag ist nichts geplant."),
        as_of=as_of(spoken, days.plan.now),
    )


def _rooms(days: HouseDays, booked: Sequence[Appointment], day: date, spoken: Language) -> Iterator[Place]:
    for room in days.plan.rooms:
        plan = by_time(each for each in days.on(day, room) if not each.single)
        told = tuple(
            f"{span_words(spoken, span, day)} {each_once(each.word(spoken) for each in found)}"
            for span, found in plan.items()
        )
        visits = _visits((each for each in booked if each.room_id == room.id), spoken)
        if told or visits:
            yield Place(room.name, way(spoken, room), told, visits)


def _elsewhere(booked: Sequence[Appointment], spoken: Language) -> Iterator[Place]:
    names = {
        Channel.ON_SITE: spoken.gettext("Im Haus, noch ohne Raum"),
        Channel.PHONE: spoken.gettext("Am Telefon"),
        Channel.HOME_VISIT: spoken.gettext("Zu Hause"),
    }
    for channel, name in names.items():
        visits = _visits(
            (each for each in booked if each.room_id is None and each.channel == channel), spoken
        )
        if visits:
            yield Place(name, "", (), visits)


def _visits(booked: Iterable[Appointment], spoken: Language) -> tuple[Visit, ...]:
    return tuple(
        Visit(
            f"{clock(spoken, each.starts_at)} Uhr",
            readable_code(each.code),
            door_word(each.offer, spoken),
            spoken.gettext("fällt wohl aus") if each.asleep_by else "",
        )
        for each in booked
    )
