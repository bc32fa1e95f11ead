"""No two concerns, and no two topics, read the same in a language: what residents see is how they tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from booking.errors import DomainError
from booking.i18n import LANGUAGES, SOURCE, told
from booking.offers.wording import Heading, own_words, title_in


class TitleTaken(DomainError):
    """Residents could not tell it from another one of its kind; `language` is where, `other` its German title."""

    code = "title-taken"

    def __init__(self, language: str, other: str) -> None:
        super().__init__(f"{language}: {other}")
        self.language = language
        self.other = other


def titles_when(title: str, code: str, heading: Heading | None = None) -> dict[str, str]:
    """What residents would read in each language that this title of the heading, or of a new one, changes."""
    if code != SOURCE:
        return {code: title}
    german_decides = [each for each in LANGUAGES if heading is None or own_words(heading, each) is None]
    return {each: told(title, each).text for each in (SOURCE, *german_decides)}


def refuse_taken(
    everyone: Iterable[Heading], titles: Mapping[str, str], but_for: Heading | None = None
) -> None:
    """Raises TitleTaken when another one is read under such a title; what it is called now always fits."""
    others = [each for each in everyone if each is not but_for]
    for code, title in titles.items():
        if but_for is not None and _same(title_in(but_for, code).text, title):
            continue
        for other in others:
            if _same(title_in(other, code).text, title):
                raise TitleTaken(code, other.title)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
