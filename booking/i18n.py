"""Languages: catalogues of sentences and one formatter for page, mail, calendar and print.

German is the language of the sources (msgids); any other language is a catalogue under
translations/<code>/messages.po and an entry in LANGUAGES.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 (Formats.date is a format)
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from booking.scheduling.walltime import BERLIN, to_wall

TRANSLATIONS = Path(__file__).parent / "translations"
SOURCE = "de"
# In the order of the switch. "de-simple" is German in easy words: a variant of German (BCP 47, registered as "simple").
LANGUAGES = {
    "de": "Deutsch",
    "de-simple": "Einfache Sprache",
    "en": "English",
    "uk": "Українська",
    "ar": "العربية",
    "tr": "Türkçe",
}
REVIEWED = frozenset({"de"})


@dataclass(frozen=True)
class Language:
    """A language as templates use it: code, direction, own name, sentences and formats."""

    code: str
    name: str

    @property
    def locale(self) -> Locale:
        """Whose dates, plural forms and direction hold: those of the language without its variant."""
        return Locale.parse(self.code.partition("-")[0])

    @property
    def dir(self) -> str:
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
    def german(self) -> bool:
        """Whether whoever reads German reads this."""
        return self.locale.language == SOURCE

    @property
    def easy(self) -> bool:
        """Whether it is easy language, which has no signs where a word can stand."""
        return self.code.endswith("-simple")

    @property
    def reviewed(self) -> bool:
        """Whether a person who speaks it has read the catalogue; else each page says so."""
        return self.code in REVIEWED

    @property
    def formats(self) -> Formats:
        return Formats(self)

    def gettext(self, message: str, **values: object) -> str:
        """The sentence in this language; `%(name)s` stands for a value."""
        text = catalogue(self.code).gettext(message)
        return text % values if values else text

    def ngettext(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The sentence in the right plural form; `%(n)s` stands for the number."""
        return catalogue(self.code).ngettext(singular, plural, n) % {"n": n, **values}


@dataclass(frozen=True)
class Formats:
    """Dates and times for people: Berlin wall time, Western digits."""

    language: Language

    def day(self, value: datetime | Day) -> str:
        """Dienstag, 24. November."""
        return self._date(value, "EEEE, d. MMMM" if self.language.german else "EEEE, d MMMM")

    def day_year(self, value: datetime | Day) -> str:
        """Dienstag, 24. November 2026."""
        return self._date(value, "EEEE, d. MMMM y" if self.language.german else "EEEE, d MMMM y")

    def date(self, value: datetime | Day) -> str:
        """24. November 2026."""
        return self._date(value, "d. MMMM y" if self.language.german else "d MMMM y")

    def short_day(self, value: datetime | Day) -> str:
        """24. November."""
        return self._date(value, "d. MMMM" if self.language.german else "d MMMM")

    def weekday(self, value: datetime | Day) -> str:
        return self._date(value, "EEEE")

    def weekday_short(self, value: datetime | Day) -> str:
        """Di."""
        return self._date(value, "ccc").rstrip(".")

    def month(self, value: datetime | Day) -> str:
        return self._date(value, "LLLL")

    def month_short(self, value: datetime | Day) -> str:
        """Nov. (KERN's narrow date block)."""
        return self._date(value, "MMM")

    def clock(self, value: datetime) -> str:
        """9:30."""
        return format_time(to_wall(value), "H:mm", tzinfo=BERLIN, locale="de")

    def time(self, value: datetime) -> str:
        """9:30 Uhr."""
        return self.language.gettext("%(clock)s Uhr", clock=self.clock(value))

    def _date(self, value: datetime | Day, pattern: str) -> str:
        day = to_wall(value).date() if isinstance(value, datetime) else value
        if self.language.dir == "rtl":
            pattern = pattern.replace(",", "،")
        return format_date(day, pattern, locale=self.language.locale).translate(WESTERN_DIGITS)


WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True)
class Told:
    """Words, and the code of the language they are in."""

    text: str
    language: str

    def text_in(self, code: str) -> str:
        """The words if they are in this language, else nothing."""
        return self.text if self.language == code else ""


def told(german: str, code: str) -> Told:
    """What somebody wrote in German, for a reader of this language: translated where the catalogues know it."""
    if not in_catalogues(german):
        return Told(german, SOURCE)
    return Told(language(code).gettext(german), code)


def in_catalogues(german: str) -> bool:
    """Whether the service brought these words along; in some languages they may be the same as in German."""
    return german != "" and any(language(code).gettext(german) != german for code in LANGUAGES)


def sentence(text: str) -> str:
    """Marks words that the catalogues translate; they are looked up when they are shown."""
    return text


def language(code: str) -> Language:
    """The language with this code, or German."""
    return Language(code, LANGUAGES[code]) if code in LANGUAGES else Language(SOURCE, LANGUAGES[SOURCE])


def all_languages() -> list[Language]:
    return [Language(code, name) for code, name in LANGUAGES.items()]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(code: str) -> gettext.NullTranslations:
    """The sentences of a language; what has no translation stays German."""
    path = TRANSLATIONS / code / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language(code).locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
