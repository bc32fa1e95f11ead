"""Answering an offer: the resident, or somebody for them, takes a held time or none; each answer twice is like once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, joinedload

from booking import outbox
from booking.appointments import changes
from booking.appointments import finding as appointments
from booking.appointments.guests import give_back_all
from booking.appointments.models import Appointment, Status
from booking.disruptions.events import ReplacementSettled
from booking.disruptions.locking import held_by_all, lock_rows
from booking.disruptions.models import Replacement, State
from booking.errors import DomainError, NotFound, SlotTaken
from booking.occupancy import BusyTime
from booking.occupancy.claims import lock_resources
from booking.runtime import Desk


class ReplacementOver(DomainError):
    """The offer cannot be answered any more; `state` is what became of it."""

    code = "replacement-over"

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = State(state)


def open_replacement(session: Session, appointment: Appointment) -> Replacement | None:
    """The offer that waits for an answer about this appointment."""
    if not appointment.is_coming or appointment.asleep_by is None:
        return None
    of_its_cause = case((Replacement.cause == appointment.asleep_by, 0), else_=1)
    order = of_its_cause, Replacement.created_at.desc(), Replacement.id
    return session.scalar(_open_of([appointment.id]).order_by(*order).limit(1))


def is_waited_for(session: Session, replacement: Replacement, appointment: Appointment) -> bool:
    """Whether it is that offer: it is settled in no way, and no later one has taken its place."""
    found = open_replacement(session, appointment)
    return found is not None and found.id == replacement.id


def open_for(session: Session, appointment_ids: Collection[str]) -> Sequence[Replacement]:
    """Every offer about these appointments that is not settled, also one that is not needed any more."""
    return session.scalars(_open_of(appointment_ids).order_by(Replacement.id)).all()


def replacement_by_id(session: Session, replacement_id: str) -> Replacement:
    """Raises NotFound."""
    found = session.get(Replacement, replacement_id)
    if found is None:
        raise NotFound("replacement")
    return found


def choices_of(session: Session, replacement: Replacement, now: datetime) -> list[Appointment]:
    """The held times that can still be taken, by start; each is kept until its `hold_expires_at`."""
    return live_choices(session, [replacement], now)[replacement.id]


def live_choices(
    session: Session, replacements: Sequence[Replacement], now: datetime
) -> dict[str, list[Appointment]]:
    """`choices_of` for each of them, in a fixed number of queries."""
    ids = [choice for each in replacements for choice in each.choices]
    statement = (
        select(Appointment)
        .where(Appointment.id.in_(ids), Appointment.status == Status.HELD)
        .options(joinedload(Appointment.hours))
        .order_by(Appointment.starts_at)
    )
    found = session.scalars(statement).unique().all() if ids else []
    owners = [each.owner for each in found]
    held = set(session.scalars(select(BusyTime.owner).where(BusyTime.owner.in_(owners)))) if owners else set()
    live = [each for each in found if not each.ran_out(now) and each.hours.is_open and each.owner in held]
    return {each.id: [choice for choice in live if choice.id in each.choices] for each in replacements}


def accept(session: Session, desk: Desk, replacement: Replacement, choice_id: str, *, by: str) -> Appointment:
    """The appointment moves into the held time, with its UID; the other one is given back.

    `by` is resident or house. Raises ReplacementOver, NotFound for a time that was not offered, and SlotTaken or
    SlotUnknown when just this time went meanwhile: the others may still be there.
    """
    appointment = _locked(session, replacement)
    if replacement.state == State.ACCEPTED and replacement.choices == [choice_id]:
        return appointment
    _refuse_what_is_over(session, replacement, appointment, desk.now)
    if choice_id not in replacement.choices:
        raise NotFound("choice")
    held = {each.id: each for each in choices_of(session, replacement, desk.now)}
    chosen = held.pop(choice_id, None)
    if chosen is None:
        raise SlotTaken(appointment.offer_id, appointment.starts_at)
    _settle(session, replacement, State.ACCEPTED, desk.now)
    replacement.choices = [choice_id]
    changes.take_over(session, desk, appointment, chosen, by=by, others=list(held.values()))
    session.flush()
    return appointment


def decline(session: Session, desk: Desk, replacement: Replacement, *, by: str) -> None:
    """None of the times suits: the appointment is cancelled for good. Raises ReplacementOver."""
    appointment = _locked(session, replacement)
    if replacement.state == State.DECLINED:
        return
    _refuse_what_is_over(session, replacement, appointment, desk.now)
    lock_with_holds(session, [replacement])
    close(session, replacement, State.DECLINED, now=desk.now)
    changes.cancel(session, appointment, by=by, now=desk.now)
    session.flush()


def close(session: Session, replacement: Replacement, state: State, *, now: datetime) -> None:
    """Settle it, and give back what is held for it."""
    _settle(session, replacement, state, now)
    give_back_all(session, replacement.choices)


def lock_with_holds(session: Session, replacements: Sequence[Replacement]) -> None:
    """Read them as they are now, and lock what they and their appointments hold: first the rows, then that."""
    lock_rows_of(session, replacements)
    found = read_again(session, replacements)
    owners = [name for each in found for name in (each.appointment_id, *each.choices)]
    lock_resources(session, held_by_all(session, owners))


def lock_rows_of(session: Session, replacements: Sequence[Replacement]) -> None:
    """Their appointments and the held ones, all at once, in the order of everybody who locks any of them."""
    names = [name for each in replacements for name in (each.appointment_id, *each.choices)]
    lock_rows(session, dates=(), hours=(), appointments=names)


def read_again(session: Session, replacements: Sequence[Replacement]) -> Sequence[Replacement]:
    """As they are now; others who want to settle them wait. Resources are locked after that."""
    ids = [each.id for each in replacements]
    statement = select(Replacement).where(Replacement.id.in_(ids)).order_by(Replacement.id)
    locked = statement.with_for_update(key_share=True, of=Replacement)
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def _locked(session: Session, replacement: Replacement) -> Appointment:
    """Its appointment, and itself, as they are now; whoever else wants to answer waits."""
    lock_rows_of(session, [replacement])
    appointment = appointments.by_id(session, replacement.appointment_id, for_change=True)
    read_again(session, [replacement])
    return appointment


def _open_of(appointment_ids: Collection[str]) -> Select[Replacement]:
    return select(Replacement).where(
        Replacement.appointment_id.in_(appointment_ids), Replacement.state == State.OPEN
    )


def _refuse_what_is_over(
    session: Session, replacement: Replacement, appointment: Appointment, now: datetime
) -> None:
    if not replacement.is_open:
        raise ReplacementOver(replacement.state)
    if not is_waited_for(session, replacement, appointment):
        raise ReplacementOver(State.OVERTAKEN)
    if replacement.answer_by <= now:
        raise ReplacementOver(State.LAPSED)


def _settle(session: Session, replacement: Replacement, state: State, now: datetime) -> None:
    replacement.settle(state, now)
    event = ReplacementSettled(
        appointment_id=replacement.appointment_id, replacement_id=replacement.id, state=state
    )
    outbox.record(session, event, now=now)
