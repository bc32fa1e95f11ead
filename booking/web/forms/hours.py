"""How a Sprechstunde shall be: its time within the date, its seats, and how it is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import time
from typing import Final

from werkzeug.datastructures import MultiDict

from booking.appointments.models import ConsultationHours, HoursMode, SlotSettings
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import NonexistentTime, from_wall, to_wall, wall_day
from booking.web.forms.hours_faults import offer_faults, skipped_words, typed_faults
from booking.web.forms.reading import typed
from booking.web.forms.wish import time_of
from booking.web.language import gettext as _


@dataclass(frozen=True)
class HoursForm:
    """The form as the page shows it again, and what was wrong with it. An empty time is that of the date."""

    starts: str = ""
    ends: str = ""
    seats: str = "1"
    mode: str = HoursMode.BOOKABLE.value
    slot_minutes: str = ""
    buffer_minutes: str = ""
    notice_hours: str = ""
    horizon_days: str = ""
    daily_cap: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> HoursForm:
        """What a browser sent, checked."""
        values = typed(sent, *NAMES)
        return cls(**values, errors=typed_faults(values))

    @classmethod
    def showing(cls, hours: ConsultationHours) -> HoursForm:
        """A Sprechstunde as it is."""
        start, end = to_wall(hours.starts_at), to_wall(hours.ends_at)
        return cls(
            starts=f"{start:%H:%M}",
            ends=f"{end:%H:%M}" if end.date() == start.date() else "",
            seats=str(hours.seats),
            mode=str(hours.mode),
            slot_minutes=_shown(hours.slot_minutes),
            buffer_minutes=_shown(hours.buffer_minutes),
            notice_hours=in_hours(hours.notice_minutes),
            horizon_days=_shown(hours.horizon_days),
            daily_cap=_shown(hours.daily_cap),
        )

    @property
    def begins(self) -> time | None:
        return time_of(self.starts)

    @property
    def closes(self) -> time | None:
        return time_of(self.ends)

    @property
    def settings(self) -> SlotSettings:
        """How it is booked; what was left empty is as the offer has it."""
        notice = float(self.notice_hours.replace(",", ".")) * 60 if self.notice_hours else None
        return SlotSettings(
            slot_minutes=_number(self.slot_minutes),
            buffer_minutes=_number(self.buffer_minutes),
            notice_minutes=None if notice is None else round(notice),
            horizon_days=_number(self.horizon_days),
            daily_cap=_number(self.daily_cap),
        )

    @property
    def has_own_settings(self) -> bool:
        """Whether something differs from the offer, or has a fault: then it is shown at once."""
        return any(getattr(self, name) or name in self.errors for name in SETTINGS)

    def values(self) -> dict[str, str]:
        """The fields, to travel with a preview."""
        return {name: getattr(self, name) for name in NAMES}

    def within(self, bounds: Interval) -> Interval:
        """Its time on the day of `bounds`. Raises NonexistentTime, and ValueError if it ends before it begins."""
        day = wall_day(bounds.start)
        return Interval(
            from_wall(day, self.begins) if self.begins else bounds.start,
            from_wall(day, self.closes) if self.closes else bounds.end,
        )

    def checked(self, offer: Offer, dates: Sequence[Interval]) -> HoursForm:
        """The form, checked against the offer and each date it is for, too."""
        if self.errors or not dates:
            return self
        try:
            shortest = min(self.within(each).minutes for each in dates)
        except NonexistentTime as skipped:
            return self.refused("starts" if skipped.at == self.begins else "ends", skipped_words(skipped))
        except ValueError:
            return self.refused(
                "starts", _("Diese Zeit passt nicht zu allen Terminen. Bitte prüfen Sie sie.")
            )
        return replace(self, errors=offer_faults(self.mode, self.settings, offer, shortest))

    def refused(self, name: str, fault: str) -> HoursForm:
        """The form with a fault that was found later."""
        return replace(self, errors={**self.errors, name: fault})


NAMES: Final = tuple(each.name for each in fields(HoursForm) if each.name != "errors")
SETTINGS: Final = NAMES[NAMES.index("slot_minutes") :]


def in_hours(minutes: int | None) -> str:
    """Minutes as hours: 2; 1,5."""
    return "" if minutes is None else f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _number(text: str) -> int | None:
    return int(text) if text else None


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
