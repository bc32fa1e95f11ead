"""What concerns and topics are called in a language: in their own words, the catalogue's, or German."""

from __future__ import annotations

import pytest

from booking.i18n import LANGUAGES, Told
from booking.offers.models import Concern, ConcernText, Topic, TopicText
from booking.offers.wording import example_in, missing_languages, title_in, titles_of, words_for_search

OTHERS = [code for code in LANGUAGES if code != "de"]


def concern(title: str = "Haus und Energie", example: str = "Heizung, Solar, Kosten") -> Concern:
    return Concern(slug="x", title=title, example=example, pictogram="coffee", position=1, words="kalt")


def test_the_catalogue_speaks_for_what_it_knows() -> None:
    assert title_in(concern(), "ar") == Told("البيت والطاقة", "ar")
    assert title_in(concern(), "de-simple") == Told("Haus und Energie", "de-simple"), "easy enough as it is"
    assert missing_languages(concern()) == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_it_does_not_know_is_german_and_says_so(code: str) -> None:
    renamed = concern(title="Haus und Wärme")
    assert title_in(renamed, code) == Told("Haus und Wärme", "de")
    assert example_in(renamed, code).language == code
    assert missing_languages(renamed) == OTHERS


def test_an_example_alone_can_be_missing_and_none_needs_words() -> None:
    assert missing_languages(concern(example="Wärmepumpen im Altbau")) == OTHERS
    assert missing_languages(concern(example="")) == []
    assert example_in(concern(example=""), "ar").text == ""


def test_own_words_come_first_and_bring_their_own_example() -> None:
    written = concern()
    written.texts.append(ConcernText(language="ar", title="بيتي"))
    assert title_in(written, "ar") == Told("بيتي", "ar")
    assert example_in(written, "ar") == Told("", "ar")
    assert title_in(written, "tr").text == "Ev ve enerji"


def test_a_search_reads_every_language_that_somebody_wrote() -> None:
    written = concern(title="Haus und Wärme")
    written.texts += [
        ConcernText(language="ar", title="بيتي", words="برد"),
        ConcernText(language="uk", title="Мій дім", example="Опалення"),
    ]
    assert titles_of(written) == "Haus und Wärme بيتي Мій дім"
    assert {"بيتي", "برد", "Опалення", "kalt"} <= set(words_for_search(written, "de").split())


def test_a_topic_has_a_title_only() -> None:
    topic = Topic(slug="x", title="Gymnastik im Hof")
    topic.texts.append(TopicText(language="tr", title="Bahçede jimnastik"))
    assert missing_languages(topic) == [code for code in OTHERS if code != "tr"]
    assert title_in(topic, "tr") == Told("Bahçede jimnastik", "tr")
