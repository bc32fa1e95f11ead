"""The tasks: ids in, one call each. A lost message costs a second, a doubled one nothing."""

from __future__ import annotations

from workers import app, standby
from workers.engine import engine

WORTH_SECONDS = 30


@app.task
def dispatch() -> None:
    """Run the reactions of new events, then have the mails delivered that came of it."""
    engine().dispatch()
    _ring_deliveries()


@app.task
def deliver(delivery_id: int) -> None:
    """Try one delivery."""
    engine().deliver(delivery_id)


@app.task
def enter(job_id: str) -> None:
    """Enter a closure or an absence with many guests."""
    engine().enter(job_id)


@app.task
def relay() -> None:
    """Do what a lost doorbell left lying."""
    standby.heard_from_beat()
    dispatch()
    for job_id in engine().waiting_entries():
        enter.apply_async((job_id,), expires=WORTH_SECONDS, retry=False)


@app.task
def remind() -> None:
    """Send the reminders that are due."""
    engine().remind()
    _ring_deliveries()


@app.task
def sweep() -> None:
    """Move the waiting list on."""
    engine().sweep()


@app.task
def tidy() -> None:
    """Close, erase, wipe and forget what has had its time."""
    engine().tidy()


def _ring_deliveries() -> None:
    for delivery_id in engine().due_deliveries():
        deliver.apply_async((delivery_id,), expires=WORTH_SECONDS, retry=False)
