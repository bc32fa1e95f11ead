"""Calendar subscriptions as their page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking.accounts.models import Capability
from booking.notifications.feeds import Feed, FeedKind
from booking.web.language import gettext as _


@dataclass(frozen=True)
class KeptFeed:
    """A subscription there is: what it shows and since when; `id` names it in the form that ends it."""

    id: str
    title: str
    since: datetime


@dataclass(frozen=True)
class NewAddress:
    """An address that is shown this once: to copy, and to open in the calendar of this device."""

    url: str
    webcal: str


def choices(feeds: Iterable[Feed]) -> list[tuple[str, str]]:
    """What can be chosen: name in the form, and words. Of a room out of service only what there is goes on."""
    return [(each.subject, _title(each)) for each in feeds if each.room is None or not each.room.is_retired]


def kept(feeds: Sequence[Feed], rows: Iterable[Capability]) -> list[KeptFeed]:
    titles = {each.subject: _title(each) for each in feeds}
    return [KeptFeed(row.token_hash, titles[row.subject], row.created_at) for row in rows]


def new_address(base_url: str, token: str | None) -> NewAddress | None:
    if token is None:
        return None
    url = f"{base_url}/kalender/{token}.ics"
    return NewAddress(url, f"webcal:{url.partition(':')[2]}")


def _title(feed: Feed) -> str:
    if feed.room is not None:
        return feed.room.name
    titles = {
        FeedKind.OWN: _("Meine Termine und Reservierungen"),
        FeedKind.PROVIDER: _(
            "Termine und Reservierungen von %(provider)s", provider=feed.actor.provider_name
        ),
    }
    return titles.get(feed.kind, _("Das ganze Haus"))
