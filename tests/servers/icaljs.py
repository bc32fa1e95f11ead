"""ical.js as the second, independent reader of iCalendar: what the bytes say, and which dates a series has."""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_suffix(".mjs")


@dataclass(frozen=True)
class Property:
    """A property as ical.js reads it; dates are ISO text (`2027-03-28T10:00:00`), names are lower case."""

    name: str
    params: dict[str, Any]
    type: str
    value: Any


@dataclass(frozen=True)
class Component:
    """A component with its properties in order; `all` and `one` look them up by name."""

    name: str
    properties: tuple[Property, ...]
    components: tuple[Component, ...]

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name.lower()]

    def one(self, name: str) -> Property:
        (only,) = self.all(name)
        return only

    def inside(self, name: str) -> list[Component]:
        return [each for each in self.components if each.name == name.lower()]


def parse(data: bytes) -> Component:
    """The one VCALENDAR in `data`; ValueError with ical.js's words when it refuses."""
    (calendar,) = parse_all(data)
    return calendar


def parse_all(data: bytes) -> list[Component]:
    """Every VCALENDAR in `data`."""
    return [_component(each) for each in _ask("read", data)["calendars"]]


def expand(data: bytes) -> list[tuple[datetime, datetime]]:
    """Start and end, in UTC, of every date of every event and series in the one VCALENDAR in `data`."""
    dates = _ask("expand", data)["dates"]
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in dates]


def _ask(action: str, data: bytes) -> dict[str, Any]:
    """Its answer; ValueError with its words when it refuses."""
    node = _node()
    assert node.stdin is not None
    assert node.stdout is not None
    question = {"do": action, "data": base64.b64encode(data).decode()}
    node.stdin.write(json.dumps(question).encode() + b"\n")
    node.stdin.flush()
    line = node.stdout.readline()
    if not line:
        raise RuntimeError("node ended; `npm ci` in the project installs ical.js for it.")
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


@cache
def _node() -> subprocess.Popen[bytes]:
    """One node for the whole run; it ends by itself when its input does."""
    program = shutil.which("node") or str(Path(sys.prefix, "bin", "node"))
    node = subprocess.Popen([program, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_end, node)
    return node


def _end(node: subprocess.Popen[bytes]) -> None:
    node.communicate(timeout=10)


def _component(raw: dict[str, Any]) -> Component:
    properties = tuple(Property(**each) for each in raw["properties"])
    return Component(raw["name"], properties, tuple(_component(each) for each in raw["components"]))
