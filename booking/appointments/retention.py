"""How long what a resident told us is kept after the appointment: as the house has set it, never longer than the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from booking.accounts.models import Person
from booking.appointments.models import UNFINISHED, Appointment, Status
from booking.house.models import Setting
from booking.house.settings import KEEPING_KEYS, Keeping, keeping_in, settings_of
from booking.offers.models import Offer, OfferClass
from booking.scheduling.walltime import wall_day

_CLASS_AND_KEEPING = (
    select(Offer.offer_class, Setting.key, Setting.value)
    .outerjoin(Setting, Setting.key.in_(KEEPING_KEYS))
    .where(Offer.id == bindparam("offer"))
)


def retention_days(session: Session, offer: Offer) -> int:
    """How many days after the date the person's data is deleted."""
    return settings_of(session).keeping.days(sensitive=offer.sensitive)


def set_retention(session: Session, appointment: Appointment) -> None:
    """From when the person's data, and a day after the date the support needs, are not kept any more.

    The adviser must be locked: the class is read once more behind that lock, so that whoever makes the offer
    sensitive meanwhile either is read here or finds this appointment (reclassing.follow).
    """
    if appointment.person is not None:
        day = wall_day(appointment.ends_at)
        appointment.person.erase_on = day + timedelta(days=_days_now(session, appointment.offer))
        appointment.person.needs_until = day


def _days_now(session: Session, offer: Offer) -> int:
    """`retention_days` of an offer whose class is read anew; one query."""
    rows = session.execute(_CLASS_AND_KEEPING, {"offer": offer.id}).all()
    set_committed_value(offer, "offer_class", rows[0].offer_class)
    return keeping_in({row.key: row.value for row in rows}).days(sensitive=offer.sensitive)


def days_kept(session: Session, appointment: Appointment) -> int:
    """For how many days this one is kept: what was promised when it was booked, whatever is set since."""
    if appointment.status == Status.CANCELLED or appointment.person is None:
        return retention_days(session, appointment.offer)
    return (appointment.person.erase_on - wall_day(appointment.ends_at)).days


def kept_longer(session: Session, keeping: Keeping) -> Mapping[str, date]:
    """The people who are kept longer than this after their appointment, each with the day they would go."""
    statement = (
        select(Person.id, Appointment.ends_at, Offer.offer_class, Person.erase_on)
        .join(Offer, Offer.id == Appointment.offer_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.status.not_in([*UNFINISHED, Status.CANCELLED]))
    )
    wanted: dict[str, date] = {}
    so_far: dict[str, date] = {}
    for person_id, ends_at, offer_class, erase_on in session.execute(statement):
        days = keeping.days(sensitive=offer_class == OfferClass.SENSITIVE)
        day = wall_day(ends_at) + timedelta(days=days)
        wanted[person_id] = max(day, wanted.get(person_id, day))
        so_far[person_id] = erase_on
    return {person_id: day for person_id, day in wanted.items() if day < so_far[person_id]}


def shorten(session: Session, keeping: Keeping) -> int:
    """Nobody is kept longer than this after their appointment from now on; says how many go sooner.

    Their rows are locked before their appointments are read once more: who is just moving an appointment writes the
    day after us, and then by the new numbers or the old ones, but never by the old date.
    """
    locked = select(Person).where(Person.id.in_(kept_longer(session, keeping))).order_by(Person.id)
    people = session.scalars(locked.with_for_update().execution_options(populate_existing=True)).all()
    days = kept_longer(session, keeping)
    for person in people:
        person.erase_on = days.get(person.id, person.erase_on)
    session.flush()
    return len(days)
