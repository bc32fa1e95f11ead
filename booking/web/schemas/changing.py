"""Changes of reservations as they are asked for: another time or room, or calling off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from marshmallow import post_load

from booking.appointments.guests import NO_ANSWERS, Answer, Fate
from booking.reservations.wishes import OnConflict
from booking.web.schemas.base import Asked
from booking.web.schemas.fields import Instant, Text
from booking.web.schemas.reserving import on_conflict_field
from booking.web.schemas.series import minutes_between, wall_clock
from booking.web.schemas.strict import Answers, YesNo

MOST_ANSWERS = 2000


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A checked wish for another time: its start, on the wall too, and what else shall be another."""

    start: datetime
    day: date
    at: time
    minutes: int | None
    room: str | None
    on_conflict: OnConflict
    following: bool
    answers: Mapping[str, Answer]


@dataclass(frozen=True, kw_only=True)
class Cancelling:
    """A checked wish to call off."""

    following: bool
    answers: Mapping[str, Answer]


def _instant(tells: str) -> Instant:
    return Instant(required=True, metadata={"description": tells})


def _answers() -> Answers:
    return Answers(
        Text(longest=24),
        Text(longest=20, one_of=(Fate.KEEP, Fate.CANCEL)),
        longest=MOST_ANSWERS,
        allow_none=True,
        metadata={
            "description": "Was mit den betroffenen Terminen von Ratsuchenden geschieht, nach id: "
            "keep (bleibt) oder cancel (wird abgesagt)"
        },
    )


class MoveAllAsked(Asked):
    """Where everything that is still to come shall go."""

    start = _instant("Neuer Anfang des ersten Termins, der noch kommt. Um so viele Tage gehen alle mit.")
    end = Instant(allow_none=True, metadata={"description": "ohne Angabe bleibt die Dauer"})
    room = Text(longest=40, allow_none=True, metadata={"description": "ohne Angabe bleibt der Raum"})
    on_conflict = on_conflict_field()
    appointments = _answers()

    @post_load
    def _checked(self, asked: dict[str, Any], **_more: Any) -> Moving:
        day, at = wall_clock(asked["start"])
        return Moving(
            start=asked["start"],
            day=day,
            at=at,
            minutes=minutes_between(asked["start"], asked["end"]) if asked.get("end") else None,
            room=asked.get("room"),
            on_conflict=OnConflict(asked.get("on_conflict") or OnConflict.FAIL),
            following=bool(asked.get("following")),
            answers=_answers_of(asked),
        )


class MoveDateAsked(MoveAllAsked):
    """Where one date shall go, or the rest of its series with it."""

    start = _instant("Neuer Anfang dieses Termins")
    following = YesNo(allow_none=True, metadata={"description": "true: alle späteren Termine gehen mit"})


class CancelAllAsked(Asked):
    """Nothing has to be said to call off everything that is still to come."""

    appointments = _answers()

    @post_load
    def _checked(self, asked: dict[str, Any], **_more: Any) -> Cancelling:
        return Cancelling(following=bool(asked.get("following")), answers=_answers_of(asked))


class CancelDateAsked(CancelAllAsked):
    """Nothing has to be said to call off one date."""

    following = YesNo(
        allow_none=True, metadata={"description": "true: alle späteren Termine fallen auch aus"}
    )


def _answers_of(asked: Mapping[str, Any]) -> Mapping[str, Answer]:
    """The decision for each appointment, by its id."""
    given = asked.get("appointments") or {}
    return {each: Answer(Fate(fate)) for each, fate in given.items()} if given else NO_ANSWERS
