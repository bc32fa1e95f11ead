"""Applications used again: putting one together takes longer than most tests, and only its runtime is a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from booking.app import assemble_app, serve_runtime
from booking.config import Settings
from booking.runtime import Runtime


@contextmanager
def lent(runtime: Runtime) -> Iterator[Flask]:
    """An application that serves this runtime and nobody else; it is thrown away if something was added to it."""
    free = _free(replace(runtime.settings, data_dir=Path(), database_url="", clock_offset_file=None))
    app = free.pop() if free else assemble_app(runtime.settings)
    serve_runtime(app, runtime)
    app._got_first_request = False  # a test may add routes of its own, and then nobody gets the app any more
    before = _shape(app)
    try:
        yield app
    finally:
        if _shape(app) == before:
            free.append(app)


@cache
def _free(settings: Settings) -> list[Flask]:
    """Those that nobody has now and that were put together with these settings."""
    return []


def _shape(app: Flask) -> list[Any]:
    """What a test could change of it, runtime and compiled templates aside."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    words = (app.jinja_env.globals, app.jinja_env.filters, app.jinja_env.tests)
    return [
        dict(app.config),
        list(app.view_functions.items()),
        len(list(app.url_map.iter_rules())),
        [(name, list(functions)) for each in hooks for name, functions in each.items()],
        [dict(each) for each in words],
        app.wsgi_app,
    ]
