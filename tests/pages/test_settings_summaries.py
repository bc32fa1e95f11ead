"""Every fault that a form of the settings lists on top leads to the field it is about."""

from __future__ import annotations

import re

import pytest

from booking.accounts.models import Role
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_settings_people import id_of
from tests.pages.test_signing_in import employ, sign_in

SUMMARY = re.compile(r'<a[^>]* href="#([^"]+)"')
FORMS: list[tuple[str, str, dict[str, str | list[str]]]] = [
    ("raeume/neu", "Raum anlegen", {"access": "fliegend", "name": "", "number": "", "floor": ""}),
    ("raeume/1/aendern", "Änderungen speichern", {"access": "fliegend", "seats_table": "viele"}),
    ("oeffnungszeiten", "Öffnungszeiten speichern", {"von_0": "", "bis_1": "spät"}),
    ("haus/telefon", "Weiter: Vorschau ansehen", {"phone": "", "email": "x", "von_1": "neun"}),
    ("personen/einladen", "Einladung schicken", {"email": "", "name": "", "role": "chef"}),
    ("personen/{person}/aendern", "Speichern", {"name": "", "role": "chef"}),
    ("anbieter/neu", "Speichern", {"name": "", "privacy_law": "keins"}),
    ("beratende/neu", "Person eintragen", {"name": "", "provider": ""}),
    ("anliegen/neu", "Anliegen speichern", {"title": "", "pictogram": "drache"}),
    ("einlesen", "Weiter: Vorschau ansehen", {"kind": "", "provider": "keiner"}),
    (
        "angebote/neu",
        "Angebot anlegen",
        {"provider": "", "title": "", "offer_class": "S9", "mode": "nie", "duration": "x", "languages": []},
    ),
]


@pytest.mark.parametrize(("path", "button", "typed"), FORMS, ids=[path for path, _, _ in FORMS])
def test_a_listed_fault_leads_to_its_field(
    site: Site, path: str, button: str, typed: dict[str, str | list[str]]
) -> None:
    person = id_of(site, employ(site, Role.ADVISER))
    admin = sign_in(site, employ(site, Role.ADMIN))
    admin.get(f"/einstellungen/{path.format(person=person)}").press(button, **typed)
    assert admin.status == 422
    targets = targets_of(admin)
    assert targets
    assert [each for each in targets if f'id="{each}"' not in admin.text] == []


def targets_of(visitor: Visitor) -> list[str]:
    summary = visitor.text.partition('id="fehler"')[2].partition("</ul>")[0]
    return SUMMARY.findall(summary)
