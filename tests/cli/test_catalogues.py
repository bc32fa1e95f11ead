"""The catalogues: complete in their msgids, true to their placeholders, with every plural form of the language."""

from __future__ import annotations

import re
import runpy
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from booking.i18n import LANGUAGES, SOURCE, TRANSLATIONS, language

PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
PLURAL_FORMS = {"de": 2, "ar": 6, "uk": 3, "en": 2, "tr": 1}


@pytest.fixture
def script() -> dict[str, Any]:
    return runpy.run_path("scripts/catalogues.py")


@pytest.fixture(params=sorted(set(LANGUAGES) - {SOURCE}))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (TRANSLATIONS / request.param / "messages.po").open("rb") as file:
        return read_po(file, locale=language(request.param).locale)


def test_placeholders_are_the_same(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id or not message.string:
            continue
        if isinstance(message.id, str):
            assert placeholders(message.string) == placeholders(message.id), message.id
            continue
        for form in filter(None, message.string):
            assert placeholders(form) == placeholders(message.id[1]), message.id


def placeholders(sentence: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(sentence))


def test_every_plural_form_is_there(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == PLURAL_FORMS[str(catalogue.locale)]
    plurals = [message.string for message in catalogue if message.pluralizable and any(message.string)]
    assert plurals or str(catalogue.locale) == SOURCE  # easy German keeps what is easy enough already
    assert all(len(forms) == catalogue.num_plurals and all(forms) for forms in plurals)


def test_nobody_has_checked_the_arabic_yet() -> None:
    assert (TRANSLATIONS / "ar" / "messages.po").read_text().startswith("# maschinell, ungeprüft\n")


def test_residents_read_arabic() -> None:
    spoken = language("ar")
    assert spoken.gettext("Wobei brauchen Sie Hilfe?") == "في أي أمر تحتاجون إلى مساعدة؟"
    singular, plural = "%(num)s Angebot gefunden", "%(num)s Angebote gefunden"
    found = [spoken.ngettext(singular, plural, n, num=n) for n in (1, 2, 3, 11, 100)]
    assert len(set(found)) == 5
    assert "3" in found[2]


def test_a_new_sentence_is_noticed(script: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    template = Catalog(locale="ar")
    template.add("Alt")
    known = Catalog(locale="ar")
    known.add("Alt")
    assert script["missing"](template, known) == []

    template.add("Ganz neu")
    gaps = {script["TEMPLATE"]: script["missing"](template, known)}
    assert script["report"](gaps) == 1
    assert "misses: Ganz neu" in capsys.readouterr().err


def test_sentences_come_from_code_mails_and_pages(script: dict[str, Any]) -> None:
    template = script["extracted"]()
    for sentence in (
        "%(clock)s Uhr",
        "Ihr Termin am %(day)s",
        "Wobei brauchen Sie Hilfe?",
        "Haus und Energie",
    ):
        assert sentence in template, sentence
