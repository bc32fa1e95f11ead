"""What each setting of the house is called, and a value of it in words: for its page, and for its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from booking.events import Event
from booking.house.address import DayHours
from booking.house.events import RetentionShortened, SettingChanged
from booking.house.opening_words import desk_words
from booking.house.settings import HouseSettings, value_of, values_in
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _

NOTHING = "–"


def labels() -> dict[str, str]:
    """The name of each setting by its key."""
    return {
        "house.name": _("Name des Hauses"),
        "house.street": _("Straße und Hausnummer"),
        "house.town": _("Postleitzahl und Ort"),
        "house.phone": _("Telefonnummer"),
        "house.phone_hours": _("Zeiten am Telefon"),
        "house.desk_hours": _("Zeiten am Empfang"),
        "house.email": _("E-Mail-Adresse"),
        "house.operator": _("Wer das Haus betreibt"),
        "house.represented_by": _("Wer den Betreiber vertritt"),
        "keeping.sensitive": _("Löschen nach vertraulicher Beratung"),
        "keeping.other": _("Löschen nach anderen Terminen"),
        "locking.idle_minutes": _("Bildschirm sperren"),
    }


def value_words(key: str, value: Any) -> str:
    """A value as people read it; `value` is as the table of settings has it."""
    if key.startswith("keeping."):
        return ngettext("%(num)s Tag nach dem Termin", "%(num)s Tage nach dem Termin", int(value))
    if key == "locking.idle_minutes":
        return ngettext("nach %(num)s Minute", "nach %(num)s Minuten", int(value))
    found = value_of(value)
    if isinstance(found, tuple):
        return hours_words(found)
    return str(found) or NOTHING


def words_in(settings: HouseSettings) -> dict[str, str]:
    """Every value in words, by its key."""
    return {key: value_words(key, value) for key, value in values_in(settings).items()}


def hours_words(hours: tuple[DayHours, ...]) -> str:
    """Montag bis Freitag, 9–17 Uhr."""
    return desk_words(hours, current_language()) if hours else _("keine Zeiten")


def change_words(event: SettingChanged) -> str:
    """What was set otherwise, before and after; of a name, only that it is another one."""
    if event.new is None:
        return _("%(what)s: geändert.", what=labels().get(event.key, event.key))
    return _(
        "%(what)s: jetzt „%(new)s“, vorher „%(old)s“.",
        what=labels().get(event.key, event.key),
        new=value_words(event.key, event.new),
        old=value_words(event.key, event.old),
    )


def shortened_words(event: RetentionShortened) -> str:
    """Whom a shorter time of keeping was applied to."""
    return ngettext(
        "Kürzer gespeichert: %(num)s Person mit einem Termin.",
        "Kürzer gespeichert: %(num)s Personen mit einem Termin.",
        event.people,
    )


SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    SettingChanged: change_words,
    RetentionShortened: shortened_words,
}
