"""Languages: German without a prefix, the others under theirs; every page, the same routes."""

from __future__ import annotations

import pytest

from booking.i18n import LANGUAGES, SOURCE
from tests.pages.addresses import addresses
from tests.pages.conftest import Site

NINE = "2026-11-24T08:00Z"


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {SOURCE}))
def test_every_page_answers_in_its_language_and_direction(site: Site, code: str) -> None:
    direction = "rtl" if code == "ar" else "ltr"
    for path in addresses(site).values():
        answer = site.app.test_client().get(f"/{code}{path}")
        if answer.content_type.startswith("text/html") and answer.status_code == 200:
            assert f'<html lang="{code}" dir="{direction}"' in answer.get_data(as_text=True), path
        answer.close()


def test_the_whole_way_stays_in_its_language(site: Site) -> None:
    visitor = site.visitor().get("/ar/termin/energieberatung")
    visitor.press(NINE)
    assert visitor.path == "/ar/termin/energieberatung/angaben"
    visitor.post(
        "/ar/termin/energieberatung/angaben",
        {"csrf_token": visitor.token(), "name": "أمل", "contact": "none", "language": "ar"},
    )
    (form,) = [form for form in visitor.forms if form.action.endswith("/pruefen")]
    assert form.action == "/ar/termin/energieberatung/pruefen"
    visitor.post(form.action, dict(form.fields))
    assert visitor.path.startswith("/ar/t/")
    (contact,) = site.people()
    assert contact.language == "ar"


def test_the_switch_leads_to_the_same_page(site: Site) -> None:
    visitor = site.visitor().get("/termin/energieberatung?adviser=ada-1")
    assert visitor.links["العربية"] == "/ar/termin/energieberatung?adviser=ada-1"
    assert visitor.get("/ar/termin/energieberatung").links["Deutsch"] == "/termin/energieberatung"


@pytest.mark.parametrize(
    "path", ["/de/", "/xx/", "/ar/ar/", "/AR/", "/ar/api/v1/rooms", "/ar/static/mark.svg", "/arx"]
)
def test_no_other_prefix(site: Site, path: str) -> None:
    assert site.app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/ar", "/ar/", "/ar/code"])
def test_with_and_without_a_slash(site: Site, path: str) -> None:
    assert 'lang="ar"' in site.app.test_client().get(path, follow_redirects=True).text
