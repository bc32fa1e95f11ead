"""The groups of the house's settings as its page shows them, and what a change of one would look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from booking.house.opening_words import desk_words, phone_words
from booking.house.settings import HouseSettings
from booking.i18n import all_languages
from booking.web.forms.house_settings import GROUPS, Group
from booking.web.language import gettext as _
from booking.web.views.overtaken import Line, lines_of
from booking.web.views.setting_words import labels, words_in

HOME = "/einstellungen/haus"


@dataclass(frozen=True)
class GroupView:
    """A group as it is set: a heading, what it is for, and its values by their names."""

    slug: str
    title: str
    lead: str
    url: str
    rows: list[tuple[str, str, None]]


@dataclass(frozen=True)
class InLanguage:
    """The hours as the pages of one language write them."""

    code: str
    dir: str
    name: str
    words: str


def titles() -> Mapping[str, tuple[str, str]]:
    """Heading and purpose of each group."""
    return {
        "adresse": (
            _("Name und Adresse"),
            _("Sie stehen auf jeder Seite, in E-Mails, Kalendern und auf Zetteln."),
        ),
        "telefon": (
            _("Telefon und E-Mail"),
            _("So erreicht man Sie. Die E-Mail-Adresse steht im Impressum."),
        ),
        "empfang": (
            _("Zeiten am Empfang"),
            _("Wann jemand am Empfang sitzt. Die Räume können länger geöffnet sein."),
        ),
        "impressum": (_("Impressum"), _("Wer das Haus betreibt und wer den Betreiber vertritt.")),
        "loeschen": (
            _("Löschfristen"),
            _("Wann wir Angaben von Ratsuchenden löschen. Die Seite Datenschutz nennt diese Zahlen."),
        ),
        "bildschirm": (
            _("Bildschirmsperre"),
            _("Wann ein Bildschirm, den niemand benutzt, das Passwort verlangt."),
        ),
    }


def group_views(settings: HouseSettings) -> list[GroupView]:
    return [group_view(group, settings) for group in GROUPS.values()]


def group_view(group: Group, settings: HouseSettings) -> GroupView:
    title, lead = titles()[group.slug]
    named, words = labels(), words_in(settings)
    rows = [(named[key], words[key], None) for key in group.keys]
    return GroupView(group.slug, title, lead, f"{HOME}/{group.slug}", rows)


def lines(group: Group, wanted: HouseSettings, settings: HouseSettings) -> list[Line]:
    """Each value as it would be and as it is."""
    named = {key: words for key, words in labels().items() if key in group.keys}
    return lines_of(named, words_in(wanted), words_in(settings))


def in_languages(group: Group, wanted: HouseSettings) -> list[InLanguage]:
    """The hours in every language, for a group that has some."""
    if not group.week:
        return []
    write = phone_words if group.week == "phone_hours" else desk_words
    hours = getattr(wanted.facts, group.week)
    return [InLanguage(each.code, each.dir, each.name, write(hours, each)) for each in all_languages()]
