"""The reaction to somebody who wants a mail sent again: it is written anew, as things stand now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.appointments.models import Appointment
from booking.disruptions.answering import open_replacement
from booking.notifications import again, confirming, reservation_post, waiting_writing
from booking.notifications.about import id_in, reader_of
from booking.notifications.again import NotAgain
from booking.notifications.confirming import Questions
from booking.notifications.disrupted import offered
from booking.notifications.events import MailAskedAgain
from booking.notifications.models import Delivery
from booking.notifications.post import Post
from booking.notifications.reservation_post import Bulletin
from booking.notifications.reservation_telling import News as ReservationNews
from booking.notifications.residents import HOUSE_TEAM, STILL_OF_USE, ResidentMails
from booking.notifications.telling import News, Standing
from booking.notifications.todos import TodoMails
from booking.notifications.waiting_telling import NO_NEWS
from booking.notifications.waiting_writing import WaitingPost
from booking.outbox import Happened
from booking.reservations import finding
from booking.todos.models import Todo
from booking.waiting.links import end_of_links
from booking.waiting.models import WaitingEntry


@dataclass(frozen=True)
class Renewals:
    """The reaction that writes again."""

    post: Post

    def follow(self, session: Session, happened: Happened) -> None:
        """A mail of its own for each wish; none when nothing can be sent any more by now."""
        event = happened.event
        assert isinstance(event, MailAskedAgain)
        delivery = session.get(Delivery, event.delivery_id)
        if delivery is None:
            return
        try:
            renewal = again.renewal(session, self.post.vault, delivery, now=happened.at)
        except NotAgain:
            return
        if delivery.kind in again.ABOUT_AN_APPOINTMENT:
            self._about_appointment(session, happened, renewal.kind, delivery)
        elif again.is_about_reservation(delivery):
            self._about_reservation(session, happened, renewal.kind, delivery)
        elif delivery.kind in again.ABOUT_THE_LIST:
            self._about_entry(session, happened, renewal.kind)
        else:
            todo = session.get_one(Todo, id_in(event.thing, "todo"))
            TodoMails(self.post).write(session, todo, renewal.kind, key=str(happened.id), now=happened.at)

    def _about_appointment(self, session: Session, happened: Happened, kind: str, delivery: Delivery) -> None:
        appointment = session.get_one(Appointment, delivery.appointment_id)
        mails, key, now = ResidentMails(self.post), f"{happened.id}|{kind}", happened.at
        if kind == again.CANCELLED:
            mails.write(session, appointment, _cancelled(appointment, key=key, now=now))
        elif kind == confirming.KIND and appointment.hold_expires_at is not None:
            ends = appointment.hold_expires_at
            Questions(self.post).write(session, appointment, ends, key=str(happened.id), now=now)
        elif kind == again.UNSETTLED:
            mails.write(session, appointment, _unsettled(session, appointment, key=key, now=now))
        else:
            mails.confirm_again(session, appointment, key=key, now=now)

    def _about_reservation(self, session: Session, happened: Happened, kind: str, delivery: Delivery) -> None:
        """With all its series: whoever had lost an earlier mail has the whole calendar again."""
        event, account = happened.event, reader_of(session, delivery)
        assert isinstance(event, MailAskedAgain)
        reservation = finding.by_id(session, id_in(event.thing, "reservation") or "")
        touched = () if kind == reservation_post.REQUESTED else reservation.series
        news = ReservationNews(kind=kind, at=happened.at)
        bulletin = Bulletin(key=str(happened.id), reservation=reservation, news=news, touched=touched)
        reservation_post.write(session, self.post, bulletin, only_to=account.id if account else 0)

    def _about_entry(self, session: Session, happened: Happened, kind: str) -> None:
        event = happened.event
        assert isinstance(event, MailAskedAgain)
        entry, writing = session.get_one(WaitingEntry, id_in(event.thing, "entry")), WaitingPost(self.post)
        if kind == waiting_writing.OFFER:
            writing.tell_of_time(session, entry, happened)
            return
        until = end_of_links(entry)
        writing.write(session, entry, happened, waiting_writing.JOINED, valid_until=until, news=NO_NEWS)


def _cancelled(appointment: Appointment, *, key: str, now: datetime) -> News:
    """The cancellation once more, as it was told: the same UID and sequence."""
    standing = Standing.now(appointment)
    return News(
        kind=again.CANCELLED,
        key=key,
        at=now,
        standing=standing,
        valid_until=max(standing.ends_at, now + STILL_OF_USE),
        method="CANCEL",
        by_house=appointment.cancelled_by == HOUSE_TEAM,
    )


def _unsettled(session: Session, appointment: Appointment, *, key: str, now: datetime) -> News:
    """The times that are held instead, once more; they are held no longer than before."""
    offer = open_replacement(session, appointment)
    assert offer is not None  # again.renewal looked
    return News(
        kind=again.UNSETTLED,
        key=key,
        at=now,
        standing=Standing.now(appointment),
        valid_until=offer.answer_by,
        method="REQUEST",
        disruption=offered(session, offer, now=now),
    )
