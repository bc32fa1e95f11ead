"""Composition root of the web: settings from the environment, a runtime that rings for the workers, the app.

`gunicorn wsgi:app`, `flask --app wsgi <command>`.
"""

from __future__ import annotations

import os
import sys

from flask import Flask

from booking import cli
from booking.app import create_app
from booking.config import Settings, UnsafeSettings
from booking.runtime import Runtime
from workers import doorbell

# gunicorn starts a worker that ends with any other status again and again.
GUNICORN_GIVES_UP = 4


def compose() -> Flask:
    """The application for this environment; an unsafe one ends the process with one sentence."""
    try:
        settings = Settings.from_environment(os.environ)
    except UnsafeSettings as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 (nothing else is there yet to say it)
        sys.exit(GUNICORN_GIVES_UP if "gunicorn.arbiter" in sys.modules else 1)
    runtime = Runtime.start(settings, doorbell=doorbell.ring)
    web = create_app(runtime)
    cli.register(web, runtime)
    return web


app = compose()
