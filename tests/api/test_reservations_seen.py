"""Who sees what of the reservations in the plan of the house."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import event

EVENING = {"start": "2026-11-24T18:00:00+01:00", "end": "2026-11-24T20:00:00+01:00"}
PUBLIC = {**EVENING, "title": "Schuldnerberatung", "public_title": "Offener Treff"}


def plan(api, name, question="?room=buero-2"):
    answer = api.by(name).get(f"/reservations{question}")
    assert answer.status_code == 200, answer.json
    return answer.json


def read(api, name):
    return [
        (each["title"], each["provider"], [date["title"] for date in each["occurrences"]])
        for each in plan(api, name)
    ]


def test_each_reads_what_concerns_them(api):
    api.reserve(title="Schuldnerberatung")
    api.reserve(**PUBLIC)
    own = [
        ("Schuldnerberatung", "Testverein", ["Schuldnerberatung"]),
        ("Schuldnerberatung", "Testverein", ["Schuldnerberatung"]),
    ]
    for name in ("ada", "bela", "lea"):
        assert read(api, name) == own
    for name in ("stefan", "agnes"):
        assert read(api, name) == [
            (None, "Testverein", [None]),
            ("Offener Treff", "Testverein", ["Offener Treff"]),
        ]
    for name in ("fatma", "friedrich"):
        assert read(api, name) == [(None, None, [None]), ("Offener Treff", None, ["Offener Treff"])]
    assert read(api, "karl") == [(None, None, [None])] * 2


def test_the_caretaker_reads_rooms_and_times_only(api):
    api.reserve(rrule="FREQ=WEEKLY;COUNT=2", **PUBLIC)
    seen = plan(api, "karl")[0]
    assert (seen["title"], seen["provider"], seen["rrule"]) == (None, None, None)
    date = seen["occurrences"][0]
    assert (date["room"], date["start"], date["status"]) == ("buero-2", EVENING["start"], "confirmed")


def test_the_house_reads_what_it_decides_about(api):
    api.reserve(room="saal", title="Sommerfest")
    assert plan(api, "stefan", "?room=saal")[0]["title"] == "Sommerfest"
    assert plan(api, "stefan", "?room=saal")[0]["status"] == "pending"
    assert plan(api, "fatma", "?room=saal")[0]["title"] is None


def test_the_plan_has_the_dates_of_these_days_only(api):
    made = api.reserve(rrule="FREQ=WEEKLY;COUNT=4")
    shown = plan(api, "ada", "?from=2026-12-01&to=2026-12-08")
    assert [each["id"] for each in shown] == [made["id"]]
    assert shown[0]["occurrences"] == made["occurrences"][1:3]
    assert shown[0]["rrule"] == made["rrule"]
    assert plan(api, "ada", "?from=2026-12-02&to=2026-12-07") == []
    assert len(plan(api, "ada", "")) == 2  # with the Sprechstunde in Büro 1


def test_what_is_called_off_is_not_in_the_plan_but_on_its_own_page(api):
    made = api.reserve(rrule="FREQ=WEEKLY;COUNT=2")
    api.by("ada").post(f"/occurrences/{made['occurrences'][0]['id']}/cancel")
    assert [each["start"][:10] for each in plan(api, "ada")[0]["occurrences"]] == ["2026-12-01"]
    own = api.by("ada").get(f"/reservations/{made['id']}").json
    assert [each["status"] for each in own["occurrences"]] == ["cancelled", "confirmed"]


SENSELESS = [
    ("from=2026-11-24&to=2026-11-23", "to"),
    ("from=2026-11-24&to=2027-02-24", "to"),
    ("from=24.11.2026", "from"),
    ("room=", "room"),
    ("provider=haus", "provider"),
]


def test_a_question_that_makes_no_sense_is_refused_at_its_field(api):
    for question, field in SENSELESS:
        answer = api.by("ada").get(f"/reservations?{question}")
        assert answer.status_code == 422, question
        assert [each["field"] for each in answer.json["errors"]] == [field], question
    assert api.by("ada").get("/reservations?from=2026-11-24&to=2027-02-23").status_code == 200
    assert api.by("ada").get("/reservations?room=gibt-es-nicht").status_code == 404


@contextmanager
def queries_of(api):
    told = []
    engine = api.runtime.database.engine

    def note(_connection, _cursor, statement, *_more):
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield told
    event.remove(engine, "before_cursor_execute", note)


def test_a_full_plan_takes_as_many_queries_as_an_empty_one(api):
    api.reserve()
    plan(api, "lea", "?to=2027-02-01")  # the first use of a token on a day is written down
    with queries_of(api) as few:
        plan(api, "lea", "?to=2027-02-01")
    for room in ("buero-2", "buero-3", "saal-a"):
        for hour in (8, 10, 12):
            day = f"2026-12-01T{hour:02}"
            wish = {
                "start": f"{day}:00:00+01:00",
                "end": f"{day}:45:00+01:00",
                "rrule": "FREQ=DAILY;COUNT=20",
            }
            api.reserve("stefan", room=room, provider="nachbarn", **wish)
    with queries_of(api) as many:
        assert len(plan(api, "lea", "?to=2027-02-01")) == 11
    assert len(many) == len(few)
