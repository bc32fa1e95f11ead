"""A list of the settings: searched by parts of words, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from booking.web.forms.monitor import page_number
from booking.web.forms.reading import typed

PER_PAGE = 25
LONGEST_SEARCH = 80

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page of what fits; `number` counts from 1, `before` and `after` are addresses, or empty."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int
    words: str
    before: str
    after: str


def listing(
    rows: Iterable[Row], sent: MultiDict[str, str], home: str, told: Callable[[Row], str]
) -> Listing[Row]:
    """The rows in what is told of which each word of `?suche=` stands; behind the last page comes the last again."""
    words = typed(sent, "suche")["suche"][:LONGEST_SEARCH]
    wanted = words.casefold().split()
    found = [each for each in rows if _fits(told(each), wanted)]
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(page_number(sent), pages)

    def address(page: int) -> str:
        return page_address(home, words, page) if 1 <= page <= pages else ""

    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Listing(shown, len(found), number, pages, words, address(number - 1), address(number + 1))


def page_address(home: str, words: str, number: int) -> str:
    """Where a page of what was searched for is."""
    return f"{home}?" + urlencode({**({"suche": words} if words else {}), "seite": number})


def _fits(told: str, wanted: Sequence[str]) -> bool:
    known = told.casefold()
    return all(word in known for word in wanted)
