"""/einstellungen/einlesen: from the template to the preview to what is saved, without a step that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from booking.accounts.models import Role
from booking.idempotency import RememberedAnswer
from booking.importing.texts import LARGEST
from booking.reservations.models import Reservation
from booking.scheduling.intervals import Interval
from booking.scheduling.walltime import at_wall
from tests import house as small
from tests.importing.scene import DATE, calendar, event, table
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

SignIn = Callable[..., Visitor]
HOME = "/einstellungen/einlesen"
OTHER = {**DATE, "Raum": "Büro 3", "Wofür": "Töpfern"}
BAD = {**DATE, "Raum": "Büro 12", "Wofür": "Yoga"}


def sent(visitor: Visitor, kind: str, data: bytes, **typed: str) -> Visitor:
    token = visitor.get(HOME).token()
    return posted(visitor, HOME, {"csrf_token": token, "kind": kind, **typed}, data)


def posted(visitor: Visitor, path: str, fields: dict[str, str], data: bytes) -> Visitor:
    """As a browser sends a file, encoded at once: the test client leaves large ones open."""
    file = FileStorage(BytesIO(data), "datei.csv", "file")
    boundary, body = encode_multipart({**fields, "file": file})
    return visitor.post(path, body, content_type=f"multipart/form-data; boundary={boundary}")


def titles(site: Site) -> set[str]:
    with site.runtime.database.reading() as session:
        return set(session.scalars(select(Reservation.title)))


def kept(site: Site) -> int:
    with site.runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(RememberedAnswer)) or 0


def take_the_room(site: Site) -> None:
    with site.runtime.database.writing() as session:
        interval = Interval(at_wall(small.TUESDAY, 11), at_wall(small.TUESDAY, 13))
        room = site.house.rooms[1]
        small.reserve(session, room, interval, provider_id=site.house.provider.id, title="Dazwischen")


def test_only_the_admin(site: Site, signed_in: SignIn) -> None:
    for role in (Role.STAFF, Role.LEAD, Role.ADVISER, Role.CARETAKER):
        visitor = signed_in(role)
        assert visitor.get(HOME).status == 403
        assert visitor.post(HOME, {"csrf_token": visitor.get("/code").token()}).status == 403


def test_from_a_file_to_the_plan(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE, BAD, OTHER))
    assert admin.status == 200
    assert admin.path.startswith(f"{HOME}/")
    assert "2 werden neu angelegt" in admin.text
    assert "Zeile 3" in admin.text
    assert "Spalte „Raum“: „Büro 12“ gibt es nicht. Gemeint: „Büro 1“?" in admin.text
    assert "Stehen Namen von Personen in den Titeln?" in admin.text
    assert "Malkurs" not in titles(site)
    admin.press("2 Einträge ohne Fehler einlesen")
    assert "2 Einträge sind eingelesen." in admin.text
    assert "1 hat einen Fehler" in admin.text
    assert titles(site) >= {"Malkurs", "Töpfern"}
    assert "Yoga" not in titles(site)


def test_the_button_twice_saves_once_and_the_file_is_gone(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE))
    preview = admin.path
    form = {
        name: value
        for form in admin.forms
        for name, value in form.fields
        if name in ("csrf_token", "gesehen")
    }
    admin.press("1 Eintrag einlesen")
    again = admin.post(preview, form)
    assert again.status == 200
    assert "1 Eintrag ist eingelesen." in again.text
    with site.runtime.database.reading() as session:
        found = session.scalar(select(func.count()).where(Reservation.title == "Malkurs"))
    assert found == 1
    sent(admin, "reservierungen", table(DATE))
    assert "Es gibt nichts einzulesen." in admin.text
    assert "gibt es schon, bleibt wie es ist" in admin.text


def test_taken_meanwhile_shows_the_new_preview(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE, OTHER))
    take_the_room(site)
    admin.press("2 Einträge einlesen")
    assert admin.status == 409
    assert "Inzwischen hat sich etwas geändert." in admin.text
    assert "Büro 2 ist belegt: 24. November 2026, 9–12 Uhr, Testverein." in admin.text
    assert titles(site).isdisjoint({"Malkurs", "Töpfern"})
    admin.press("1 Eintrag ohne Fehler einlesen")
    assert admin.status == 200
    assert "Töpfern" in titles(site)


def test_a_calendar_needs_an_owner(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "kalender", calendar(event()))
    assert admin.status == 422
    assert "Bitte wählen Sie, wem der Kalender gehört." in admin.text
    sent(admin, "kalender", calendar(event()), provider=str(site.house.provider.id))
    admin.press("1 Eintrag einlesen")
    assert "Malkurs" in titles(site)


def test_rooms_and_offers_go_to_the_house(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN)
    for kind in ("raeume", "angebote"):
        template = admin.get(f"{HOME}/vorlage/{kind}").page.get_data()
        template = template.replace(b"Diakonisches Werk", b"Testverein")
        template = template.replace("Geld, Anträge, Rechte".encode(), b"Haus und Energie").replace(
            b"Bildung", b""
        )
        sent(admin, kind, template)
        admin.press("1 Eintrag einlesen")
        assert "1 Eintrag ist eingelesen." in admin.text
    assert "Büro 9" in admin.get("/einstellungen/raeume").text
    assert "Hilfe bei Formularen" in admin.get("/einstellungen/angebote").text


def test_what_changes_is_said_line_by_line(site: Site, signed_in: SignIn) -> None:
    line = {"Name": "Büro 1", "Stockwerk": "Obergeschoss", "Zugang": "über Treppen"}
    admin = sent(signed_in(Role.ADMIN), "raeume", table(line, {**line, "Name": "Büro 2", "Zugang": ""}))
    assert "wird geändert: Stockwerk, Zugang" in admin.text
    assert "wird geändert: Stockwerk<" in admin.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Leere Dateien lesen wir nicht."),
        (b"x" * (LARGEST + 1), "Die Datei ist größer als 1 MB."),
        (b"PK\x03\x04irgendwas", "Das ist eine Excel-Datei."),
        (b"Raum;Wann\nB;1", "Die Spalte „Wann“ kennen wir nicht."),
        (b"Raum;Bis\nB;1", "Diese Spalten fehlen: Anbieter, Wofür, Datum, Von."),
        (table(DATE) + b'\n"B;1', "In Zeile 3 stimmt ein Anführungszeichen nicht."),
        (b"\x00\x01", "Das ist keine Textdatei."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(site: Site, signed_in: SignIn, data: bytes, words: str) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", data)
    assert admin.status == 422
    assert words in admin.text
    assert "Bitte wählen Sie die Datei noch einmal." in admin.text
    assert kept(site) == 0


def test_far_too_much_is_refused_before_it_is_read(site: Site, signed_in: SignIn) -> None:
    assert sent(signed_in(Role.ADMIN), "reservierungen", b"x" * 5 * LARGEST).status == 413


def test_other_forms_stay_small(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get("/einstellungen/schulferien")
    posted(admin, "/einstellungen/schulferien", {"csrf_token": admin.token()}, b"x" * LARGEST)
    assert admin.status == 413


def test_nothing_chosen_is_said_at_each_field(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN).get(HOME)
    admin.post(HOME, {"csrf_token": admin.token()})
    assert admin.status == 422
    assert "Bitte wählen Sie, was in der Datei steht." in admin.text
    assert 'id="file-fehler"' in admin.text


def test_a_preview_is_for_who_sent_it_and_for_a_day(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE))
    preview = admin.path
    assert signed_in(Role.ADMIN, "zwei@example.org").get(preview).status == 404
    site.wait(24 * 60)
    assert admin.get(preview).status == 404


def test_thrown_away_is_gone(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE))
    preview = admin.path
    admin.press("Nichts einlesen, Datei löschen")
    assert "Die Datei ist gelöscht." in admin.text
    assert kept(site) == 0
    assert admin.get(preview).status == 404
    token = admin.get(HOME).token()
    assert admin.post(preview, {"csrf_token": token}).status == 404
    assert admin.post(f"{preview}/verwerfen", {"csrf_token": token}).status == 200


def test_the_file_lies_sealed(site: Site, signed_in: SignIn) -> None:
    sent(signed_in(Role.ADMIN), "reservierungen", table(DATE))
    with site.runtime.database.reading() as session:
        sealed = session.scalars(select(RememberedAnswer.sealed)).one()
    assert b"Malkurs" not in sealed
    assert kept(site) == 1


def test_many_lines_are_paged_and_found(site: Site, signed_in: SignIn) -> None:
    first = small.TUESDAY
    lines = [
        {**DATE, "Datum": f"{first + timedelta(days=number):%d.%m.%Y}", "Wofür": f"Kurs {number}"}
        for number in range(120)
    ]
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(*lines, BAD))
    assert "Seite 1 von 3" in admin.text
    preview = admin.path
    assert "Kurs 110" in admin.get(f"{preview}?seite=3").text
    assert "Kurs 110" in admin.get(f"{preview}?seite=999").text
    assert "Seite" not in admin.get(f"{preview}?suche=yoga").text
    assert "Yoga" in admin.text
    admin.get(f"{preview}?stand=faulty")
    assert "Yoga" in admin.text
    assert "Kurs 1<" not in admin.text
    assert admin.get(f"{preview}?stand=quatsch&seite=-1").status == 200


def test_a_history_says_where_it_is_from(site: Site, signed_in: SignIn) -> None:
    admin = sent(signed_in(Role.ADMIN), "reservierungen", table(DATE))
    admin.press("1 Eintrag einlesen")
    with site.runtime.database.reading() as session:
        made = session.scalars(select(Reservation).where(Reservation.title == "Malkurs")).one()
    assert "Aus einer Datei eingelesen." in admin.get(f"/reservierung/{made.id}/verlauf").text


def test_templates_are_read_again(site: Site, signed_in: SignIn) -> None:
    admin = signed_in(Role.ADMIN)
    for kind in ("raeume", "angebote", "reservierungen"):
        answer = admin.get(f"{HOME}/vorlage/{kind}").page
        assert answer.get_data().startswith(b"\xef\xbb\xbf")
        assert f"vorlage-{kind}.csv" in answer.headers["Content-Disposition"]
        assert "Spalte" not in sent(admin, kind, answer.get_data()).text or admin.status == 200
    assert admin.get(f"{HOME}/vorlage/kalender").status == 404
