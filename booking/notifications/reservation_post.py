"""Writing to everybody who reads about a reservation: one mail for people, and for each further UID a short one.

A mail carries one calendar object (RFC 6047 2.4), and each series has a UID of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.house.settings import facts_of
from booking.i18n import SOURCE, language
from booking.notifications.models import Delivery
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.reservation_calendars import SeriesInvitation, invitations
from booking.notifications.reservation_readers import Reader, readers
from booking.notifications.reservation_telling import News, about
from booking.notifications.series_calendars import Sheet
from booking.reservations.models import IN_THE_CALENDAR, Reservation, Series

MADE: Final = "reservation_made"
REQUESTED: Final = "reservation_requested"
ANSWERED: Final = "reservation_answered"
EXPIRED: Final = "reservation_expired"
CHANGED: Final = "reservation_changed"
CANCELLED: Final = "reservation_cancelled"
CALENDAR: Final = "reservation_calendar"
RESERVATION_MAILS: Final = (MADE, REQUESTED, ANSWERED, EXPIRED, CHANGED, CANCELLED, CALENDAR)
INVITING: Final = frozenset({MADE, ANSWERED, CHANGED})
AT_LEAST: Final = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """What there is to tell of one reservation; `key` names the event, so that it is told once.

    `touched` are the series whose calendar entry is another one now, the most important first.
    """

    key: str
    reservation: Reservation
    news: News
    touched: Sequence[Series]


def write(session: Session, post: Post, bulletin: Bulletin, *, only_to: int | None = None) -> None:
    """Plan the mails to everybody who reads about the reservation, or to this account among them."""
    for reader in readers(session, bulletin.reservation):
        if only_to is not None and reader.account_id != only_to:
            continue
        for mail in _mails(session, post, bulletin, reader):
            if not is_planned(session, mail.dedup_key):
                post.plan(session, mail)


def _mails(session: Session, post: Post, bulletin: Bulletin, reader: Reader) -> list[Mail]:
    """The mail for people with the first calendar object, and a companion for each further one."""
    reservation, news = bulletin.reservation, bulletin.news
    reads = f"account:{reader.account_id}"
    order_key = f"reservation:{reservation.id}|{reads}"
    told = _told(session, order_key)
    known = not told.isdisjoint(INVITING)
    withdrawn = news.kind == CANCELLED and REQUESTED in told and not known
    tells = about(reservation, news, made_it=reader.made_it, withdrawn=withdrawn)
    objects = _objects(session, post, bulletin, reader, known=known)
    main = Mail(
        kind=news.kind,
        dedup_key=f"{bulletin.key}|{news.kind}|{reads}",
        order_key=order_key,
        recipient=reader.mailbox,
        language=language(SOURCE),
        about=replace(tells, has_calendar=bool(objects)),
        at=news.at,
        valid_until=_valid_until(reservation, news.at),
        invitation=objects[0].invitation if objects else None,
    )
    companions = [
        replace(
            main,
            kind=CALENDAR,
            dedup_key=f"{bulletin.key}|{CALENDAR}|{each.series_id}|{reads}",
            invitation=each.invitation,
        )
        for each in objects[1:]
    ]
    return [main, *companions]


def _told(session: Session, order_key: str) -> set[str]:
    """The kinds of mails about this reservation that this mailbox got; they are kept as long as it lasts."""
    return set(session.scalars(select(Delivery.kind).where(Delivery.order_key == order_key).distinct()))


def _objects(
    session: Session, post: Post, bulletin: Bulletin, reader: Reader, *, known: bool
) -> list[SeriesInvitation]:
    if reader.mailbox is None:
        return []
    sheet = Sheet(
        house=facts_of(session).line,
        organizer=post.sender(session),
        attendee=reader.mailbox,
        stamp=bulletin.news.at,
    )
    return invitations(bulletin.reservation, bulletin.touched, sheet, known=known)


def _valid_until(reservation: Reservation, at: datetime) -> datetime:
    """The end of the last date, and never sooner than some days from now."""
    dates = [each.ends_at for each in reservation.occurrences if each.status in IN_THE_CALENDAR]
    return max([at + AT_LEAST, *dates])
