"""What an adviser wants to see of their week: whose days, which page, and whose contact."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from booking.web.forms.reading import has_unseen, typed

LONGEST_NUMBER = 9
LONGEST_QUERY = 80
MOST_SHOWN = 200
TODAY = "heute"


@dataclass(frozen=True)
class Look:
    """`adviser_id` None: everybody the actor may see; `page` of the days ahead counts from 1."""

    adviser_id: int | None = None
    page: int = 1

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> Look:
        values = typed(sent, "beraterin", "seite")
        return cls(_number(values["beraterin"]), _number(values["seite"]) or 1)

    @property
    def hidden(self) -> dict[str, str]:
        """What a form carries along, so that its answer shows the same days."""
        chosen = {"beraterin": str(self.adviser_id or ""), "seite": str(self.page) if self.page > 1 else ""}
        return {name: value for name, value in chosen.items() if value}

    @property
    def url(self) -> str:
        return f"/ich?{urlencode(self.hidden)}" if self.hidden else "/ich"


def asked_contacts(sent: MultiDict[str, str]) -> list[str]:
    """The ids of the appointments whose contact somebody wants to see, or TODAY among them."""
    return [each for each in sent.getlist("termin") if each][:MOST_SHOWN]


def query_of(sent: MultiDict[str, str]) -> str:
    """What to search for; nothing when no person could have typed it."""
    query = typed(sent, "q")["q"][:LONGEST_QUERY]
    return "" if has_unseen(query) else query


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        return int(text) or None
    return None
