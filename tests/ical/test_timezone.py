"""The zone block changes the clocks on the days the European rule says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Timezone

from booking.ical.timezone import BERLIN_VTIMEZONE
from tests.ical.reader import read
from tests.scheduling.clocks import MARCH, OCTOBER, YEARS, last_sunday


def test_the_block_is_one_well_formed_zone() -> None:
    zone = read(BERLIN_VTIMEZONE.encode())
    assert (zone.name, zone.only("TZID").value) == ("VTIMEZONE", "Europe/Berlin")
    rules = {each.name: each.only("RRULE").value for each in zone.components}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "STANDARD": "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    }


@pytest.mark.parametrize("year", YEARS)
def test_a_reader_finds_both_changes(year: int) -> None:
    renamed = BERLIN_VTIMEZONE.replace("Europe/Berlin", "Quartier")  # not a name a library knows already
    zone_block = Timezone.from_ical(renamed)
    assert isinstance(zone_block, Timezone)
    zone = zone_block.to_tz()
    for month, before, after in ((MARCH, 1, 2), (OCTOBER, 2, 1)):
        change = datetime.combine(last_sunday(year, month), datetime.min.time(), UTC) + timedelta(hours=1)
        for instant, hours in ((change - timedelta(minutes=1), before), (change, after)):
            assert instant.astimezone(zone).utcoffset() == timedelta(hours=hours)
