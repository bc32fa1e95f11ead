"""Who is told what on the waiting list: on it, a time is free or gone, the end; without e-mail the house calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.accounts.people import contact_of
from booking.notifications.claiming import UNFINISHED
from booking.notifications.models import Delivery, Fate
from booking.notifications.post import Post
from booking.notifications.waiting_telling import News
from booking.notifications.waiting_writing import (
    ENDED,
    GONE,
    JOINED,
    WaitingPost,
    number_key,
    was_written,
)
from booking.outbox import Happened
from booking.todos.opening import drop_todo
from booking.waiting import answering
from booking.waiting.events import (
    WaitingAnswered,
    WaitingCorrected,
    WaitingEnded,
    WaitingJoined,
    WaitingOffered,
)
from booking.waiting.links import end_of_links
from booking.waiting.models import State, WaitingEntry

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WaitingMails:
    """The reactions that write to people on the list, or have somebody call them."""

    post: Post

    def confirm(self, session: Session, happened: Happened) -> None:
        """They are on the list; no position, for nobody can promise one."""
        event = happened.event
        assert isinstance(event, WaitingJoined)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None and entry.is_on_the_list:
            self._writing.write(session, entry, happened, JOINED, valid_until=end_of_links(entry))

    def offer(self, session: Session, happened: Happened) -> None:
        """A time is free, held until the hour that the mail says; who has no e-mail is called until then."""
        event = happened.event
        assert isinstance(event, WaitingOffered)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None and entry.appointment_id == event.appointment_id:  # else answered already
            self._writing.tell_of_time(session, entry, happened)

    def drop_call(self, session: Session, happened: Happened) -> None:
        """It is answered, whoever did it: nobody needs to call any more."""
        event = happened.event
        assert isinstance(event, WaitingAnswered)
        drop_todo(session, number_key(event.entry_id, event.number), now=happened.at)

    def tell_of_loss(self, session: Session, happened: Happened) -> None:
        """The time that a mail told of went with a change of its Sprechstunde; they wait on."""
        event = happened.event
        assert isinstance(event, WaitingAnswered)
        if event.answer != answering.GONE or not was_written(session, event.entry_id, event.number):
            return
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None and entry.is_on_the_list:
            news = News(lost=event.starts_at)
            self._writing.write(session, entry, happened, GONE, valid_until=happened.at + A_DAY, news=news)

    def follow_correction(self, session: Session, happened: Happened) -> None:
        """Nothing more to the old mailbox or phone; the new one is told how it stands."""
        event = happened.event
        assert isinstance(event, WaitingCorrected)
        entry = session.get(WaitingEntry, event.entry_id)
        if not event.elsewhere or entry is None or entry.person is None or not entry.is_on_the_list:
            return
        _withdraw(session, entry.person.id)
        if entry.state != State.OFFERED:
            self._writing.write(session, entry, happened, JOINED, valid_until=end_of_links(entry))
            return
        if contact_of(entry.person, self.post.vault).email is not None:
            drop_todo(session, number_key(entry.id, entry.offers_made), now=happened.at)
        self._writing.tell_of_time(session, entry, happened)

    def tell_of_end(self, session: Session, happened: Happened) -> None:
        """They are not on the list any more; says why, and when their data goes."""
        event = happened.event
        assert isinstance(event, WaitingEnded)
        entry = session.get(WaitingEntry, event.entry_id)
        if entry is not None:
            news = News(why=event.why, could_have_had_one=entry.could_have_had_one)
            self._writing.write(session, entry, happened, ENDED, valid_until=happened.at + A_DAY, news=news)

    @property
    def _writing(self) -> WaitingPost:
        return WaitingPost(self.post)


def _withdraw(session: Session, person_id: str) -> None:
    """Call outdated what is not sent yet."""
    unsent = select(Delivery).where(Delivery.person_id == person_id, Delivery.fate.in_(UNFINISHED))
    for delivery in session.scalars(unsent.order_by(Delivery.id).with_for_update()).all():
        delivery.fate = Fate.OUTDATED
        delivery.sealed = delivery.lease = delivery.lease_until = None
    session.flush()
