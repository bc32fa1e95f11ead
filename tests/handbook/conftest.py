"""The demonstration on the handbook's Tuesday: always the same day, so that pictures change with the pages only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from booking.scheduling.walltime import at_wall
from tests.handbook.reading import HANDBOOK
from tests.journeys.living import LivingHouse, a_living_house

TUESDAY = date(2027, 3, 2)
USUAL = "http://localhost:8000"  # the address of `make run`, in mails and on paper


@pytest.fixture(scope="module")
def tuesday_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingHouse]:
    """The house on Tuesday, 2 March 2027, at 9:42."""
    folder = tmp_path_factory.mktemp("handbook-house")
    offset = folder / "clock-offset"
    offset.write_text(str((at_wall(TUESDAY, 9, 42) - datetime.now(UTC)).total_seconds()))
    with a_living_house(folder, CLOCK_OFFSET_FILE=str(offset), BASE_URL=USUAL) as house:
        yield house


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the walk leaves its pictures: in the handbook itself with UPDATE_HANDBOOK=1."""
    return HANDBOOK / "bilder" if os.environ.get("UPDATE_HANDBOOK") == "1" else tmp_path
