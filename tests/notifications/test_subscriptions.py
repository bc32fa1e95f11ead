"""THE TABLE is put together from chapters: an event stands in one of them, or a line would replace another."""

from __future__ import annotations

from pathlib import Path

import booking.subscriptions
from booking.subscriptions import subscriptions
from tests.notifications.office import Office


def test_no_event_stands_twice(office: Office) -> None:
    table = Path(booking.subscriptions.__file__).read_text(encoding="utf-8")
    lines = {each.__name__: table.count(f".{each.__name__}:") for each in subscriptions(office.runtime)}
    assert {name for name, count in lines.items() if count != 1} == set()
