"""An entry of the waiting list: what somebody wishes, and what is offered to them now."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.accounts.models import Person
from booking.appointments.models import Appointment
from booking.db import Base
from booking.errors import NotAllowedNow
from booking.offers.models import Offer
from booking.scheduling.walltime import wall_day


class State(StrEnum):
    """Waiting, or somebody decides about a held offer; the others are ends."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LEFT = "left"
    ENDED = "ended"


ON_THE_LIST = (State.WAITING, State.OFFERED)


class WaitingEntry(Base):
    """Somebody waits for a time of an offer until the end of `until` (a day in Berlin).

    `weekdays` holds 0 (Monday) to 6; none means any. `half`: "", "morning" or "afternoon". Turn goes by
    `created_at`. While OFFERED, `appointment_id` is the held appointment and `answer_by` the end of its hold.
    `party_size` is how many people come together. `passed` are the starts (ISO 8601, UTC) that were offered and not
    taken: nobody is asked twice about the same time. `offers_gone` of the `offers_made` vanished before an answer.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("party_size > 0", name="somebody_comes"),
        Index("ix_waiting_entry_state_offer_id", "state", "offer_id"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    created_at: Mapped[datetime] = mapped_column()
    until: Mapped[date] = mapped_column(Date)
    weekdays: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    passed: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    half: Mapped[str] = mapped_column(String(10), default="")
    party_size: Mapped[int] = mapped_column(default=1)
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("adviser.id"), default=None)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    state: Mapped[State] = mapped_column(String(10), default=State.WAITING)
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey("appointment.id"), default=None, index=True)
    offered_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[datetime | None] = mapped_column(default=None)
    offers_made: Mapped[int] = mapped_column(default=0)
    offers_gone: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    offer: Mapped[Offer] = relationship(init=False)
    person: Mapped[Person | None] = relationship(init=False)
    appointment: Mapped[Appointment | None] = relationship(init=False)

    @property
    def is_on_the_list(self) -> bool:
        return self.state in ON_THE_LIST

    @property
    def could_have_had_one(self) -> bool:
        """Whether a time was offered that they could have taken."""
        return self.offers_made > self.offers_gone

    @property
    def last_day(self) -> date:
        """Until when we need to know them: the day of the held time, if they wait less long."""
        if self.state != State.OFFERED or self.appointment is None:
            return self.until
        return max(self.until, wall_day(self.appointment.starts_at))

    def offered(self, appointment_id: str, *, now: datetime, answer_by: datetime) -> None:
        """A time is held for them until then."""
        self._allow("offer", (State.WAITING,))
        self.state, self.appointment_id = State.OFFERED, appointment_id
        self.offered_at, self.answer_by = now, answer_by
        self.offers_made += 1

    def wait_on(self, start: datetime) -> None:
        """They said no to this time, or did not answer: they keep their turn for another one."""
        self._allow("wait_on", (State.OFFERED,))
        self.state, self.appointment_id, self.answer_by = State.WAITING, None, None
        self.passed = [*self.passed, start.isoformat()]

    def lose(self, start: datetime) -> None:
        """The held time does not exist any more; it was not theirs to take."""
        self.wait_on(start)
        self.offers_gone += 1

    def forget_passed(self, start: datetime) -> None:
        """They never heard of this time: it may be offered to them again."""
        self.passed = [each for each in self.passed if each != start.isoformat()]

    def book(self, now: datetime) -> None:
        """They took the offered time."""
        self._allow("book", (State.OFFERED,))
        self.state, self.answer_by, self.ended_at = State.BOOKED, None, now

    def leave(self, now: datetime) -> None:
        """They do not want to wait any more."""
        self._end("leave", State.LEFT, now)

    def end(self, now: datetime) -> None:
        """Their time is over, or the offer is."""
        self._end("end", State.ENDED, now)

    def _end(self, step: str, state: State, now: datetime) -> None:
        self._allow(step, ON_THE_LIST)
        self.state, self.appointment_id, self.answer_by, self.ended_at = state, None, None, now

    def _allow(self, step: str, states: tuple[State, ...]) -> None:
        if self.state not in states:
            raise NotAllowedNow(step, self.state)
