"""Figure: the free times of thirty days over HTTP, of one adviser and of anybody of twenty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.client import Call, body_of, in_turns
from bench.report import Row
from bench.servers import Served
from bench.stage import Stage
from bench.town import Town

QUESTIONS = {"one adviser": "&adviser=beratung-1", "anybody of 20": ""}


def rows(stage: Stage) -> Iterator[Row]:
    """The service beside the floor in both towns, then the large town beside the small one."""
    few, many = (f"{size:,} appointments" for size in (stage.size.small, stage.size.large))
    for who, question in QUESTIONS.items():
        pairs = [_both(served, question) for served in (stage.small, stage.large)]
        for service, floor in pairs:
            agree(body_of(*service), body_of(*floor))
        asked = [each for pair in pairs for each in pair]
        turns = [in_turns(asked, stage.size.calls) for _ in range(stage.size.repetitions)]
        small, small_floor, large, large_floor = zip(*turns, strict=True)
        name = f"{stage.database}, free times of {who}"
        yield Row(f"{name}, {few}; beside: floor", "ms", small, small_floor, "at most 3")
        yield Row(f"{name}, {many}; beside: floor", "ms", large, large_floor, "at most 3")
        yield Row(f"{name}, {many}; beside: {few}", "ms", large, small, "at most 1.5")


def service_path(town: Town, question: str) -> str:
    return f"/api/v1/offers/beratung/slots?from={town.first}&to={town.last}{question}"


def floor_path(town: Town, question: str) -> str:
    return f"/slots?from={town.first}&to={town.last}{question}"


def agree(service: Any, floor: Any) -> None:
    """Raises ValueError unless both found the same free times, and there are some."""
    if not service["slots"] or service != floor:
        raise ValueError(f"{len(service['slots'])} free times here, {len(floor['slots'])} in the floor")


def _both(served: Served, question: str) -> tuple[tuple[str, Call], tuple[str, Call]]:
    """The question to the service, then to the floor."""
    town = served.town
    return (
        (served.service, Call(service_path(town, question))),
        (served.floor, Call(floor_path(town, question))),
    )
