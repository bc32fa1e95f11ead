"""No two topics read the same in a language: whoever names one, renames one or drops words is told which other one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from booking.db import Database
from booking.offers.apart import TitleTaken
from booking.offers.models import Topic
from booking.offers.sorting import Said, add_topic
from booking.offers.translating import drop_words, write_heading
from booking.offers.wording import own_words
from tests import house as small

Change = Callable[[Session, Topic], object]


def named(session: Session, title: str, **texts: str) -> Topic:
    topic = add_topic(session, Said(title=title), now=small.NOW)
    for code, words in texts.items():
        write_heading(session, topic, code, Said(title=words), now=small.NOW)
    return topic


def rename(session: Session, topic: Topic, title: str) -> None:
    write_heading(session, topic, "de", Said(title=title), now=small.NOW)


def refused(session: Session, change: Change, topic: Topic) -> tuple[str, str]:
    with pytest.raises(TitleTaken) as taken:
        change(session, topic)
    return taken.value.language, taken.value.other


def test_a_new_german_title_is_compared_in_every_language(database: Database) -> None:
    with database.writing() as session:
        moving = named(session, "Bewegung", en="Health")
        assert refused(session, lambda there, _: named(there, "Gesundheit"), moving) == ("en", "Bewegung")


def test_so_is_a_title_that_is_changed_but_for_languages_with_own_words(database: Database) -> None:
    with database.writing() as session:
        named(session, "Bewegung", en="Health")
        other = named(session, "Garten")
        assert refused(session, lambda there, topic: rename(there, topic, "Gesundheit"), other) == (
            "en",
            "Bewegung",
        )
        write_heading(session, other, "en", Said(title="Wellbeing"), now=small.NOW)
        rename(session, other, "Gesundheit")
        assert other.title == "Gesundheit"


def test_words_stay_as_long_as_the_ones_behind_them_are_taken(database: Database) -> None:
    def drop(session: Session, topic: Topic) -> None:
        drop_words(session, topic, "en", now=small.NOW)

    with database.writing() as session:
        health = named(session, "Gesundheit", en="Wellbeing")
        moving = named(session, "Bewegung", en="Health")
        assert refused(session, drop, health) == ("en", "Bewegung")
        assert own_words(health, "en") is not None
        write_heading(session, moving, "en", Said(title="Moving"), now=small.NOW)
        drop(session, health)
        assert own_words(health, "en") is None


def test_what_was_the_same_before_can_still_be_saved(database: Database) -> None:
    with database.writing() as session:
        named(session, "Bewegung", en="Health")
        health = Topic(slug="gesundheit", title="Gesundheit")
        session.add(health)
        session.flush()
        rename(session, health, "Gesundheit")
        write_heading(session, health, "en", Said(title="health"), now=small.NOW)
        drop_words(session, health, "en", now=small.NOW)
        assert own_words(health, "en") is None
