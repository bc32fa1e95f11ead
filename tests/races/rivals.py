"""Rivals at a barrier: many threads, or processes with threads, want the same thing at the same moment."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

from booking.db import Database
from booking.errors import Busy, SlotTaken

Attempt = Callable[[Database, int, int], None]
"""What one rival does: (database, round, number of the rival); SlotTaken means it lost."""

ATTEMPTS_WHEN_BUSY = 4


@dataclass
class Outcome:
    """How the rivals of each round fared, and every error that is no honest defeat."""

    won: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.won.update(other.won)
        self.lost.update(other.lost)
        self.errors += other.errors


def race_threads(database: Database, attempt: Attempt, *, rounds: int, rivals: int) -> Outcome:
    """All rivals in this process."""
    barrier = Barrier(rivals)
    with ThreadPoolExecutor(rivals) as pool:
        runs = [pool.submit(_run, database, attempt, rounds, number, barrier) for number in range(rivals)]
        outcome = Outcome()
        for run in runs:
            outcome.add(run.result())
    return outcome


def race_processes(
    url: str,
    make_attempt: Callable[..., Attempt],
    arguments: Sequence[Any],
    *,
    rounds: int,
    processes: int,
    threads: int,
) -> Outcome:
    """`processes` x `threads` rivals; `make_attempt(*arguments)` is called in each process."""
    context = multiprocessing.get_context("spawn")
    rivals = processes * threads
    with context.Manager() as shared:
        barrier = shared.Barrier(processes)
        results = shared.Queue()
        children = [
            context.Process(
                target=_process,
                args=(
                    url,
                    make_attempt,
                    tuple(arguments),
                    rounds,
                    range(at, rivals, processes),
                    barrier,
                    results,
                ),
            )
            for at in range(processes)
        ]
        for child in children:
            child.start()
        outcome = Outcome()
        for _ in children:
            outcome.add(results.get(timeout=240))
        for child in children:
            child.join(30)
    return outcome


def _process(
    url: str,
    make_attempt: Callable[..., Attempt],
    arguments: Sequence[Any],
    rounds: int,
    numbers: Sequence[int],
    between_processes: Any,
    results: Any,
) -> None:
    database = Database(url)
    outcome = Outcome()
    try:
        attempt = make_attempt(*arguments)
        barrier = Barrier(len(numbers), action=lambda: between_processes.wait(120) and None)
        with ThreadPoolExecutor(len(numbers)) as pool:
            for run in [pool.submit(_run, database, attempt, rounds, number, barrier) for number in numbers]:
                outcome.add(run.result())
    except Exception as error:  # noqa: BLE001 (told to the parent, which fails)
        outcome.errors.append(f"process: {error!r}")
    finally:
        database.dispose()
        results.put(outcome)


def _run(database: Database, attempt: Attempt, rounds: int, number: int, barrier: Barrier) -> Outcome:
    outcome = Outcome()
    for turn in range(rounds):
        barrier.wait(120)
        try:
            _patiently(database, attempt, turn, number)
            outcome.won[turn] += 1
        except SlotTaken:
            outcome.lost[turn] += 1
        except Exception as error:  # noqa: BLE001 (the point is to see any other end)
            outcome.errors.append(f"round {turn}: {error!r}")
    return outcome


def _patiently(database: Database, attempt: Attempt, turn: int, number: int) -> None:
    """As the web edge does: a few times again when the database was busy."""
    for left in reversed(range(ATTEMPTS_WHEN_BUSY)):
        try:
            attempt(database, turn, number)
        except Busy:
            if not left:
                raise
            time.sleep(random.uniform(0.01, 0.05))
        else:
            return
