"""What somebody asks for when they look for a time, and the Sprechstunden that can give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from booking.appointments.lengths import is_as_long_as
from booking.appointments.models import Appointment, Channel, ConsultationHours, HoursMode
from booking.house.models import Room
from booking.house.rooms import STEP_FREE, suits
from booking.offers.models import Adviser, Offer
from booking.scheduling.intervals import Interval


@dataclass(frozen=True)
class Only:
    """What a time has to have besides: a channel, an adviser's language, a door without steps."""

    channel: Channel | None = None
    language: str = ""
    step_free: bool = False

    @property
    def kept(self) -> dict[str, Any] | None:
        """As an appointment keeps it (`only_of` reads it again); None when anything suits."""
        return kept_of(self, party=1)


ANYTHING = Only()
CALLED = (Channel.PHONE, Channel.HOME_VISIT)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: an offer, perhaps one adviser, perhaps support needs.

    Needs choose the room and the length. `party` is how many residents come together. `moving` is an appointment
    whose own time does not count as taken. `since` is when somebody asked for this time first: the notice counts
    from then. Whoever has no number (`has_number`) cannot be called for a talk, nor before a visit at home.
    """

    offer: Offer
    adviser_id: int | None = None
    needs: tuple[str, ...] = ()
    moving: Appointment | None = None
    since: datetime | None = None
    party: int = 1
    only: Only = ANYTHING
    has_number: bool = True

    @property
    def room_needs(self) -> tuple[str, ...]:
        """What the room has to have."""
        return (*self.needs, STEP_FREE) if self.only.step_free else self.needs

    @property
    def kept(self) -> dict[str, Any] | None:
        """What an appointment keeps of it in its `filters`: `only_of` and `party_of` read it again."""
        return kept_of(self.only, party=self.party)

    @property
    def is_choosy(self) -> bool:
        """Whether the room of a Sprechstunde may not be good enough."""
        return bool(self.room_needs) or self.party > 1


def kept_of(only: Only, *, party: int) -> dict[str, Any] | None:
    """What an appointment keeps of its wish; None when anything suits and one person comes."""
    if only == ANYTHING and party == 1:
        return None
    return asdict(only) if party == 1 else {**asdict(only), "party": party}


def languages_of(adviser: Adviser, offer: Offer) -> list[str]:
    """In which languages the adviser gives the offer."""
    return [code for code in re.split(r"[,\s]+", adviser.languages or offer.languages) if code]


def grants(appointment: Appointment, wish: Wish) -> bool:
    """Whether the appointment is with whom, how and where it is wished; its time and length are not looked at."""
    room, only = appointment.room, wish.only
    return (
        wish.adviser_id in (None, appointment.adviser_id)
        and only.channel in (None, appointment.channel)
        and (not only.language or only.language in languages_of(appointment.adviser, wish.offer))
        and (room is None or suits(room, confidential=False, needs=wish.room_needs, party=wish.party))
    )


def serves(appointment: Appointment, wish: Wish) -> bool:
    """Whether the appointment `grants` the wish and is as long as its needs ask for."""
    return grants(appointment, wish) and is_as_long_as(appointment, wish.needs)


def only_of(appointment: Appointment) -> Only:
    """The filters under which its time was chosen."""
    kept = appointment.filters
    if kept is None:
        return ANYTHING
    channel = kept["channel"]
    return Only(Channel(channel) if channel else None, kept["language"], kept["step_free"])


def party_of(appointment: Appointment) -> int:
    """How many come together: whoever was on the waiting list said so."""
    return int((appointment.filters or {}).get("party", 1))


def wish_behind(appointment: Appointment, needs: tuple[str, ...]) -> Wish:
    """The wish that an appointment came from: its adviser if just that one was wished, its filters, how many come."""
    return Wish(
        appointment.offer,
        adviser_id=appointment.adviser_id if appointment.adviser_wish else None,
        needs=needs,
        party=party_of(appointment),
        only=only_of(appointment),
    )


def open_hours_for(
    session: Session, wish: Wish, within: Interval, *, with_rooms: bool = False
) -> Sequence[ConsultationHours]:
    """The bookable Sprechstunden that touch `within` and suit the wish, as the database has them now; one query."""
    statement = _open_hours(
        of_one=wish.adviser_id is not None,
        one_channel=wish.only.channel is not None,
        without_calls=not wish.has_number,
        retired_too=wish.moving is not None,
        with_rooms=with_rooms,
    )
    values = {
        "offer": wish.offer.id,
        "from": within.start,
        "until": within.end,
        "adviser": wish.adviser_id,
        "channel": wish.only.channel,
    }
    found = session.scalars(statement, values).unique().all()
    spoken = wish.only.language
    return [each for each in found if not spoken or spoken in languages_of(each.adviser, wish.offer)]


@lru_cache
def _open_hours(
    *, of_one: bool, one_channel: bool, without_calls: bool, retired_too: bool, with_rooms: bool
) -> Select[ConsultationHours]:
    """The question, made once. What was booked or promised stays movable; nothing new begins in a retired offer."""
    statement = (
        select(ConsultationHours)
        .where(ConsultationHours.offer_id == bindparam("offer"))
        .where(
            ConsultationHours.starts_at < bindparam("until"), ConsultationHours.ends_at > bindparam("from")
        )
        .where(ConsultationHours.mode.in_([HoursMode.BOOKABLE, HoursMode.BOTH]))
        .where(ConsultationHours.closed_at.is_(None), ConsultationHours.asleep_by.is_(None))
        .options(joinedload(ConsultationHours.adviser))
        .order_by(ConsultationHours.starts_at)
        .execution_options(populate_existing=True)
    )
    if with_rooms:
        statement = statement.options(joinedload(ConsultationHours.room).joinedload(Room.parts))
    if not retired_too:
        statement = statement.join(ConsultationHours.offer).where(Offer.retired_at.is_(None))
    if of_one:
        statement = statement.where(ConsultationHours.adviser_id == bindparam("adviser"))
    if one_channel:
        statement = statement.where(ConsultationHours.channel == bindparam("channel"))
    if without_calls:
        statement = statement.where(ConsultationHours.channel.not_in(CALLED))
    return statement
