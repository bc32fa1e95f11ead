"""The plan of the house: what each role reads in it, its picture, its table, and its links."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from booking.accounts.models import Role
from booking.house.calendar import close
from booking.reservations.models import OccurrenceStatus
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall, day_bounds
from tests.house import NOW, TUESDAY, hours_on
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.rooms import OTHERS, add_hall, dates_of, reserved

MONDAY = date(2026, 11, 23)
SignIn = Callable[..., Visitor]


class _Tables(HTMLParser):
    """The tables of a page: each a list of rows, each row a list of (words, columns)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, int]]]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append(("", int(dict(attrs).get("colspan") or 1)))
            self._inside = True

    def handle_data(self, data: str) -> None:
        if self._inside:
            words, span = self.tables[-1][-1][-1]
            self.tables[-1][-1][-1] = (" ".join(f"{words} {data}".split()).replace(" ,", ","), span)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")


def picture(visitor: Visitor) -> dict[str, list[tuple[str, int]]]:
    """The bars of the day by room: words and columns, without free hours."""
    rows = [row for row in _Tables(visitor.text).tables[0] if row[0][0] not in ("", "Raum")]
    return {row[0][0]: [cell for cell in row[1:] if cell[0]] for row in rows}


def table(visitor: Visitor, number: int = -1) -> dict[str, list[str]]:
    """The words of a table by its first column, without the number on the door."""
    rows = _Tables(visitor.text).tables[number][1:]
    return {re.sub(r"^(\d|Saal) (?=\w)", "", row[0][0]): [cell[0] for cell in row[1:]] for row in rows}


