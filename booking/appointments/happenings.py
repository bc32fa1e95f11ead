"""What takes place in the house, room by room, in words for everybody: no person, no code, no topic of an S2 offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from booking.appointments.models import ConsultationHours, HoursMode
from booking.house.models import Closure, Room
from booking.i18n import Language
from booking.offers.models import Offer
from booking.reservations.models import Occurrence
from booking.reservations.plan import Plan
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import day_bounds

OPEN_MODES = (HoursMode.OPEN_DOOR, HoursMode.BOTH)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something in the house as everybody may know it.

    `offer` is whose word for the door is said; None: a reservation without a Sprechstunde. With `open_door` one
    comes without an appointment. `single` is one appointment in a room of its own.
    """

    interval: Interval
    room: Room | None
    offer: Offer | None = None
    public_title: str | None = None
    hours_id: int | None = None
    open_door: bool = False
    single: bool = False

    def word(self, spoken: Language) -> str:
        """What a door, a board or another provider may say."""
        if self.offer is not None:
            return door_word(self.offer, spoken)
        return self.public_title or spoken.gettext("Reserviert")


@dataclass(frozen=True)
class HouseDays:
    """Some days of the house; `hours` are all Sprechstunden of a date, also those that are called off."""

    plan: Plan
    happenings: Sequence[Happening]
    hours: Mapping[str, Sequence[ConsultationHours]]
    out_of_order: Sequence[Closure]

    def on(self, day: date, room: Room | None = None) -> list[Happening]:
        """What takes place on that day, by start: in the house, or in this very room."""
        bounds = day_bounds(day)
        found = [each for each in self.happenings if each.interval.overlaps(bounds)]
        return [each for each in found if room is None or (each.room is not None and each.room.id == room.id)]

    def rooms_on(self, day: date) -> list[Room]:
        """The rooms in the house's order; of a divided hall the parts that are used, and the hall if it is too."""
        used = {each.room.id for each in self.on(day) if each.room is not None}
        divided = {each.part_of_id for each in self.plan.rooms if each.id in used}
        return [
            each
            for each in self.plan.rooms
            if each.id in used or (each.part_of_id is None and each.id not in divided and not each.is_retired)
        ]

    def word_of(self, date_: Occurrence, spoken: Language) -> str:
        """What everybody may read of a date: the words of its Sprechstunden, its public title, or "Reserviert"."""
        hours = self.hours.get(date_.id, ())
        words = dict.fromkeys(door_word(each.offer, spoken) for each in hours if each.is_open)
        return ", ".join(words) or of_date(date_, hours).word(spoken)


def door_word(offer: Offer, spoken: Language) -> str:
    """The neutral word for an offer: always "Beratung" for a sensitive one."""
    return spoken.gettext("Beratung") if offer.sensitive else offer.text(spoken.code).public_word


def of_date(date_: Occurrence, hours: Sequence[ConsultationHours]) -> Happening:
    """A date by itself; its public title says nothing where a sensitive Sprechstunde was called off."""
    sensitive = any(each.offer.sensitive for each in hours)
    return Happening(
        interval=date_.interval, room=date_.room, public_title=None if sensitive else date_.public_title
    )


def of_sprechstunde(hours: ConsultationHours) -> Happening:
    """A Sprechstunde that is open, in its room or without one."""
    return Happening(
        interval=Interval(hours.starts_at, hours.ends_at),
        room=hours.room,
        offer=hours.offer,
        hours_id=hours.id,
        open_door=hours.mode in OPEN_MODES,
    )
