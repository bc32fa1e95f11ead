"""The week of the demonstration: who sits where and when, as a table to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from booking.appointments.models import Channel, HoursMode

MO, TU, WE, TH, FR, SA = range(6)
SLOTS, DOOR, BOTH = HoursMode.BOOKABLE, HoursMode.OPEN_DOOR, HoursMode.BOTH
PHONE, HOME = Channel.PHONE, Channel.HOME_VISIT


@dataclass(frozen=True)
class Weekly:
    """A Sprechstunde or group of every week; `weeks` "odd" and "even" alternate for ever.

    Without a room on site each appointment takes a free one.
    """

    offer: str
    adviser: str
    weekday: int
    starts: str
    ends: str
    room: str | None = None
    mode: HoursMode = SLOTS
    channel: Channel = Channel.ON_SITE
    seats: int = 1
    weeks: str = "odd even"

    @property
    def opens(self) -> time:
        return time.fromisoformat(self.starts)

    @property
    def closes(self) -> time:
        return time.fromisoformat(self.ends)

    @property
    def every_week(self) -> bool:
        return self.weeks == "odd even"

    def takes_place(self, day: date) -> bool:
        """Whether the timetable has it on this day."""
        week = (
            "odd" if (day.toordinal() - 1) // 7 % 2 else "even"
        )  # weeks of the calendar start anew each year
        return day.weekday() == self.weekday and week in self.weeks.split()


WEEK = (
    Weekly("energieberatung", "ada-beispiel", MO, "09:00", "13:00", "buero-1"),
    Weekly("energieberatung", "ada-beispiel", TU, "09:00", "13:00", "buero-1", BOTH),
    Weekly("energieberatung", "ada-beispiel", WE, "09:00", "12:00", channel=PHONE),
    Weekly("energieberatung", "ada-beispiel", TH, "14:00", "18:00", "buero-1"),
    Weekly("energieberatung", "ada-beispiel", FR, "09:00", "12:00", "buero-1"),
    Weekly("hochwasserhilfe", "hanno-entwurf", MO, "14:00", "17:00", "buero-1", seats=2),
    Weekly("hochwasserhilfe", "hanno-entwurf", WE, "09:00", "12:00", "buero-1", seats=2),
    Weekly("beratung-2", "frida-vorlage", TU, "14:00", "17:00", "buero-2", BOTH),
    Weekly("beratung-2", "frida-vorlage", FR, "09:00", "11:40", "buero-2", BOTH),
    Weekly("beratung-3", "gina-testfall", MO, "13:00", "16:00", "buero-2"),
    Weekly("beratung-3", "gina-testfall", TH, "14:00", "17:00", "buero-8"),
    Weekly("beratung-1", "cora-probe", MO, "09:00", "12:00", "buero-3", BOTH),
    Weekly("beratung-1", "cora-probe", TU, "14:00", "17:00", "buero-3"),
    Weekly("beratung-1", "cora-probe", WE, "09:00", "12:00", channel=PHONE),
    Weekly("beratung-1", "cora-probe", TH, "09:00", "12:00", channel=HOME),
    Weekly("beratung-1", "dora-exempel", FR, "09:00", "12:00", "buero-3"),
    Weekly("beratung-6", "ida-schablone", TU, "14:00", "17:00", "buero-7"),
    Weekly("beratung-6", "ida-schablone", TH, "09:00", "12:00", "buero-3"),
    *(
        Weekly("wegweiser", "dora-exempel", day, "09:00", "12:00", "buero-4", DOOR, seats=2)
        for day in (MO, TU, WE, TH)
    ),
    Weekly("wegweiser", "emil-platzhalter", FR, "09:00", "12:00", "buero-4", DOOR),
    Weekly("wegweiser", "dora-exempel", TH, "14:00", "17:00", "buero-4", DOOR),
    *(Weekly("beratung-4", "ben-muster", day, "09:00", "12:00", "buero-6") for day in (MO, TU, FR)),
    Weekly("beratung-4", "ben-muster", WE, "13:00", "16:00", "buero-6", BOTH),
    Weekly("beratung-4", "ben-muster", TH, "09:00", "12:00", "buero-6"),
    Weekly("beratung-7", "emil-platzhalter", MO, "14:00", "17:00", "buero-7", BOTH, seats=2),
    Weekly("beratung-7", "emil-platzhalter", TU, "09:00", "12:00", "buero-7", BOTH),
    Weekly("beratung-7", "emil-platzhalter", TH, "14:00", "16:00"),
    Weekly("schnullercafe", "frida-vorlage", TU, "09:30", "11:30", "buero-5", DOOR),
    Weekly("stadtnetzwerkerinnen", "cora-probe", WE, "15:00", "17:00", "buero-5", DOOR),
    Weekly("ehrenamt", "cora-probe", TH, "16:00", "18:00", "buero-5", DOOR),
    Weekly("schachtreff", "jan-modell", MO, "15:00", "18:00", "saal", DOOR),
    Weekly("bewegung", "kira-skizze", TH, "10:00", "11:30", "saal", DOOR),
    Weekly("literaturclub", "kira-skizze", WE, "18:00", "19:30", "saal", DOOR, weeks="even"),
    Weekly("reparaturtreff", "jan-modell", SA, "10:00", "13:00", "saal", DOOR, weeks="odd"),
    Weekly("familienfruehstueck", "gina-testfall", SA, "09:30", "11:30", "saal", DOOR, weeks="even"),
)
