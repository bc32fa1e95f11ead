"""What is no reservation: refused in German at its field, and nothing is written."""

from __future__ import annotations

from sqlalchemy import func, select

from booking.reservations.models import Reservation
from tests.api.conftest import RESERVING, TUESDAY_14

SUNDAY_NIGHT = {"start": "2027-03-21T02:30:00+01:00", "end": "2027-03-21T03:00:00+01:00"}
WRONG = [
    ({"start": "2026-11-24T14:00:00"}, "start"),
    ({"start": "2026-11-23T07:59:00+01:00", "end": "2026-11-23T09:00:00+01:00"}, "start"),
    ({"start": "2026-11-24T14:00:30+01:00"}, "start"),
    ({"start": "2027-10-31T02:30:00+01:00", "end": "2027-10-31T03:30:00+01:00"}, "start"),
    ({**SUNDAY_NIGHT, "rrule": "FREQ=WEEKLY;COUNT=2"}, "start"),
    ({"end": TUESDAY_14}, "end"),
    ({"end": "2026-11-24T13:00:00+01:00"}, "end"),
    ({"end": "2026-11-25T06:01:00+01:00"}, "end"),
    ({"end": "2026-11-24T16:00:01+01:00"}, "end"),
    ({"title": "   "}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"title": "Beratung\u202e"}, "title"),
    ({"public_title": ""}, "public_title"),
    ({"rrule": ""}, "rrule"),
    ({"rrule": "jeden Dienstag"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY;COUNT=371"}, "rrule"),
    ({"rrule": "FREQ=DAILY;UNTIL=20991231"}, "rrule"),
    ({"rrule": "FREQ=HOURLY;COUNT=4"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY;COUNT=4;BYHOUR=9,14"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY;COUNT=0"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY;UNTIL=20261101"}, "rrule"),
    ({"rrule": "FREQ=WEEKLY;BYDAY=WE;COUNT=4"}, "rrule"),
    ({"rrule": "x" * 256}, "rrule"),
    ({"exdates": [TUESDAY_14]}, "exdates"),
    ({"rrule": "FREQ=WEEKLY;COUNT=4", "exdates": [TUESDAY_14, "2026-12-01T15:00:00+01:00"]}, "exdates.1"),
    ({"rrule": "FREQ=WEEKLY;COUNT=4", "exdates": ["2026-12-01"]}, "exdates.0"),
    ({"rrule": "FREQ=WEEKLY;COUNT=4", "exdates": [TUESDAY_14] * 371}, "exdates"),
    ({"on_conflict": "overwrite"}, "on_conflict"),
    ({"on_closure": "ignore"}, "on_closure"),
    ({"on_school_holiday": "ignore"}, "on_school_holiday"),
    ({"people": 0}, "people"),
    ({"people": True}, "people"),
    ({"people": "6"}, "people"),
    ({"people": 6.5}, "people"),
    ({"people": 10**30}, "people"),
    ({"setup_minutes": -1}, "setup_minutes"),
    ({"cleanup_minutes": 241}, "cleanup_minutes"),
    ({"needs": ["elevator"]}, "needs.0"),
    ({"provider": "nachbarn"}, "provider"),
    ({"provider": "gibt-es-nicht"}, "provider"),
    ({"status": "confirmed"}, "status"),
]


def reservations(api):
    with api.runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Reservation))


def test_a_wrong_field_is_named_with_a_sentence(api):
    before = reservations(api)
    for wrong, field in WRONG:
        answer = api.by("ada").post("/reservations", {**RESERVING, **wrong})
        assert (answer.status_code, answer.json["type"]) == (422, "/probleme/invalid"), wrong
        assert [each["field"] for each in answer.json["errors"]] == [field], wrong
        sentences = [each["detail"] for each in answer.json["errors"]]
        assert all(" " in each and "!" not in each and "ungültig" not in each for each in sentences)
    assert reservations(api) == before


def test_each_fault_of_a_rule_has_its_own_sentence(api):
    told = {}
    for wrong, field in WRONG:
        if field == "rrule":
            answer = api.by("ada").post("/reservations", {**RESERVING, **wrong})
            told[wrong["rrule"]] = answer.json["errors"][0]["detail"]
    assert told["FREQ=WEEKLY"] == "Die Reihe braucht ein Ende: COUNT oder UNTIL."
    assert told["FREQ=WEEKLY;COUNT=371"] == "Eine Reihe hat höchstens 370 Termine."
    assert told["FREQ=HOURLY;COUNT=4"] == "Diesen Teil einer Regel gibt es hier nicht: FREQ=HOURLY"
    assert told["FREQ=WEEKLY;UNTIL=20261101"] == "Mit dieser Regel findet kein Termin statt."
    assert told["FREQ=WEEKLY;BYDAY=WE;COUNT=4"] == "Am Tag von start hat diese Regel keinen Termin."


def test_an_hour_that_march_skips_is_told_with_its_day(api):
    wish = {**RESERVING, **SUNDAY_NIGHT, "rrule": "FREQ=WEEKLY;COUNT=2"}
    detail = api.by("ada").post("/reservations", wish).json["errors"][0]["detail"]
    assert detail == "Am 28. März 2027 gibt es 02:30 Uhr nicht. Die Uhren werden dann vorgestellt."


def test_a_series_without_any_date_left_is_none(api):
    wish = {**RESERVING, "rrule": "FREQ=DAILY;COUNT=1", "exdates": [TUESDAY_14]}
    answer = api.by("ada").post("/reservations", wish)
    assert (answer.status_code, answer.json["type"]) == (422, "/probleme/nothing-left")


def test_an_unknown_room_or_provider_is_not_found(api):
    answer = api.by("ada").post("/reservations", {**RESERVING, "room": "gibt-es-nicht"})
    assert (answer.status_code, answer.json["detail"]) == (404, "Diesen Raum gibt es nicht.")
    answer = api.by("stefan").post("/reservations", {**RESERVING, "provider": "gibt-es-nicht"})
    assert (answer.status_code, answer.json["detail"]) == (404, "Diesen Anbieter gibt es nicht.")


MOVES = [
    ({}, "start"),
    ({"start": "2026-11-23T07:00:00+01:00"}, "start"),
    ({"start": "2027-10-31T02:30:00+01:00"}, "start"),
    ({"start": TUESDAY_14, "end": TUESDAY_14}, "end"),
    ({"start": TUESDAY_14, "following": "true"}, "following"),
    ({"start": TUESDAY_14, "following": 1}, "following"),
    ({"start": TUESDAY_14, "appointments": []}, "appointments"),
    ({"start": TUESDAY_14, "appointments": {"x": "verschieben"}}, "appointments.x.value"),
]


def test_a_wrong_move_is_refused_at_its_field(api):
    date = api.reserve()["occurrences"][0]["id"]
    for wrong, field in MOVES:
        answer = api.by("ada").post(f"/occurrences/{date}/move", wrong)
        assert answer.status_code == 422, wrong
        assert [each["field"] for each in answer.json["errors"]] == [field], wrong
