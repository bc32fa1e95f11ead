"""Sprechstunden as the arithmetic of slots sees them: windows with their seats, their room and their terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from booking.appointments.lengths import slots_in_a_row
from booking.appointments.models import Channel, ConsultationHours
from booking.appointments.terms import Terms, terms_of
from booking.house.models import Room
from booking.house.outages import Outage
from booking.house.rooms import suits
from booking.offers.models import Offer
from booking.scheduling.intervals import Interval
from booking.scheduling.slots import Window


def windows_of(
    offer: Offer,
    all_hours: Sequence[ConsultationHours],
    rooms: Mapping[int, Room],
    seats: Mapping[int | None, Iterable[int]],
    *,
    needs: Sequence[str],
    party: int,
    within: Interval,
    asked: datetime,
    outages: Sequence[Outage] = (),
) -> list[Window]:
    """The Sprechstunden of which a slot may start `within`, for somebody who `asked` then.

    `seats` are the resources of an adviser's seats, the first one first, by the adviser's own resource.
    Where the room of one does not suit the needs, or an outage bars it, each slot takes a room of its own.
    """
    spans: dict[Terms, Interval | None] = {}
    windows = []
    for hours in all_hours:
        terms = terms_of(hours, offer)
        if terms not in spans:
            span = terms.bookable(asked)
            spans[terms] = span.common(within) if span else None
        bookable = spans[terms]
        if bookable is not None:
            own = rooms.get(hours.room_id or 0)
            fits = own is not None and suits(own, confidential=False, needs=needs, party=party)
            barred = own is not None and _is_barred(hours, own, needs, outages)
            room = own if fits and not barred else None
            own_seats = tuple(seats[hours.adviser.resource_id])[: hours.seats]
            window = _window(hours, terms, bookable, own_seats, room)
            windows.append(replace(window, in_a_row=slots_in_a_row(needs)))
    return windows


def _is_barred(hours: ConsultationHours, room: Room, needs: Sequence[str], outages: Sequence[Outage]) -> bool:
    time = Interval(hours.starts_at, hours.ends_at)
    return any(each.interval.overlaps(time) and each.bars(room, needs) for each in outages)


def _window(
    hours: ConsultationHours, terms: Terms, bookable: Interval, seats: tuple[int, ...], room: Room | None
) -> Window:
    return Window(
        id=hours.id,
        adviser=hours.adviser_id,
        interval=Interval(hours.starts_at, hours.ends_at),
        seats=seats,
        room=room.id if room is not None else None,
        needs_room=hours.channel == Channel.ON_SITE and room is None,
        grid=terms.grid,
        bookable=bookable,
        daily_cap=terms.daily_cap,
    )
