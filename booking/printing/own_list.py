"""A provider's own appointments for the day the internet is down: with names and numbers, so confidential."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby

from booking.accounts.people import Contact
from booking.appointments.models import Appointment
from booking.house.address import HouseFacts
from booking.i18n import Language
from booking.ids import readable_code
from booking.printing.place import place_of
from booking.printing.typesetting import pdf
from booking.printing.wording import as_of, clock, for_typst
from booking.scheduling.walltime import wall_day


@dataclass(frozen=True)
class OwnVisit:
    time: str
    name: str
    phone: str
    place: str
    code: str
    note: str


@dataclass(frozen=True)
class OwnDay:
    name: str
    visits: tuple[OwnVisit, ...]


@dataclass(frozen=True, kw_only=True)
class OwnList:
    """Every word on the list."""

    language: Language
    house: str
    title: str
    confidential: str
    days: tuple[OwnDay, ...]
    columns: tuple[str, ...]
    nothing: str
    as_of: str

    def as_pdf(self, *, at: datetime) -> bytes:
        """The list as PDF/UA."""
        return pdf("own_list.typ", {**asdict(self), "language": for_typst(self.language)}, at=at)


def own_list(
    booked: Sequence[tuple[Appointment, Contact]], spoken: Language, house: HouseFacts, *, now: datetime
) -> OwnList:
    """These appointments with their persons, by start; whoever calls this writes down that they were read."""
    _ = spoken.gettext
    by_day = groupby(booked, key=lambda pair: wall_day(pair[0].starts_at))
    return OwnList(
        language=spoken,
        house=house.name,
        title=_("Meine Termine, wenn das Internet ausfällt"),
        confidential=_("Vertraulich. Bitte vernichten Sie die Liste, wenn Sie sie nicht mehr brauchen."),
        days=tuple(
            OwnDay(spoken.formats.day_year(day), tuple(_visit(*pair, spoken, house) for pair in pairs))
            for day, pairs in by_day
        ),
        columns=(_("Uhrzeit"), _("Name"), _("Telefon"), _("Wo"), _("Nummer")),
        nothing=_("Heute und morgen haben Sie keine Termine."),
        as_of=as_of(spoken, now),
    )


def _visit(appointment: Appointment, contact: Contact, spoken: Language, house: HouseFacts) -> OwnVisit:
    return OwnVisit(
        time=f"{clock(spoken, appointment.starts_at)} Uhr",
        name=contact.name or spoken.gettext("Name gelöscht"),
        phone=contact.phone or "–",
        place=place_of(appointment, spoken, house).name,
        code=readable_code(appointment.code),
        note=spoken.gettext("fällt wohl aus") if appointment.asleep_by else "",
    )
