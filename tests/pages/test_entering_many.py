"""A closure or an absence with many guests: the next page shows how far it is, and ends where one at once would end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from booking.accounts.models import Role
from booking.appointments.changes import cancel
from booking.appointments.finding import by_id
from booking.disruptions.entering import carry_out
from booking.disruptions.holding import FEW
from booking.disruptions.models import EnteringJob, Stage
from booking.house.models import Closure
from booking.offers.absences import Absence
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_at_the_same_time import TIMES, at_once

SignIn = Callable[..., Visitor]
NEW, ABSENCES, JOBS = "/schliessungen/neu", "/abwesenheit", "/schliessungen/eintragen/"
LOOK, SAVE = "Weiter: Sehen, wen es trifft", "Schließung eintragen"
AGAIN, DROP = "Liste noch einmal ansehen", "Nichts eintragen"
OUTING = {"kind": "house", "first": str(TUESDAY), "reason": "Betriebsausflug"}
GUESTS = FEW + 2
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def busy(site: Site) -> Site:
    """Ten guests on Tuesday afternoon, and time for all of them on Wednesday and Thursday."""
    with site.runtime.database.writing() as session:
        adviser = session.merge(site.house.advisers[0])
        room, advice = session.merge(site.house.rooms[0]), session.merge(site.house.advice)
        for ahead in range(3):
            day = TUESDAY + timedelta(days=ahead)
            house.hours_on(
                session, site.house, day, start=13, end=20, adviser=adviser, room=room, offer=advice
            )
    for number in range(GUESTS):
        site.booked(at_wall(TUESDAY, 13) + number * HALF_HOUR)
    return site


@pytest.fixture
def staff(busy: Site, signed_in: SignIn) -> Visitor:
    """Somebody who has sent the closure, and sees how far it is."""
    return signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING).press(SAVE)


def jobs(site: Site) -> list[EnteringJob]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(EnteringJob)))


def closures(site: Site) -> list[Closure]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Closure)))


def works(site: Site) -> None:
    (job,) = jobs(site)
    carry_out(site.runtime.database, site.runtime.desk(), job.id)


def say(site: Site, **values: Any) -> None:
    """What a worker has written down."""
    with site.runtime.database.writing() as session:
        session.execute(update(EnteringJob).values(**values))


def test_it_answers_at_once_and_shows_how_far_it_is(busy: Site, staff: Visitor) -> None:
    assert (staff.status, staff.path.startswith(JOBS)) == (200, True)
    assert f"0 von {GUESTS} Terminen: andere Zeit gesucht" in staff.text
    assert closures(busy) == []
    say(busy, held={str(number): [] for number in range(4)})
    staff.get(staff.path)
    assert f"4 von {GUESTS} Terminen: andere Zeit gesucht" in staff.text
    assert f'<progress id="fortschritt" value="4" max="{GUESTS}">' in staff.text
    assert '<noscript><meta http-equiv="refresh"' in staff.text
    say(busy, held={str(number): [] for number in range(GUESTS)})
    assert "Jetzt wird alles eingetragen." in staff.get(staff.path).text
    assert "Es dauert länger als sonst." not in staff.text
    busy.wait(minutes=3)
    assert "Es dauert länger als sonst." in staff.get(staff.path).text


def test_once_it_is_entered_it_leads_to_the_closure(busy: Site, staff: Visitor) -> None:
    there = staff.path
    works(busy)
    (closure,) = closures(busy)
    for _ in range(2):
        assert staff.get(there).path == f"/schliessung/{closure.id}"
        assert "Die Schließung ist eingetragen." in staff.text
    assert f"{GUESTS} Termine waren betroffen." in staff.text
    assert "Die Schließung wird eingetragen" not in staff.get("/schliessungen").text


def test_looking_changes_nothing(busy: Site, staff: Visitor) -> None:
    before = busy.rows()
    staff.get(staff.path)
    assert busy.rows() == before
    works(busy)
    before = busy.rows()
    staff.get(staff.path)
    assert busy.rows() == before


def test_who_closed_the_page_finds_it_in_the_list(busy: Site, staff: Visitor, signed_in: SignIn) -> None:
    there = staff.path
    staff.get("/schliessungen")
    assert "Die Schließung wird eingetragen" in staff.text
    assert staff.follow("Ansehen, wie weit es ist").path == there
    assert "wird eingetragen" not in signed_in(Role.ADMIN).get("/schliessungen").text


def test_nobody_else_sees_it(busy: Site, staff: Visitor, signed_in: SignIn) -> None:
    there = staff.path
    assert signed_in(Role.ADMIN).get(there).status == 404
    assert signed_in(Role.ADVISER).get(there).status == 403
    assert staff.get(there.replace("/schliessungen/", "/abwesenheit/")).status == 404
    assert busy.visitor().get(there).path == "/anmelden"


def test_somebody_books_meanwhile_and_the_list_is_looked_at_again(busy: Site, staff: Visitor) -> None:
    there = staff.path
    busy.booked(at_wall(TUESDAY, 9))
    works(busy)
    staff.get(there)
    assert "Gerade hat sich etwas geändert. Noch ist nichts gespeichert." in staff.text
    assert "Gerade hat sich etwas geändert." in staff.get("/schliessungen").text
    before = busy.rows()
    staff.get(there).press(AGAIN)
    assert staff.status == 409
    assert f"{GUESTS + 1} Termine sind betroffen." in staff.text
    assert "Neu:" in staff.text
    assert "Betriebsausflug" in staff.text
    assert busy.rows()["closure"] == before["closure"]
    staff.press(SAVE)
    assert staff.path.startswith(JOBS)
    works(busy)
    assert "Die Schließung ist eingetragen." in staff.get(staff.path).text
    assert len(closures(busy)) == len(jobs(busy)) == 1


def test_what_was_decided_is_still_decided_then(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    way = next(
        name for form in staff.forms for name, _value in form.fields if (name or "").startswith("weg-")
    )
    staff.press(SAVE, **{way: "cancel"})
    busy.booked(at_wall(TUESDAY, 9))
    works(busy)
    staff.get(staff.path).press(AGAIN)
    assert dict(_fields(staff))[way] == "cancel"


def test_with_fewer_guests_it_is_entered_at_once_and_nothing_stays_open(busy: Site, staff: Visitor) -> None:
    gone = [row.id for row in busy.appointments()][: GUESTS - FEW + 1]
    with busy.runtime.database.writing() as session:
        for each in gone:
            cancel(session, by_id(session, each, for_change=True), by="resident", now=busy.clock.now())
    works(busy)
    staff.get(staff.path).press(AGAIN).press(SAVE)
    assert staff.path == f"/schliessung/{closures(busy)[0].id}"
    assert jobs(busy) == []


def test_what_is_not_wanted_any_more_is_forgotten(busy: Site, staff: Visitor) -> None:
    busy.booked(at_wall(TUESDAY, 9))
    works(busy)
    staff.get(staff.path).press(DROP)
    assert staff.path == "/schliessungen"
    assert jobs(busy) == closures(busy) == []


def test_too_many_lead_to_the_form_with_everything_typed(busy: Site, staff: Visitor) -> None:
    say(busy, stage=Stage.TOO_LARGE)
    staff.get(staff.path)
    assert "Das trifft mehr als 200 Termine. Bitte teilen Sie die Schließung." in staff.text
    staff.press("Angaben noch einmal ansehen")
    assert staff.status == 422
    assert dict(_fields(staff))["reason"] == "Betriebsausflug"


def test_what_failed_can_be_tried_again(busy: Site, staff: Visitor) -> None:
    say(busy, stage=Stage.FAILED)
    staff.get(staff.path)
    assert "Das hat nicht geklappt. Noch ist nichts gespeichert." in staff.text
    staff.press("Angaben noch einmal ansehen").press(SAVE)
    works(busy)
    assert staff.get(staff.path).path.startswith("/schliessung/")


def test_what_was_typed_is_gone_after_a_day_but_not_the_news(busy: Site, staff: Visitor) -> None:
    there = staff.path
    say(busy, stage=Stage.CHANGED, sealed=None)
    gone = "Eine Schließung ist nicht eingetragen. Bitte tragen Sie sie neu ein."
    assert gone in staff.get("/schliessungen").text
    assert gone in staff.follow("Weiter").text
    assert "Ihre Angaben sind nicht mehr da." in staff.text
    assert AGAIN not in staff.text
    token = dict(staff.forms[-1].fields)["csrf_token"] or ""
    assert staff.post(there, {"csrf_token": token, "step": "vorschau"}).path == there
    assert staff.follow("Neu eintragen").path == NEW
    assert staff.get(there).press(DROP).path == "/schliessungen"
    assert jobs(busy) == []


def test_where_the_day_begins_one_learns_that_it_is_not_entered(busy: Site, staff: Visitor) -> None:
    there, text = staff.path, "Eine Schließung ist noch nicht eingetragen. Bitte sehen Sie noch einmal hin."
    assert text not in staff.get("/empfang").text
    say(busy, stage=Stage.CHANGED)
    assert text in staff.get("/empfang").text
    assert staff.follow("Weiter").path == there


def test_the_page_says_that_one_has_to_look_again(staff: Visitor) -> None:
    assert "Bitte sehen Sie heute noch in die Liste." in staff.text


def test_entered_from_the_form_nothing_stays_refused(busy: Site, staff: Visitor) -> None:
    """Otherwise "Weiter" would enter the same once more."""
    busy.booked(at_wall(TUESDAY, 9))
    works(busy)
    staff.get(staff.path).press(AGAIN).press("Angaben ändern").press(LOOK, reason="Ausflug").press(SAVE)
    assert [job.stage for job in jobs(busy)] == [Stage.WAITING]
    works(busy)
    assert "Die Schließung ist eingetragen." in staff.get(staff.path).text
    assert "Noch ist nichts gespeichert" not in staff.get("/schliessungen").text
    assert [each.reason for each in closures(busy)] == ["Ausflug"]


def test_made_smaller_it_leaves_nothing_refused(busy: Site, staff: Visitor) -> None:
    """Too many: the form again, a shorter time, entered at once."""
    say(busy, stage=Stage.TOO_LARGE)
    staff.get(staff.path).press("Angaben noch einmal ansehen")
    staff.press(LOOK, begins="13:00", ends="16:00").press(SAVE)
    assert staff.path == f"/schliessung/{closures(busy)[0].id}"
    assert jobs(busy) == []


def test_changed_once_more_while_it_is_small_it_leaves_nothing_refused(busy: Site, staff: Visitor) -> None:
    rows = busy.appointments()
    with busy.runtime.database.writing() as session:
        for each in rows[: GUESTS - FEW + 2]:
            cancel(session, by_id(session, each.id, for_change=True), by="resident", now=busy.clock.now())
    works(busy)
    staff.get(staff.path).press(AGAIN)
    busy.booked(at_wall(TUESDAY, 9))
    assert staff.press(SAVE).status == 409
    assert staff.press(SAVE).path == f"/schliessung/{closures(busy)[0].id}"
    assert jobs(busy) == []


@pytest.mark.parametrize("instead", ["\x00", "ß" * 70, "x" * 400])
def test_what_somebody_wrote_for_another_job_harms_nothing(
    busy: Site, signed_in: SignIn, instead: str
) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    sent = {**dict(_fields(staff)), "statt": instead, "step": "speichern"}
    assert staff.post(NEW, sent).path.startswith(JOBS)


def test_sent_changed_while_it_waits_the_page_says_what_holds(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    sent = {**dict(_fields(staff)), "step": "speichern"}
    kept = "Es gilt, was Sie zuerst gesendet haben."
    there = staff.post(NEW, sent).path
    assert kept not in staff.text
    way = next(name for name in sent if name.startswith("weg-"))
    assert staff.post(NEW, {**sent, way: "cancel"}).path == there
    assert kept in staff.text
    works(busy)
    for _ in range(2):
        assert "Diese Schließung ist schon eingetragen." in staff.get(there).text


def test_sent_again_it_is_entered_once(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    sent = {**dict(_fields(staff)), "step": "speichern"}
    there = staff.post(NEW, sent).path
    assert staff.post(NEW, sent).path == there
    works(busy)
    own = staff.post(NEW, sent).path
    assert own == f"/schliessung/{closures(busy)[0].id}"
    assert "Die Schließung ist eingetragen." in staff.text
    way = next(name for name in sent if name.startswith("weg-"))
    assert staff.post(NEW, {**sent, way: "cancel"}).path == own
    assert "Diese Schließung ist schon eingetragen." in staff.text
    assert len(closures(busy)) == 1


@pytest.mark.race
def test_pressed_five_times_at_once_it_is_one_closure(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **OUTING)
    sent = {**dict(_fields(staff)), "step": "speichern"}
    answers = at_once(busy, staff, NEW, lambda _number: sent)
    assert [answer.status_code for answer in answers] == [303] * TIMES
    assert len({answer.headers["Location"] for answer in answers}) == 1
    works(busy)
    works(busy)
    assert len(closures(busy)) == 1


def test_an_absence_goes_the_same_way(busy: Site, signed_in: SignIn) -> None:
    adviser = signed_in(Role.ADVISER, "ada@example.org")
    adviser.get(ABSENCES).press(LOOK, first=str(TUESDAY)).press("Abwesenheit eintragen")
    assert "Die Abwesenheit wird eingetragen" in adviser.text
    assert adviser.path.startswith(f"{ABSENCES}/eintragen/")
    there = adviser.path
    assert "Die Abwesenheit wird eingetragen" in adviser.get(ABSENCES).text
    works(busy)
    assert "Die Abwesenheit ist eingetragen." in adviser.get(there).text
    with busy.runtime.database.reading() as session:
        assert adviser.path == f"{ABSENCES}/{session.scalars(select(Absence.id)).one()}"


def test_an_absence_entered_from_the_form_leaves_nothing_refused(busy: Site, signed_in: SignIn) -> None:
    adviser = signed_in(Role.ADVISER, "ada@example.org")
    adviser.get(ABSENCES).press(LOOK, first=str(TUESDAY)).press("Abwesenheit eintragen")
    there = adviser.path
    say(busy, stage=Stage.CHANGED)
    assert "Eine Abwesenheit ist noch nicht eingetragen." in adviser.get("/ich").text
    adviser.get(there).press(AGAIN).press("Angaben ändern")
    adviser.press(LOOK, first=str(TUESDAY)).press("Abwesenheit eintragen")
    assert [job.stage for job in jobs(busy)] == [Stage.WAITING]


def test_a_few_are_entered_at_once(busy: Site, signed_in: SignIn) -> None:
    first = str(TUESDAY)
    morning = {"kind": "house", "first": first, "begins": "13:00", "ends": "16:00", "reason": "Probe"}
    staff = signed_in(Role.STAFF).get(NEW).press(LOOK, **morning).press(SAVE)
    assert staff.path.startswith("/schliessung/")
    assert jobs(busy) == []


def _fields(visitor: Visitor) -> list[tuple[str, str]]:
    """Of the form with the decisions, or the form that is filled in."""
    return next(form.fields for form in visitor.forms if {"einmal", "reason"} & set(dict(form.fields)))
