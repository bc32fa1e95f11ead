"""Two groups ask for the hall, so that the house has something to decide."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from booking.demo.town import Town
from booking.reservations.reserving import preview, reserve
from booking.reservations.setting_up import Key
from booking.reservations.wishes import When, Wish
from booking.runtime import Desk
from booking.scheduling.recurrence import Frequency, Rule

SATURDAY, THURSDAY = 5, 3
SOON, LATER = timedelta(days=8), timedelta(days=15)
WEEKS = 8


def ask_for_the_hall(session: Session, desk: Desk, town: Town) -> None:
    """A choir evening in the whole hall, and a sewing circle every two weeks in a part of it."""
    saturday = _next(town.first + SOON, SATURDAY)
    evenings = (_choir(town, saturday + timedelta(weeks=week)) for week in range(WEEKS))
    choir = next(each for each in evenings if preview(session, each, now=desk.now)[0].is_free)
    sewing = Wish(
        provider_id=town.providers["diakonie"].id,
        title="Nähkreis",
        public_title="Nähkreis",
        room=town.rooms["saal-a"],
        people=12,
        seating="table",
        key=Key.BOX,
        when=When(
            first_day=_next(town.first + LATER, THURSDAY),
            at=time(14),
            minutes=120,
            rule=Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(THURSDAY,), count=6),
        ),
    )
    reserve(session, desk, choir, as_request=True)
    reserve(session, desk, sewing, account_id=town.accounts["Lea Leitfaden"], as_request=True)


def _choir(town: Town, day: date) -> Wish:
    return Wish(
        provider_id=town.providers["nachbarschaft"].id,
        title="Offenes Singen",
        public_title="Offenes Singen",
        room=town.rooms["saal"],
        people=60,
        setup_minutes=30,
        cleanup_minutes=30,
        seating="rows",
        key=Key.CARETAKER,
        when=When(first_day=day, at=time(18), minutes=120),
    )


def _next(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
