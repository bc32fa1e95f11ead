"""Where Sprechstunden go when the dates they lie in change, and which appointments are in the way of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.appointments.guests import Guest, appointments_in, open_hours_of
from booking.appointments.hindrances import Hindrances
from booking.appointments.hours import adviser_away, house_rules_broken
from booking.appointments.models import Appointment, Channel, ConsultationHours
from booking.appointments.wishes import party_of
from booking.errors import RulesBroken
from booking.house.models import Room
from booking.house.rooms import suits
from booking.reservations.models import Occurrence
from booking.runtime import Desk
from booking.scheduling.intervals import Interval


@dataclass(frozen=True)
class Target:
    """Where a date goes: another time, another room, or nowhere (both None). What was `asleep` may stay so."""

    interval: Interval | None = None
    room: Room | None = None
    asleep: bool = False


@dataclass(frozen=True)
class Going:
    """Where a Sprechstunde goes with its date; `interval` is None when it does not take place.

    Without `around`, what is in effect there, nothing that sleeps wakes.
    """

    hours: ConsultationHours
    interval: Interval | None
    room: Room | None
    asleep: bool = False
    around: Hindrances | None = None

    @property
    def is_off(self) -> bool:
        return self.interval is None

    @property
    def moves(self) -> bool:
        """Whether anything changes at all."""
        return self.interval != self._here or self._goes_elsewhere or self.wakes

    @property
    def wakes(self) -> bool:
        """Whether it takes place again with its date: nothing in effect takes its time there."""
        return self.hours.asleep_by is not None and self._takes_place

    @property
    def cause(self) -> str | None:
        """What keeps it asleep where it goes, or None."""
        if self.hours.asleep_by is None or self.interval is None or self.around is None:
            return self.hours.asleep_by
        return self.around.of_hours(self.hours, self.interval, self.room)

    def wakes_up(self, appointment: Appointment) -> bool:
        """Whether an appointment that sleeps takes place again, each by itself."""
        if appointment.asleep_by is None or self.around is None or not self._takes_place:
            return False
        return self._stopping(appointment) is None

    def cause_of(self, appointment: Appointment) -> str | None:
        """What keeps an appointment asleep that does not wake up there: something of its own, or what its hours have."""
        return self._stopping(appointment) or self.cause or appointment.asleep_by

    def _stopping(self, appointment: Appointment) -> str | None:
        if self.around is None:
            return None
        return self.around.of_talk(appointment, appointment.room if appointment.own_room else self.room)

    @property
    def _takes_place(self) -> bool:
        return self.interval is not None and not self.asleep and self.cause is None

    @property
    def _goes_elsewhere(self) -> bool:
        return self.room is not None and self.room.id != self.hours.room_id

    @property
    def _here(self) -> Interval:
        return Interval(self.hours.starts_at, self.hours.ends_at)

    def keeps(self, appointment: Appointment, needs: tuple[str, ...]) -> bool:
        """Whether an appointment may stay at its time, in the room that the Sprechstunde has then."""
        if self.interval is None:
            return False
        party = party_of(appointment)
        fits = (
            appointment.own_room
            or self.room is None
            or suits(self.room, confidential=False, needs=needs, party=party)
        )
        return fits and self.interval.contains(Interval(appointment.starts_at, appointment.ends_at))


def goings(session: Session, dates: Mapping[str, Occurrence], targets: Mapping[str, Target]) -> list[Going]:
    """What happens to each open Sprechstunde in these dates; those that nothing happens to are left out.

    It keeps its place within the date: an hour after its start stays an hour after its start. Raises
    RulesBroken when a confidential offer would get a room that is not, the house is closed then, or what is awake
    would go into an absence of its adviser.
    """
    found = []
    around = _around(session, targets)
    for hours in open_hours_of(session, list(targets)):
        occurrence = dates[hours.occurrence_id or ""]
        going = _going(hours, occurrence, targets[occurrence.id], around)
        if going.moves:
            _refuse_what_may_not_be(session, going)
            found.append(going)
    return found


def guests_of(session: Session, desk: Desk, going: Sequence[Going]) -> list[Guest]:
    """Everybody who has an appointment in these Sprechstunden, and whether it may stay as it is."""
    by_hours = {each.hours.id: each for each in going}
    found = []
    for appointment in appointments_in(session, [each.hours for each in going], desk.now):
        needs = contact_of(appointment.person, desk.vault).needs if appointment.person else ()
        found.append(Guest(appointment, by_hours[appointment.hours_id].keeps(appointment, needs)))
    return found


def _refuse_what_may_not_be(session: Session, going: Going) -> None:
    hours = going.hours
    if going.room is not None and hours.offer.confidential and not going.room.confidential:
        raise RulesBroken([("room_not_confidential", {"room": going.room.name})])
    here = Interval(hours.starts_at, hours.ends_at)
    if going.interval is None or going.asleep or going.interval == here:
        return
    violations = house_rules_broken(
        session,
        going.interval,
        channel=Channel(hours.channel),
        room_id=going.room.id if going.room else None,
    )
    if hours.asleep_by is None:
        violations += adviser_away(session, hours.adviser, going.interval)
    if violations:
        raise RulesBroken(violations)


def _around(session: Session, targets: Mapping[str, Target]) -> Hindrances | None:
    """What is in effect where these dates go, if any goes anywhere."""
    there = [each.interval for each in targets.values() if each.interval is not None]
    if not there:
        return None
    return Hindrances(session, Interval(min(each.start for each in there), max(each.end for each in there)))


def _going(
    hours: ConsultationHours, occurrence: Occurrence, target: Target, around: Hindrances | None
) -> Going:
    if target.interval is None:
        return Going(hours, None, None)
    step = target.interval.start - occurrence.starts_at
    shifted = Interval(hours.starts_at + step, hours.ends_at + step)
    return Going(hours, shifted.common(target.interval), target.room, target.asleep, around)
