"""What each command starts with: the runtime it was registered with, and a database in its newest shape."""

from __future__ import annotations

import click
from flask import current_app

from booking.migrations import is_current
from booking.runtime import Runtime

EXTENSION = "treffpunkt"


def runtime_at_hand() -> Runtime:
    """The runtime; its connections are closed when the command ends."""
    runtime: Runtime = current_app.extensions[EXTENSION]
    click.get_current_context().call_on_close(runtime.database.dispose)
    return runtime


def migrated() -> Runtime:
    """The runtime, if its database can be worked with; else the command ends with one sentence."""
    runtime = runtime_at_hand()
    if not is_current(runtime.settings.database_url):
        raise click.ClickException("The database does not have the newest shape yet. Run migrate first.")
    return runtime
