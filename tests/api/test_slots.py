"""Free slots: of which days, told how, and why there is none."""

from __future__ import annotations

from datetime import date, timedelta

from booking.appointments.models import Channel
from booking.house.calendar import close
from booking.offers.models import OfferMode
from booking.scheduling.walltime import day_bounds
from tests import house
from tests.api.conftest import TUESDAY_9

SLOTS = "/offers/energieberatung/slots"


def reason(api, question=""):
    answer = api.get(f"{SLOTS}{question}")
    assert answer.status_code == 200, answer.json
    assert answer.json["slots"] == []
    return answer.json["reason"]


def test_the_next_fourteen_days_by_default_in_berlin_time(api):
    answer = api.get(SLOTS).json
    assert answer["reason"] is None
    assert len(answer["slots"]) == 6
    assert answer["slots"][0] == {
        "start": TUESDAY_9,
        "end": "2026-11-24T09:30:00+01:00",
        "adviser": "ada-1",
        "room": "buero-1",
        "places": 1,
    }


def test_both_days_are_included(api):
    assert len(api.get(f"{SLOTS}?from=2026-11-24&to=2026-11-24").json["slots"]) == 6
    assert len(api.get(f"{SLOTS}?from=2026-11-23&to=2026-11-24").json["slots"]) == 6
    assert reason(api, "?from=2026-11-25&to=2026-11-25") == "no_hours"


def test_summer_time_has_its_own_offset(api):
    with api.runtime.database.writing() as session:
        offer = session.merge(api.house.advice)
        offer.horizon_days = 365
        house.hours_on(session, api.house, date(2027, 3, 30), room=api.house.rooms[0])
    first = api.get(f"{SLOTS}?from=2027-03-28&to=2027-03-31").json["slots"][0]
    assert first["start"] == "2027-03-30T09:00:00+02:00"


def test_one_adviser_only(api):
    assert len(api.get(f"{SLOTS}?adviser=ada-1").json["slots"]) == 6
    assert reason(api, "?adviser=ada-2") == "no_hours"
    nobody = api.get(f"{SLOTS}?adviser=niemand")
    assert (nobody.status_code, nobody.json["detail"]) == (404, "Diese Person berät hier nicht.")


def test_on_the_phone_there_is_no_room(api):
    with api.runtime.database.writing() as session:
        adviser = api.house.advisers[1]
        house.hours_on(session, api.house, adviser=adviser, channel=Channel.PHONE, seats=2)
    slot = api.get(f"{SLOTS}?adviser=ada-2").json["slots"][0]
    assert (slot["room"], slot["places"]) == (None, 2)


def test_an_empty_answer_says_why(api):
    assert reason(api, "?from=2026-11-01&to=2026-11-22") == "past"
    assert reason(api, "?from=2027-06-01&to=2027-06-30") == "beyond_horizon"
    for number in range(6):
        start = (house.at_wall(house.TUESDAY, 9) + timedelta(minutes=30 * number)).isoformat()
        api.book(start=start)
    assert reason(api) == "fully_booked"


def test_a_closed_house_and_an_offer_without_appointments_say_so(api):
    with api.runtime.database.writing() as session:
        close(session, day_bounds(date(2026, 11, 25)), reason="Betriebsausflug")
    assert reason(api, "?from=2026-11-25&to=2026-11-25") == "closed"
    with api.runtime.database.writing() as session:
        session.merge(api.house.advice).mode = OfferMode.OPEN
    assert reason(api, "?from=2026-11-25&to=2026-11-25") == "not_bookable"


SENSELESS = [
    ("from=2026-11-24&to=2026-11-23", "to"),
    ("to=2026-11-01", "to"),
    ("from=2026-11-24&to=2027-02-24", "to"),
    ("from=24.11.2026", "from"),
    ("from=2026-02-30", "from"),
    ("from=0001-01-01", "from"),
    ("to=9999-12-31", "to"),
    ("from=2026-11-24T09:00:00Z", "from"),
    ("from=20261124", "from"),
    ("from=%00", "from"),
    ("adviser=", "adviser"),
]


def test_a_question_that_makes_no_sense_is_refused_at_its_field(api):
    for question, field in SENSELESS:
        answer = api.get(f"{SLOTS}?{question}")
        assert answer.status_code == 422, question
        assert [each["field"] for each in answer.json["errors"]] == [field], question


def test_92_days_are_not_too_many(api):
    assert api.get(f"{SLOTS}?from=2026-11-24&to=2027-02-23").status_code == 200


def test_an_unknown_offer_is_not_found(api):
    for slug in ("gibt-es-nicht", "Groß", "%00"):
        answer = api.get(f"/offers/{slug}/slots")
        assert answer.status_code == 404
        assert answer.json["type"] == "/probleme/not-found"
