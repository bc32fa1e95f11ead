"""What happens to to-dos that somebody outside waits for; ids only, never what they wrote."""

from __future__ import annotations

from dataclasses import dataclass

from booking.events import Event


@dataclass(frozen=True, kw_only=True)
class TodoEvent(Event):
    """Something that concerns whoever asked."""

    todo_id: str


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
