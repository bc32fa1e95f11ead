"""What a subscription contains, neutral for every class: reservations as series, an adviser's appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.accounts.access import within_tenant
from booking.appointments.models import TAKES_PLACE, Appointment, Channel
from booking.house.settings import facts_of
from booking.i18n import SOURCE, language
from booking.ical.entry import CalendarEntry, Mailbox
from booking.ical.feed import feed as written
from booking.notifications.envelopes import mailbox
from booking.notifications.feeds import Feed, FeedKind
from booking.notifications.series_calendars import Entry, Sheet, date_entry, location_of, series_entry
from booking.offers.models import Adviser
from booking.reservations.models import IN_THE_CALENDAR, Occurrence, OccurrenceStatus, Reservation, Series
from booking.reservations.plan import share
from booking.scheduling.intervals import Interval

BEFORE = timedelta(days=90)
AFTER = timedelta(days=400)
GERMAN = language(SOURCE)
_ = GERMAN.gettext


@dataclass(frozen=True)
class Publisher:
    """What every calendar needs besides its dates: the house's mailbox and address, and the host name for UIDs."""

    organizer: Mailbox
    house: str
    domain: str


def publisher_of(session: Session, *, sender: str, domain: str) -> Publisher:
    """The house as it is called now."""
    house = facts_of(session)
    return Publisher(mailbox(house.name, sender), house.line, domain)


def calendar_of(session: Session, feed: Feed, publisher: Publisher, *, now: datetime) -> bytes:
    """The calendar of a subscription, from ninety days ago to four hundred days ahead.

    The same bytes until something in it changes. A series is told whole as long as one of its dates lies in
    this time; in a room's calendar, a date of a series that sits elsewhere stands by itself.
    """
    within = Interval(now - BEFORE, now + AFTER)
    entries: list[Entry] = []
    for reservation in _reservations(session, feed, within, now):
        for series in reservation.series:
            entries += _entries(feed, publisher, series, _shown(feed, reservation, series), within)
    entries += [_appointment_entry(publisher, each) for each in _appointments(session, feed, within)]
    return written(entries, name=_name(feed))


def _reservations(session: Session, feed: Feed, within: Interval, now: datetime) -> Sequence[Reservation]:
    """Those with a date in this time that belongs into the feed; requests whose deadline passed are not."""
    near = select(Occurrence.reservation_id).where(
        Occurrence.starts_at >= within.start,
        Occurrence.starts_at < within.end,
        Occurrence.status.in_(IN_THE_CALENDAR),
    )
    statement = (
        select(Reservation)
        .where(Reservation.id.in_(near))
        .where((Reservation.decide_by.is_(None)) | (Reservation.decide_by > now))
        .options(selectinload(Reservation.series), selectinload(Reservation.occurrences))
        .order_by(Reservation.id)
    )
    if feed.kind == FeedKind.OWN:
        statement = statement.where(Reservation.account_id == feed.actor.account_id)
    if feed.kind in (FeedKind.OWN, FeedKind.PROVIDER):
        statement = statement.where(Reservation.provider_id == feed.actor.provider_id)
    return session.scalars(statement).all()


def _shown(feed: Feed, reservation: Reservation, series: Series) -> list[Occurrence]:
    """The dates of the series that are in the calendar; in a room's feed those that take the room."""
    return [
        each
        for each in reservation.occurrences
        if each.series_id == series.id
        and each.status in IN_THE_CALENDAR
        and (feed.room is None or share(feed.room, each.room))
    ]


def _entries(
    feed: Feed, publisher: Publisher, series: Series, dates: Sequence[Occurrence], within: Interval
) -> Iterator[Entry]:
    near = [each for each in dates if within.includes(each.starts_at)]
    if not near:
        return
    sheet = Sheet(
        house=publisher.house,
        organizer=publisher.organizer,
        attendee=None,
        stamp=series.reservation.changed_at,
    )
    if feed.room is not None and not share(feed.room, series.room):
        for date in near:
            uid = f"{date.id}@{publisher.domain}"
            yield date_entry(date, uid, summary=_summary(feed, date), sheet=sheet)
        return
    entry = series_entry(
        series,
        dates,
        summary_of=lambda date: _summary(feed, date),
        sheet=sheet,
    )
    if entry is not None:
        yield entry


def _summary(feed: Feed, date: Occurrence) -> str:
    """The public title; a reservation's own title stays in the house."""
    own = feed.kind in (FeedKind.OWN, FeedKind.PROVIDER)
    told = date.public_title if feed.shows_titles else None
    summary = told or (_("Reservierung") if own else _("Raum belegt"))
    pending = date.status == OccurrenceStatus.PENDING
    return _("%(summary)s (angefragt)", summary=summary) if pending else summary


def _appointments(session: Session, feed: Feed, within: Interval) -> Sequence[Appointment]:
    """The adviser's own, or all of the provider's, without those called off."""
    if feed.kind not in (FeedKind.OWN, FeedKind.PROVIDER):
        return []
    statement = (
        select(Appointment)
        .where(Appointment.starts_at >= within.start, Appointment.starts_at < within.end)
        .where(Appointment.status.in_(TAKES_PLACE))
        .options(joinedload(Appointment.room))
    )
    if feed.kind == FeedKind.OWN:
        own = select(Adviser.id).where(Adviser.account_id == feed.actor.account_id)
        statement = statement.where(Appointment.adviser_id.in_(own))
    return session.scalars(within_tenant(statement, Appointment, feed.actor)).all()


def _appointment_entry(publisher: Publisher, appointment: Appointment) -> CalendarEntry:
    """Time and place under the resident's UID; nobody's name, and no word of what it is about."""
    stamp = appointment.booked_at or appointment.created_at
    return CalendarEntry(
        uid=appointment.uid,
        sequence=appointment.sequence,
        interval=(appointment.starts_at, appointment.ends_at),
        summary=_("Termin im Quartiersbüro"),
        location=_place(publisher, appointment),
        organizer=publisher.organizer,
        attendee=None,
        stamp=stamp,
        status="CONFIRMED" if appointment.asleep_by is None else "TENTATIVE",
        last_modified=stamp,
    )


def _place(publisher: Publisher, appointment: Appointment) -> str:
    """Where the adviser has to be."""
    elsewhere = {Channel.PHONE: _("Telefon"), Channel.HOME_VISIT: _("Hausbesuch")}
    house = location_of(appointment.room, publisher.house) if appointment.room else publisher.house
    return elsewhere.get(Channel(appointment.channel), house)


def _name(feed: Feed) -> str:
    if feed.room is not None:
        return _("Quartiersbüro: %(room)s", room=feed.room.name)
    names = {
        FeedKind.OWN: _("Meine Termine im Quartiersbüro"),
        FeedKind.PROVIDER: _("Unsere Termine im Quartiersbüro"),
    }
    return names.get(feed.kind, _("Quartiersbüro: alle Räume"))
