"""What an import says about a line, in words: where, what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from booking.importing.findings import Becomes, Remark
from booking.web.language import PageFormats, current_language, ngettext
from booking.web.language import gettext as _
from booking.web.views.rules import hours_words

Facts = Mapping[str, str]
# What calendar programs call the lines of a calendar file.
IN_CALENDARS = {
    "SUMMARY": "Titel",
    "LOCATION": "Ort",
    "DTSTART": "Beginn",
    "RRULE": "Wiederholung",
}


def remark_words(remark: Remark) -> str:
    """A fault or hint as a sentence or two, after the name of its column."""
    words = WORDS[remark.code](remark.facts)
    if not remark.column:
        return words
    column = IN_CALENDARS.get(remark.column, remark.column)
    return _("Spalte „%(column)s“: %(words)s", column=column, words=words)


def becomes_words(becomes: Becomes, changes: str) -> str:
    """What becomes of a line."""
    return {
        Becomes.NEW: _("wird neu angelegt"),
        Becomes.CHANGED: _("wird geändert: %(columns)s", columns=changes),
        Becomes.SAME: _("gibt es schon, bleibt wie es ist"),
        Becomes.LEFT_OUT: _("wird nicht eingelesen"),
        Becomes.FAULTY: _("hat einen Fehler"),
    }[becomes]


def _unknown(facts: Facts) -> str:
    if facts["nearest"]:
        return _(
            "„%(written)s“ gibt es nicht. Gemeint: „%(nearest)s“?",
            written=facts["written"],
            nearest=facts["nearest"],
        )
    return _(
        "„%(written)s“ gibt es nicht. Bitte schreiben Sie den Namen wie im Haus.", written=facts["written"]
    )


def _taken(facts: Facts) -> str:
    start, end = datetime.fromisoformat(facts["start"]), datetime.fromisoformat(facts["end"])
    when = f"{_formats().date(start)}, {hours_words(start, end)}"
    if facts["who"]:
        return _(
            "%(room)s ist belegt: %(when)s, %(who)s. Ändern Sie die Zeit oder den Raum.",
            room=facts["room"],
            when=when,
            who=facts["who"],
        )
    return _(
        "%(room)s ist nicht frei: %(when)s. Ändern Sie die Zeit oder den Raum.",
        room=facts["room"],
        when=when,
    )


def _clock_gap(facts: Facts) -> str:
    return _(
        "Die Uhrzeit %(time)s gibt es am %(day)s nicht. Die Uhr springt dann von 2 auf 3 Uhr.",
        time=facts["time"],
        day=_day(facts),
    )


def _closed(facts: Facts) -> str:
    return _("Am %(day)s ist geschlossen: %(reason)s.", day=_day(facts), reason=facts["reason"].rstrip("."))


def _day(facts: Facts) -> str:
    return _formats().date(date.fromisoformat(facts["day"]))


def _formats() -> PageFormats:
    return PageFormats(current_language())


WORDS: Mapping[str, Callable[[Facts], str]] = {
    # in every table
    "surplus": lambda _facts: _("Die Zeile hat mehr Felder als die erste Zeile. Fehlt ein Anführungszeichen?"),
    "missing": lambda _facts: _("Hier fehlt etwas. Bitte füllen Sie das Feld aus."),
    "too_long": lambda facts: _("Der Text ist zu lang. Höchstens %(most)s Zeichen.", most=facts["most"]),
    "unseen": lambda _facts: _("Im Text sind unsichtbare Zeichen. Bitte schreiben Sie ihn neu."),
    "number": lambda facts: _(
        "„%(written)s“ passt nicht. Bitte eine Zahl von %(least)s bis %(most)s.", **facts
    ),
    "yes_or_no": lambda facts: _("„%(written)s“ verstehen wir nicht. Bitte „ja“ oder „nein“.", **facts),
    "unknown": _unknown,
    "day": lambda facts: _("„%(written)s“ ist kein Tag. Zum Beispiel: 24.11.2026.", **facts),
    "clock": lambda facts: _("„%(written)s“ ist keine Uhrzeit. Zum Beispiel: 9:30.", **facts),
    "twice": lambda facts: _("Das steht schon in Zeile %(line)s. Bitte löschen Sie eine davon.", **facts),
    "retired": lambda _facts: _("Das gibt es, aber nicht mehr im Betrieb. Holen Sie es zuerst zurück."),
    # rooms and offers
    "number_taken": lambda facts: _("Ein anderer Raum hat schon die Nummer „%(written)s“.", **facts),
    "no_seats": lambda _facts: _("Bitte schreiben Sie in mindestens eines dieser Felder eine Zahl."),
    "stays_reserved": lambda _facts: _("Was schon reserviert ist, bleibt, auch wenn der Raum kleiner wird."),
    "step": lambda facts: _("Bitte in Schritten von %(step)s Minuten.", **facts),
    "class_elsewhere": lambda _facts: _("Das ändern Sie bitte beim Angebot. Dort sehen Sie alle Folgen."),
    # reservations
    "ends_before": lambda _facts: _("Das Ende muss nach dem Beginn liegen, am selben Tag."),
    "too_long_date": lambda _facts: _("Das dauert länger als 24 Stunden. Bitte teilen Sie es auf."),
    "no_repeat": lambda _facts: _("Es gibt einen letzten Tag. Bitte schreiben Sie auch, wie oft."),
    "endless": lambda _facts: _("Diese Reihe hat kein Ende. Bitte geben Sie einen letzten Tag an."),
    "no_dates": lambda _facts: _("Diese Reihe hat keinen Termin. Liegt der letzte Tag vor dem ersten?"),
    "too_many": lambda facts: _("Das sind mehr als %(most)s Termine. Bitte teilen Sie die Reihe.", **facts),
    "unreadable": lambda _facts: _("Diese Wiederholung können wir nicht lesen."),
    "unsupported": lambda facts: _("Diese Wiederholung können wir nicht einlesen: %(part)s.", **facts),
    "start_elsewhere": lambda _facts: _("Der erste Termin passt nicht zur Wiederholung."),
    "clock_gap": _clock_gap,
    "double_hour": lambda _facts: _("Diese Stunde gibt es in dieser Nacht zweimal. Bitte tragen Sie sie von Hand ein."),
    "too_far": lambda _facts: _("Das liegt mehr als drei Jahre in der Zukunft."),
    "taken": _taken,
    "same_file": lambda facts: _("Zeile %(line)s nimmt den Raum schon zu dieser Zeit.", **facts),
    "closed": _closed,
    "more": lambda facts: ngettext(
        "Und %(num)s weiterer Termin.", "Und %(num)s weitere Termine.", int(facts["number"])
    ),
    "past": lambda _facts: _("Das ist schon vorbei."),
    "from": lambda facts: _("Frühere Termine sind vorbei. Die Reihe beginnt am %(day)s.", day=_day(facts)),
    "called_off": lambda _facts: _("Im Kalender ist das abgesagt."),
    "too_small": lambda _facts: _("Für so viele Personen ist der Raum zu klein."),
    # calendars
    "no_start": lambda _facts: _("Der Beginn fehlt oder ist nicht zu lesen."),
    "no_end": lambda _facts: _("Das Ende fehlt oder ist nicht zu lesen."),
    "no_time": lambda _facts: _("Die Zeit ist nicht zu lesen."),
    "all_day": lambda _facts: _("Das gilt den ganzen Tag. Bitte tragen Sie Uhrzeiten ein."),
    "year": lambda _facts: _("Das Jahr liegt vor 2000 oder nach 2200."),
    "no_room": lambda _facts: _("Es fehlt der Raum. Schreiben Sie ihn dazu, oder wählen Sie oben einen."),
    "room_of_date": lambda _facts: _("Ein einzelner Termin der Reihe hat einen Ort, den wir nicht kennen."),
    "unknown_zone": lambda _facts: _("Die Zeitzone kennen wir nicht. Wir lesen die Zeiten wie hier im Ort."),
}  # fmt: skip
