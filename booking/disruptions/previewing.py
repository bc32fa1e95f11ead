"""Previewing a closure or an absence: who is hit, and what could be done for each, before anything is entered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.effects import (
    MOST_HIT,
    Effect,
    EffectTooLarge,
    Hit,
    Way,
    contact_behind,
    reach_of,
)
from booking.disruptions.looking import look
from booking.disruptions.offering import Finder
from booking.disruptions.rooms_instead import rooms_instead
from booking.disruptions.wanted import Wanted, write_down
from booking.house.models import Room
from booking.runtime import Desk
from booking.todos.seeing import called_by_house


def preview(session: Session, desk: Desk, wanted: Wanted, *, in_vain: Collection[str] = ()) -> Effect:
    """What it would do, with times that are free now as examples: nothing is held, locked or kept.

    For the look at what would be free, the row is there inside a savepoint that is rolled back. Appointments in
    `in_vain` (EffectChanged.in_vain) are offered nothing. Raises EffectTooLarge.
    """
    touched = look(session, desk, wanted)
    if len(touched.hit) > MOST_HIT:
        raise EffectTooLarge(str(len(touched.hit)))
    savepoint = session.begin_nested()
    try:
        write_down(session, wanted, desk.now)
        guests = _guests(session, desk, wanted, touched.hit, in_vain)
    finally:
        savepoint.rollback()
    return Effect(wanted, touched.dates, guests)


def _guests(
    session: Session, desk: Desk, wanted: Wanted, hit: Sequence[Appointment], in_vain: Collection[str]
) -> list[Hit]:
    if not hit:
        return []
    rooms, finder = rooms_instead(session, desk, wanted, hit), Finder(session, desk, wanted)
    by_house = called_by_house(session, [each.id for each in hit])
    found = [
        _stays(desk, each, rooms[each.id][0])
        if each.id in rooms
        else _goes(desk, each, finder if each.id not in in_vain else None)
        for each in hit
    ]
    return [replace(each, called_by_house=each.appointment.id in by_house) for each in found]


def _stays(desk: Desk, appointment: Appointment, room: Room) -> Hit:
    reach = reach_of(contact_behind(appointment, desk.vault))
    return Hit(appointment, reach, Way.OTHER_ROOM, room=room)


def _goes(desk: Desk, appointment: Appointment, finder: Finder | None) -> Hit:
    reach = reach_of(contact_behind(appointment, desk.vault))
    choices, answer_by = finder.find_for(appointment) if finder else ([], None)
    return Hit(appointment, reach, Way.OFFER if choices else Way.CANCEL, choices, answer_by=answer_by)
