"""Support needs over the API: the same length and room as on the pages, the same JSON."""

from __future__ import annotations

import pytest

from booking.house.models import Room
from tests.api.conftest import BOOKING, TUESDAY_9, TUESDAY_10


@pytest.mark.parametrize("need", ["more_time", "interpreter", "sign_language"])
def test_a_need_for_time_makes_it_an_hour(api, need):
    booked = api.book(needs=[need])
    assert (booked["start"], booked["end"]) == (TUESDAY_9, TUESDAY_10)
    assert set(booked) == set(api.book(start=TUESDAY_10))


def test_the_second_half_hour_is_taken_and_the_alternatives_fit_the_needs(api):
    api.book(start="2026-11-24T09:30:00+01:00")
    answer = api.post("/appointments", {**BOOKING, "needs": ["more_time"]})
    assert answer.status_code == 409
    starts = [each["start"] for each in answer.json["alternatives"]]
    assert starts == [TUESDAY_10, "2026-11-24T10:30:00+01:00", "2026-11-24T11:00:00+01:00"]
    lengths = {each["end"] for each in answer.json["alternatives"]}
    assert "2026-11-24T12:00:00+01:00" in lengths


def test_the_last_half_hour_is_no_start_for_an_hour(api):
    answer = api.post(
        "/appointments", {**BOOKING, "start": "2026-11-24T11:30:00+01:00", "needs": ["interpreter"]}
    )
    assert answer.status_code in (409, 422)
    assert answer.json["alternatives"]


def test_company_is_seated(api):
    with api.runtime.database.writing() as session:
        session.get_one(Room, api.house.rooms[0].id).seating = {"table": 2}
    assert api.book(needs=["companion"])["room"] == "buero-2"


def test_a_move_keeps_the_length(api):
    booked = api.book(needs=["more_time"])
    moved = api.post(f"/appointments/{booked['token']}/move", {"start": TUESDAY_10}).json
    assert moved["end"] == "2026-11-24T11:00:00+01:00"