def test_a_day_in_words(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-2", at_wall(MONDAY, 9, 30), 90, public_title="Energieberatung")
    reserved(site, "buero-2", at_wall(MONDAY, 14), 240, title="Team")
    visitor = signed_in(Role.ADVISER).get("/planer")
    assert "Montag, 23. November" in visitor.title
    found = table(visitor)
    assert list(found) == ["Büro 1", "Büro 2", "Büro 3"]
    assert found["Büro 1"] == ["frei", "frei", "frei", "8 Uhr, Büro 1, reservieren"]
    morning, afternoon, evening, free = found["Büro 2"]
    assert morning.startswith("9:30–11 Interner Name, Büro 2")
    assert afternoon.startswith("14–18 Team, Büro 2")
    assert (evening, free) == ("frei", "8 Uhr, Büro 2, reservieren")
    assert "0 von 3 Räumen sind gerade belegt." in visitor.text
    assert "Geöffnet 8–20 Uhr." in visitor.text


def test_what_runs_now_and_when_the_room_is_free_again(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-2", at_wall(MONDAY, 9), 180)
    reserved(site, "buero-3", at_wall(MONDAY, 10), 600)
    site.wait(102)
    visitor = signed_in(Role.STAFF).get("/planer")
    assert "1 von 3 Räumen ist gerade belegt." in visitor.text
    assert "Stand: 9:42 Uhr" in visitor.text
    assert "jetzt, 9:42 Uhr" in visitor.text
    found = table(visitor)
    assert "läuft jetzt" in found["Büro 2"][0]
    assert found["Büro 2"][3] == "12 Uhr, Büro 2, reservieren"
    assert found["Büro 1"][3] == "9:45 Uhr, Büro 1, reservieren"
    assert found["Büro 3"][3] == "morgen, 8 Uhr, Büro 3, reservieren"
    assert visitor.links["12 Uhr"] == "/reservieren?raum=buero-2&tag=2026-11-23&zeit=12%3A00"


def test_the_picture_rounds_outwards_and_its_words_do_not(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-2", at_wall(TUESDAY, 9, 10), 40)
    reserved(site, "buero-2", at_wall(TUESDAY, 9, 50), 70)
    reserved(site, "buero-3", at_wall(TUESDAY, 13), 60, setup_minutes=30, cleanup_minutes=45)
    reserved(site, "buero-3", at_wall(TUESDAY, 6, 30), 30)
    reserved(site, "buero-3", at_wall(TUESDAY, 21), 30)
    visitor = signed_in(Role.ADVISER).get(f"/planer?tag={TUESDAY}")
    bars = picture(visitor)
    assert bars["Büro 2"] == [
        ("9:10–9:50 Interner Name, Büro 2", 4),
        ("9:50–11 Interner Name, Büro 2", 4),
    ]
    assert bars["Büro 3"][1:4] == [("Aufbau", 2), ("13–14 Interner Name, Büro 3", 4), ("Abbau", 3)]
    assert "Aufbau ab 12:30, Abbau bis 14:45" in table(visitor)["Büro 3"][1]
    for row in _Tables(visitor.text).tables[0]:
        assert sum(span for _, span in row[1:]) == 16 * 4, "from six to ten at night"


def test_every_role_reads_what_it_may(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-1", at_wall(MONDAY, 9), title="Fall M.", foreign=True)
    reserved(site, "buero-2", at_wall(MONDAY, 9), title="Fall N.", public_title="Sprachtreff", foreign=True)
    seen = {}
    for role in Role:
        visitor = signed_in(role).get("/planer")
        assert visitor.status == 200
        assert "Fall " not in visitor.text
        found = table(visitor)
        seen[role] = (found["Büro 1"][0], found["Büro 2"][0], "/reservierung/" in visitor.text)
    plain = ("9–11 belegt", "9–11 Sprachtreff", False)
    assert seen[Role.ADVISER] == seen[Role.LEAD] == plain
    assert seen[Role.CARETAKER] == ("9–11 belegt", "9–11 belegt", False)
    first, second, links = seen[Role.STAFF]
    assert first.startswith(f"9–11 {OTHERS}, Büro 1")
    assert second.startswith(f"9–11 Sprachtreff, Büro 2 {OTHERS}")
    assert links
    assert seen[Role.ADMIN] == seen[Role.STAFF]


def test_only_who_may_change_a_date_is_offered_to(site: Site, signed_in: SignIn) -> None:
    own = reserved(site, "buero-1", at_wall(MONDAY, 9), by="ada@example.org")
    past = reserved(site, "buero-3", at_wall(MONDAY, 8, 30), by="ada@example.org")
    colleagues = reserved(site, "buero-2", at_wall(MONDAY, 9))
    site.wait(45)
    with site.runtime.database.reading() as session:
        date_id = dates_of(session, own)[0].id
    visitor = signed_in(Role.ADVISER, "ada@example.org").get("/planer")
    for step in ("verschieben", "absagen"):
        assert f"/reservierung/{own}/{step}?termin={date_id}" in visitor.text
        assert f"/reservierung/{colleagues}/{step}" not in visitor.text
        assert f"/reservierung/{past}/{step}" not in visitor.text
    visitor = signed_in(Role.LEAD).get("/planer")
    assert f"/reservierung/{colleagues}/verschieben" in visitor.text
    visitor = signed_in(Role.CARETAKER).get("/planer")
    assert "/reservier" not in visitor.text
    assert table(visitor)["Büro 1"][3] == "ab 11 Uhr"


def test_a_request_says_so(site: Site, signed_in: SignIn) -> None:
    add_hall(site)
    reserved(site, "saal", at_wall(MONDAY, 18, 30), title="Chor", as_request=True, foreign=True)
    visitor = signed_in(Role.STAFF).get("/planer")
    assert table(visitor)["Saal"][2].startswith(f"18:30–20:30 Anfrage: Chor, Saal {OTHERS}")
    assert picture(visitor)["Saal"][0][0].startswith("18:30–20:30 Anfrage: Chor")
    visitor = signed_in(Role.ADVISER).get("/planer")
    assert table(visitor)["Saal"][2] == "18:30–20:30 Anfrage"


def test_a_date_that_sleeps_and_its_closure_stand_side_by_side(site: Site, signed_in: SignIn) -> None:
    asleep = reserved(site, "buero-2", at_wall(MONDAY, 10))
    with site.runtime.database.writing() as session:
        date_ = dates_of(session, asleep)[0]
        date_.leave_out(OccurrenceStatus.ASLEEP, "Treppenlift")
        lift = Interval(at_wall(MONDAY, 9), at_wall(MONDAY, 13))
        close(session, lift, reason="Treppenlift", room_id=site.house.rooms[1].id)
    site.wait(150)
    visitor = signed_in(Role.ADVISER).get("/planer")
    assert ", 1 ist geschlossen." in visitor.text
    morning, afternoon = table(visitor)["Büro 2"][:2]
    assert "9–13 geschlossen: Treppenlift" in morning
    assert "10–12 ruht: Treppenlift" in morning
    assert afternoon == "9–13 geschlossen: Treppenlift geht weiter"
    rows = [row for row in _Tables(visitor.text).tables[0] if "Treppenlift" in str(row)]
    assert len(rows) == 2, "each in a lane of its own"


def test_a_holiday_is_told_above_and_in_each_room(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in(Role.STAFF).get("/planer?tag=2026-12-25")
    assert "Das Haus ist geschlossen: Erster Weihnachtstag" in visitor.text
    assert table(visitor)["Büro 1"][0] == "ganztägig geschlossen: Erster Weihnachtstag"
    assert table(visitor)["Büro 1"][3] == "Mo, 28. Dezember, 8 Uhr, Büro 1, reservieren"
    assert "An diesem Tag ist das Haus nicht geöffnet." in visitor.get("/planer?tag=2026-11-29").text


def test_parts_of_the_hall_have_rows_when_one_is_reserved_by_itself(site: Site, signed_in: SignIn) -> None:
    add_hall(site)
    reserved(site, "saal", at_wall(MONDAY, 9))
    reserved(site, "saal", at_wall(TUESDAY, 9), title="Ganz")
    reserved(site, "saal-a", at_wall(TUESDAY, 14), title="Halb")
    visitor = signed_in(Role.LEAD).get("/planer")
    assert "Saal, Teil A" not in table(visitor)
    found = table(visitor.get(f"/planer?tag={TUESDAY}"))
    assert found["Saal, Teil A"][0].startswith("9–11 belegt (ganzer Saal)")
    assert found["Saal, Teil B"][0].startswith("9–11 belegt (ganzer Saal)")
    assert found["Saal, Teil A"][1].startswith("14–16 Halb")
    assert found["Saal, Teil B"][1] == "frei"
    assert found["Saal"][1].startswith("14–16 belegt (Saal, Teil A)")


def test_a_room_that_an_appointment_took_for_itself_is_not_free(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        house = site.house
        hours_on(session, house, start=14, end=16, adviser=house.advisers[0])
    site.booked(at_wall(TUESDAY, 14))
    found = table(signed_in(Role.STAFF).get(f"/planer?tag={TUESDAY}"))
    taken = [words for words in found.values() if "14–14:30 belegt" in words[1]]
    assert len(taken) == 1
    assert "Maria" not in str(found)


def test_the_week_counts_and_names_what_is_in_each_room(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-2", at_wall(MONDAY, 9), title="Team")
    reserved(site, "buero-2", at_wall(MONDAY, 14), title="Runde")
    reserved(site, "buero-3", at_wall(date(2026, 11, 28), 10), title="Samstag")
    visitor = signed_in(Role.LEAD).get(f"/planer/woche?tag={TUESDAY}")
    assert "Woche vom 23. November bis 28. November" in visitor.title
    found = table(visitor)
    assert found["Büro 2"][0].startswith("2 Einträge 9–11 Team, Büro 2, Montag, 23. November")
    assert "14–16 Runde" in found["Büro 2"][0]
    assert found["Büro 2"][1:] == ["frei"] * 5
    assert "10–12 Samstag" in found["Büro 3"][5]
    reserved(site, "buero-3", at_wall(date(2026, 11, 29), 10), title="Sonntag")
    assert "10–12 Sonntag" in table(visitor.get(f"/planer/woche?tag={TUESDAY}"))["Büro 3"][6]


def test_the_week_of_one_room_has_its_days_as_columns(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-2", at_wall(TUESDAY, 11), 180, title="Team")
    visitor = signed_in(Role.LEAD).get(f"/planer/woche?tag={TUESDAY}&raum=buero-2")
    assert visitor.title.startswith("Büro 2, Woche vom")
    found = table(visitor)
    assert found["Vormittag"][1].startswith("11–14 Team, Büro 2, Dienstag")
    assert found["Nachmittag"][1].startswith("11–14 Team, Büro 2, Dienstag, 24. November geht weiter")
    assert found["Abend"] == ["frei"] * 6
    assert found["Noch frei"][1] == (
        "8–11 Uhr, Dienstag, 24. November, reservieren 14–20 Uhr, Dienstag, 24. November, reservieren"
    )
    assert found["Noch frei"][5] == "nichts", "the house is closed on Saturday"
    assert visitor.get("/planer/woche?raum=keller").status == 404


@pytest.mark.parametrize("tag", ["", "gestern", "2026-13-45", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_today(site: Site, signed_in: SignIn, tag: str) -> None:
    visitor = signed_in(Role.STAFF)
    for path in ("/planer", "/planer/woche"):
        assert "23. November" in visitor.get(f"{path}?tag={tag}").title


def test_days_with_23_and_25_hours(site: Site, signed_in: SignIn) -> None:
    for day in (date(2027, 3, 28), date(2026, 10, 25)):
        reserved_at = at_wall(day, 1)
        if reserved_at > NOW:
            reserved(site, "buero-1", reserved_at, 180, title="Nachtwache")
        visitor = signed_in(Role.LEAD).get(f"/planer?tag={day}")
        assert visitor.status == 200
    visitor = signed_in(Role.LEAD).get("/planer?tag=2027-03-28")
    assert picture(visitor)["Büro 1"] == [("1–5 Nachtwache, Büro 1", 16)]


def test_a_date_over_midnight_stands_on_both_days(site: Site, signed_in: SignIn) -> None:
    reserved(site, "buero-1", at_wall(MONDAY, 20), 8 * 60, title="Lange Nacht")
    visitor = signed_in(Role.LEAD).get("/planer")
    assert table(visitor)["Büro 1"][2].startswith("ab 20 Lange Nacht")
    assert table(visitor.get(f"/planer?tag={TUESDAY}"))["Büro 1"][0].startswith("bis 4 Lange Nacht")
    assert day_bounds(MONDAY).end - at_wall(MONDAY, 20) == timedelta(hours=4)
