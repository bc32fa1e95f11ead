"""School holidays in NRW: a list that the house keeps itself, because no calendar here knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import DomainError, NotFound
from booking.house.models import SchoolHoliday

LONGEST_DAYS = 70  # the longest in NRW take six and a half weeks


class HolidaysOverlap(DomainError):
    """Two school holidays would share a day."""

    code = "school-holidays-overlap"

    def __init__(self, other: SchoolHoliday) -> None:
        super().__init__(f"{other.first} {other.last}")
        self.other = other


def all_school_holidays(session: Session) -> Sequence[SchoolHoliday]:
    """The whole list, the latest year last."""
    return session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.first)).all()


def school_holiday_by_id(session: Session, holiday_id: int) -> SchoolHoliday:
    """One line of the list. Raises NotFound."""
    found = session.get(SchoolHoliday, holiday_id)
    if found is None:
        raise NotFound("school holiday")
    return found


def school_days_off(session: Session, first: date, last: date) -> Mapping[date, str]:
    """The name of the school holidays for each of these days that lies in some."""
    rows = session.scalars(
        select(SchoolHoliday).where(SchoolHoliday.first <= last, SchoolHoliday.last >= first)
    )
    return {day: row.name for row in rows for day in _days(max(row.first, first), min(row.last, last))}


def add_school_holiday(session: Session, first: date, last: date, name: str) -> SchoolHoliday:
    """Add school holidays, both days included. Raises HolidaysOverlap."""
    _refuse_overlap(session, first, last, but_for=None)
    row = SchoolHoliday(first=first, last=last, name=name)
    session.add(row)
    session.flush()
    return row


def change_school_holiday(session: Session, row: SchoolHoliday, first: date, last: date, name: str) -> None:
    """Other days or another name. Raises HolidaysOverlap."""
    _refuse_overlap(session, first, last, but_for=row.id)
    row.first, row.last, row.name = first, last, name
    session.flush()


def _refuse_overlap(session: Session, first: date, last: date, *, but_for: int | None) -> None:
    statement = select(SchoolHoliday).where(SchoolHoliday.first <= last, SchoolHoliday.last >= first)
    if but_for is not None:
        statement = statement.where(SchoolHoliday.id != but_for)
    other = session.scalar(statement.order_by(SchoolHoliday.first).limit(1))
    if other is not None:
        raise HolidaysOverlap(other)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
