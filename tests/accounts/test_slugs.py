"""Addresses made of names."""

from __future__ import annotations

import pytest

from booking.accounts.slugs import LONGEST, slug_from


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Büro für Öffentliches", "buero-fuer-oeffentliches"),
        ("Straße & Söhne e. V.", "strasse-soehne-e-v"),
        ("  Café «Élan» 2  ", "cafe-elan-2"),
        ("Допомога", "ersatz"),
        ("---", "ersatz"),
        ("x" * 200, "x" * LONGEST),
    ],
)
def test_a_slug_reads_like_its_name(name: str, slug: str) -> None:
    assert slug_from(name, otherwise="ersatz", is_taken=lambda _slug: False) == slug


def test_a_taken_one_is_numbered() -> None:
    taken = {"diakonie", "diakonie-2"}
    assert slug_from("Diakonie", otherwise="x", is_taken=taken.__contains__) == "diakonie-3"
