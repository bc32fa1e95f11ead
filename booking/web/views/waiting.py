"""The waiting list as pages show it: what can be wished, what somebody wished, the time that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.appointments.slots import Wish, open_hours_for
from booking.appointments.terms import widest_span
from booking.house.calendar import opening_hours
from booking.offers.models import Adviser, Offer
from booking.waiting.models import State, WaitingEntry
from booking.waiting.wishes import LARGEST_PARTY, MORNING, Wishes, last_day, usual_day
from booking.web.forms.reading import day_of
from booking.web.forms.waiting import ANY
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.rooms import RoomView, place_text, room_view
from booking.web.views.slots import slot_value

A_MONDAY = date(2026, 11, 23)
WEEKS = (1, 2, 4, 6, 8)
USUAL_WEEKDAYS = range(5)

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """What can be wished: value and words each."""

    weekdays: Options
    halves: Options
    untils: Options
    parties: Options
    advisers: Options


@dataclass(frozen=True)
class HeldView:
    """A time that is held for somebody until they answer; `value` names it in a form."""

    value: str
    start: datetime
    room: RoomView | None
    place_text: str
    answer_by: datetime


def choices(
    session: Session, offer: Offer, *, now: datetime, today: date, joined: date, chosen: str
) -> Choices:
    """What can be wished of this offer; `chosen` is the day somebody waits until already."""
    return Choices(
        weekdays=[(str(day), weekday_word(day)) for day in sorted(opening_hours(session) or USUAL_WEEKDAYS)],
        halves=[(ANY, _("Egal")), ("morning", _("vormittags")), ("afternoon", _("nachmittags"))],
        untils=_untils(usual_day(session, offer, now), today, joined, chosen),
        parties=[(str(number), party_words(number)) for number in range(1, LARGEST_PARTY + 1)],
        advisers=[
            ("", _("Egal, wer Zeit hat")),
            *((each.slug, each.name) for each in advisers(session, offer, now)),
        ],
    )


def advisers(session: Session, offer: Offer, now: datetime) -> list[Adviser]:
    """Who gives the offer in the time that can be booked, by name."""
    hours = open_hours_for(session, Wish(offer), widest_span(session, offer, now))
    return sorted({each.adviser_id: each.adviser for each in hours}.values(), key=lambda each: each.name)


def held_view(entry: WaitingEntry, held: Appointment | None, *, now: datetime) -> HeldView | None:
    """The time somebody may answer now, or None."""
    if held is None or entry.state != State.OFFERED or entry.answer_by is None or entry.answer_by <= now:
        return None
    return HeldView(
        slot_value(held.starts_at),
        held.starts_at,
        room_view(held.room),
        place_text(held.channel),
        entry.answer_by,
    )


def wish_words(entry: WaitingEntry, adviser: Adviser | None) -> list[str]:
    """What they wish, each in a few words."""
    formats = current_language().formats
    days = ", ".join(weekday_word(day) for day in entry.weekdays) or _("jeder Tag")
    half = {"": _("vormittags oder nachmittags"), MORNING: _("vormittags")}.get(entry.half, _("nachmittags"))
    words = [days, half, _("bis %(day)s", day=formats.day(entry.until))]
    if entry.party_size > 1:
        words.append(party_words(entry.party_size))
    if adviser is not None:
        words.append(_("bei %(name)s", name=adviser.name))
    return words


def usual_wishes(session: Session, offer: Offer, now: datetime) -> Wishes:
    """What the empty form shows."""
    return Wishes(until=usual_day(session, offer, now))


def weekday_word(day: int) -> str:
    """Montag for 0."""
    return current_language().formats.weekday(A_MONDAY + timedelta(days=day))


def party_words(number: int) -> str:
    if number == 1:
        return _("Nur ich")
    return ngettext("%(num)s Person kommt", "%(num)s Personen kommen", number)


def _untils(usual: date, today: date, joined: date, chosen: str) -> Options:
    days = {today + timedelta(weeks=weeks) for weeks in WEEKS} | {usual, last_day(joined)}
    days |= {day for day in [day_of(chosen)] if day is not None}
    allowed = sorted(day for day in days if today <= day <= last_day(joined))
    formats = current_language().formats
    return [(day.isoformat(), _("bis %(day)s", day=formats.day(day))) for day in allowed]
