"""The own account as its pages show it: roles in words, signed-in browsers, bearer tokens without their secrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from booking.accounts.models import ApiToken, Role, SignIn
from booking.ids import token_hash
from booking.web.language import current_language, ngettext
from booking.web.language import gettext as _

A_YEAR = 365


@dataclass(frozen=True)
class SignInView:
    """A signed-in browser: since when, last seen when, and whether it is the one that asks."""

    since: str
    seen: str
    is_this: bool


@dataclass(frozen=True)
class TokenView:
    """A token: `id` names it in the form that takes it back; `facts` are lines of words."""

    id: str
    name: str
    facts: list[str]


def role_words(role: str) -> str:
    """What somebody is in the house."""
    words = {
        Role.ADVISER: _("Beraterin oder Berater"),
        Role.LEAD: _("Leitung eines Anbieters"),
        Role.STAFF: _("Team im Quartiersbüro"),
        Role.CARETAKER: _("Hausmeisterei"),
        Role.ADMIN: _("Verwaltung von Treffpunkt"),
    }
    return words[Role(role)]


def sign_in_views(rows: Iterable[SignIn], own_token: str) -> list[SignInView]:
    """The browsers, in the order of the rows."""
    own = token_hash(own_token)
    return [SignInView(_moment(row.started_at), _moment(row.seen_at), row.token_hash == own) for row in rows]


def token_views(rows: Iterable[ApiToken]) -> list[TokenView]:
    """Tokens that open something: made when, until when, last used when."""
    return [TokenView(row.token_hash, _name(row), [_made(row), _until(row), _used(row)]) for row in rows]


def ended_views(rows: Iterable[ApiToken]) -> list[TokenView]:
    """Tokens that open nothing any more, and since when."""
    return [TokenView(row.token_hash, _name(row), [_ended(row), _used(row)]) for row in rows]


def life_words(days: str) -> str:
    """How long a token opens something; years as years."""
    number = int(days)
    if number < A_YEAR:
        return ngettext("%(num)s Tag", "%(num)s Tage", number)
    return ngettext("%(num)s Jahr", "%(num)s Jahre", number // A_YEAR)


def _name(row: ApiToken) -> str:
    return row.name or _("Ohne Namen")


def _made(row: ApiToken) -> str:
    return _("Angelegt am %(day)s.", day=_day(row.created_at))


def _until(row: ApiToken) -> str:
    if row.expires_at is None:
        return _("Gilt ohne Ende.")
    return _("Gilt bis %(when)s.", when=_moment(row.expires_at))


def _used(row: ApiToken) -> str:
    if row.used_on is None:
        return _("Noch nie benutzt.")
    return _("Zuletzt benutzt am %(day)s.", day=current_language().formats.date(row.used_on))


def _ended(row: ApiToken) -> str:
    if row.revoked_at is not None:
        return _("Zurückgezogen am %(day)s.", day=_day(row.revoked_at))
    assert row.expires_at is not None
    return _("Abgelaufen am %(day)s.", day=_day(row.expires_at))


def _day(instant: datetime) -> str:
    return current_language().formats.date(instant)


def _moment(instant: datetime) -> str:
    """24. November 2026, 9:30 Uhr."""
    return f"{_day(instant)}, {current_language().formats.time(instant)}"
