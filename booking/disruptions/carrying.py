"""Carrying out what was decided for each appointment: another time is offered, another room, or it is cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.appointments import changes
from booking.appointments.models import Appointment
from booking.disruptions.answering import close, open_for
from booking.disruptions.effects import Answer, EffectChanged, Way
from booking.disruptions.events import AppointmentUnsettled
from booking.disruptions.models import Replacement, State
from booking.disruptions.offering import Ahead, Holder
from booking.disruptions.rooms_instead import rooms_instead
from booking.disruptions.wanted import Wanted
from booking.errors import Overlap
from booking.ids import random_id
from booking.runtime import Desk


class Carrier:
    """One closure or absence with its row's `cause`. All that it touches must be locked."""

    def __init__(
        self, session: Session, desk: Desk, wanted: Wanted, cause: str, ahead: Ahead | None = None
    ) -> None:
        self._session, self._desk, self._wanted, self._cause = session, desk, wanted, cause
        self._holder = Holder(session, desk, wanted, ahead)

    def answer(self, hit: Sequence[Appointment], answers: Mapping[str, Answer]) -> None:
        """To each what was decided, in their order.

        Raises EffectChanged when a room is not free any more, or there is no time left for some.
        """
        self._end_earlier_offers(hit)
        self._give_rooms([each for each in hit if answers[each.id].way == Way.OTHER_ROOM])
        in_vain = []
        for each in hit:
            way = answers[each.id].way
            if way == Way.OFFER and not self._offer(each):
                in_vain.append(each.id)
            if way == Way.CANCEL:
                changes.cancel(self._session, each, by="house", now=self._desk.now)
        if in_vain:
            raise EffectChanged(in_vain)

    def _end_earlier_offers(self, hit: Sequence[Appointment]) -> None:
        """Whoever moved by themselves, and is hit again before that was noticed, waits for one answer only."""
        for each in open_for(self._session, [guest.id for guest in hit]):
            close(self._session, each, State.OVERTAKEN, now=self._desk.now)

    def _give_rooms(self, moving: Sequence[Appointment]) -> None:
        rooms = rooms_instead(self._session, self._desk, self._wanted, moving)
        for each in moving:
            if each.id not in rooms:
                raise EffectChanged
            try:
                changes.sit_elsewhere(self._session, each, *rooms[each.id], now=self._desk.now)
            except Overlap as overlap:
                raise EffectChanged from overlap

    def _offer(self, appointment: Appointment) -> bool:
        """Hold times until the answer; the appointment sleeps. False when nothing is free any more."""
        held, answer_by = self._holder.hold_for(appointment)
        if answer_by is None:
            return False
        appointment.sleep(self._cause)
        offer_times(self._session, appointment, held, answer_by, now=self._desk.now)
        return True


def offer_times(
    session: Session,
    appointment: Appointment,
    held: Sequence[Appointment],
    answer_by: datetime,
    *,
    now: datetime,
) -> None:
    """Ask whose appointment sleeps which of the held times suits."""
    replacement = Replacement(
        id=random_id(),
        appointment_id=appointment.id,
        cause=appointment.asleep_by or "",
        created_at=now,
        answer_by=answer_by,
        choices=[each.id for each in held],
    )
    session.add(replacement)
    session.flush()
    event = AppointmentUnsettled(
        **appointment.placement(), replacement_id=replacement.id, answer_by=answer_by
    )
    outbox.record(session, event, now=now)
