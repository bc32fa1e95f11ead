"""An appointment as sentences to read out on the phone: the time in words, the number letter by letter."""

from __future__ import annotations

from datetime import datetime

from booking.appointments.models import Appointment, Channel
from booking.i18n import Language
from booking.scheduling.walltime import to_wall
from booking.web.language import current_language
from booking.web.language import gettext as _
from booking.web.the_house import house_now

# The towns of DIN 5009:2022, which everybody in the country can tell apart; our codes have neither I nor O.
TOWNS = {
    town[0]: town
    for town in [
        "Aachen",
        "Berlin",
        "Chemnitz",
        "Düsseldorf",
        "Essen",
        "Frankfurt",
        "Goslar",
        "Hamburg",
        "Jena",
        "Köln",
        "Leipzig",
        "München",
        "Nürnberg",
        "Potsdam",
        "Quickborn",
        "Rostock",
        "Salzwedel",
        "Tübingen",
        "Unna",
        "Völklingen",
        "Wuppertal",
        "Xanten",
        "Ypsilon",
        "Zwickau",
    ]
}

LEFT_TO_RIGHT, END = "\u2066", "\u2069"


def read_out(appointment: Appointment) -> list[str]:
    """When, where, and the number: a sentence each, in the language of the page."""
    spoken = current_language()
    day, time = spoken.formats.day(appointment.starts_at), spoken_time(appointment.starts_at, spoken)
    return [
        _("Der Termin ist am %(day)s, um %(time)s.", day=day, time=time),
        _("Wo: %(place)s.", place=_place(appointment, spoken)),
        _("Die Nummer ist: %(code)s.", code=_left_to_right(spoken_code(appointment.code, spoken), spoken)),
    ]


def spoken_time(moment: datetime, spoken: Language) -> str:
    """9 Uhr 30; in other languages as it is written."""
    wall = to_wall(moment)
    if not spoken.german:
        return spoken.formats.time(moment)
    return f"{wall.hour} Uhr {wall.minute}" if wall.minute else f"{wall.hour} Uhr"


def spoken_code(code: str, spoken: Language) -> str:
    """7, F wie Frankfurt, 3; in other languages the signs alone."""
    if not spoken.german:
        return ", ".join(code)
    return ", ".join(f"{sign} wie {TOWNS[sign]}" if sign in TOWNS else sign for sign in code)


def _place(appointment: Appointment, spoken: Language) -> str:
    if appointment.channel == Channel.PHONE:
        return _("am Telefon")
    if appointment.channel == Channel.HOME_VISIT:
        return _("bei Ihnen zu Hause")
    street = house_now().street
    street = street.replace("–", " bis ") if spoken.german else street
    if appointment.room is None:
        return _left_to_right(street, spoken)
    room = _left_to_right(appointment.room.name, spoken)
    return _("%(street)s, Tür: %(room)s", street=_left_to_right(street, spoken), room=room)


def _left_to_right(text: str, spoken: Language) -> str:
    """The text with its own direction inside a sentence that runs the other way (UAX 9, isolates)."""
    return f"{LEFT_TO_RIGHT}{text}{END}" if spoken.dir == "rtl" else text
