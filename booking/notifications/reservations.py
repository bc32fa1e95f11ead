"""What providers are told of their reservations: one mail per change, however many dates it concerns (M17-M19).

A mail tells the reservation as it stands when its event is dispatched, a moment after the change. When two
changes wait together, both mails show the result of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.events import (
    ReservationCancelled,
    ReservationChanged,
    ReservationDecided,
    ReservationExpired,
    ReservationMade,
    ReservationRequested,
)
from booking.notifications import reservation_post as kinds
from booking.notifications.absence_readers import told_with_absence
from booking.notifications.post import Post
from booking.notifications.reservation_post import Bulletin, write
from booking.notifications.reservation_telling import News
from booking.notifications.reservation_words import Changes
from booking.outbox import Happened
from booking.reservations.finding import by_id
from booking.reservations.models import IN_THE_CALENDAR, Reservation, Series


@dataclass(frozen=True)
class ReservationMails:
    """The reactions that write to providers about their reservations."""

    post: Post

    def confirm(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, ReservationMade)
        reservation = _found(session, event.reservation_id)
        if reservation is not None and _is_in_the_calendar(reservation):
            news = News(kind=kinds.MADE, at=happened.at)
            self._tell(session, happened, reservation, news, reservation.series[:1])

    def acknowledge(self, session: Session, happened: Happened) -> None:
        """The request arrived; until it is answered it is in nobody's calendar."""
        event = happened.event
        assert isinstance(event, ReservationRequested)
        reservation = _found(session, event.reservation_id)
        if reservation is not None:
            self._tell(session, happened, reservation, News(kind=kinds.REQUESTED, at=happened.at))

    def tell_of_decision(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, ReservationDecided)
        reservation = _found(session, event.reservation_id)
        if reservation is not None:
            news = News(
                kind=kinds.ANSWERED, at=happened.at, confirmed=event.confirmed, declined=event.declined
            )
            said_yes = reservation.series if event.confirmed else ()
            self._tell(session, happened, reservation, news, said_yes)

    def tell_of_expiry(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, ReservationExpired)
        reservation = _found(session, event.reservation_id)
        if reservation is not None:
            self._tell(session, happened, reservation, News(kind=kinds.EXPIRED, at=happened.at))

    def tell_of_change(self, session: Session, happened: Happened) -> None:
        """Where nothing is left of the reservation by now, the mail of a later event says so.

        Who reads the note about an absence that caused it finds it there (absence_notes).
        """
        event = happened.event
        assert isinstance(event, ReservationChanged)
        bulletin = bulletin_of_change(session, event, key=str(happened.id), at=happened.at)
        if bulletin is not None:
            write(session, self.post, bulletin, but_for=told_with_absence(session))

    def tell_of_cancellation(self, session: Session, happened: Happened) -> None:
        event = happened.event
        assert isinstance(event, ReservationCancelled)
        reservation = _found(session, event.reservation_id)
        if reservation is not None:
            ended = [series for series in reservation.series if series.id in event.series_ids]
            news = News(kind=kinds.CANCELLED, at=happened.at, by_house=event.by_house)
            self._tell(session, happened, reservation, news, ended)

    def _tell(
        self,
        session: Session,
        happened: Happened,
        reservation: Reservation,
        news: News,
        touched: Sequence[Series] = (),
    ) -> None:
        bulletin = Bulletin(key=str(happened.id), reservation=reservation, news=news, touched=touched)
        write(session, self.post, bulletin)


def bulletin_of_change(
    session: Session, event: ReservationChanged, *, key: str, at: datetime
) -> Bulletin | None:
    """What there is to tell of the change; None where the mail of a later event says what is left."""
    reservation = _found(session, event.reservation_id)
    if reservation is None or not _is_in_the_calendar(reservation):
        return None
    news = News(kind=kinds.CHANGED, at=at, changes=Changes(event), by_house=event.by_house)
    touched: Sequence[Series] = _touched(reservation, event)
    if reservation.decide_by is not None:
        news, touched = replace(news, kind=kinds.REQUESTED), ()
    elif not _is_coming(reservation, at):
        news = replace(news, kind=kinds.CANCELLED)
    return Bulletin(key=key, reservation=reservation, news=news, touched=touched)


def _found(session: Session, reservation_id: str) -> Reservation | None:
    try:
        return by_id(session, reservation_id)
    except NotFound:
        return None


def _is_in_the_calendar(reservation: Reservation) -> bool:
    return any(each.status in IN_THE_CALENDAR for each in reservation.occurrences)


def _is_coming(reservation: Reservation, at: datetime) -> bool:
    return any(each.status in IN_THE_CALENDAR and not each.is_past(at) for each in reservation.occurrences)


def _touched(reservation: Reservation, event: ReservationChanged) -> list[Series]:
    """The series whose calendar entry is another one now, the one that ends earlier last."""
    touched = [each for each in reservation.series if each.id in event.series_ids]
    shortened = [each for each in reservation.series if each.id in event.split_from and each not in touched]
    return [*touched, *shortened]
