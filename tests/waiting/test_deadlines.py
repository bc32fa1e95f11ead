"""Until when somebody may answer: by channel and nearness, at hours when people are awake, over the clock change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from booking.scheduling.walltime import at_wall
from booking.waiting.deadlines import by_mail, by_phone

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, day) for day in (23, 24, 25, 27))
NO_NOTICE = timedelta(0)
HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "start", "answer_by"),
    [
        # Far away: a day, to the full hour.
        (at_wall(MONDAY, 9), at_wall(FRIDAY, 9), at_wall(TUESDAY, 9)),
        (at_wall(MONDAY, 9, 20), at_wall(FRIDAY, 9), at_wall(TUESDAY, 10)),
        # Within two days: two hours.
        (at_wall(MONDAY, 9), at_wall(WEDNESDAY, 9), at_wall(MONDAY, 11)),
        (at_wall(MONDAY, 9, 1), at_wall(TUESDAY, 9), at_wall(MONDAY, 12)),
        # Never at night: eight in the evening still, then ten in the morning.
        (at_wall(MONDAY, 18), at_wall(TUESDAY, 12), at_wall(MONDAY, 20)),
        (at_wall(MONDAY, 18, 1), at_wall(TUESDAY, 12), at_wall(TUESDAY, 10)),
        (at_wall(MONDAY, 21), at_wall(FRIDAY, 9), at_wall(WEDNESDAY, 10)),
        (at_wall(TUESDAY, 2), at_wall(TUESDAY, 12), at_wall(TUESDAY, 10)),
        (at_wall(MONDAY, 22, 30), at_wall(TUESDAY, 12), at_wall(TUESDAY, 10)),
        # Too soon: nobody could answer before it starts.
        (at_wall(MONDAY, 18, 1), at_wall(TUESDAY, 9, 30), None),
        (at_wall(MONDAY, 9), at_wall(MONDAY, 10, 30), None),
    ],
)
def test_a_mail(now: datetime, start: datetime, answer_by: datetime | None) -> None:
    assert by_mail(now, start, NO_NOTICE) == answer_by


def test_the_notice_of_the_offer_comes_after_the_answer() -> None:
    now, start = at_wall(MONDAY, 9), at_wall(TUESDAY, 9)
    assert by_mail(now, start, 22 * HOURS) == at_wall(MONDAY, 11)
    assert by_mail(now, start, 23 * HOURS) is None
    assert by_mail(now, at_wall(FRIDAY, 9), 90 * HOURS) == at_wall(MONDAY, 11)


def test_a_day_over_the_change_of_the_clocks_ends_at_a_full_hour_of_the_wall() -> None:
    saturday, sunday = date(2027, 3, 27), date(2027, 3, 28)
    assert by_mail(at_wall(saturday, 9), at_wall(date(2027, 4, 2), 9), NO_NOTICE) == at_wall(sunday, 10)
    assert by_mail(at_wall(saturday, 23), at_wall(sunday, 12), NO_NOTICE) == at_wall(sunday, 10)


def test_a_call_is_answered_by_the_end_of_the_phones_next_hours() -> None:
    ends = [at_wall(TUESDAY, 12), at_wall(MONDAY, 12)]
    now = at_wall(MONDAY, 9)
    assert by_phone(now, at_wall(FRIDAY, 9), NO_NOTICE, ends) == at_wall(TUESDAY, 12)
    assert by_phone(now, at_wall(TUESDAY, 9), NO_NOTICE, ends) == at_wall(MONDAY, 12)
    assert by_phone(now, at_wall(TUESDAY, 12), NO_NOTICE, ends) == at_wall(TUESDAY, 12)
    assert by_phone(at_wall(MONDAY, 11, 30), at_wall(TUESDAY, 9), NO_NOTICE, ends) is None
    assert by_phone(now, at_wall(FRIDAY, 9), 90 * HOURS, ends) == at_wall(MONDAY, 12)
