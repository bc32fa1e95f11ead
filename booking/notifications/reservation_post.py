"""Writing to everybody who reads about a reservation: one mail for people, and for each further UID a short one.

A mail carries one calendar object (RFC 6047 2.4), and each series has a UID of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.house.settings import facts_of
from booking.i18n import SOURCE, language
from booking.notifications.absence_readers import ABSENCE_RECORDED
from booking.notifications.models import Delivery
from booking.notifications.post import Mail, Post, is_planned
from booking.notifications.reservation_calendars import SeriesInvitation, invitations
from booking.notifications.reservation_readers import Reader, readers
from booking.notifications.reservation_telling import AboutReservation, News, about
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
INVITING: Final = frozenset({MADE, ANSWERED, CHANGED, CALENDAR, ABSENCE_RECORDED})
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


def write(
    session: Session,
    post: Post,
    bulletin: Bulletin,
    *,
    only_to: int | None = None,
    but_for: Collection[int] = (),
) -> None:
    """Plan the mails to everybody who reads about the reservation, or to this account among them.

    Those in `but_for` are told otherwise.
    """
    for reader in readers(session, bulletin.reservation):
        if reader.account_id in but_for or only_to not in (None, reader.account_id):
            continue
        for mail in _mails(session, post, bulletin, reader):
            if not is_planned(session, mail.dedup_key):
                post.plan(session, mail)


def calendar_mails(session: Session, post: Post, bulletin: Bulletin, account_id: int) -> list[Mail]:
    """Only what this account's calendar has to know, an object in each, for who reads the news in another mail."""
    mine = [each for each in readers(session, bulletin.reservation) if each.account_id == account_id]
    return [
        _companion(bulletin, _main(session, bulletin, reader, known=known), each)
        for reader in mine
        for known in [_knows(session, _order_key(bulletin, reader))]
        for each in _objects(session, post, bulletin, reader, known=known)
    ]


def _knows(session: Session, order_key: str) -> bool:
    """Whether this mailbox has the reservation in its calendar."""
    return not _told(session, order_key).isdisjoint(INVITING)


def _mails(session: Session, post: Post, bulletin: Bulletin, reader: Reader) -> list[Mail]:
    """The mail for people with the first calendar object, and a companion for each further one."""
    known = _knows(session, _order_key(bulletin, reader))
    main = _main(session, bulletin, reader, known=known)
    objects = _objects(session, post, bulletin, reader, known=known)
    if not objects:
        return [main]
    assert isinstance(main.about, AboutReservation)
    first = replace(main, about=replace(main.about, has_calendar=True), invitation=objects[0].invitation)
    return [first, *(_companion(bulletin, first, each) for each in objects[1:])]


def _main(session: Session, bulletin: Bulletin, reader: Reader, *, known: bool) -> Mail:
    """The mail for people, without a calendar object."""
    reservation, news, order_key = bulletin.reservation, bulletin.news, _order_key(bulletin, reader)
    withdrawn = news.kind == CANCELLED and not known and REQUESTED in _told(session, order_key)
    return Mail(
        kind=news.kind,
        dedup_key=f"{bulletin.key}|{news.kind}|account:{reader.account_id}",
        order_key=order_key,
        recipient=reader.mailbox,
        language=language(SOURCE),
        about=about(reservation, news, made_it=reader.made_it, withdrawn=withdrawn),
        at=news.at,
        valid_until=_valid_until(reservation, news.at),
    )


def _companion(bulletin: Bulletin, main: Mail, each: SeriesInvitation) -> Mail:
    """A short mail that brings one more calendar object."""
    reads = main.order_key.rpartition("|")[2]
    return replace(
        main,
        kind=CALENDAR,
        dedup_key=f"{bulletin.key}|{CALENDAR}|{each.series_id}|{reads}",
        invitation=each.invitation,
    )


def _order_key(bulletin: Bulletin, reader: Reader) -> str:
    return f"reservation:{bulletin.reservation.id}|account:{reader.account_id}"


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
