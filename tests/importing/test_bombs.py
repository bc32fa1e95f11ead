"""Files made to keep the service busy are refused within seconds, in a process with little memory and time."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.scene import calendar, event

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 20, 700
READ = """
import sys
from datetime import UTC, datetime
from booking.accounts.models import Provider
from booking.house.models import Room
import booking.tables
from booking.importing.calendar_entries import Whose, entries_of
from booking.importing.calendar_source import events_of
from booking.importing.entries import Known
from booking.importing.findings import Unreadable
from booking.importing.texts import text_of
room = Room(slug="a", name="Büro 2", number="2", kind="office", access="step_free", floor="", position=1)
provider = Provider(slug="a", name="A")
provider.id = 1
known = Known({room.name: room}, {provider.name: provider})
whose = Whose(provider=provider, room=room, known=known, now=datetime(2026, 11, 23, tzinfo=UTC))
try:
    found = entries_of(events_of(text_of(sys.stdin.buffer.read())), whose)
    print(sorted({fault.code for each in found for fault in each.faults}))
except Unreadable as unreadable:
    print(unreadable.why)
"""
NEVER = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"


def many(rule: str, number: int = 4_000, start: str = "20000101T090000") -> bytes:
    return calendar(
        *(event(f"{each}@b", start, RRULE=rule, SUMMARY="", LOCATION="") for each in range(number))
    )


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        pytest.param(calendar(event(RRULE="FREQ=SECONDLY")), "['unsupported']", id="every-second-for-ever"),
        pytest.param(calendar(event(RRULE="FREQ=DAILY")), "['endless']", id="for-ever"),
        pytest.param(calendar(event(RRULE=f"{NEVER};COUNT=9999999")), "['start_elsewhere']", id="never"),
        pytest.param(
            calendar(event(RRULE=f"{NEVER};BYSETPOS=1;UNTIL=99991231T000000Z")), "['start_elsewhere']", id="never-until"
        ),
        pytest.param(
            calendar(event(RRULE="FREQ=DAILY;INTERVAL=999999999;BYSETPOS=1;COUNT=3")), "['unreadable']", id="interval"
        ),
        pytest.param(many("FREQ=DAILY;BYSETPOS=1;UNTIL=20281231T000000Z"), "too_slow", id="long-rules"),
        pytest.param(many(f"{NEVER};BYSETPOS=1;UNTIL=20281231T000000Z"), "too_slow", id="long-rules-that-never-match"),
        pytest.param(
            calendar(*[event()] * 2_300, *[event(RECURRENCE_ID="20261124T090000")] * 2_300), "too_slow", id="one-name"
        ),
        pytest.param(b"BEGIN:A\n" * 100_000, "nested", id="nested"),
        pytest.param(b"x" * 1_000_000, "long_line", id="one-line"),
        pytest.param(
            calendar(event(EXDATE=",".join(["20261124T090000"] * 5_000))), "long_line", id="many-exceptions"
        ),
    ],
)  # fmt: skip
def test_it_is_refused_in_time(data: bytes, answer: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))

    run = subprocess.run(
        [sys.executable, "-c", READ],
        input=data,
        capture_output=True,
        cwd=ROOT,
        preexec_fn=limit,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr.decode()[-800:]
    assert run.stdout.decode().strip() == answer
