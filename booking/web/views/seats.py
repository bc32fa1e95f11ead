"""The times of one Sprechstunde on its date: who sits there, and what can still be booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.accounts.people import Contact
from booking.appointments.models import (
    TAKES_PLACE,
    UNFINISHED,
    Appointment,
    ConsultationHours,
    HoursMode,
)
from booking.appointments.slots import Wish, find_slots_in
from booking.appointments.terms import Terms, terms_of
from booking.scheduling.intervals import Interval
from booking.scheduling.slots import slot_intervals
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _

KnownContact = Callable[[Appointment], Contact]


@dataclass(frozen=True)
class Seated:
    """Somebody who comes; `name` and `phone` are empty for who may not read them.

    So is `code` for the house in a sensitive offer: beside the adviser's name it would tell the topic.
    """

    code: str
    status: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class TimeRow:
    """One time. `free` says what can be booked; without it `text` says why nothing can."""

    start: datetime
    seated: list[Seated]
    free: str
    text: str


def time_rows(
    session: Session,
    hours: ConsultationHours,
    contact_of: KnownContact | None,
    *,
    with_codes: bool = True,
    now: datetime,
) -> list[TimeRow]:
    """Every time that can be booked or is taken, by start; without `contact_of` nobody has a name."""
    taken, held = _appointments(session, hours, now)
    places = _places(session, hours, now)
    terms = terms_of(hours, hours.offer)
    starts = {*taken, *held, *(each.start for each in _slots(hours, terms))}
    return [
        TimeRow(
            start=start,
            seated=[_seated(each, contact_of, with_codes=with_codes) for each in taken.get(start, ())],
            free=_free_words(places.get(start, 0), hours.seats),
            text="" if start in taken or start in places else _why_not(terms, start, now, held),
        )
        for start in sorted(starts)
    ]


def _slots(hours: ConsultationHours, terms: Terms) -> list[Interval]:
    if hours.mode == HoursMode.OPEN_DOOR or not hours.is_open:
        return []
    opened = Interval(hours.starts_at, hours.ends_at)
    return [slot for slot, _claim in slot_intervals(opened, terms.grid)]


def _places(session: Session, hours: ConsultationHours, now: datetime) -> dict[datetime, int]:
    """How many places can be booked now, by start."""
    if hours.mode == HoursMode.OPEN_DOOR or not hours.is_open or hours.ends_at <= now:
        return {}
    within = Interval(hours.starts_at, hours.ends_at)
    slots = find_slots_in(session, Wish(hours.offer), within, [hours], now=now)
    return {each.start: each.places for each in slots}


def _appointments(
    session: Session, hours: ConsultationHours, now: datetime
) -> tuple[dict[datetime, list[Appointment]], set[datetime]]:
    """Those that take place, and when times are held for somebody who fills in the form."""
    statement = (
        select(Appointment)
        .where(Appointment.hours_id == hours.id, Appointment.status.in_([*TAKES_PLACE, *UNFINISHED]))
        .options(joinedload(Appointment.person))
        .order_by(Appointment.starts_at, Appointment.id)
    )
    taken: dict[datetime, list[Appointment]] = defaultdict(list)
    held: set[datetime] = set()
    for each in session.scalars(statement):
        if each.status not in UNFINISHED:
            taken[each.starts_at].append(each)
        elif not each.ran_out(now):
            held.add(each.starts_at)
    return taken, held


def _seated(appointment: Appointment, contact_of: KnownContact | None, *, with_codes: bool) -> Seated:
    if contact_of is None:
        return Seated(appointment.code if with_codes else "", appointment.status)
    contact = contact_of(appointment)
    return Seated(
        appointment.code, appointment.status, contact.name or _("Name gelöscht"), contact.phone or ""
    )


def _free_words(places: int, seats: int) -> str:
    if not places:
        return ""
    return _("frei") if seats == 1 else ngettext("%(num)s Platz frei", "%(num)s Plätze frei", places)


def _why_not(terms: Terms, start: datetime, now: datetime, held: Collection[datetime]) -> str:
    if start in held:
        return _("vorgemerkt")
    codes = [each.code for each in terms.violations(start, now)]
    if "beyond_horizon" in codes:
        day = current_language().formats.short_day(start - terms.horizon)
        return _("buchbar ab %(day)s", day=day)
    words = {"past": _("vorbei"), "too_soon": _("zu kurzfristig zum Buchen")}
    return words[codes[0]] if codes else _("nicht frei")
