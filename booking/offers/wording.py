"""What a concern or topic is called in a language: in words of its own, else in the catalogue's, else in German."""

from __future__ import annotations

from collections.abc import Iterable

from booking.i18n import LANGUAGES, SOURCE, Told, in_catalogues, told
from booking.offers.models import Concern, ConcernText, Topic, TopicText

Heading = Concern | Topic


def title_in(heading: Heading, code: str) -> Told:
    """What somebody reads of it in this language."""
    own = own_words(heading, code)
    return Told(own.title, code) if own is not None else told(heading.title, code)


def example_in(concern: Concern, code: str) -> Told:
    """The example beside its title; whose title has words of its own has an example of its own, or none."""
    own = next((text for text in concern.texts if text.language == code), None)
    return Told(own.example, code) if own is not None else told(concern.example, code)


def own_words(heading: Heading, code: str) -> ConcernText | TopicText | None:
    """What somebody of the house wrote in this language; None for German, which the heading has itself."""
    return next((text for text in heading.texts if text.language == code), None)


def missing_languages(heading: Heading) -> list[str]:
    """The languages in which residents would read German."""
    if all(known_words(heading)):
        return []
    there = {SOURCE, *(text.language for text in heading.texts)}
    return [code for code in LANGUAGES if code not in there]


def known_words(heading: Heading) -> list[bool]:
    """Whether the catalogues know its title, and its example if it has one."""
    words = (heading.title, heading.example) if isinstance(heading, Concern) else (heading.title,)
    return [in_catalogues(each) for each in words if each]


def titles_of(heading: Heading, spoken: str = SOURCE) -> str:
    """Its titles for a search: in German, the language of the page, and whatever somebody wrote."""
    return _once(title_in(heading, code).text for code in _languages(heading, spoken))


def words_for_search(concern: Concern, spoken: str) -> str:
    """Whatever it is called and explained with, in the same languages; and the everyday words of all."""
    examples = _once(example_in(concern, code).text for code in _languages(concern, spoken))
    return " ".join(
        (titles_of(concern, spoken), examples, concern.words, *(text.words for text in concern.texts))
    )


def _languages(heading: Heading, spoken: str) -> list[str]:
    return [SOURCE, spoken, *(text.language for text in heading.texts)]


def _once(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))
