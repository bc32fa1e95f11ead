"""Rules in the words of RFC 5545: what is read, what is refused, and what is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.scheduling.recurrence import BadRule, Frequency, Rule, parse, text
from booking.scheduling.walltime import at_wall

DAILY, WEEKLY, MONTHLY, YEARLY = Frequency
TUESDAY_10 = at_wall(date(2027, 3, 9), 10)  # the second Tuesday of March, 09:00 UTC
AT_NIGHT = at_wall(date(2027, 7, 1), 0, 30)  # still 30 June in UTC


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("FREQ=DAILY;COUNT=5", Rule(DAILY, count=5)),
        ("RRULE:FREQ=WEEKLY;COUNT=5", Rule(WEEKLY, weekdays=(1,), count=5)),
        (" rrule:count=5;byday=th,Mo;interval=2;freq=weekly ", Rule(WEEKLY, 2, (0, 3), count=5)),
        ("FREQ=MONTHLY;COUNT=5", Rule(MONTHLY, month_day=9, count=5)),
        ("FREQ=MONTHLY;BYDAY=+2TU;COUNT=5", Rule(MONTHLY, nth=(2, 1), count=5)),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", Rule(MONTHLY, nth=(-1, 4), count=5)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=5", Rule(MONTHLY, month_day=-1, count=5)),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5", Rule(MONTHLY, month_day=31, count=5)),
        ("FREQ=YEARLY;COUNT=5", Rule(YEARLY, count=5)),
        ("FREQ=YEARLY;BYMONTH=03;COUNT=5", Rule(YEARLY, count=5)),
        ("FREQ=YEARLY;BYMONTHDAY=9;BYMONTH=3;COUNT=5", Rule(YEARLY, count=5)),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=TU,SU;COUNT=5", Rule(WEEKLY, 1, (1, 6), count=5)),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=2;COUNT=5", Rule(WEEKLY, 2, (1,), count=5)),
        ("FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TU,SU;COUNT=5", Rule(WEEKLY, 2, (1, 6), count=5)),
    ],
)
def test_a_rule_is_read_in_any_case_and_order(words: str, rule: Rule) -> None:
    assert parse(words, TUESDAY_10) == rule


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270630", date(2027, 6, 30)),
        ("20270630T080000Z", date(2027, 6, 30)),
        ("20270630T075959Z", date(2027, 6, 29)),
        ("20271130T090000Z", date(2027, 11, 30)),
        ("20271130T085959Z", date(2027, 11, 29)),
        ("20270630T220000Z", date(2027, 6, 30)),
        ("20270630T100000", date(2027, 6, 30)),
        ("20270630T095959", date(2027, 6, 29)),
    ],
)
def test_until_ends_with_the_last_day_whose_hour_is_not_after_it(until: str, last: date) -> None:
    assert parse(f"FREQ=DAILY;UNTIL={until}", TUESDAY_10).until == last


def test_until_is_a_day_on_the_wall_even_when_utc_has_another() -> None:
    assert parse("FREQ=DAILY;UNTIL=20270731T223000Z", AT_NIGHT).until == date(2027, 8, 1)
    assert parse("FREQ=DAILY;UNTIL=20270731T222959Z", AT_NIGHT).until == date(2027, 7, 31)
    assert text(Rule(DAILY, until=date(2027, 8, 1)), AT_NIGHT) == "FREQ=DAILY;UNTIL=20270731T223000Z"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("FREQ=SECONDLY;COUNT=2", "FREQ=SECONDLY"),
        ("FREQ=HOURLY;COUNT=2", "FREQ=HOURLY"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1;COUNT=2", "BYDAY=MO,TU,WE"),
        ("FREQ=MONTHLY;BYSETPOS=1;COUNT=2", "BYSETPOS=1"),
        ("FREQ=DAILY;BYHOUR=9,10;COUNT=2", "BYHOUR=9,10"),
        ("FREQ=DAILY;BYDAY=MO;COUNT=2", "BYDAY=MO"),
        ("FREQ=DAILY;INTERVAL=53;COUNT=2", "INTERVAL=53"),
        ("FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "BYDAY=1MO"),
        ("FREQ=WEEKLY;BYMONTH=3;COUNT=2", "BYMONTH=3"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=2", "WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=TU;COUNT=2", "BYDAY=TU"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU;COUNT=2", "BYDAY=1TU,3TU"),
        ("FREQ=MONTHLY;BYDAY=-2TU;COUNT=2", "BYDAY=-2TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=2", "BYMONTHDAY=1,15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2;COUNT=2", "BYMONTHDAY=-2"),
        ("FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=9;COUNT=2", "BYMONTHDAY=9"),
        ("FREQ=YEARLY;BYMONTH=4;COUNT=2", "BYMONTH=4"),
        ("FREQ=YEARLY;BYMONTHDAY=9;COUNT=2", "BYMONTHDAY=9"),  # the 9th of each month
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10;COUNT=2", "BYMONTHDAY=10"),
        ("FREQ=YEARLY;BYDAY=2TU;COUNT=2", "BYDAY=2TU"),
        ("FREQ=YEARLY;RSCALE=CHINESE;COUNT=2", "RSCALE=CHINESE"),
    ],
)
def test_what_the_house_does_not_know_is_named(words: str, part: str) -> None:
    with pytest.raises(BadRule) as refused:
        parse(words, TUESDAY_10)
    assert (refused.value.code, refused.value.facts) == ("unsupported", {"part": part})


UNREADABLE = [
    "",
    "WEEKLY",
    "FREQ",
    "FREQ=",
    "FREQ=OFTEN;COUNT=2",
    "COUNT=2",
    "FREQ=DAILY;COUNT=2;",
    "FREQ=DAILY;COUNT=2;COUNT=3",
    "FREQ=DAILY; COUNT=2",
    "FREQ=DAILY;COUNT=-2",
    "FREQ=DAILY;COUNT=2.5",
    "FREQ=DAILY;COUNT=٢",
    "FREQ=DAILY;INTERVAL=0;COUNT=2",
    "FREQ=DAILY;COUNT=2;UNTIL=20270630",
    "FREQ=DAILY;UNTIL=2027-06-30",
    "FREQ=DAILY;UNTIL=20270230",
    "FREQ=DAILY;UNTIL=20270630T240000Z",
    "FREQ=DAILY;UNTIL=20270630T080060",
    "FREQ=DAILY;UNTIL=00010101T000000",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=WEEKLY;BYDAY=XX;COUNT=2",
    "FREQ=WEEKLY;BYDAY=,MO;COUNT=2",
    "FREQ=WEEKLY;WKST=XX;COUNT=2",
    "FREQ=MONTHLY;BYDAY=0TU;COUNT=2",
    "FREQ=MONTHLY;BYDAY=6TU;COUNT=2",
    "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2",
    "FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2",
    "FREQ=MONTHLY;BYMONTHDAY=A;COUNT=2",
    "FREQ=DAILY;COUNT=2\r\nX-BAD:1",
    "FREQ=DAILY;COUNT=" + "0" * 255,
]


@pytest.mark.parametrize("words", UNREADABLE)
def test_what_is_no_rule_is_unreadable(words: str) -> None:
    with pytest.raises(BadRule, match=r"^unreadable$"):
        parse(words, TUESDAY_10)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("FREQ=DAILY", "endless"),
        ("FREQ=DAILY;COUNT=371", "too_many"),
        ("FREQ=DAILY;COUNT=" + "9" * 200, "too_many"),
        ("FREQ=DAILY;COUNT=0", "no_dates"),
    ],
)
def test_a_series_without_end_or_without_dates_is_refused(words: str, code: str) -> None:
    with pytest.raises(BadRule) as refused:
        parse(words, TUESDAY_10)
    assert refused.value.code == code


def test_the_text_has_one_order() -> None:
    first = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)
    assert text(Rule(DAILY, count=1), first) == "FREQ=DAILY;COUNT=1"
    assert text(Rule(YEARLY, 2, count=3), first) == "FREQ=YEARLY;INTERVAL=2;COUNT=3"
    leap_day = at_wall(date(2028, 2, 29), 10)
    assert text(Rule(YEARLY, count=3), leap_day) == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3"
    weekly = Rule(WEEKLY, 2, (0, 3), until=date(2027, 6, 30))
    assert text(weekly, first) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270630T080000Z"
    assert text(Rule(MONTHLY, nth=(-1, 4), count=9), first) == "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9"
    assert text(Rule(MONTHLY, month_day=31, count=9), first) == "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9"


def test_an_end_in_the_double_hour_of_october_is_its_second_for_readers_who_take_that() -> None:
    first = at_wall(date(2027, 10, 30), 2, 30)
    rule = Rule(DAILY, until=date(2027, 10, 31))
    assert text(rule, first) == "FREQ=DAILY;UNTIL=20271031T013000Z"
    assert parse("FREQ=DAILY;UNTIL=20271031T003000Z", first) == parse(text(rule, first), first) == rule


PARTS = [
    *(f"FREQ={each}" for each in [*Frequency, "HOURLY"]),
    *("COUNT=3", "COUNT=0", "UNTIL=20270630", "UNTIL=20280229T235959Z", "UNTIL=20261231T100000"),
    *("INTERVAL=1", "INTERVAL=2", "BYDAY=MO", "BYDAY=-1FR", "BYDAY=SA,2SU", "BYMONTHDAY=-1", "BYMONTHDAY=9"),
    *("BYMONTH=3", "WKST=SU", "BYSETPOS=1", "X"),
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PARTS), max_size=6).map(";".join)))
def test_whatever_people_type_is_a_rule_or_a_bad_one(words: str) -> None:
    try:
        rule = parse(words, TUESDAY_10)
    except BadRule as bad:
        assert bad.code in {"unreadable", "unsupported", "endless", "too_many", "no_dates"}  # noqa: PT017
    else:
        assert parse(text(rule, TUESDAY_10), TUESDAY_10) == rule
