"""To-dos in words: what kind, until when, what came of it, and what one says on the phone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from booking.scheduling.walltime import wall_day
from booking.todos.models import Kind, Todo
from booking.web.forms.needs import language_name
from booking.web.language import PageFormats, current_language, ngettext
from booking.web.language import gettext as _
from booking.web.the_house import house_now
from booking.web.views.rules import moment_words

SIGN_LANGUAGE = "gsg"
NEAR = timedelta(days=7)
ICONS = {
    Kind.CALL_BACK: "phone",
    Kind.CALL: "phone",
    Kind.INTERPRETER: "users",
    Kind.MAIL: "envelope-simple",
    Kind.BARRIER: "bell",
    Kind.DATA: "lock-simple",
}


def kind_words() -> dict[Kind, str]:
    """Each kind as the list names it."""
    return {
        Kind.CALL_BACK: _("Rückruf"),
        Kind.CALL: _("Anruf"),
        Kind.INTERPRETER: _("Dolmetschung"),
        Kind.MAIL: _("E-Mail kam nicht an"),
        Kind.BARRIER: _("Barriere gemeldet"),
        Kind.DATA: _("Anfrage zu Daten"),
    }


def right_words() -> dict[str, str]:
    """What somebody asks about their data."""
    return {
        "access": _("Auskunft"),
        "rectify": _("Berichtigung"),
        "erase": _("Löschung"),
        "restrict": _("Einschränkung"),
        "object": _("Widerspruch"),
    }


def outcome_words() -> dict[str, str]:
    """How a to-do ended."""
    return {
        "reached": _("Erreicht"),
        "answered": _("Beantwortet"),
        "arranged": _("Dolmetschung bestellt"),
        "not_found": _("Niemanden gefunden"),
        "collect": _("Antwort liegt am Empfang"),
        "posted": _("Antwort ist in der Post"),
        "told": _("Persönlich beantwortet"),
        "fixed": _("Barriere behoben"),
        "not_needed": _("Nicht mehr nötig"),
        "missed": _("Frist verpasst, Angaben gelöscht"),
    }


def deadline_words(due_at: datetime, now: datetime) -> str:
    """How urgent it is: "seit gestern überfällig", "bis morgen, 12 Uhr", "bis 7. Dezember"."""
    days = (wall_day(due_at) - wall_day(now)).days
    formats = PageFormats(current_language())
    if due_at <= now:
        return _late_words(-days, due_at)
    if days == 0:
        return _("bis heute, %(time)s", time=_clock(due_at))
    if days == 1:
        return _("bis morgen, %(time)s", time=_clock(due_at))
    if due_at - now < NEAR:
        return _("bis %(moment)s", moment=moment_words(due_at))
    return _("bis %(day)s", day=formats.short_day(due_at))


def interpreting_words(todo: Todo) -> tuple[str, str]:
    """Into which languages and when, from the subject of its to-do; empty once nobody needs it."""
    languages, _blank, when = todo.subject.partition(" ")
    names = [
        _("Deutsche Gebärdensprache") if code == SIGN_LANGUAGE else language_name(code)
        for code in languages.split("+")
        if code
    ]
    day, _blank, clock = when.partition(" ")
    return ", ".join(names), _day_and_clock(day, clock)


def first_words() -> str:
    """How every call begins; what it is about comes once the right person is there."""
    return _("Guten Tag, hier ist das Quartiersbüro. Spreche ich mit … ?")


def no_phone_words() -> str:
    """What is to be done about a mail that did not arrive when nobody can call instead."""
    return _("Eine E-Mail kam nicht an. Keine Telefonnummer. Beim nächsten Besuch ansprechen.")


def unreachable_words(todo: Todo) -> str:
    """Whom nobody can call, by the number and time in the subject of the to-do: tell them when they come."""
    _mark, code, day, clock = todo.subject.split(" ", 3)
    return _(
        "Nummer %(code)s, %(when)s: Diese Person können wir nicht erreichen. Bitte sagen Sie ihr, was gilt, wenn sie kommt.",
        code=f"{code[:3]} {code[3:]}",
        when=_day_and_clock(day, clock),
    )


def message_words() -> str:
    """What may be left on a machine, when that is allowed."""
    return _(
        "Guten Tag, hier ist das Quartiersbüro. Bitte rufen Sie uns an: %(phone)s.", phone=house_now().phone
    )


def _late_words(days: int, due_at: datetime) -> str:
    if days == 0:
        return _("seit heute, %(time)s, überfällig", time=_clock(due_at))
    if days == 1:
        return _("seit gestern überfällig")
    return ngettext("seit %(num)s Tag überfällig", "seit %(num)s Tagen überfällig", days)


def _clock(moment: datetime) -> str:
    """12 Uhr."""
    return PageFormats(current_language()).time(moment).replace(":00", "")


def _day_and_clock(day: str, clock: str) -> str:
    try:
        words = PageFormats(current_language()).day_year(date.fromisoformat(day))
    except ValueError:
        return ""
    return _("%(day)s, %(clock)s Uhr", day=words, clock=clock.lstrip("0").removesuffix(":00"))
