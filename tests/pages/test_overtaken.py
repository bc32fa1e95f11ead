"""Edit forms refuse to overwrite: who saves later than somebody else sees both states, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.appointments.models import ConsultationHours
from booking.house.models import SchoolHoliday
from booking.house.school_holidays import add_school_holiday
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.reserved import date_id, dates, events, reserved, titles

SignIn = Callable[..., Visitor]
ADA = "ada@example.org"
LOST = "Ihre Änderung wurde nicht gespeichert."
ANYWAY = "Meine Angaben jetzt trotzdem speichern"
FRESH = "Neuen Stand übernehmen"


@pytest.fixture
def ada(signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, ADA)


@pytest.fixture
def lead(signed_in: SignIn) -> Visitor:
    return signed_in(Role.LEAD)


def begin(who: Visitor, site: Site, made: str, step: str, number: int | None = 0) -> Visitor:
    picked = "" if number is None else f"?termin={date_id(site, made, number)}"
    return who.get(f"/reservierung/{made}/{step}{picked}")


def fields(who: Visitor, step: str) -> dict[str, str]:
    """What the form of the page would send."""
    return dict(next(each.fields for each in who.forms if each.action.endswith(f"/{step}")))


def test_two_move_the_same_date(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "verschieben")
    begin(lead, site, made, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    site.wait(1)
    lead.press("Änderung speichern")
    ada.press("Weiter: Vorschau ansehen", day="2026-11-25", room="buero-2")
    assert ada.status == 409
    assert LOST in ada.text
    assert "Inzwischen geändert von: Konto lead." in ada.text
    for told in ("Mi, 25. November 2026", "Di, 24. November 2026", "15:00", "14:00", "Büro 2", "Büro 1"):
        assert told in ada.text, told
    assert dates(site, made)[0] == "24.11. 15:00 Büro 1 confirmed"
    ada.press(ANYWAY)
    assert ada.status == 200
    assert "Passt das so?" in ada.text, "what was typed is previewed once more"
    ada.press("Änderung speichern")
    assert dates(site, made)[0] == "25.11. 14:00 Büro 2 confirmed"


def test_between_preview_and_saving(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "verschieben").press("Weiter: Vorschau ansehen", room="buero-2")
    begin(lead, site, made, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    lead.press("Änderung speichern")
    ada.press("Änderung speichern")
    assert ada.status == 409
    assert "Beides nebeneinander" in ada.text
    ada.follow(FRESH)
    assert 'value="15:00"' in ada.text
    assert dates(site, made)[0] == "24.11. 15:00 Büro 1 confirmed"


def test_a_fault_in_between_does_not_hide_the_change(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "verschieben")
    begin(lead, site, made, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    lead.press("Änderung speichern")
    ada.press("Weiter: Vorschau ansehen", end="13:00")
    assert ada.status == 422
    ada.press("Weiter: Vorschau ansehen", end="16:30")
    assert ada.status == 409


def test_another_date_of_the_series_is_no_conflict(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "verschieben", 0)
    begin(lead, site, made, "verschieben", 2).press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    lead.press("Änderung speichern")
    ada.press("Weiter: Vorschau ansehen", room="buero-2")
    assert ada.status == 200
    begin(ada, site, made, "verschieben", 0)
    begin(lead, site, made, "verschieben", 2).press("Weiter: Vorschau ansehen", start="16:00", end="17:00")
    lead.press("Änderung speichern")
    ada.press("Weiter: Vorschau ansehen", scope="all", room="buero-2")
    assert ada.status == 409, "who moves all of them has seen another series"


def test_calling_off_what_was_moved(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "absagen").press("Weiter: Folgen ansehen")
    begin(lead, site, made, "verschieben").press("Weiter: Vorschau ansehen", start="15:00", end="17:00")
    lead.press("Änderung speichern")
    ada.press("Ja, absagen")
    assert ada.status == 409
    assert "15–17 Uhr" in ada.text
    assert dates(site, made)[0].endswith("confirmed")
    ada.press(ANYWAY).press("Ja, absagen")
    assert dates(site, made)[0].endswith("cancelled")


def test_two_give_it_another_title(site: Site, ada: Visitor, lead: Visitor) -> None:
    made = reserved(site)
    begin(ada, site, made, "umbenennen")
    begin(lead, site, made, "umbenennen").press("Titel speichern", title="Planung")
    ada.press("Titel speichern", title="Teamtag")
    assert ada.status == 409
    assert "Planung" in ada.text
    assert "Teamtag" in ada.text
    assert titles(site, made)[0][0] == "Planung"
    ada.press(ANYWAY)
    assert titles(site, made)[0][0] == "Teamtag"


def test_a_title_is_saved_once_by_a_double_click(site: Site, ada: Visitor) -> None:
    made = reserved(site)
    sent = fields(begin(ada, site, made, "umbenennen"), "umbenennen") | {"title": "Teamtag"}
    for _ in range(2):
        ada.post(f"/reservierung/{made}/umbenennen", sent)
        assert (ada.status, ada.path) == (200, f"/reservierung/{made}")
    assert events(site, "ReservationChanged") == 1


@pytest.mark.parametrize("step", ["verschieben", "absagen", "umbenennen"])
def test_a_form_that_saw_nothing_saves_nothing(site: Site, ada: Visitor, step: str) -> None:
    made = reserved(site)
    sent = fields(begin(ada, site, made, step), step) | {"title": "Neu", "step": "speichern"}
    del sent["gesehen"]
    before = dates(site, made), titles(site, made)
    assert ada.post(f"/reservierung/{made}/{step}", sent).status == 409
    assert (dates(site, made), titles(site, made)) == before


def hours_of(site: Site) -> tuple[int, int]:
    """The Sprechstunde of the house, and its seats."""
    with site.runtime.database.reading() as session:
        found = session.scalars(select(ConsultationHours).order_by(ConsultationHours.id)).first()
        assert found is not None
        return found.id, found.seats


def test_two_change_the_same_hours(site: Site, ada: Visitor, lead: Visitor) -> None:
    hours_id, _ = hours_of(site)
    own = f"/sprechstunde/{hours_id}"
    ada.get(f"{own}/aendern")
    lead.get(f"{own}/aendern").press("Weiter: Folgen ansehen", seats="3").press("Änderung speichern")
    assert hours_of(site)[1] == 3
    ada.press("Weiter: Folgen ansehen", seats="2")
    assert ada.status == 409
    assert "Die Sprechstunde hat sich inzwischen geändert." in ada.text
    assert "Inzwischen geändert von:" in ada.text
    ada.press(ANYWAY).press("Änderung speichern")
    assert hours_of(site)[1] == 2


def test_hours_are_saved_once_by_a_double_click(site: Site, ada: Visitor) -> None:
    own = f"/sprechstunde/{hours_of(site)[0]}"
    ada.get(f"{own}/aendern").press("Weiter: Folgen ansehen", seats="3")
    sent = fields(ada, "aendern") | {"step": "speichern"}
    for _ in range(2):
        assert (ada.post(f"{own}/aendern", sent).status, ada.path) == (200, own)


def test_calling_off_hours_that_changed(site: Site, ada: Visitor, lead: Visitor) -> None:
    own = f"/sprechstunde/{hours_of(site)[0]}"
    ada.get(f"{own}/absagen")
    lead.get(f"{own}/aendern").press("Weiter: Folgen ansehen", seats="3").press("Änderung speichern")
    ada.press("Sprechstunde absagen")
    assert ada.status == 409
    ada.press(ANYWAY).press("Sprechstunde absagen")
    assert "abgesagt" in ada.text


def test_two_change_the_same_holidays(site: Site, signed_in: SignIn) -> None:
    one, other = signed_in(Role.STAFF), signed_in(Role.ADMIN)
    with site.runtime.database.writing() as session:
        row = add_school_holiday(session, date(2027, 10, 11), date(2027, 10, 23), "Herbstferien")
        session.flush()
        path = f"/einstellungen/schulferien/{row.id}"
    one.get(path)
    other.get(path).press("Weiter: Folgen ansehen", name="Winterferien").press("Ferien speichern")
    one.press("Weiter: Folgen ansehen", name="Neue Ferien")
    assert one.status == 409
    assert "Winterferien" in one.text
    assert "Neue Ferien" in one.text
    one.press(ANYWAY).press("Ferien speichern")
    with site.runtime.database.reading() as session:
        assert "Neue Ferien" in session.scalars(select(SchoolHoliday.name)).all()
