"""Which floor a room is on, in the reader's language; what its door says stays as it is."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Site

GROUND = {
    "de-simple": "Erd-Geschoss",
    "en": "Ground floor",
    "uk": "Нижній поверх",
    "ar": "الطابق الأرضي",
    "tr": "Zemin kat",
}


@pytest.mark.parametrize("code", GROUND)
def test_floors_are_words_and_doors_are_signs(site: Site, code: str) -> None:
    with site.runtime.database.writing() as session:
        session.merge(site.house.rooms[1]).floor = "Turm"
        session.merge(site.house.rooms[0]).floor = "Erdgeschoss"
    doors = site.visitor().get(f"/{code}/anfahrt").text
    assert GROUND[code] in doors
    assert "Erdgeschoss" not in doors
    assert '<span lang="de" dir="ltr">Turm</span>' in doors
    sign = "Büro 1" if code == "de-simple" else '<bdi lang="de">Büro 1</bdi>'
    assert f"<b>{sign}</b>" in doors


def test_a_german_page_marks_nothing(site: Site) -> None:
    doors = site.visitor().get("/anfahrt").text
    assert "<b>Büro 1</b>" in doors
    assert '<span lang="de" dir="ltr">Erdgeschoss' not in doors
