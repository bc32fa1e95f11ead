"""What is wrong with a wish, all of it at once: for each field a sentence that says how to repair it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from booking.reservations.wishes import OnClosure, OnSchoolHoliday
from booking.web.forms.preparing import setting_up_faults
from booking.web.forms.reading import has_unseen
from booking.web.forms.repeating import is_number
from booking.web.forms.time_faults import Faults, repeat_faults, series_faults, time_faults
from booking.web.forms.wish import AS_USUAL, MINUTES_AROUND, WishForm
from booking.web.language import gettext as _

LONGEST_TITLE = 120
MOST_PEOPLE = 500


def faults(
    form: WishForm, *, now: datetime, rooms: Collection[str], providers: Collection[str] | None = None
) -> dict[str, str]:
    """A sentence for each field with a fault. `providers` are those to choose from, None without a choice."""
    found: dict[str, str] = {}
    for check in (
        _whom(form, providers),
        _titles(form),
        time_faults(form, now),
        repeat_faults(form),
        _details(form),
        _room(form, rooms),
    ):
        for name, sentence in check:
            found.setdefault(name, sentence)
    return found or dict(series_faults(form))


def _whom(form: WishForm, providers: Collection[str] | None) -> Faults:
    if providers is not None and form.provider not in providers:
        yield "provider", _("Bitte wählen Sie, für wen der Raum ist.")


def _titles(form: WishForm) -> Faults:
    for name, text in (("title", form.title), ("public_title", form.public_title)):
        if has_unseen(text):
            yield name, _("Bitte schreiben Sie in eine Zeile und ohne Sonderzeichen.")
        if len(text) > LONGEST_TITLE:
            yield name, _("Bitte kürzen Sie den Text auf %(most)s Zeichen.", most=LONGEST_TITLE)
    if not any(character.isalnum() for character in form.title):
        yield "title", _("Bitte schreiben Sie, wofür Sie den Raum brauchen.")


def _details(form: WishForm) -> Faults:
    if form.people and not (is_number(form.people) and 1 <= int(form.people) <= MOST_PEOPLE):
        most = MOST_PEOPLE
        yield (
            "people",
            _("Bitte schreiben Sie die Zahl der Personen in Ziffern, höchstens %(most)s.", most=most),
        )
    for name, minutes in (("setup", form.setup), ("cleanup", form.cleanup)):
        if minutes not in (AS_USUAL, *map(str, MINUTES_AROUND)):
            yield name, _("Bitte wählen Sie die Minuten aus der Liste.")
    yield from setting_up_faults(form.seating, form.key_from).items()


def _room(form: WishForm, rooms: Collection[str]) -> Faults:
    if form.room and form.room not in rooms:
        yield "room", _("Diesen Raum kennen wir nicht. Bitte wählen Sie einen aus der Liste.")
    if form.on_closure not in set(OnClosure):
        yield "on_closure", _("Bitte wählen Sie, was an Feiertagen und Schließtagen gilt.")
    if form.on_school_holiday not in set(OnSchoolHoliday):
        yield "on_school_holiday", _("Bitte wählen Sie, was in den Schulferien gilt.")
