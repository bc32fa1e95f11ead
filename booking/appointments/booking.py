"""Booking: hold a slot, keep it while the form is filled in, confirm it; or all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from booking import outbox
from booking.accounts import capabilities, people
from booking.accounts.capabilities import MANAGE
from booking.accounts.models import Person
from booking.accounts.people import Contact
from booking.appointments.models import UNFINISHED, Appointment, CameBy, Channel, Status
from booking.appointments.placing import find_place, is_barred, lock_place, place, take
from booking.appointments.retention import set_retention
from booking.appointments.wishes import Wish, serves, wish_behind
from booking.errors import NotAllowedNow, SlotUnknown
from booking.events import AppointmentBooked
from booking.ids import new_code, new_uid, random_id
from booking.occupancy import held_by, release, renew
from booking.occupancy.claims import lock_resources
from booking.offers.models import Offer
from booking.runtime import Desk
from booking.scheduling.walltime import wall_day

HOLD = timedelta(minutes=20)
KEEP_DRAFT = timedelta(hours=24)
WITH_CODE = select(Appointment.__table__.c.id).where(Appointment.__table__.c.code == bindparam("code"))


def hold(session: Session, desk: Desk, wish: Wish, start: datetime) -> Appointment:
    """Hold a slot for twenty minutes.

    Raises SlotTaken when somebody else has it, SlotUnknown when there is no such slot.
    """
    appointment = _new(session, desk, wish, start)
    appointment.hold_until(desk.now + HOLD)
    place(session, appointment, wish, start, now=desk.now, expires_at=appointment.hold_expires_at)
    return appointment


def hold_instead(session: Session, desk: Desk, held: Appointment, wish: Wish, start: datetime) -> Appointment:
    """Let a hold go with everything typed, and hold another slot. Raises as `hold` does.

    Whatever both of them touch is locked at once: nobody waits for the one while we wait for the other.
    """
    lock_place(session, wish, start, now=desk.now, also=held_by(session, held.owner))
    let_go(session, held)
    return hold(session, desk, wish, start)


def keep(session: Session, desk: Desk, appointment: Appointment, *, contact: Contact | None = None) -> None:
    """Renew a hold by a step, and keep what was typed.

    A hold that ran out, or that does not suit the needs or the filters, is placed again at the same time.
    Raises SlotTaken when that is not free, SlotUnknown when it does not exist any more.
    """
    if contact is not None:
        write_down(session, desk, appointment, contact)
    until = desk.now + HOLD
    hold_fast(session, desk, appointment, expires_at=until)
    appointment.hold_until(until)


def confirm(session: Session, desk: Desk, appointment: Appointment) -> None:
    """Make a held appointment a booked one; doing it twice is harmless.

    A hold that ran out is no obstacle while the slot is free; raises as `keep` does.
    """
    if appointment.status == Status.CONFIRMED:
        return
    if appointment.person_id is None:
        raise NotAllowedNow("confirm", "without_person")
    hold_fast(session, desk, appointment, expires_at=None)
    _confirm(session, desk, appointment)


def book(
    session: Session,
    desk: Desk,
    wish: Wish,
    start: datetime,
    contact: Contact,
    *,
    came_by: CameBy = CameBy.ONLINE,
) -> Appointment:
    """Book at once, without a hold: for programs. Raises as `hold` does."""
    with _written_at_once(session):
        appointment = _new(session, desk, wish, start)
        appointment.came_by = came_by
        write_down(session, desk, appointment, contact)
        _place_and_confirm(session, desk, appointment, wish)
    return appointment


def book_for(session: Session, desk: Desk, wish: Wish, start: datetime, person: Person) -> Appointment:
    """Book at once for somebody whose row is there already. Raises as `hold` does."""
    with _written_at_once(session):
        appointment = _new(session, desk, wish, start)
        appointment.person_id, appointment.person = person.id, person
        _place_and_confirm(session, desk, appointment, wish)
    return appointment


def hold_for(
    session: Session, desk: Desk, wish: Wish, start: datetime, person: Person, *, until: datetime
) -> Appointment:
    """Hold a slot until then for somebody whose row is there already. Raises as `hold` does."""
    appointment = _new(session, desk, wish, start)
    appointment.hold_until(until)
    place(session, appointment, wish, start, now=desk.now, expires_at=until)
    appointment.person_id, appointment.person = person.id, person
    session.flush()
    return appointment


def let_go(session: Session, appointment: Appointment) -> None:
    """Give a hold back, with everything typed into it; also one whose mail nobody answered."""
    person = appointment.person
    give_back(session, appointment)
    if person is not None:
        session.delete(person)


def give_back(session: Session, appointment: Appointment) -> None:
    """Give a hold back; for whom it was held stays known."""
    if appointment.status not in UNFINISHED:
        raise NotAllowedNow("give_back", appointment.status)
    lock_resources(session, held_by(session, appointment.owner))
    release(session, appointment.owner)
    session.delete(appointment)
    session.flush()


def write_down(session: Session, desk: Desk, appointment: Appointment, contact: Contact) -> None:
    """Keep what the resident told us, sealed, in the one table for it."""
    if appointment.person is not None:
        people.correct(appointment.person, desk.vault, contact)
        return
    person = people.remember(
        session,
        desk.vault,
        contact,
        provider_id=appointment.provider_id,
        erase_on=wall_day(desk.now + KEEP_DRAFT) + timedelta(days=1),
    )
    appointment.person_id, appointment.person = person.id, person


def open_link(session: Session, appointment: Appointment, *, now: datetime) -> str:
    """A new manage token; told once, to whom just booked or proved code and name."""
    return capabilities.mint(
        session, purpose=MANAGE, subject=appointment.id, now=now, expires_at=appointment.manageable_until()
    )


@contextmanager
def _written_at_once(session: Session) -> Iterator[None]:
    """Whatever is new here is written after everything was read, each row once; what was new before is written now."""
    session.flush()
    with session.no_autoflush:
        yield
    session.flush()


def _place_and_confirm(session: Session, desk: Desk, appointment: Appointment, wish: Wish) -> None:
    found = find_place(session, appointment, wish, appointment.starts_at, now=desk.now)
    take(session, appointment, found, now=desk.now, expires_at=None)
    _confirm(session, desk, appointment)


def _new(session: Session, desk: Desk, wish: Wish, start: datetime) -> Appointment:
    appointment = Appointment(
        id=random_id(),
        code=_unused_code(session),
        uid=new_uid(desk.domain),
        offer_id=wish.offer.id,
        provider_id=wish.offer.provider_id,
        hours_id=0,
        adviser_id=0,
        starts_at=start,
        ends_at=start,
        channel=Channel.ON_SITE,
        created_at=desk.now,
        adviser_wish=wish.adviser_id is not None,
        filters=wish.kept,
    )
    appointment.offer = session.get_one(Offer, wish.offer.id)
    return appointment


def _confirm(session: Session, desk: Desk, appointment: Appointment) -> None:
    appointment.confirm(desk.now)
    set_retention(session, appointment)
    outbox.record(session, AppointmentBooked(**appointment.placement()), now=desk.now)


def hold_fast(session: Session, desk: Desk, appointment: Appointment, *, expires_at: datetime | None) -> None:
    """Renew every claim of a hold; if one may be lost or does not suit any more, place it again."""
    needs = people.contact_of(appointment.person, desk.vault).needs if appointment.person else ()
    if appointment.starts_at <= desk.now:
        raise SlotUnknown(appointment.offer_id, appointment.starts_at, "past")
    wish = replace(wish_behind(appointment, needs), moving=appointment, since=appointment.created_at)
    suits = serves(appointment, wish) and not is_barred(session, appointment, wish.room_needs)
    if suits and not appointment.ran_out(desk.now):
        lock_resources(session, held_by(session, appointment.owner))
        if renew(session, appointment.owner, expires_at=expires_at) == appointment.claims:
            return
    place(session, appointment, wish, appointment.starts_at, now=desk.now, expires_at=expires_at)
    session.refresh(appointment, ["room", "adviser", "hours"])


def _unused_code(session: Session) -> str:
    while True:
        code = new_code()
        if session.scalar(WITH_CODE, {"code": code}) is None:
            return code
