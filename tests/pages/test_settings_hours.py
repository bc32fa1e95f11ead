"""/einstellungen/oeffnungszeiten: seven days, a look at what would lie outside, and the holidays of two years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from booking.accounts.models import Role
from booking.house.calendar import opening_hours
from booking.house.models import OpeningHours
from booking.house.opening import Week
from booking.reservations.plan import read_plan
from booking.scheduling.walltime import at_wall
from tests.house import TUESDAY, hours_on
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.rooms import reserved

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/oeffnungszeiten"
SAVE, ANYWAY = "Öffnungszeiten speichern", "Trotzdem speichern"
WORKDAY = (time(8), time(20))


def week(site: Site) -> Week:
    with site.runtime.database.reading() as session:
        return opening_hours(session)


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADVISER, Role.CARETAKER])
def test_only_the_house_sets_its_hours(site: Site, signed_in: SignIn, role: Role) -> None:
    visitor = signed_in(role)
    token = visitor.get("/konto").token()
    assert visitor.get(HOME).status == 403
    assert visitor.get(f"{HOME}/verlauf").status == 403
    assert visitor.post(HOME, {"csrf_token": token, "von_0": "9:00", "bis_0": "10:00"}).status == 403
    assert week(site)[0] == WORKDAY


def test_other_hours_are_saved_and_told(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME)
    assert "Allerheiligen" in staff.text
    assert "2027" in staff.text
    staff.press(SAVE, von_0="9:30", bis_5="13:00", von_5="10:00", von_4="", bis_4="")
    assert "Die Öffnungszeiten sind geändert." in staff.text
    assert week(site) == {
        0: (time(9, 30), time(20)),
        1: WORKDAY,
        2: WORKDAY,
        3: WORKDAY,
        5: (time(10), time(13)),
    }
    history = staff.follow("Verlauf ansehen")
    assert "Die Öffnungszeiten sind geändert: Montag, Freitag, Samstag." in history.text
    staff.get(HOME).press(SAVE)
    assert "Es hat sich nichts geändert." in staff.text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"von_1": ""}, "Dienstag: Bitte schreiben Sie auch, ab wann."),
        ({"bis_1": "spät"}, "Dienstag: Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"bis_1": "24:00"}, "Dienstag: Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"bis_1": "7:00"}, "Dienstag: Das Ende muss nach dem Beginn liegen."),
        ({"bis_1": "8:00"}, "Dienstag: Das Ende muss nach dem Beginn liegen."),
        (
            {f"{name}_{day}": "" for name in ("von", "bis") for day in range(5)},
            "Bitte öffnen Sie das Haus an mindestens einem Tag.",
        ),
    ],
)
def test_a_fault_is_named_at_its_day(
    site: Site, signed_in: SignIn, typed: dict[str, str], fault: str
) -> None:
    staff = signed_in(Role.STAFF).get(HOME).press(SAVE, **{"von_5": "11:11", "bis_5": "12:12", **typed})
    if "von_0" in typed:
        staff = signed_in(Role.STAFF).get(HOME).press(SAVE, **typed)
    else:
        assert "11:11" in staff.text
    assert staff.status == 422
    assert fault in staff.text
    assert week(site)[1] == WORKDAY


def test_what_would_lie_outside_is_shown_first_and_stays(site: Site, signed_in: SignIn) -> None:
    found = reserved(site, "buero-2", at_wall(TUESDAY, 17), 120)
    foreign = reserved(site, "buero-3", at_wall(TUESDAY, 19), 120, foreign=True)
    with site.runtime.database.writing() as session:
        loose = hours_on(
            session, site.house, TUESDAY + timedelta(days=7), start=17, end=19, adviser=site.house.advisers[0]
        ).id
    staff = signed_in(Role.STAFF).get(HOME).press(SAVE, bis_1="18:00")
    assert "Davon sind betroffen" in staff.text
    assert "Dienstag: bisher 8–20 Uhr, künftig 8–18 Uhr" in staff.text
    assert "Sie bleiben stehen und finden statt." in staff.text
    links = set(staff.links.values())
    assert {f"/reservierung/{found}", f"/sprechstunde/{loose}"} <= links
    assert f"/reservierung/{foreign}" not in links, "it reached beyond eight before already"
    assert week(site)[1] == WORKDAY
    staff.press(ANYWAY)
    assert week(site)[1] == (time(8), time(18))
    assert "bestätigt" in staff.get(f"/reservierung/{found}").text.lower() or staff.status == 200


def test_the_hours_at_the_bottom_of_each_page_are_set_elsewhere(signed_in: SignIn) -> None:
    staff, admin = signed_in(Role.STAFF).get(HOME), signed_in(Role.ADMIN).get(HOME)
    for visitor in (staff, admin):
        assert "Unten auf jeder Seite steht etwas anderes" in visitor.text
    assert "/einstellungen/haus/empfang" not in staff.links.values()
    assert "/einstellungen/haus/empfang" in admin.links.values()


def test_a_sprechstunde_in_a_reservation_is_listed_with_it(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME).press(SAVE, von_1="", bis_1="")
    assert "Dienstag: bisher 8–20 Uhr, künftig geschlossen" in staff.text
    assert "/sprechstunde/1" in staff.links.values()
    staff.press("Angaben ändern")
    assert 'value="08:00"' in staff.text
    assert len(week(site)) == 5


def test_two_at_once_see_both_states(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME)
    with site.runtime.database.writing() as session:
        session.get_one(OpeningHours, 0).opens = time(10)
    staff.press(SAVE, von_0="9:00")
    assert staff.status == 409
    assert "9–20 Uhr" in staff.text
    assert "10–20 Uhr" in staff.text
    assert week(site)[0] == (time(10), time(20))
    staff.press("Meine Angaben jetzt trotzdem speichern")
    assert week(site)[0] == (time(9), time(20))


def test_free_times_in_the_plan_follow(site: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME).press(SAVE, bis_2="12:00")
    with site.runtime.database.reading() as session:
        plan = read_plan(session, TUESDAY + timedelta(days=1), 1, now=site.clock.now())
        gaps = plan.free_on(plan.rows()[0], TUESDAY + timedelta(days=1))
    assert [each.end for each in gaps] == [at_wall(TUESDAY + timedelta(days=1), 12)]
    assert staff.status == 200
