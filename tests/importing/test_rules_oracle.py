"""Rules that our series do not know, beside another program that reads calendars."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import recurring_ical_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from booking.importing.calendar_rules import walls_of
from booking.importing.calendar_times import Moment
from booking.scheduling.recurrence import BadRule
from booking.scheduling.walltime import BERLIN

FIRST = datetime.combine(date(2026, 11, 24), time(9))
LATEST = FIRST + timedelta(days=800)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def some(values: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True).map(",".join)


PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"])},
    optional={
        "INTERVAL": st.sampled_from(["1", "2", "3"]),
        "BYDAY": some(list(DAYS)),
        "BYMONTH": some([str(month) for month in range(1, 13)]),
        "BYSETPOS": st.sampled_from(["1", "-1", "2"]),
        "COUNT": st.sampled_from(["1", "5", "40"]),
    },
)


@given(PARTS)
@settings(max_examples=120, deadline=None)
def test_both_find_the_same_dates(parts: dict[str, str]) -> None:
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    rule += "" if "COUNT" in parts else ";UNTIL=20280101T000000"
    try:
        found = walls_of(rule, Moment(FIRST, BERLIN), LATEST)
    except BadRule as bad:
        assume(bad.code != "start_elsewhere")
        raise
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
        f"DTSTART:20261124T090000\r\nDURATION:PT1H\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    events = recurring_ical_events.of(Calendar.from_ical(text)).between(FIRST, LATEST)
    assert found == sorted(each["DTSTART"].dt.replace(tzinfo=None) for each in events)
