"""Why a whole file cannot be read, in words, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from booking.importing.findings import Unreadable
from booking.web.language import gettext as _

Facts = Mapping[str, str]


def refusal_words(unreadable: Unreadable) -> str:
    """A sentence or two for the field of the file."""
    return REFUSALS[unreadable.why](unreadable.facts)


def _unknown_column(facts: Facts) -> str:
    if facts["nearest"]:
        return _("Die Spalte „%(column)s“ kennen wir nicht. Gemeint: „%(nearest)s“?", **facts)
    return _("Die Spalte „%(column)s“ kennen wir nicht. Bitte nehmen Sie die Vorlage.", **facts)


REFUSALS: Mapping[str, Callable[[Facts], str]] = {
    "too_large": lambda _facts: _("Die Datei ist größer als 1 MB. Bitte teilen Sie sie auf."),
    "excel": lambda _facts: _("Das ist eine Excel-Datei. Bitte speichern Sie sie als „CSV UTF-8“."),
    "not_text": lambda _facts: _("Das ist keine Textdatei. Bitte speichern Sie sie als „CSV UTF-8“."),
    "encoding": lambda _facts: _("Wir können die Buchstaben nicht lesen. Bitte speichern Sie als „CSV UTF-8“."),
    "empty": lambda _facts: _("In der Datei steht nichts."),
    "long_line": lambda facts: _("Zeile %(line)s ist länger als %(most)s Zeichen. Bitte kürzen Sie sie.", **facts),
    "quotes": lambda facts: _("In Zeile %(line)s stimmt ein Anführungszeichen nicht.", **facts),
    "unknown_column": _unknown_column,
    "column_twice": lambda facts: _("Die Spalte „%(column)s“ gibt es zweimal.", **facts),
    "missing_columns": lambda facts: _("Diese Spalten fehlen: %(columns)s. Bitte nehmen Sie die Vorlage.", **facts),
    "no_lines": lambda _facts: _("Unter der ersten Zeile steht nichts."),
    "too_many_lines": lambda facts: _("Das sind mehr als %(most)s Zeilen. Bitte teilen Sie die Datei auf.", **facts),
    "no_events": lambda _facts: _("In der Datei ist kein Termin. Ist das eine Kalender-Datei (ICS)?"),
    "calendar": lambda _facts: _("Diese Kalender-Datei ist beschädigt. Bitte speichern Sie sie noch einmal."),
    "unclosed": lambda facts: _("Die Kalender-Datei ist in Zeile %(line)s beschädigt.", **facts),
    "nested": lambda facts: _("Die Kalender-Datei ist in Zeile %(line)s zu verschachtelt.", **facts),
    "cut_off": lambda _facts: _("Der Kalender-Datei fehlt das Ende. Bitte speichern Sie sie noch einmal."),
    "too_many_events": lambda facts: _("Das sind mehr als %(most)s Termine. Bitte teilen Sie die Datei auf.", **facts),
    "too_many_dates": lambda facts: _("Das sind mehr als %(most)s Termine. Bitte teilen Sie die Datei auf.", **facts),
    "too_slow": lambda _facts: _("Die Wiederholungen sind zu lang für uns. Bitte geben Sie ihnen ein Ende."),
    "chosen_gone": lambda _facts: _("Anbieter oder Raum gibt es nicht mehr. Bitte beginnen Sie von vorn."),
}  # fmt: skip
