"""A closed-loop client: each of its threads keeps one connection and asks the next thing when it has an answer.

It is a Python program on the same cores as the server, so the figures understate the server, and the floor most.
"""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

WARM_UP = 5  # calls that are not counted


@dataclass(frozen=True)
class Call:
    """One request; with a body it is a POST of JSON."""

    path: str
    body: dict[str, Any] | None = None


class Refused(Exception):
    """The server gave another answer than the one that is measured."""


def in_turns(asked: Sequence[tuple[str, Call]], times: int) -> list[float]:
    """Ask each of the servers its question, one after the other, so many times; the typical ms of each.

    What else the machine does meanwhile hits all of them alike.
    """
    connections = [_connection(base) for base, _ in asked]
    latencies: list[list[float]] = [[] for _ in asked]
    try:
        for number in range(WARM_UP + times):
            for (_, call), connection, took in zip(asked, connections, latencies, strict=True):
                began = time.perf_counter()
                _answer(connection, call)
                if number >= WARM_UP:
                    took.append((time.perf_counter() - began) * 1000)
        return [statistics.median(took) for took in latencies]
    finally:
        for connection in connections:
            connection.close()


def per_second(base: str, calls: Sequence[Call], *, clients: int) -> float:
    """Make the calls, dealt out to so many clients that begin together. Raises Refused."""
    barrier = Barrier(clients + 1)
    with ThreadPoolExecutor(clients) as pool:
        runs = [pool.submit(_client, base, calls[number::clients], barrier) for number in range(clients)]
        barrier.wait(60)
        began = time.perf_counter()
        for run in runs:
            run.result()
        return len(calls) / (time.perf_counter() - began)


def body_of(base: str, call: Call) -> Any:
    """The JSON that one call is answered with. Raises Refused."""
    connection = _connection(base)
    try:
        return json.loads(_answer(connection, call))
    finally:
        connection.close()


def _client(base: str, calls: Sequence[Call], barrier: Barrier) -> None:
    connection = _connection(base)
    connection.connect()
    try:
        barrier.wait(60)
        for call in calls:
            _answer(connection, call)
    finally:
        connection.close()


def _connection(base: str) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)


def _answer(connection: http.client.HTTPConnection, call: Call) -> bytes:
    if call.body is None:
        connection.request("GET", call.path)
    else:
        connection.request("POST", call.path, json.dumps(call.body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status not in {200, 201}:
        raise Refused(f"{answer.status} for {call.path}: {text[:300]!r}")
    return text
