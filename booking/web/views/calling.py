"""Who calls whom, in words: the house what is on its list (todos.seeing), everybody else their provider."""

from __future__ import annotations

from collections.abc import Sequence

from booking.accounts.access import PROVIDER_ROLES, Actor
from booking.web.language import gettext as _


def caller_words(actor: Actor, *, by_house: bool) -> str:
    """Who calls one person; to the provider's people: please do it."""
    if by_house:
        return _("das Quartiersbüro ruft an")
    return _("bitte anrufen") if _is_theirs(actor) else _("der Anbieter ruft an")


def calls_words(actor: Actor, by_house: Sequence[bool]) -> list[str]:
    """3 ruft das Quartiersbüro an; 2 ruft der Anbieter an: one for each to be called, True where the house does."""
    house, provider = sum(by_house), len(by_house) - sum(by_house)
    parts = []
    if house:
        parts.append(_("%(n)s ruft das Quartiersbüro an", n=house))
    if provider and _is_theirs(actor):
        parts.append(_("%(n)s bitte anrufen", n=provider))
    elif provider:
        parts.append(_("%(n)s ruft der Anbieter an", n=provider))
    return parts


def _is_theirs(actor: Actor) -> bool:
    return actor.role in PROVIDER_ROLES
