"""Every event has its sentence in a history, and no sentence names a person or an offer."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from booking.events import Event
from booking.scheduling.walltime import at_wall
from booking.web.views.history_words import PARENTS, SENTENCES, Known, sentence_of
from booking.web.views.message_words import kind_words
from tests.house import TUESDAY
from tests.pages.conftest import Site

KNOWN = Known(rooms={1: "Büro 1"}, advisers={1: "Ada 1"})
RECORDED = [each for each in Event.known.values() if each.__module__.startswith("booking.")]
MAILS = Path(__file__).parents[2] / "templates" / "mail"


def made(kind: type[Event]) -> Event:
    """One of this kind, with something in each field."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        text = str(each.type)
        values[each.name] = (
            at_wall(TUESDAY, 9)
            if "datetime" in text
            else []
            if "list" in text
            else False
            if text == "bool"
            else 1
            if "int" in text
            else "x"
        )
    return kind(**values)


@pytest.fixture
def page(site: Site) -> Any:
    app: Flask = site.app
    with app.test_request_context("/"):
        yield


def test_every_event_has_a_sentence() -> None:
    assert set(RECORDED) - PARENTS == set(SENTENCES)
    assert RECORDED


@pytest.mark.parametrize("kind", sorted(SENTENCES, key=lambda each: each.__name__))
def test_each_sentence(page: None, kind: type[Event]) -> None:
    told = sentence_of(made(kind), KNOWN)
    assert told.endswith(".")
    assert "%(" not in told
    for sentence in told.split(". "):
        assert len(sentence.split()) <= 15, sentence


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"starts_at": at_wall(TUESDAY, 11)},
            "Verschoben von Dienstag, 24. November, 9 Uhr auf Dienstag, 24. November, 11 Uhr.",
        ),
        (
            {"room_id": 1, "other_room": True},
            "In einen anderen Raum gelegt. Die Zeit bleibt: Dienstag, 24. November, 9 Uhr.",
        ),
        (
            {"previous_adviser_id": 2},
            "An jemand anderen übergeben. Die Zeit bleibt: Dienstag, 24. November, 9 Uhr.",
        ),
    ],
    ids=["time", "room", "adviser"],
)
def test_a_move_tells_before_and_after(page: None, change: dict[str, Any], told: str) -> None:
    start: datetime = at_wall(TUESDAY, 9)
    values = {
        "appointment_id": "a",
        "sequence": 1,
        "starts_at": start,
        "ends_at": start,
        "room_id": None,
        "adviser_id": 1,
        "previous_starts_at": start,
        "previous_adviser_id": 1,
        **change,
    }
    sentence = sentence_of(Event.known["AppointmentMoved"](**values), KNOWN)
    room = " Raum: Büro 1." if change.get("room_id") else ""
    assert sentence == f"{told}{room} Es berät: Ada 1."


def test_every_kind_of_mail_has_a_name(page: None) -> None:
    kinds = {each.name for each in MAILS.iterdir() if each.is_dir()}
    assert kinds <= set(kind_words())
