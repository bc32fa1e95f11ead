"""What open pages are told: a topic, perhaps the days, and who may hear of it. No names, no ids, no numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from booking.accounts.access import HOUSE_ROLES, PROVIDER_ROLES, Actor
from booking.accounts.models import Role


class Topic(StrEnum):
    """What a page shows, as `data-live` in its template names it."""

    PLAN = "plan"
    AGENDA = "agenda"
    TODOS = "todos"
    WAITING = "waiting"
    MAILS = "mails"
    BOARD = "board"


@dataclass(frozen=True)
class Audience:
    """Who may hear of it: everybody signed in, or the house, the caretaker, and the people of some providers.

    `leads` are providers of which only the leads hear, `accounts` are single people.
    """

    everybody: bool = False
    house: bool = False
    caretaker: bool = False
    providers: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()

    def includes(self, actor: Actor) -> bool:
        if self.everybody:
            return True
        if actor.role in PROVIDER_ROLES:
            led = actor.role == Role.LEAD and actor.provider_id in self.leads
            return led or actor.provider_id in self.providers or actor.account_id in self.accounts
        return self.house if actor.role in HOUSE_ROLES else self.caretaker and actor.role == Role.CARETAKER


EVERYBODY = Audience(everybody=True)


@dataclass(frozen=True)
class News:
    """Something of the topic is another than before, on these days in Berlin; on any day if none is named."""

    topic: Topic
    audience: Audience
    days: frozenset[date] = field(default_factory=frozenset)


def merged(news: Iterable[News]) -> dict[Topic, frozenset[date]]:
    """The days by topic; one news without days makes it any day."""
    days: dict[Topic, frozenset[date]] = {}
    for each in news:
        known = days.get(each.topic, each.days)
        days[each.topic] = known | each.days if known and each.days else frozenset()
    return days
