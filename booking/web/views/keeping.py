"""How long what is kept, in words, from the same numbers that the service deletes by."""

from __future__ import annotations

from booking import backup
from booking.appointments.booking import KEEP_DRAFT
from booking.appointments.changes import CANCELLED_RETENTION_DAYS
from booking.notifications.tidying import KEEP_FATES, KEEP_SENT
from booking.todos.keeping import KEEP_PERSON, KEEP_READINGS
from booking.todos.models import Kind
from booking.waiting.wishes import LONGEST
from booking.web.language import gettext as _
from booking.web.language import ngettext
from booking.web.the_house import settings_now

DAYS_OF_A_MONTH = 30


def retention() -> list[tuple[str, str]]:
    """What we keep, and until when."""
    return [*_of_appointments(), *_of_requests(), *_of_the_service()]


def in_short() -> str:
    """The two numbers that most people ask for, and when the backups are gone."""
    keeping = settings_now().keeping
    return _(
        "Vertrauliche Beratung: %(sensitive)s. Alles andere: %(other)s. Sicherungen verschwinden nach %(backups)s Tagen.",
        sensitive=_after_the_date(keeping.sensitive),
        other=_after_the_date(keeping.other),
        backups=backup.KEEP.days,
    )


def _of_appointments() -> list[tuple[str, str]]:
    keeping = settings_now().keeping
    return [
        (_("Angaben, die Sie nicht abschicken"), _hours(KEEP_DRAFT.total_seconds())),
        (_("Termin bei vertraulicher Beratung"), _after_the_date(keeping.sensitive)),
        (_("Anderer Termin"), _after_the_date(keeping.other)),
        (_("Abgesagter Termin"), _("%(n)s Tage nach der Absage", n=CANCELLED_RETENTION_DAYS)),
        (_("Was Ihnen vor Ort hilft"), _("Bis zum Tag nach dem Termin")),
        (
            _("Warteliste"),
            _("Bis Sie einen Termin haben, höchstens %(n)s Tage", n=LONGEST.days + 1),
        ),
    ]


def _of_requests() -> list[tuple[str, str]]:
    months = KEEP_PERSON[Kind.BARRIER] // DAYS_OF_A_MONTH
    return [
        (_("Rückruf"), _("%(n)s Tage nach dem Anruf", n=KEEP_PERSON[Kind.CALL_BACK])),
        (_("Gemeldete Barriere"), _("%(n)s Monate nach der Antwort", n=months)),
        (_("Anfrage zu Ihren Daten"), _("%(n)s Tage nach der Antwort", n=KEEP_PERSON[Kind.DATA])),
    ]


def _of_the_service() -> list[tuple[str, str]]:
    months = KEEP_READINGS.days // DAYS_OF_A_MONTH
    return [
        (_("E-Mails an Sie"), _("%(n)s Stunden nach dem Versand", n=int(KEEP_SENT.total_seconds() // 3600))),
        (_("Ob eine E-Mail ankam"), _("%(n)s Tage, ohne Inhalt", n=KEEP_FATES.days)),
        (_("Wer von uns Ihren Kontakt angesehen hat"), _("%(n)s Monate", n=months)),
        (_("Sicherungen"), _("%(n)s Tage", n=backup.KEEP.days)),
    ]


def _hours(seconds: float) -> str:
    return _("%(n)s Stunden", n=int(seconds // 3600))


def _after_the_date(days: int) -> str:
    return ngettext("%(num)s Tag nach dem Termin", "%(num)s Tage nach dem Termin", days)
