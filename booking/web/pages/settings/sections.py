"""The sections of /einstellungen: each with its page, who may open it, and one line about how things stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.accounts import directory
from booking.accounts.access import Actor
from booking.accounts.models import Role
from booking.accounts.providers import count_providers
from booking.house.calendar import opening_hours
from booking.house.rooms import every_room
from booking.house.school_holidays import all_school_holidays
from booking.i18n import sentence
from booking.offers.finding import all_concerns
from booking.offers.managing import count_managed
from booking.providers.advisers import count_advisers
from booking.web.language import gettext as _
from booking.web.language import ngettext

HOUSE = frozenset({Role.STAFF, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})


@dataclass(frozen=True)
class Section:
    """One card: `sentence` says what can be set, `count` how things stand now, or nothing."""

    title: str
    path: str
    roles: frozenset[Role]
    sentence: str
    count: Callable[[Session, Actor], str | None] = lambda _session, _actor: None


def _rooms(session: Session, _actor: Actor) -> str:
    rooms = every_room(session)
    retired = sum(each.is_retired for each in rooms)
    found = ngettext("%(num)s Raum", "%(num)s Räume", len(rooms) - retired)
    return f"{found}, {_('%(num)s außer Betrieb', num=retired)}" if retired else found


def _opening_hours(session: Session, _actor: Actor) -> str:
    return ngettext(
        "an %(num)s Tag in der Woche", "an %(num)s Tagen in der Woche", len(opening_hours(session))
    )


def _school_holidays(session: Session, _actor: Actor) -> str:
    return ngettext("%(num)s Eintrag", "%(num)s Einträge", len(all_school_holidays(session)))


def _offers(session: Session, actor: Actor) -> str:
    given, retired = count_managed(session, actor)
    found = ngettext("%(num)s Angebot", "%(num)s Angebote", given)
    return f"{found}, {_('%(num)s zurückgezogen', num=retired)}" if retired else found


def _concerns(session: Session, _actor: Actor) -> str:
    return ngettext("%(num)s Anliegen", "%(num)s Anliegen", len(all_concerns(session)))


def _people(session: Session, actor: Actor) -> str:
    return ngettext("%(num)s Konto", "%(num)s Konten", directory.count(session, actor))


def _advisers(session: Session, actor: Actor) -> str:
    return ngettext("%(num)s Person", "%(num)s Personen", count_advisers(session, actor))


def _providers(session: Session, _actor: Actor) -> str:
    return ngettext("%(num)s Anbieter", "%(num)s Anbieter", count_providers(session))


SECTIONS = (
    Section(
        sentence("Räume"),
        "/einstellungen/raeume",
        ADMIN,
        sentence("Namen, Plätze, Ausstattung. Räume außer Betrieb nehmen."),
        _rooms,
    ),
    Section(
        sentence("Öffnungszeiten"),
        "/einstellungen/oeffnungszeiten",
        HOUSE,
        sentence("Wann das Haus an welchem Wochentag geöffnet ist. Feiertage ansehen."),
        _opening_hours,
    ),
    Section(
        sentence("Das Haus"),
        "/einstellungen/haus",
        ADMIN,
        sentence("Name, Adresse, Telefon, Impressum. Löschfristen und Bildschirmsperre."),
    ),
    Section(
        sentence("Personen"),
        "/einstellungen/personen",
        frozenset({Role.ADMIN, Role.LEAD}),
        sentence("Wer sich einloggen kann. Einladen, sperren, Rollen geben."),
        _people,
    ),
    Section(
        sentence("Beratende"),
        "/einstellungen/beratende",
        frozenset({Role.ADMIN, Role.LEAD}),
        sentence("Öffentliche Namen, Sprachen und Konten der Personen, die beraten."),
        _advisers,
    ),
    Section(
        sentence("Anbieter"),
        "/einstellungen/anbieter",
        ADMIN,
        sentence("Ämter, Vereine und Gruppen: anlegen, ändern, beenden."),
        _providers,
    ),
    Section(
        sentence("Angebote"),
        "/einstellungen/angebote",
        frozenset({Role.ADMIN, Role.LEAD}),
        sentence("Was man buchen kann, mit Dauer und Texten in jeder Sprache."),
        _offers,
    ),
    Section(
        sentence("Anliegen und Themen"),
        "/einstellungen/anliegen",
        ADMIN,
        sentence("Was Ratsuchende auf der ersten Seite wählen. Und die Wörter für das Programm."),
        _concerns,
    ),
    Section(
        sentence("Dateien einlesen"),
        "/einstellungen/einlesen",
        ADMIN,
        sentence("Räume, Angebote und Reservierungen aus Tabellen und Kalendern übernehmen."),
    ),
    Section(
        sentence("Schulferien"),
        "/einstellungen/schulferien",
        HOUSE,
        sentence("Die Ferien eintragen, in denen Reihen ausfallen können."),
        _school_holidays,
    ),
    Section(
        sentence("Schließungen"),
        "/schliessungen",
        HOUSE,
        sentence("Das Haus oder einen Raum für eine Zeit schließen. Übliche Schließtage ansehen."),
    ),
)


def sections_for(actor: Actor) -> tuple[Section, ...]:
    """What this role opens, in order."""
    return tuple(each for each in SECTIONS if actor.role in each.roles)
