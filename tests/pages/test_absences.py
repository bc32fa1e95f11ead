"""/abwesenheit: one step for the adviser, names for their own people only, times and codes for the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.accounts.models import Provider, Reading, Role
from booking.accounts.people import Contact
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment
from booking.offers.absences import Absence
from booking.scheduling.walltime import at_wall
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
HOME = "/abwesenheit"
WEDNESDAY = TUESDAY + timedelta(days=1)
LOOK, SAVE, TODAY = "Weiter: Sehen, wen es trifft", "Abwesenheit eintragen", "Heute ganztägig"
BY_PHONE = Contact(name="Theo Telefon", phone="02175 123456")
BY_MAIL = Contact(name="Maria Muster", email="maria@example.org")
WHOLE_DAY = {"first": str(TUESDAY)}


@pytest.fixture
def site(build: Callable[..., Site]) -> Site:
    """Two advisers with free times on Tuesday."""
    return build(advisers=2)


@pytest.fixture
def busy(site: Site) -> Site:
    """Both have residents on Tuesday, and free times on Wednesday."""
    with site.runtime.database.writing() as session:
        small = site.house
        for number in (0, 1):
            adviser, room = session.merge(small.advisers[number]), session.merge(small.rooms[number])
            advice = session.merge(small.advice)
            house.hours_on(session, small, WEDNESDAY, adviser=adviser, room=room, offer=advice)
    site.booked(at_wall(TUESDAY, 9), BY_MAIL, adviser_id=site.house.advisers[0].id)
    site.booked(at_wall(TUESDAY, 10), BY_PHONE, adviser_id=site.house.advisers[0].id)
    site.booked(at_wall(TUESDAY, 9), Contact(name="Frau Fremd"), adviser_id=site.house.advisers[1].id)
    return site


@pytest.fixture
def adviser(busy: Site) -> Visitor:
    return _as_adviser(busy)


def _as_adviser(site: Site, email: str = "ada@example.org") -> Visitor:
    from booking.accounts import signin
    from booking.accounts.enrolling import account_of
    from booking.db import database_now
    from booking.web.actors import COOKIE_KEY

    with site.runtime.database.writing() as session:
        account = account_of(session, email)
        assert account is not None
        token = signin.sign_in(session, account, now=database_now(session))
    visitor = site.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    return visitor


def test_gone_back_the_absence_is_there_already(busy: Site) -> None:
    adviser = _as_adviser(busy).get(HOME).press(LOOK, **WHOLE_DAY)
    form = next(form for form in adviser.forms if "einmal" in dict(form.fields))
    sent = {**dict(form.fields), "step": "speichern"}
    there = adviser.post(HOME, sent).path
    way = next(name for name in sent if name.startswith("weg-"))
    adviser.post(HOME, {**sent, way: "cancel"})
    assert adviser.path == there
    assert "Diese Abwesenheit ist schon eingetragen." in adviser.text
    assert len(absences(busy)) == 1


def absences(site: Site) -> list[Absence]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Absence).order_by(Absence.id)))


def readings(site: Site) -> int:
    with site.runtime.database.reading() as session:
        return len(session.scalars(select(Reading)).all())


def test_the_adviser_sees_who_is_hit_by_name_and_that_is_written_down(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY)
    assert "2 Termine sind betroffen. 1 erreichen wir per E-Mail, 1 bitte anrufen." in adviser.text
    assert "Maria Muster" in adviser.text
    assert "02175 123456" in adviser.text
    assert "Frau Fremd" not in adviser.text
    assert absences(busy) == []
    assert readings(busy) == 2


def test_no_reason_is_asked_for_or_kept(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME)
    assert "Wir fragen nicht nach dem Grund und speichern auch keinen." in adviser.text
    assert not [name for form in adviser.forms for name, _value in form.fields if "reason" in (name or "")]
    adviser.press(LOOK, **WHOLE_DAY, reason="Migräne").press(SAVE)
    assert not any("Migräne" in row for rows in busy.rows().values() for row in rows)


def test_entered_it_shows_how_each_stands_without_names(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY).press(SAVE)
    assert adviser.path.startswith("/abwesenheit/")
    assert "Die Abwesenheit ist eingetragen." in adviser.text
    assert "2 Termine waren betroffen. 2 warten noch auf Antwort." in adviser.text
    assert "Maria" not in adviser.text
    assert "1 Reservierung ruht" in adviser.text
    (row,) = absences(busy)
    assert (row.starts_at, row.ends_at) == (at_wall(TUESDAY, 0), at_wall(WEDNESDAY, 0))
    assert "Ada 1" in adviser.get(HOME).text


def test_today_is_one_tap(busy: Site, adviser: Visitor) -> None:
    busy.clock.moment = at_wall(TUESDAY, 8)
    adviser.get(HOME).press(TODAY)
    assert "2 Termine sind betroffen." in adviser.text
    adviser.press(SAVE)
    (row,) = absences(busy)
    assert (row.starts_at, row.ends_at) == (at_wall(TUESDAY, 0), at_wall(WEDNESDAY, 0))


def test_colleagues_take_over_only_if_they_may(busy: Site, adviser: Visitor) -> None:
    two_days = {**WHOLE_DAY, "last": str(WEDNESDAY)}
    adviser.get(HOME).press(LOOK, **two_days)
    assert "bei Ada 2" in adviser.text
    assert "dürfen einspringen" in adviser.text
    adviser.get(HOME).press(LOOK, **two_days, colleagues=[])
    assert "bei Ada 2" not in adviser.text
    assert "andere Zeit anbieten" not in adviser.text


def test_taken_back_everything_stands_again(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY).press(SAVE).follow("Zurücknehmen")
    assert "2 gebuchte Termine" in adviser.text
    adviser.press("Abwesenheit zurücknehmen")
    assert "Die Abwesenheit ist zurückgenommen." in adviser.text
    with busy.runtime.database.reading() as session:
        assert not session.scalars(select(Appointment).where(Appointment.asleep_by.is_not(None))).all()


def test_the_house_enters_it_for_who_phones_in_and_reads_no_names(busy: Site, signed_in: SignIn) -> None:
    staff = signed_in(Role.STAFF).get(HOME)
    assert "Ada 2 (Testverein)" in staff.text
    staff.press(LOOK, adviser="ada-1", **WHOLE_DAY)
    assert "2 Termine sind betroffen." in staff.text
    for name in ("Maria", "Theo", "123456", "maria@"):
        assert name not in staff.text
    staff.press(SAVE)
    assert "2 Termine waren betroffen." in staff.text
    assert readings(busy) == 0


def test_a_lead_enters_it_for_everybody_of_the_provider(busy: Site, signed_in: SignIn) -> None:
    lead = signed_in(Role.LEAD).get(HOME).press(LOOK, adviser="ada-2", **WHOLE_DAY)
    assert "1 Termin ist betroffen. 1 können wir nicht erreichen." in lead.text
    assert "Frau Fremd" in lead.text


def test_nobody_enters_it_for_strangers(busy: Site, adviser: Visitor, signed_in: SignIn) -> None:
    with busy.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        add_adviser(session, slug="fremd", name="Fremd", provider_id=other.id)
    for visitor, slug in ((adviser, "ada-2"), (adviser, "fremd"), (signed_in(Role.LEAD), "fremd")):
        token = visitor.get(HOME).token()
        visitor.post(HOME, {"csrf_token": token, "adviser": slug, "step": "speichern", **WHOLE_DAY})
        assert visitor.status == 422
        assert "Bitte wählen Sie, wer nicht da ist." in visitor.text
    assert absences(busy) == []


def test_strangers_and_colleagues_see_no_absence(busy: Site, adviser: Visitor, signed_in: SignIn) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY).press(SAVE)
    url = adviser.path
    assert signed_in(Role.LEAD).get(url).status == 200
    colleague = signed_in(Role.ADVISER)
    assert "Ada 1" not in colleague.get(HOME).text
    for path in (url, f"{url}/zuruecknehmen"):
        assert colleague.get(path).status == 404
        assert signed_in(Role.CARETAKER).get(path).status == 403
    with busy.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        stranger_of = other.id
    stranger = signed_in(Role.LEAD, "fremd@example.org")
    _move_to(busy, "fremd@example.org", stranger_of)
    assert stranger.get(url).status == 404
    assert "Ada" not in stranger.get(HOME).text


def test_who_books_meanwhile_brings_the_page_back(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY)
    busy.booked(at_wall(TUESDAY, 11), Contact(name="Neu Dazu"), adviser_id=busy.house.advisers[0].id)
    adviser.press(SAVE)
    assert adviser.status == 409
    assert "3 Termine sind betroffen." in adviser.text
    assert "Neu Dazu" in adviser.text
    adviser.press(SAVE)
    assert len(absences(busy)) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"first": ""}, "Bitte geben Sie den ersten Tag an"),
        ({"last": "2026-11-23"}, "Das Ende muss nach dem Anfang liegen."),
        ({"begins": "neun"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
    ],
)
def test_faults_are_said(adviser: Visitor, typed: dict[str, Any], fault: str) -> None:
    adviser.get(HOME).press(LOOK, **{**WHOLE_DAY, **typed})
    assert adviser.status == 422
    assert fault in adviser.text


def test_a_part_of_a_day_shortens_the_sprechstunde(busy: Site, adviser: Visitor) -> None:
    adviser.get(HOME).press(LOOK, **WHOLE_DAY, begins="9:45", ends="13:00")
    assert "1 Termin ist betroffen." in adviser.text
    assert "1 Reservierung wird kürzer." in adviser.text


def _move_to(site: Site, email: str, provider_id: int) -> None:
    from booking.accounts.enrolling import account_of

    with site.runtime.database.writing() as session:
        account = account_of(session, email)
        assert account is not None
        account.provider_id = provider_id
