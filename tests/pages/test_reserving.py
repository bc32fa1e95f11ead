"""A room by wish: what is typed, the rooms that fit, every date with a choice, and saved once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.models import Provider, Role
from booking.house import calendar
from booking.house.models import Room, RoomAccess, RoomKind
from booking.house.rooms import add_room
from booking.reservations.models import Occurrence, OccurrenceStatus, Reservation
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_at_the_same_time import at_once

ADA = "ada@example.org"
SignIn = Callable[..., Visitor]
A_WEEK = timedelta(days=7)
COURSE = {"title": "Sprachkurs", "day": "2026-11-24", "start": "14:00", "end": "16:00"}
SERIES = {**COURSE, "repeat": "week", "ending": "count", "count": "4"}


@pytest.fixture
def ada(site: Site, signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, ADA)


@pytest.fixture
def hall(site: Site) -> Room:
    with site.runtime.database.writing() as session:
        return add_room(
            session,
            Room(
                slug="saal",
                name="Saal",
                number="Saal",
                kind=RoomKind.HALL,
                access=RoomAccess.STAIR_LIFT,
                floor="Obergeschoss",
                position=9,
                seating={"rows": 80},
                equipment=["hearing_loop"],
            ),
        )


def wishing(visitor: Visitor, **typed: Any) -> Visitor:
    """Fill in the form and ask for rooms."""
    return visitor.get("/reservieren").press("Freie Räume zeigen", **{**COURSE, **typed})


def taken(site: Site, room: int, day: date = TUESDAY, start: int = 14, end: int = 16) -> None:
    """Somebody else has the room."""
    with site.runtime.database.writing() as session:
        other = session.scalar(select(Provider).where(Provider.slug == "andere"))
        if other is None:
            other = Provider(slug="andere", name="Andere")
            session.add(other)
            session.flush()
        interval = Interval(at_wall(day, start), at_wall(day, end))
        found = session.get(Room, site.house.rooms[room].id)
        assert found is not None
        house.reserve(session, found, interval, provider_id=other.id, title="Anderes")


def reservations(site: Site, title: str = "Sprachkurs") -> list[Reservation]:
    with site.runtime.database.reading() as session:
        found = session.scalars(select(Reservation).where(Reservation.title == title)).all()
        for each in found:
            assert each.series
            assert [date.room.name for date in each.occurrences]
        return list(found)


def dates(site: Site) -> list[Occurrence]:
    (reservation,) = reservations(site)
    return reservation.occurrences


def test_one_date_from_wish_to_reservation(site: Site, ada: Visitor) -> None:
    wishing(ada, people="6", needs=["confidential"], public_title="Kurs")
    assert ada.status == 200
    assert "Dienstag, 24. November 2026, 14–16 Uhr" in ada.text
    assert "Kein Raum passt" in ada.text
    assert "zu klein: Platz für 4" in ada.text
    ada.press("Angaben ändern")
    assert 'value="Sprachkurs"' in ada.text
    ada.press("Freie Räume zeigen", people="3").press("buero-2")
    assert "Der Termin ist frei." in ada.text
    assert "Di, 24. November 2026, 14–16 Uhr" in ada.text
    ada.press("Verbindlich reservieren")
    assert ada.path.startswith("/reservierung/")
    assert ada.status == 200
    (made,) = reservations(site)
    assert (made.public_title, made.people, made.needs) == ("Kurs", 3, ["confidential"])
    assert (made.provider_id, made.account_id) == (site.house.provider.id, site.house.account.id)
    (date_,) = made.occurrences
    assert (date_.starts_at, date_.ends_at) == (at_wall(TUESDAY, 14), at_wall(TUESDAY, 16))
    assert date_.room.slug == "buero-2"


def test_a_series_with_a_conflict_takes_another_room_on_that_date(site: Site, ada: Visitor) -> None:
    taken(site, 1, TUESDAY + A_WEEK)
    wishing(ada, **SERIES)
    assert "an allen 4 Terminen frei" in ada.text
    assert "an 3 von 4 Terminen frei" in ada.text
    ada.press("buero-2")
    assert "3 von 4 Terminen sind frei. 1 ist belegt." in ada.text
    assert "3 freie Termine ansehen" in ada.text
    assert "anderer Raum: Büro 1, ohne Stufen" in ada.text
    ada.press("Verbindlich reservieren")
    assert [each.room.slug for each in dates(site)] == ["buero-2", "buero-1", "buero-2", "buero-2"]
    assert len({each.series_id for each in dates(site)}) == 1


def test_every_date_can_be_decided_by_itself(site: Site, ada: Visitor) -> None:
    taken(site, 1, TUESDAY + A_WEEK)
    wishing(ada, **SERIES).press("buero-2")
    first, second = "termin-2026-11-24T13:00Z", "termin-2026-12-01T13:00Z"
    ada.press(
        "Verbindlich reservieren", **{first: "out", second: "2026-12-02T13:00Z/2026-12-02T15:00Z/buero-2"}
    )
    found = dates(site)
    assert [each.status for each in found] == ["cancelled", "confirmed", "confirmed", "confirmed"]
    assert found[1].starts_at == at_wall(date(2026, 12, 2), 14)


def test_holidays_and_closed_days_are_left_out_or_kept(site: Site, ada: Visitor) -> None:
    friday = date(2026, 12, 18)
    with site.runtime.database.writing() as session:
        calendar.close(session, day_bounds(friday), reason="Betriebsausflug")
    christmas = {**SERIES, "day": friday.isoformat()}
    wishing(ada, **christmas).press("buero-2")
    assert "1 von 4 Terminen ist frei. 2 sind Feiertage, 1 fällt auf einen Schließtag." in ada.text
    assert "geschlossen: Betriebsausflug" in ada.text
    assert "Feiertag: Neujahr" in ada.text
    ada.press("Verbindlich reservieren")
    assert [each.status for each in dates(site)] == [*["skipped_closure"] * 3, "confirmed"]
    wishing(ada, **{**christmas, "title": "Behalten", "on_closure": "keep"}).press("buero-3")
    assert "frei, Feiertag: " in ada.text
    ada.press("Verbindlich reservieren")
    (kept,) = reservations(site, "Behalten")
    assert [each.status for each in kept.occurrences] == ["asleep", *["confirmed"] * 3]


def test_what_changed_meanwhile_is_shown_and_nothing_is_saved(site: Site, ada: Visitor) -> None:
    wishing(ada, **SERIES).press("buero-2")
    taken(site, 1, TUESDAY + A_WEEK)
    ada.press("Verbindlich reservieren", **{"termin-2026-11-24T13:00Z": "out"})
    assert ada.status == 409
    assert "Inzwischen hat sich etwas geändert. Es ist nichts gespeichert." in ada.text
    assert "3 von 4 Terminen sind frei. 1 ist belegt." in ada.text
    assert reservations(site) == []
    chosen = dict(next(form for form in ada.forms if form.action == "/reservieren").fields)
    assert chosen["termin-2026-11-24T13:00Z"] == "out"
    ada.press("Verbindlich reservieren")
    assert [each.status for each in dates(site)] == ["cancelled", "confirmed", "confirmed", "confirmed"]


def test_with_every_date_left_out_there_is_nothing_to_save(site: Site, ada: Visitor) -> None:
    wishing(ada).press("buero-2").press("Verbindlich reservieren", **{"termin-2026-11-24T13:00Z": "out"})
    assert ada.status == 422
    assert "So findet kein Termin statt." in ada.text
    assert reservations(site) == []


def test_the_same_button_twice_is_one_reservation(site: Site, ada: Visitor) -> None:
    wishing(ada).press("buero-2")
    form = dict(next(form for form in ada.forms if form.action == "/reservieren").fields)
    first = ada.post("/reservieren", form).path
    assert ada.post("/reservieren", form).path == first
    site.wait(60)
    assert ada.post("/reservieren", form).path == first
    assert len(reservations(site)) == 1
    ada.post("/reservieren", {**form, "title": "Anders"})
    assert ada.status == 409
    assert "Diese Reservierung ist gespeichert." in ada.text
    assert reservations(site, "Anders") == []


@pytest.mark.race
def test_five_taps_on_the_button_are_one_reservation(site: Site, ada: Visitor) -> None:
    wishing(ada).press("buero-2")
    form = dict(next(form for form in ada.forms if form.action == "/reservieren").fields)
    answers = at_once(site, ada, "/reservieren", lambda _number: form)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(reservations(site)) == 1


@pytest.mark.race
def test_of_five_windows_with_the_same_wish_one_gets_the_room(site: Site, ada: Visitor) -> None:
    wishing(ada).press("buero-2")
    form = dict(next(form for form in ada.forms if form.action == "/reservieren").fields)
    answers = at_once(site, ada, "/reservieren", lambda number: {**form, "key": f"window-{number}"})
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409, 409]
    assert len(reservations(site)) == 1


def test_the_hall_is_asked_for(site: Site, ada: Visitor, hall: Room) -> None:
    wishing(ada, people="40")
    assert "das Haus entscheidet darüber" in ada.text
    ada.press("saal")
    assert "Das Quartiersbüro entscheidet bis Dienstag, 24. November, 14 Uhr." in ada.text
    assert "30 Minuten davor, 30 Minuten danach" in ada.text
    ada.press("Anfrage senden")
    (made,) = reservations(site)
    assert made.decide_by == at_wall(TUESDAY, 14)
    assert [each.status for each in made.occurrences] == [OccurrenceStatus.PENDING]
    assert (made.setup_minutes, made.cleanup_minutes) == (30, 30)


def test_one_date_in_the_hall_makes_it_a_request(site: Site, ada: Visitor, hall: Room) -> None:
    wishing(ada).press("buero-2")
    in_the_hall = "2026-11-24T13:00Z/2026-11-24T15:00Z/saal"
    ada.press("Verbindlich reservieren", **{"termin-2026-11-24T13:00Z": in_the_hall})
    assert reservations(site)[0].decide_by is not None


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN])
def test_the_house_reserves_for_a_provider_at_once(
    site: Site, signed_in: SignIn, hall: Room, role: Role
) -> None:
    visitor = wishing(signed_in(role), room="saal", setup="15", cleanup="0")
    assert visitor.status == 422
    assert "Bitte wählen Sie, für wen der Raum ist." in visitor.text
    visitor.press("Freie Räume zeigen", provider="haus")
    assert "Termine prüfen" in visitor.title
    assert "Testverein" in visitor.text
    assert "entscheidet" not in visitor.text
    visitor.press("Verbindlich reservieren")
    (made,) = reservations(site)
    assert (made.provider_id, made.decide_by) == (site.house.provider.id, None)
    assert (made.setup_minutes, made.cleanup_minutes) == (15, 0)


def test_whom_it_is_for_is_not_taken_from_an_advisers_form(site: Site, ada: Visitor) -> None:
    taken(site, 2)
    assert "Für wen?" not in ada.get("/reservieren").text
    wishing(ada, provider="andere").press("buero-2").press("Verbindlich reservieren")
    assert reservations(site)[0].provider_id == site.house.provider.id


def test_a_fixed_room_goes_straight_to_its_dates(site: Site, ada: Visitor) -> None:
    wishing(ada, room="buero-1", people="6")
    assert "Büro 1 passt nicht ganz" in ada.text
    ada.press("1")
    assert "Räume, die passen" in ada.title


def test_a_link_from_the_plan_fills_in_the_form(ada: Visitor) -> None:
    ada.get("/reservieren?raum=buero-2&tag=2026-11-24&zeit=11:00&bis=12:30")
    assert ada.press("Freie Räume zeigen", title="Kurs").status == 200
    assert "Büro 2" in ada.text
    assert "11–12:30 Uhr" in ada.text
    for strange in ("raum=%00&tag=x&zeit=99:99&bis=", "tag=9999-99-99&raum=gibt-es-nicht", "tag=a&tag=b"):
        assert ada.get(f"/reservieren?{strange}").status == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Bitte schreiben Sie, wofür Sie den Raum brauchen."),
        ({"title": "x" * 121}, "auf 120 Zeichen"),
        ({"title": "a\u202eb"}, "in eine Zeile und ohne Sonderzeichen"),
        ({"public_title": "x" * 121}, "auf 120 Zeichen"),
        ({"day": ""}, "Bitte geben Sie den Tag an"),
        ({"day": "2026-11-22"}, "Dieser Tag ist schon vorbei."),
        ({"day": "2026-11-23", "start": "08:00"}, "Diese Uhrzeit ist heute schon vorbei."),
        ({"start": "früh"}, "Bitte geben Sie an, wann es beginnt"),
        ({"end": ""}, "Bitte geben Sie an, wann es endet"),
        ({"end": "14:00"}, "Das Ende muss nach dem Anfang liegen."),
        ({"end": "13:00"}, "Das Ende muss nach dem Anfang liegen."),
        ({"start": "06:00", "end": "22:01"}, "Ein Termin dauert höchstens 16 Stunden."),
        (
            {"day": "2027-03-28", "start": "02:30", "end": "04:00"},
            "Am 28. März 2027 gibt es 2:30 Uhr nicht. Die Uhr springt von 2 auf 3 Uhr.",
        ),
        ({"day": "2027-03-28", "start": "01:00", "end": "02:30"}, "Am 28. März 2027 gibt es 2:30 Uhr nicht."),
        (
            {"day": "2026-11-29", "start": "02:30", "repeat": "week", "until": "2027-06-30"},
            "Am 28. März 2027 gibt es 2:30 Uhr nicht.",
        ),
        ({"repeat": "manchmal"}, "Bitte wählen Sie aus, wie oft der Termin stattfindet."),
        ({"repeat": "weeks", "weeks": "9", "until": "2027-06-30"}, "Bitte wählen Sie eine Zahl von 2 bis 8."),
        ({"repeat": "week"}, "Bitte geben Sie an, bis zu welchem Tag die Reihe geht."),
        ({"repeat": "week", "until": "2026-11-23"}, "Das Ende der Reihe liegt vor dem ersten Termin."),
        ({"repeat": "week", "ending": "nie"}, "Bitte geben Sie an, bis wann oder wie oft."),
        ({"repeat": "week", "ending": "count", "count": "viele"}, "Bitte schreiben Sie in Ziffern"),
        ({"repeat": "week", "ending": "count", "count": "0"}, "Bitte schreiben Sie in Ziffern"),
        ({"repeat": "week", "ending": "count", "count": "371"}, "Das sind mehr als 370 Termine."),
        ({"repeat": "week", "until": "2040-01-01"}, "Das sind mehr als 370 Termine."),
        (
            {"day": "2026-12-01", "repeat": "month_last", "until": "2027-06-30"},
            "Der 1. Dezember ist nicht der letzte Dienstag im Monat.",
        ),
        ({"people": "viele"}, "Bitte schreiben Sie die Zahl der Personen in Ziffern"),
        ({"people": "0"}, "Bitte schreiben Sie die Zahl der Personen in Ziffern"),
        ({"setup": "20"}, "Bitte wählen Sie die Minuten aus der Liste."),
        ({"on_closure": "egal"}, "Bitte wählen Sie, was an Feiertagen"),
        ({"room": "keller"}, "Diesen Raum kennen wir nicht."),
    ],
    ids=lambda value: str(value)[:50],
)
def test_each_fault_has_its_sentence_and_nothing_is_lost(
    site: Site, ada: Visitor, typed: dict[str, str], sentence: str
) -> None:
    wishing(ada, **{**typed, "people": typed.get("people", "3")})
    assert ada.status == 422
    assert sentence in ada.text
    assert ada.title.startswith("Fehler: ")
    form = dict(next(form for form in ada.forms if form.action == "/reservieren/raeume").fields)
    assert form["people"] == typed.get("people", "3")
    assert form["start"] == typed.get("start", "14:00")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"repeat": "week", "until": "2027-06-30"}, "jeden Dienstag, 14–16 Uhr, bis 30. Juni 2027"),
        (
            {"repeat": "weeks", "weeks": "3", "ending": "count", "count": "5"},
            "jede 3. Woche am Dienstag, 14–16 Uhr, 5-mal",
        ),
        ({"repeat": "month_weekday", "ending": "count", "count": "3"}, "am 4. Dienstag im Monat"),
        ({"repeat": "month_last", "ending": "count", "count": "3"}, "am letzten Dienstag im Monat"),
        ({"repeat": "month_day", "ending": "count", "count": "3"}, "am 24. jedes Monats"),
        ({"start": "9", "end": "10.30"}, "9–10:30 Uhr"),
        ({"day": "24.11.2026", "start": "14 Uhr"}, "Dienstag, 24. November 2026, 14–16 Uhr"),
        ({"start": "20:00", "end": "00:00"}, "20–24 Uhr"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_how_often_in_words(ada: Visitor, typed: dict[str, str], words: str) -> None:
    wishing(ada, **typed)
    assert ada.status == 200
    assert words in ada.text


def test_months_without_the_day_are_named_before_saving(ada: Visitor) -> None:
    wishing(ada, day="2026-12-31", repeat="month_day", until="2027-12-31")
    sentence = "Der 31. fehlt in diesen Monaten: Februar, April, Juni, September, November 2027."
    assert sentence in ada.text
    assert sentence in ada.press("buero-2").text


def test_in_one_sentence(ada: Visitor) -> None:
    said = "Dienstag 14 Uhr, 2 Stunden, 3 Personen, jede 2. Woche bis Juni, mit Beamer, Büro 2"
    ada.get("/reservieren").press("Felder ausfüllen", sentence=said)
    assert ada.status == 200
    assert "„Beamer“" in ada.text
    assert "„bis Juni“ heißt hier: bis 30. Juni 2027." in ada.text
    assert "„Dienstag“ heißt hier: Dienstag, 24. November 2026." in ada.text
    ada.press("Freie Räume zeigen", title="Sprachkurs")
    assert "jede 2. Woche am Dienstag, 14–16 Uhr, bis 30. Juni 2027" in ada.text
    assert "Termine in Büro 2" in ada.text


def test_strange_input_never_breaks_a_step(site: Site, ada: Visitor) -> None:
    token = ada.get("/reservieren").token()
    for strange in ("", "\x00", "x" * 4_000, "\u202e", "-1", "9" * 30, "9999-12-31", "٣", "24:30"):
        for path in (
            "/reservieren/satz",
            "/reservieren/aendern",
            "/reservieren/raeume",
            "/reservieren/vorschau",
        ):
            sent = dict.fromkeys([*SERIES, "sentence", "people", "needs", "room", "weeks", "until"], strange)
            ada.post(path, {**sent, "csrf_token": token})
            assert ada.status in (200, 422), path
            ada.post(
                path, {**SERIES, "csrf_token": token, "people": strange, "chosen": strange, "setup": strange}
            )
            assert ada.status in (200, 422), path
        ada.post("/reservieren", {**SERIES, "csrf_token": token, "chosen": strange, "key": strange})
        assert ada.status == 422


@pytest.mark.parametrize(
    "strange", ["", "x/y/z", "2026-11-24T15:00Z/2026-11-24T13:00Z/buero-2", "a/b/buero-2"]
)
def test_an_unreadable_choice_is_none(site: Site, ada: Visitor, strange: str) -> None:
    wishing(ada).press("buero-2").press("Verbindlich reservieren", **{"termin-2026-11-24T13:00Z": strange})
    assert [each.status for each in dates(site)] == ["confirmed"]


def test_the_caretaker_reserves_nothing(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in(Role.CARETAKER).get("/reservieren")
    assert visitor.status == 403
    assert site.visitor().get("/reservieren").path == "/anmelden"


@pytest.mark.parametrize("step", ["", "/satz", "/aendern", "/raeume", "/vorschau"])
def test_no_step_is_taken_without_its_token(site: Site, ada: Visitor, step: str) -> None:
    assert ada.post(f"/reservieren{step}", {**COURSE, "chosen": "buero-2"}).status == 400
    assert reservations(site) == []


def test_a_long_series_stays_readable(site: Site, ada: Visitor) -> None:
    taken(site, 1, TUESDAY + 5 * A_WEEK)
    wishing(ada, **{**SERIES, "count": "52"}).press("buero-2")
    assert "51 von 52 Terminen sind frei. 1 ist belegt." in ada.text
    assert ada.text.count("<fieldset") == 52
    ada.press("Verbindlich reservieren")
    assert len(dates(site)) == 52
