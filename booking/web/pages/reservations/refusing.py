"""Why a move cannot be, as a sentence at the field that repairs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from booking.appointments.carrying_out import AdviserBusy
from booking.errors import DomainError, RulesBroken
from booking.house.models import Room
from booking.reservations.approving import is_open
from booking.reservations.courses import CannotShift
from booking.reservations.deciding import Choices, NothingLeft
from booking.reservations.drafting import Move
from booking.reservations.models import Reservation
from booking.reservations.planning import DatePlan
from booking.reservations.world import DateState
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import NonexistentTime
from booking.web.access import runtime
from booking.web.forms.time_faults import nonexistent_words
from booking.web.language import gettext as _
from booking.web.pages.reservations.changing import by_house
from booking.web.views.rules import day_words, hours_words


class HallRefused(DomainError):
    """Only the house moves what it has to decide about."""

    code = "hall-refused"


class AlreadyPast(DomainError):
    """A date would have begun already."""

    code = "already-past"

    def __init__(self, plan: DatePlan) -> None:
        super().__init__(f"{plan.interval.start}")
        self.plan = plan


FAULTS = (NonexistentTime, CannotShift, NothingLeft, RulesBroken, AdviserBusy, HallRefused, AlreadyPast)


def check(reservation: Reservation, wanted: Move, plans: Sequence[DatePlan], choices: Choices) -> None:
    """Raises AlreadyPast for a date that would have begun, HallRefused for what only the house may move."""
    for plan in plans:
        if plan.state == DateState.PAST:
            raise AlreadyPast(plan)
    if by_house() or is_open(reservation, runtime().clock.now()):
        return
    into = wanted.change.room
    if (into is not None and into.needs_approval) or any(_moves_in_hall(reservation, plans, choices)):
        raise HallRefused


def fault_words(fault: Exception) -> dict[str, str]:
    """The sentence for each field at fault."""
    if isinstance(fault, NonexistentTime):
        return {"start": nonexistent_words(fault)}
    if isinstance(fault, AlreadyPast):
        start, end = fault.plan.interval.start, fault.plan.interval.end
        when = f"{day_words(start)}, {hours_words(start, end)}"
        return {"day": _("Schon vorbei: %(when)s. Bitte wählen Sie einen späteren Tag.", when=when)}
    if isinstance(fault, RulesBroken) and "room_not_confidential" not in dict(fault.violations):
        return {"start": _("Dann hat das Haus zu. Eine Sprechstunde liegt in den Öffnungszeiten.")}
    return _plain_words()[type(fault)]


def _plain_words() -> dict[type[Exception], dict[str, str]]:
    hall = _("Den Saal verschiebt das Quartiersbüro. Bitte rufen Sie an, oder stellen Sie eine neue Anfrage.")
    busy = _("Zu dieser Zeit gibt es schon eine andere Sprechstunde derselben Person.")
    return {
        HallRefused: {"room": hall},
        CannotShift: {
            "day": _("Nicht jeder Monat hat diesen Tag. Bitte verschieben Sie die Termine einzeln.")
        },
        NothingLeft: {
            "day": _("So findet kein Termin statt. Wenn Sie das wollen, sagen Sie die Termine ab.")
        },
        AdviserBusy: {"start": busy},
        RulesBroken: {
            "room": _("In diesem Raum kann man mithören. Bitte wählen Sie einen vertraulichen Raum.")
        },
    }


def _moves_in_hall(reservation: Reservation, plans: Sequence[DatePlan], choices: Choices) -> Iterator[bool]:
    """For each date that would take place: whether it is put anew into a room that the house decides about."""
    dates = {each.id: each for each in reservation.occurrences}
    for plan, interval, room in _targets(plans, choices):
        date = dates[plan.occurrence_id or ""]
        stays = date.takes_place and (date.interval, date.room_id) == (interval, room.id)
        yield room.needs_approval and not stays


def _targets(plans: Sequence[DatePlan], choices: Choices) -> Iterator[tuple[DatePlan, Interval, Room]]:
    for plan in plans:
        choice = choices.get(plan.recurrence_id)
        if choice is None and plan.left_out is None:
            yield plan, plan.interval, plan.room
        elif choice is not None and choice.interval is not None and choice.room is not None:
            yield plan, choice.interval, choice.room
