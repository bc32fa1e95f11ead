"""/einstellungen/schulferien: added, changed and deleted after a look at the series; and series that fall out then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.house.models import SchoolHoliday
from booking.house.school_holidays import add_school_holiday
from booking.reservations.models import Reservation
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/schulferien"
LOOK, SAVE = "Weiter: Folgen ansehen", "Ferien speichern"
AUTUMN = {"name": "Herbstferien", "first": "2027-10-11", "last": "2027-10-23"}
SERIES = {
    "title": "Malkurs",
    "day": "2027-10-05",
    "start": "14:00",
    "end": "16:00",
    "repeat": "week",
    "ending": "count",
    "count": "3",
    "people": "4",
}


def listed(site: Site) -> list[tuple[str, date, date]]:
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.first))
        return [(row.name, row.first, row.last) for row in rows]


def reserved(visitor: Visitor, **typed: str) -> Visitor:
    visitor.get("/reservieren").press("Freie Räume zeigen", **{**SERIES, **typed})
    return visitor.press("buero-3")


def states(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        found = session.scalars(select(Reservation).where(Reservation.title == "Malkurs")).one()
        return [str(each.status) for each in found.occurrences]


def test_nothing_is_invented(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME)
    assert "Es sind noch keine Ferien eingetragen." in staff.text
    assert "Schulministerium" in staff.text


def test_added_changed_and_deleted(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME).press(LOOK, **AUTUMN)
    assert "Keine Reihe ist betroffen." in staff.text
    assert listed(site) == []
    staff.press(SAVE)
    assert "Die Ferien sind eingetragen." in staff.text
    assert listed(site) == [("Herbstferien", date(2027, 10, 11), date(2027, 10, 23))]
    url = next(url for url in staff.links.values() if url.startswith(f"{HOME}/") and "loeschen" not in url)
    staff.get(url).press(LOOK, last="24.10.2027")
    assert "Bisher: 11. Oktober 2027 bis 23. Oktober 2027" in staff.text
    staff.press(SAVE)
    assert listed(site) == [("Herbstferien", date(2027, 10, 11), date(2027, 10, 24))]
    staff.get(f"{url}/loeschen").press("Ferien löschen")
    assert listed(site) == []
    assert staff.post(f"{url}/loeschen", {"csrf_token": staff.token()}).status == 200


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": ""}, "Bitte schreiben Sie, wie die Ferien heißen."),
        ({"name": "x" * 81}, "höchstens 80 Zeichen"),
        ({"first": "bald"}, "Bitte geben Sie den ersten Ferientag an"),
        ({"last": ""}, "Bitte geben Sie den letzten Ferientag an"),
        ({"last": "2027-10-01"}, "Der letzte Ferientag liegt vor dem ersten."),
        ({"last": "2028-10-23"}, "Das sind mehr als 70 Tage."),
    ],
)
def test_faults_are_said(site: Site, signed_in: SignIn, typed: dict[str, str], fault: str) -> None:
    staff = signed_in(Role.STAFF).get(HOME).press(LOOK, **{**AUTUMN, **typed})
    assert staff.status == 422
    assert fault in staff.text


def test_days_that_are_holidays_already_are_refused_by_name(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        add_school_holiday(session, date(2027, 10, 20), date(2027, 10, 22), "Andere")
    staff = signed_in(Role.STAFF).get(HOME).press(LOOK, **AUTUMN).press(SAVE)
    assert staff.status == 422
    assert "Diese Tage überschneiden sich mit: Andere, 20. Oktober 2027 bis 22. Oktober 2027." in staff.text
    assert len(listed(site)) == 1


def test_only_the_house_has_the_list(site: Site, signed_in: SignIn) -> None:
    for role in (Role.ADVISER, Role.LEAD, Role.CARETAKER):
        assert signed_in(role).get(HOME).status == 403


def test_a_series_falls_out_and_says_so_before(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        add_school_holiday(session, date(2027, 10, 11), date(2027, 10, 16), "Herbstferien")
    ada = reserved(signed_in(Role.ADVISER), on_school_holiday="skip")
    assert "1 fällt in die Schulferien" in ada.text
    assert "Schulferien: Herbstferien" in ada.text
    ada.press("Verbindlich reservieren")
    assert states(site) == ["confirmed", "skipped_closure", "confirmed"]
    assert "In den Schulferien" in ada.text
    assert "fällt aus" in ada.text


def test_a_date_may_take_place_all_the_same(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        add_school_holiday(session, date(2027, 10, 11), date(2027, 10, 16), "Herbstferien")
    ada = reserved(signed_in(Role.ADVISER), on_school_holiday="skip")
    assert "doch stattfinden lassen" in ada.text
    ada.press("Verbindlich reservieren", **{"termin-2027-10-12T12:00Z": "take"})
    assert states(site) == ["confirmed", "confirmed", "confirmed"]


def test_a_series_changes_its_mind_on_its_page(site: Site, signed_in: SignIn) -> None:
    ada = reserved(signed_in(Role.ADVISER)).press("Verbindlich reservieren")
    page = ada.path
    with site.runtime.database.writing() as session:
        add_school_holiday(session, date(2027, 10, 11), date(2027, 10, 16), "Herbstferien")
    ada.get(f"{page}/verschieben").press("Weiter: Vorschau ansehen", on_school_holiday="skip")
    assert "Schulferien: Herbstferien" in ada.text
    assert states(site) == ["confirmed"] * 3
    ada.press("Änderung speichern")
    assert states(site) == ["confirmed", "skipped_closure", "confirmed"]
    ada.get(f"{page}/verschieben").press("Weiter: Vorschau ansehen", on_school_holiday="keep")
    ada.press("Änderung speichern")
    assert states(site) == ["confirmed"] * 3


def test_the_house_sees_which_series_its_list_touches(site: Site, signed_in: SignIn) -> None:
    reserved(signed_in(Role.ADVISER), on_school_holiday="skip").press("Verbindlich reservieren")
    staff = signed_in(Role.STAFF).get(HOME).press(LOOK, **AUTUMN)
    assert "1 Reihe fällt in den Schulferien aus" in staff.text
    assert "2 Termine finden statt" in staff.text


def test_an_unreadable_choice_is_refused(site: Site, signed_in: SignIn) -> None:
    ada = signed_in(Role.ADVISER).get("/reservieren")
    ada.press("Freie Räume zeigen", **{**SERIES, "on_school_holiday": "vielleicht"})
    assert ada.status == 422
    assert "Bitte wählen Sie, was in den Schulferien gilt." in ada.text
