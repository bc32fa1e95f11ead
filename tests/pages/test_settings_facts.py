"""/einstellungen/haus: each group with its preview, faults at their fields, and what changes on pages, paper and calendars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from booking.accounts.models import Role
from booking.appointments.finding import by_id
from booking.house.settings import HouseSettings, change_settings, settings_for_change, settings_of
from booking.outbox import EventRow
from booking.scheduling.walltime import at_wall
from tests.house import NOW, TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/haus"
LOOK, SAVE, BACK = "Weiter: Vorschau ansehen", "Einstellung speichern", "Angaben ändern"


@pytest.fixture
def admin(signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADMIN)


def settings(site: Site) -> HouseSettings:
    with site.runtime.database.reading() as session:
        return settings_of(session)


def saved(admin: Visitor, group: str, **typed: str) -> Visitor:
    return admin.get(f"{HOME}/{group}").press(LOOK, **typed).press(SAVE)


def test_everything_that_is_set_stands_on_one_page(admin: Visitor) -> None:
    admin.get(HOME)
    for words in (
        "Kirchstraße 6–8",
        "02175 000-000",
        "Montag bis Freitag, 9–12 Uhr",
        "Montag bis Freitag, 9–17 Uhr",
        "7 Tage nach dem Termin",
        "nach 5 Minuten",
        "Hier ist noch nichts festgehalten.",
    ):
        assert words in admin.text, words


def test_an_address_is_previewed_as_a_mail_has_it_and_then_on_every_page(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/adresse").press(LOOK, name="Haus am Markt", street="Marktplatz 1")
    assert "Noch ist nichts gespeichert." in admin.text
    assert "Haus am Markt<br>Marktplatz 1, 42799 Leichlingen<br>02175 000-000" in admin.text
    assert settings(site).facts.name == "Quartiersbüro Leichlingen"
    admin.press(SAVE)
    assert "Gespeichert." in admin.text
    assert "„Haus am Markt“, vorher „Quartiersbüro Leichlingen“" in admin.text
    assert "Konto admin" in admin.text
    for path in ("/", "/impressum", "/anfahrt", "/en/gebaerdensprache"):
        text = site.visitor().get(path).text
        assert "Marktplatz 1" in text, path
        assert "Kirchstraße 6–8" not in text, path


def test_hours_are_previewed_in_every_language(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/telefon").press(LOOK, phone="02175 000-999", von_4="", bis_4="", bis_0="12:30")
    assert "Mo 9–12:30 Uhr; Di–Do 9–12 Uhr" in admin.text
    assert "Monday 9:00–12:30; Tuesday–Thursday 9:00–12:00" in admin.text
    admin.press(SAVE)
    assert "Mo 9–12:30 Uhr; Di–Do 9–12 Uhr" in site.visitor().get("/").text
    assert 'href="tel:+492175000999"' in site.visitor().get("/tr/").text


@pytest.mark.parametrize(
    ("group", "field", "typed", "words"),
    [
        ("adresse", "name", "  ", "Bitte füllen Sie dieses Feld aus."),
        ("adresse", "street", "x" * 81, "höchstens 80 Zeichen"),
        ("adresse", "street", "Markt\u202e 1", "höchstens 80 Zeichen"),
        ("adresse", "town", "Leichlingen", "fünf Ziffern und den Ort"),
        ("telefon", "phone", "", "Bitte schreiben Sie die Telefonnummer vom Haus."),
        ("telefon", "phone", "ruf an", "nur mit Ziffern"),
        ("telefon", "email", "haus", "@-Zeichen"),
        ("telefon", "von_1", "neun", "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ("telefon", "bis_1", "08:00", "Das Ende muss nach dem Beginn liegen."),
        ("empfang", "bis_2", "", "Bitte schreiben Sie auch, bis wann."),
        ("impressum", "operator", "x" * 81, "höchstens 80 Zeichen"),
        ("loeschen", "sensitive", "8", "Bitte schreiben Sie eine Zahl von 1 bis 7."),
        ("loeschen", "other", "31", "Bitte schreiben Sie eine Zahl von 1 bis 30."),
        ("loeschen", "other", "0", "Bitte schreiben Sie eine Zahl von 1 bis 30."),
        ("loeschen", "other", "٣", "Bitte schreiben Sie eine Zahl von 1 bis 30."),
        ("bildschirm", "idle_minutes", "viele", "Bitte schreiben Sie eine Zahl von 1 bis 30."),
        ("bildschirm", "idle_minutes", "9" * 500, "Bitte schreiben Sie eine Zahl von 1 bis 30."),
    ],
)
def test_each_fault_at_its_field(
    site: Site, admin: Visitor, group: str, field: str, typed: str, words: str
) -> None:
    admin.get(f"{HOME}/{group}").press(LOOK, **{field: typed})
    assert admin.status == 422
    assert words in admin.text
    assert f'id="{field}-fehler"' in admin.text
    assert f'href="#{field}"' in admin.text
    assert settings(site) == HouseSettings()


def test_a_week_without_any_hours_is_refused(admin: Visitor) -> None:
    empty = {f"{name}_{day}": "" for name in ("von", "bis") for day in range(7)}
    admin.get(f"{HOME}/empfang").press(LOOK, **empty)
    assert admin.status == 422
    assert "mindestens einen Tag" in admin.text


def test_back_from_the_preview_keeps_what_was_typed(admin: Visitor) -> None:
    admin.get(f"{HOME}/adresse").press(LOOK, street="Marktplatz 1").press(BACK)
    assert 'value="Marktplatz 1"' in admin.text


def test_who_would_overwrite_another_change_sees_both(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/adresse")
    with site.runtime.database.writing() as session:
        now = settings_for_change(session)
        change_settings(session, replace(now, facts=replace(now.facts, street="Neue Straße 2")), now=NOW)
    admin.press(LOOK, street="Marktplatz 1")
    assert admin.status == 409
    assert "Neue Straße 2" in admin.text
    assert "Marktplatz 1" in admin.text
    admin.press("Meine Angaben jetzt trotzdem speichern").press(SAVE)
    assert settings(site).facts.street == "Marktplatz 1"


def test_another_group_is_no_conflict(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/adresse")
    with site.runtime.database.writing() as session:
        now = settings_for_change(session)
        change_settings(session, replace(now, keeping=replace(now.keeping, other=20)), now=NOW)
    admin.press(LOOK, street="Marktplatz 1").press(SAVE)
    assert settings(site).facts.street == "Marktplatz 1"
    assert settings(site).keeping.other == 20


def test_shorter_times_are_for_new_bookings_unless_it_is_wished(site: Site, admin: Visitor) -> None:
    first, _, _ = site.booked(at_wall(TUESDAY, 9))
    admin.get(f"{HOME}/loeschen").press(LOOK, other="1")
    assert "1 Person hat schon gebucht" in admin.text
    admin.press(SAVE)
    assert _kept(site, first) == 30
    admin.get(f"{HOME}/loeschen").press(LOOK).press(SAVE, auch="ja")
    assert _kept(site, first) == 1
    assert "Die Angaben von 1 Person löschen wir jetzt früher." in admin.text
    assert "Kürzer gespeichert: 1 Person mit einem Termin." in admin.text
    text = site.visitor().get("/datenschutz").text
    assert "Vertrauliche Beratung: 7 Tage nach dem Termin. Alles andere: 1 Tag nach dem Termin." in text
    assert "30 Tage nach dem Termin" not in text


def _kept(site: Site, appointment_id: str) -> int:
    with site.runtime.database.reading() as session:
        person = by_id(session, appointment_id).person
        assert person is not None
        return (person.erase_on - TUESDAY).days


def test_the_screen_locks_when_it_is_set_to(admin: Visitor) -> None:
    saved(admin, "bildschirm", idle_minutes="1")
    assert 'data-idle="60" data-warning="30"' in admin.text
    saved(admin, "bildschirm", idle_minutes="20")
    assert 'data-idle="1200" data-warning="60"' in admin.text


def test_the_imprint_names_who_runs_the_house(site: Site, admin: Visitor) -> None:
    saved(
        admin,
        "impressum",
        operator="Stadt Musterhausen, Rathausplatz 1",
        represented_by="die Bürgermeisterin",
    )
    saved(admin, "telefon", email="haus@example.org")
    text = site.visitor().get("/impressum").text
    for words in ("Stadt Musterhausen, Rathausplatz 1", "Vertreten durch:", "mailto:haus@example.org"):
        assert words in text, words
    told = admin.get(HOME).text
    assert "Wer den Betreiber vertritt: geändert." in told
    with site.runtime.database.reading() as session:
        values = [row.payload for row in session.scalars(select(EventRow)) if row.type == "SettingChanged"]
    assert "Rathausplatz" in str(values)
    assert "Bürgermeisterin" not in str(values), "an event is kept for good"


def test_the_slip_and_a_calendar_tell_the_new_facts(site: Site, admin: Visitor) -> None:
    _, _, token = site.booked(at_wall(TUESDAY, 9))
    saved(admin, "adresse", name="Haus am Markt", street="Marktplatz 1")
    saved(admin, "telefon", phone="02175 000-999")
    visitor = site.visitor()
    slip = visitor.get(f"/t/{token}/zettel").text
    assert "Marktplatz 1" in slip
    assert "02175 000-999" in slip
    assert "Kirchstraße 6–8" not in slip
    calendar = visitor.get(f"/t/{token}/termin.ics").text.replace("\r\n ", "")
    assert r"LOCATION:Haus am Markt\, Marktplatz 1\, 42799 Leichlingen" in calendar


def test_an_unknown_group_is_not_there(admin: Visitor) -> None:
    assert admin.get(f"{HOME}/passwort").status == 404


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD, Role.ADVISER, Role.CARETAKER])
def test_only_admins_set_the_house(signed_in: SignIn, role: Role) -> None:
    visitor = signed_in(role)
    assert visitor.get(HOME).status == 403
    assert visitor.get(f"{HOME}/loeschen").status == 403
    visitor.client.post(f"{HOME}/loeschen", data={"other": "1", "step": "speichern"})
    assert visitor.get(f"{HOME}/loeschen").status == 403


def test_pages_name_the_house_while_the_database_is_away(site: Site, admin: Visitor) -> None:
    """The number that was last read: not the one of the demonstration, and no page without one."""
    saved(admin, "telefon", phone="02175 000-999")
    visitor = site.visitor()
    visitor.get("/")
    _rename(site, "setting", "setting_away")
    try:
        visitor.get("/impressum")
    finally:
        _rename(site, "setting_away", "setting")
    assert visitor.status == 200
    assert "02175 000-999" in visitor.text


def _rename(site: Site, table: str, name: str) -> None:
    with site.runtime.database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")
