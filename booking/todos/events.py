"""What happens to to-dos; ids only, never what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class TodoEvent(Event):
    """Something about one to-do."""

    about: ClassVar[str | None] = "todo_id"

    todo_id: str


class TodoOpened(TodoEvent):
    """There is one more on somebody's list."""


class TodoWorkedOn(TodoEvent):
    """Somebody took it, gave it back, handed it over, tried it or finished it, or nobody needs it any more."""


class CallBackAsked(TodoEvent):
    """Somebody asked to be called, or corrected what they had written."""


class BarrierReported(TodoEvent):
    """Somebody told what they cannot use, or corrected it."""


class BarrierDelayed(TodoEvent):
    """The answer to a report takes longer than two weeks."""


class BarrierAnswered(TodoEvent):
    """A report has its answer."""


class DataAsked(TodoEvent):
    """Somebody asked about their own data, or corrected the request."""


class DataAnswered(TodoEvent):
    """A request about data is answered; how, says the to-do."""
